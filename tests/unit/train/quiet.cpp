// A training step allocates nothing. The functions that allocate are taken over and counted; a sanitizer takes them over
// itself, so under one only the training is run.
#include "../sanitized.hpp"
#include <atomic>
#include <ctnn/run/threads.hpp>
#include <ctnn/train.hpp>
#include <doctest/doctest.h>

using namespace ctnn;
using namespace ctnn::literals;

namespace {

std::atomic<bool> watching = false; // on all threads
std::atomic<int> allocations = 0;

} // namespace

#if defined(__GLIBC__) && !defined(CTNN_TEST_SANITIZED)
extern "C" {
void* __libc_malloc(std::size_t);
void* __libc_calloc(std::size_t, std::size_t);
void* __libc_memalign(std::size_t, std::size_t);
void* malloc(std::size_t n) { return allocations += watching, __libc_malloc(n); }
void* calloc(std::size_t n, std::size_t size) { return allocations += watching, __libc_calloc(n, size); }
void* aligned_alloc(std::size_t alignment, std::size_t n) { return allocations += watching, __libc_memalign(alignment, n); }
int posix_memalign(void** p, std::size_t alignment, std::size_t n) {
    return allocations += watching, (*p = __libc_memalign(alignment, n)) ? 0 : 12;
}
}
#endif

namespace {
/// Looks at everything between the end of the first batch and that of the last.
struct watch_steps {
    void on_train_batch_end(int batch) {
        watching = batch == 0 || (watching && batch < 4);
    }
};
} // namespace

TEST_CASE("After the first step of an epoch none allocates") {
    constexpr auto net = Sequential(Conv2D(4_c, 3_c, padding = same, input_shape = shape<6, 6, 1>), BatchNormalization(), ReLU(),
                                    MaxPooling2D(2_c), Dropout(0.2_c), Reshape(shape<9, 4>), LSTM(5_c), Dense(3_c, activation = softmax));
    auto model = net.build(seed = 1);
    auto trainer = compile(model, optimizer = adam, loss = categorical_crossentropy, metrics = accuracy);
    std::vector<float> x(36 * 40, 0.5f), y(3 * 40);
    for (std::size_t i = 0; i < 40; ++i) y[3 * i + i % 3] = 1;
    trainer.fit(x, y, batch_size = 8, epochs = 1, verbose = 0, callbacks = watch_steps{});
    CHECK(allocations == 0);
    trainer.fit(x, y, batch_size = 8, epochs = 1, verbose = 0, callbacks = watch_steps{}, threads = 2);
    CHECK(allocations == 0);
}
