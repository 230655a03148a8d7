#include "../sanitized.hpp"
#include <cstdint>
#include <ctnn/ctnn.hpp>
#include <doctest/doctest.h>
#include <pthread.h>
#include <vector>

#ifndef CTNN_TEST_SANITIZED // sanitizers put guards around what is on the stack

using namespace ctnn;
using namespace ctnn::literals;

namespace {

constexpr std::uint64_t paint = 0xa5c396695a3c69a5u;

/// How many bytes below the frame of its caller f() takes of the stack, in a thread whose stack is painted.
template<class F>
std::size_t stack_of(const F& f) {
    std::vector<std::uint64_t> memory(1024 * 1024 / sizeof paint, paint);
    struct context {
        const F& f;
        const char* frame;
    } c{f, nullptr};
    pthread_attr_t attributes;
    pthread_attr_init(&attributes);
    REQUIRE(pthread_attr_setstack(&attributes, memory.data(), memory.size() * sizeof paint) == 0);
    const auto run = [](void* p) -> void* {
        auto& c = *static_cast<context*>(p);
        c.frame = static_cast<const char*>(__builtin_frame_address(0));
        c.f();
        return nullptr;
    };
    pthread_t thread;
    REQUIRE(pthread_create(&thread, &attributes, run, &c) == 0);
    pthread_join(thread, nullptr);
    pthread_attr_destroy(&attributes);
    std::size_t free = 0;
    while (memory[free] == paint) ++free;
    return std::size_t(c.frame - reinterpret_cast<const char*>(&memory[free]));
}

/// At most `expected`, and not much less.
void check_taken(std::size_t taken, std::size_t expected) {
    CHECK(taken <= expected);
    CHECK(taken + 2 * detail::call_frames_bytes > expected);
}

template<class Net>
void check_stack(const Net& net) {
    const auto model = net.build(seed = 1);
    using model_type = std::remove_const_t<decltype(model)>;
    using input = std::tuple_element_t<0, typename detail::sample_types<typename Net::definition>::input_tuple>;
    const std::vector<input> xs(105); // blocks, one alone, and where that is worth it a few together
    std::vector<typename model_type::output_type> ys(xs.size());
    check_taken(stack_of([&] { ys[0] = model.predict(xs[0]); }), model_type::stack_bytes + sizeof ys[0]);
    check_taken(stack_of([&] { model.predict(xs, out = std::span(ys)); }), model_type::batch_stack_bytes);
}

} // namespace

TEST_CASE("predict takes as much of the stack as the model says: products") {
    check_stack(Sequential(Dense(64_c, input_shape = shape<40>, activation = tanh), Dense(300_c, activation = relu),
                           Dense(7_c)));
    check_stack(Sequential(Dense(1500_c, input_shape = shape<16>, activation = relu), Dense(100_c), Softmax()));
}

TEST_CASE("predict takes as much of the stack as the model says: windows") {
    check_stack(Sequential(Conv2D(16_c, shape<3, 3>, activation = relu, padding = same, input_shape = shape<12, 12, 1>),
                           Conv2D(32_c, shape<3, 3>, padding = same), MaxPooling2D(shape<2, 2>),
                           Conv2D(24_c, shape<3, 3>, strides = shape<2, 2>), Flatten(),
                           Dense(10_c, activation = softmax)));
    check_stack(Sequential(DepthwiseConv2D(shape<3, 3>, padding = same, input_shape = shape<40, 40, 16>),
                           AveragePooling2D(shape<20, 20>, strides = shape<5, 5>), Conv2DTranspose(8_c, shape<3, 3>),
                           DepthwiseConv2D(shape<5, 5>), GlobalAveragePooling2D()));
}

TEST_CASE("predict takes as much of the stack as the model says: recurrences") {
    check_stack(Sequential(LSTM(64_c, return_sequences = true_c, input_shape = shape<20, 12>), LSTM(20_c)));
    check_stack(Sequential(LSTM(24_c, input_shape = shape<50, 1>), Dense(1_c)));
    check_stack(Sequential(GRU(48_c, return_sequences = true_c, input_shape = shape<20, 12>),
                           GRU(10_c, reset_after = false_c)));
    check_stack(Sequential(SimpleRNN(96_c, input_shape = shape<20, 12>)));
}

TEST_CASE("a result is built where it is returned, a workspace of the caller's is not on the stack") {
    const auto model = Sequential(Conv2D(64_c, shape<3, 3>, input_shape = shape<80, 80, 3>), Conv2D(4_c, shape<3, 3>))
                           .build(seed = 1);
    using model_type = std::remove_const_t<decltype(model)>;
    static_assert(model_type::workspace_bytes > max_stack_workspace);
    static_assert(model_type::stack_bytes < 10 * 1024);
    static_assert(sizeof(model_type::output_type) > 64 * 1024);
    const tensor<float, 80, 80, 3> x;
    auto w = model.workspace();
    const auto one = [&] {
        const auto y = model.predict(x, w);
        asm volatile("" : : "r"(y.data()) : "memory");
    };
    check_taken(stack_of(one), model_type::stack_bytes + sizeof(model_type::output_type));
}

#endif
