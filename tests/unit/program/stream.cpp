// The program for one time step.
#include <ctnn/architecture.hpp>
#include <ctnn/program/stream.hpp>
#include <doctest/doctest.h>

using namespace ctnn;
using namespace ctnn::literals;

namespace {

constexpr auto net = Sequential(GRU(5_c, return_sequences = true_c, input_shape = shape<300, 3>), Dense(4_c),
                                TimeDistributed(LayerNormalization()), LSTM(6_c), Dense(2_c));
using definition = std::remove_const_t<decltype(net)>::definition;
using one_step = ctnn::detail::stream_compilation<definition, passes{}, this_hardware>;
using unpacked = ctnn::detail::stream_compilation<definition, passes{.pack = false, .prepare = false}, this_hardware>;

template<class Compilation>
constexpr bool has_one_step() {
    for (int i = 0; i < Compilation::value.size; ++i) {
        const ops::op& o = Compilation::value.op(i);
        if (o.times != 1 || (o.out.rank > 1 && o.out[0] == 300)) return false;
    }
    return true;
}

// causal convolutions: direct, and by Winograd's filtering with weights that BatchNormalization has become part of
constexpr auto convolutions = functional([] {
    auto x = Input(shape<256, 3>);
    auto h = Conv1D(32, 3, padding = causal, dilation_rate = 5, activation = relu)(x);
    h = Add()(h, Activation(relu)(BatchNormalization()(Conv1D(32, 3, padding = causal, dilation_rate = 2)(h))));
    return Model(inputs = x, outputs = Conv1D(20, 1)(h));
});
using convolving = ctnn::detail::stream_compilation<std::remove_const_t<decltype(convolutions)>::definition, passes{},
                                                    hardware{16, 32}>;

template<class Program>
constexpr int count(const Program& p, ops::op_kind kind) {
    int n = 0;
    for (int i = 0; i < p.size; ++i) n += p.op(i).kind == kind;
    return n;
}

} // namespace

TEST_CASE("the time axis becomes 1, on the weights of the program for a sequence") {
    static_assert(has_one_step<one_step>() && has_one_step<unpacked>());
    static_assert(!one_step::puts_out_steps);
    static_assert(one_step::value.prepared == one_step::one::value.prepared);
    static_assert(one_step::value.workspace < 100 && one_step::one::value.workspace > 1000);
    for (int i = 0; i < one_step::value.size; ++i) {
        const step &a = one_step::value.steps[i], &b = one_step::one::value.steps[i];
        if (a.place == place_kind::prepared || a.place == place_kind::weights)
            CHECK((a.place == b.place && a.offset == b.offset && a.segment == b.segment));
    }
}

TEST_CASE("a convolution reads a delay line of as many time steps as it has taps") {
    using k = ops::op_kind;
    constexpr const auto& p = convolving::value;
    constexpr const auto& whole = convolving::one::value;
    static_assert(count(whole, k::conv) == 2 && count(whole, k::winograd) == 1);
    static_assert(count(p, k::conv) == 2 && count(p, k::winograd) == 0 && count(p, k::matmul) == 1);
    static_assert(count(p, k::delay_line) == 2 && convolving::states.count == 2);
    for (int n = 0; n < 2; ++n) {
        const ops::op& line = p.op(convolving::states.at[n]);
        CHECK(line.kind == k::delay_line);
        CHECK(line.out == extents(3, n ? 32 : 3));
        CHECK(line.attr.win.dilation[0] == (n ? 2 : 5));
    }
    for (int i = 0; i < p.size; ++i)
        if (p.op(i).kind == k::matmul) { // the folded weights, not those that are transformed
            CHECK(p.op(p.op(i).in[1]).out == extents(96, 32));
            CHECK(p.steps[p.op(i).in[1]].place == place_kind::prepared);
        }
    for (int i = 0; i < whole.weights; ++i) {
        const step &a = p.steps[i], &b = whole.steps[i];
        CHECK((a.place == b.place && a.offset == b.offset && a.segment == b.segment));
    }
}
