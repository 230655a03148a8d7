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
