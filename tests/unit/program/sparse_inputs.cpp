#include "passes.hpp"
#include <ctnn/architecture.hpp>
#include <doctest/doctest.h>

using namespace passes_test;
using namespace ctnn::literals;

namespace {

template<passes P, class Def>
constexpr int sparse_products(const network<Def>&) {
    const auto& p = detail::compilation<Def, P>::value;
    int n = 0;
    for (int i = 0; i < p.size; ++i)
        n += p.op(i).kind == k::matmul && ops::input_kind(p.op(i).attr.variant) == ops::input_kind::sparse;
    return n;
}

// products of one row with many weights, behind a ReLU
constexpr auto wide = Sequential(Input(shape<128>), Dense(128_c, activation = relu), Dense(128_c),
                                 ReLU(max_value = 6_c), Reshape(shape<1, 128>), Flatten(), Dense(64_c), Dense(128_c));
static_assert(sparse_products<passes{}>(wide) == 2);
static_assert(sparse_products<passes{.sparse_inputs = false}>(wide) == 0);
static_assert(sparse_products<passes{.epilogues = false}>(wide) == 2); // also where the ReLU stands alone

static_assert(sparse_products<passes{}>(Sequential(Input(shape<16, 16, 1>), Conv2D(8_c, 3_c, activation = relu),
                                                   MaxPooling2D(), Flatten(), Dense(32_c))) == 1);

// not: few weights; a leak; rows that are many; a sum behind the ReLU
static_assert(sparse_products<passes{}>(Sequential(Input(shape<128>), Dense(128_c, activation = relu), Dense(10_c))) ==
              0);
static_assert(sparse_products<passes{}>(Sequential(Input(shape<128>), LeakyReLU(), Dense(128_c))) == 0);
static_assert(sparse_products<passes{}>(Sequential(Input(shape<2, 128>), ReLU(), Dense(128_c))) == 0);
constexpr auto sum = functional([] {
    auto x = Input(shape<128>);
    return Model(inputs = x, outputs = Dense(128)(Add()(ReLU()(x), x)));
});
static_assert(sparse_products<passes{}>(sum) == 0);

} // namespace

TEST_CASE("Products behind a ReLU look for zeros where that saves reading weights") {}
