#include "says.hpp"
#include <doctest/doctest.h>

using namespace ctnn;
using namespace ctnn::literals;
using test::config;
using test::says;

namespace {

template<class C>
constexpr bool says_of_two(const C& layer, const extents& a, const extents& b, std::string_view sentence) {
    report say;
    const extents shapes[] = {a, b};
    layer.check(say, input_shapes{shapes, 2});
    return say.sentence() == sentence;
}

static_assert(says_of_two(config(Add()), extents(4), extents(8), "inputs must have the same shape, got (4) and (8)"));
static_assert(says_of_two(config(Add()), {6, 4}, {4, 6},
                          "inputs must have the same shape, got (6, 4) and (4, 6); hint: Reshape one of them"));
static_assert(says_of_two(config(Add()), {6, 4}, {6, 1}, ""));
static_assert(says(config(Maximum()), extents(4), "takes at least two inputs, got 1"));
static_assert(says(config(Concatenate()), extents(4), "takes at least two inputs, got 1"));
static_assert(says_of_two(config(Concatenate()), {3, 4}, {5, 4},
                          "inputs must have the same shape except along axis -1, got (3, 4) and (5, 4)"));
static_assert(says_of_two(config(Concatenate(axis = 0_c)), {3, 4}, {5, 4},
                          "axis must not be the batch axis, got 0; hint: axis 1 is the first axis of a sample"));
static_assert(says_of_two(config(Dot(axes = 1_c)), extents(3), extents(4),
                          "inputs must have the same extent along axes, got 3 on axis 1 of (3) and 4 on axis 1 of (4)"));
static_assert(says(config(BatchNormalization(axis = 4_c)), {5, 3},
                   "axis must be from 1 to 2 or from -2 to -1 for an input of shape (5, 3), got 4"));
static_assert(says(config(LayerNormalization(axis = shape<1, 1>)), {5, 3}, "axis names the same axis twice, got (1, 1)"));
static_assert(says(config(Softmax(axis = -3_c)), {5, 3},
                   "axis must not be the batch axis, got -3; hint: axis 1 is the first axis of a sample"));
static_assert(says(config(Dropout(1.5_c)), extents(3), "rate must be from 0 to 1, got 1.5"));
static_assert(says(config(SpatialDropout2D(0.5_c)), {5, 3}, 
                   "expected a rank-3 input (height, width, channels), got (5, 3); "
                   "hint: the channels are missing, Reshape(shape<5, 3, 1>) before it"));
static_assert(says(config(PReLU(shared_axes = 3_c)), {5, 3},
                   "shared_axes must be from 1 to 2 for an input of shape (5, 3), got (3); "
                   "hint: axis 1 is the first axis of a sample"));
static_assert(says(config(ReLU(negative_slope = -1_c)), extents(3), "negative_slope must not be negative, got -1"));
static_assert(says(config(Activation(glu)), extents(3), "glu halves the last axis: its extent must be even, got (3)"));
static_assert(says(config(Normalization(mean = 1_c)), extents(3), "mean and variance must be given together, got only mean"));
static_assert(says(config(Rescaling(tuple(1_c, 2_c))), extents(3),
                   "scale must be one number or one for each position of the last axis, got 2 for (3)"));

} // namespace

TEST_CASE("mistakes in normalizations and merges are sentences") {}
