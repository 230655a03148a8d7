// What a one-sample predict asks of the system: nothing. The functions that allocate, lock, throw, write or initialize
// statics are taken over and counted. A sanitizer takes them over itself, so under one only predict's numbers are
// tested.
#include "../sanitized.hpp"
#include <ctnn/ctnn.hpp>
#include <doctest/doctest.h>

#if defined(__GLIBC__) && !defined(CTNN_TEST_SANITIZED)
#define CTNN_TEST_COUNTS 1
#include <dlfcn.h>
#include <pthread.h>
#include <sys/syscall.h>
#include <unistd.h>
#endif

namespace {

// of this thread
thread_local int calls = 0;
thread_local int guards = 0; // of statics that a function initializes when it is first called

#if defined(CTNN_TEST_COUNTS)
/// The function that was taken over. (No static here: its guard is one of them.)
template<class F>
F* next(const char* name) {
    return reinterpret_cast<F*>(dlsym(RTLD_NEXT, name));
}
#endif

} // namespace

#if defined(CTNN_TEST_COUNTS)
extern "C" {
void* __libc_malloc(std::size_t);
void* __libc_calloc(std::size_t, std::size_t);
void* __libc_memalign(std::size_t, std::size_t);
void* malloc(std::size_t n) { return ++calls, __libc_malloc(n); }
void* calloc(std::size_t n, std::size_t size) { return ++calls, __libc_calloc(n, size); }
void* aligned_alloc(std::size_t alignment, std::size_t n) { return ++calls, __libc_memalign(alignment, n); }
int posix_memalign(void** p, std::size_t alignment, std::size_t n) {
    return ++calls, (*p = __libc_memalign(alignment, n)) ? 0 : 12;
}
int pthread_mutex_lock(pthread_mutex_t* m) noexcept {
    return ++calls, next<int(pthread_mutex_t*)>("pthread_mutex_lock")(m);
}
ssize_t write(int file, const void* bytes, std::size_t n) { return ++calls, syscall(SYS_write, file, bytes, n); }
ssize_t read(int file, void* bytes, std::size_t n) { return ++calls, syscall(SYS_read, file, bytes, n); }
void* __cxa_allocate_exception(std::size_t n) noexcept {
    return ++calls, next<void*(std::size_t)>("__cxa_allocate_exception")(n);
}
int __cxa_guard_acquire(long long* guard) { return ++guards, next<int(long long*)>("__cxa_guard_acquire")(guard); }
}
#endif

using namespace ctnn;
using namespace ctnn::literals;

namespace {

constexpr auto net = functional([] {
    auto image = Input(shape<9, 8, 3>);
    auto words = Input(shape<6>);
    auto h = BatchNormalization()(Conv2D(5, 3, activation = relu)(image));
    h = Flatten()(MaxPooling2D(2)(Add()(h, Conv2D(5, 1)(h))));
    auto s = LSTM(4)(Bidirectional(GRU(3, return_sequences = true_c))(Embedding(10, 4)(words)));
    auto y = Dense(7, activation = softmax)(LayerNormalization()(Concatenate()(h, s)));
    return Model(inputs = tuple(image, words), outputs = tuple(y, s));
});
struct block {
    static constexpr std::size_t size =
        detail::weight_places<decltype(net)::definition>::value.at[decltype(net.build())::weight_count];
    alignas(64) static inline float values[size] = {};
    static const float* data() { return values; }
};

} // namespace

TEST_CASE("a one-sample predict allocates, locks, throws, reads and writes nothing") {
    const auto built = net.build(seed = 2);
    const auto imported_one = imported<block>(net);
    const tensor<float, 9, 8, 3> image;
    const tensor<int, 6> words = {0, 9, 3, 99, -1, 1};
    auto w = built.workspace();
#if defined(CTNN_TEST_COUNTS)
    const int at_start = calls;
    int* volatile p = new int;
    delete p;
    const int counted = calls - at_start;
    CHECK(counted > 0);
#endif
    const int before = calls, guards_before = guards;
    const auto y = built.predict(image, words);
    const auto z = imported_one.predict(image, words);
    const auto v = built.predict(tuple(image, words), w);
    const int after = calls, guards_after = guards;
    CHECK(after == before);
    CHECK(guards_after == guards_before);
    CHECK(std::get<0>(y).size() == 7);
    CHECK(std::get<1>(z).size() == std::get<1>(v).size());
}

TEST_CASE("a model that reads its weights from the binary never touches the heap") {
    const int before = calls, guards_before = guards;
    const auto m = imported<block>(net);
    const auto y = m.predict(tensor<float, 9, 8, 3>{}, tensor<float, 6>{});
    const int after = calls, guards_after = guards;
    CHECK(after == before);
    CHECK(guards_after - guards_before <= 1); // what it prepares from its weights is a static
    CHECK(std::get<0>(y).size() == 7);
}

TEST_CASE("a stream asks for nothing, neither when it begins nor in its steps") {
    constexpr auto net =
        Sequential(Conv1D(6_c, 3_c, padding = causal, dilation_rate = 2_c, input_shape = shape<32, 3>),
                   Conv1D(64_c, 3_c, padding = causal), Conv1D(64_c, 3_c, padding = causal, activation = relu),
                   GRU(5_c, return_sequences = true_c), Dense(2_c));
    const auto model = net.build(seed = 4);
    const int before = calls, guards_before = guards;
    auto stream = model.stream();
    auto y = stream.step({1.f, 2.f, 3.f});
    stream.reset();
    for (int t = 0; t < 9; ++t) y = stream.step({1.f, 2.f, float(t)});
    const int after = calls, guards_after = guards;
    CHECK(after == before);
    CHECK(guards_after == guards_before);
    CHECK(y.size() == 2);
}
