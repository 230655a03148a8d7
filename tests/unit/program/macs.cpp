#include "passes.hpp"
#include <ctnn/architecture.hpp>
#include <doctest/doctest.h>

using namespace ctnn;
using namespace ctnn::literals;

namespace {

static_assert(Sequential(Input(shape<5>), Dense(7_c)).macs == 5 * 7);
static_assert(Sequential(Input(shape<4, 5>), Dense(7_c)).macs == 4 * 5 * 7);

// a tap at every place of the output, those on the border included
static_assert(Sequential(Input(shape<9, 8, 3>), Conv2D(5_c, shape<3, 2>)).macs == 7 * 7 * 5 * (3 * 2 * 3));
static_assert(Sequential(Input(shape<9, 8, 3>), Conv2D(5_c, 3_c, padding = same)).macs == 9 * 8 * 5 * (3 * 3 * 3));
static_assert(Sequential(Input(shape<9, 4>), Conv1D(6_c, 3_c, strides = 2_c, groups = 2_c)).macs == 4 * 6 * (3 * 2));
static_assert(Sequential(Input(shape<9, 8, 3>), DepthwiseConv2D(3_c, depth_multiplier = 2_c)).macs ==
              7 * 6 * 6 * (3 * 3));
static_assert(Sequential(Input(shape<9, 8, 3>), SeparableConv2D(5_c, 3_c)).macs == 7 * 6 * 3 * 9 + 7 * 6 * 3 * 5);
static_assert(Sequential(Input(shape<4, 3, 2>), Conv2DTranspose(5_c, 3_c)).macs == 4 * 3 * 2 * 9 * 5);

// a recurrence: the kernel for every step, and the recurrent kernel for every step
static_assert(Sequential(Input(shape<6, 3>), LSTM(4_c)).macs == 6 * (3 * 16 + 4 * 16));
static_assert(Sequential(Input(shape<6, 3>), GRU(4_c)).macs == 6 * (3 * 12 + 4 * 12));
static_assert(Sequential(Input(shape<6, 3>), Bidirectional(SimpleRNN(4_c))).macs == 2 * 6 * (3 * 4 + 4 * 4));
static_assert(Sequential(Input(shape<6, 3>), TimeDistributed(Dense(4_c))).macs == 6 * 3 * 4);

// what is no product counts nothing, whatever passes make of it
static_assert(
    Sequential(Input(shape<8, 8, 3>), BatchNormalization(), ReLU(), MaxPooling2D(), Flatten(), Softmax()).macs == 0);
static_assert(Sequential(Input(shape<5>), Dense(7_c), BatchNormalization()).macs == 5 * 7);

} // namespace

TEST_CASE("Multiply-adds are counted for one sample") {}
