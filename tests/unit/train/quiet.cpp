// A training step allocates nothing.
#include <atomic>
#include <cstdlib>
#include <ctnn/train.hpp>
#include <doctest/doctest.h>
#include <new>

using namespace ctnn;
using namespace ctnn::literals;

namespace {
std::atomic<bool> watching = false;
std::atomic<int> allocations = 0;
} // namespace

// (weak in spirit: what the other tests of this program allocate is not looked at)
void* operator new(std::size_t n) {
    if (watching) ++allocations;
    if (void* p = std::malloc(n ? n : 1)) return p;
    std::abort();
}
void* operator new(std::size_t n, std::align_val_t a) {
    if (watching) ++allocations;
    const std::size_t align = std::size_t(a);
    if (void* p = std::aligned_alloc(align, (n + align - 1) / align * align)) return p;
    std::abort();
}
void operator delete(void* p) noexcept { std::free(p); }
void operator delete(void* p, std::size_t) noexcept { std::free(p); }
void operator delete(void* p, std::align_val_t) noexcept { std::free(p); }
void operator delete(void* p, std::size_t, std::align_val_t) noexcept { std::free(p); }

namespace {
/// Looks at everything between the first batch and the end of the epoch.
struct watch_steps {
    void on_train_batch_end(int batch) {
        if (batch == 0) watching = true;
    }
    void on_epoch_end(int) { watching = false; }
};
} // namespace

TEST_CASE("After the first step of an epoch nothing is allocated until it ends") {
    constexpr auto net = Sequential(Conv2D(4_c, 3_c, padding = same, input_shape = shape<6, 6, 1>), BatchNormalization(), ReLU(),
                                    MaxPooling2D(2_c), Dropout(0.2_c), Reshape(shape<9, 4>), LSTM(5_c), Dense(3_c, activation = softmax));
    auto model = net.build(seed = 1);
    auto trainer = compile(model, optimizer = adam, loss = categorical_crossentropy, metrics = accuracy);
    std::vector<float> x(36 * 40, 0.5f), y(3 * 40);
    for (std::size_t i = 0; i < 40; ++i) y[3 * i + i % 3] = 1;
    trainer.fit(x, y, batch_size = 8, epochs = 1, verbose = 0, callbacks = watch_steps{});
    CHECK(allocations == 0);
}
