#include <ctnn/architecture.hpp>
#include <doctest/doctest.h>

using namespace ctnn;
using namespace ctnn::literals;

namespace {

template<class Def>
constexpr int scale_shifts_of(const network<Def>&) {
    int n = 0;
    for (int i = 0; i < compiled<Def>::program.size; ++i) {
        const step& s = compiled<Def>::program.steps[i];
        n += s.op.kind == ops::op_kind::scale_shift && !s.prepares;
    }
    return n;
}

constexpr auto folds = Sequential(Input(shape<8, 8, 3>), Conv2D(4_c, 3_c), BatchNormalization(), Activation(relu), Flatten(),
                                  Dense(5_c, use_bias = false_c), BatchNormalization(scale = false_c), Softmax());
static_assert(scale_shifts_of(folds) == 0);
constexpr auto stays = Sequential(Input(shape<8>), BatchNormalization(), Dense(2_c));
static_assert(scale_shifts_of(stays) == 1);

} // namespace

TEST_CASE("a BatchNormalization behind a product becomes part of its weights") {}
