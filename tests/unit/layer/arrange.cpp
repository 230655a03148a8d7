#include "says.hpp"
#include <cmath>
#include <ctnn/op/evaluate.hpp>
#include <doctest/doctest.h>

using namespace ctnn;
using namespace ctnn::literals;
using ctnn::test::config;
using ctnn::test::says;

namespace {

constexpr auto net = Sequential(RepeatVector(12_c, input_shape = shape<6>), Reshape(shape<3, -1, 2>),
                                Permute(shape<2, 1, 3>), ZeroPadding2D(tuple(shape<1, 0>, shape<0, 3>)),
                                Cropping2D(shape<2, 1>), UpSampling2D(shape<2, 3>, interpolation = bicubic),
                                UpSampling2D(2_c, interpolation = "bilinear"_s), ZeroPadding2D(), Flatten());
static_assert(net.output_shape == shape<38 * 26 * 2> && net.param_count == 0);
static_assert(Sequential(ZeroPadding1D(shape<0, 3>, input_shape = shape<4, 3>), Cropping1D(cropping = shape<1, 0>),
                         Cropping1D(), UpSampling1D(3_c))
                  .output_shape == shape<12, 3>);
static_assert(Sequential(Cropping2D(1_c, channels_first, input_shape = shape<3, 5, 6>)).output_shape == shape<3, 3, 4>);
static_assert(Sequential(UpSampling2D(data_format = channels_first, input_shape = shape<3, 2, 4>)).output_shape ==
              shape<3, 4, 8>);
static_assert(Sequential(Reshape(shape<-1>, input_shape = shape<4, 6>)).output_shape == shape<24>);

static_assert(says(config(Reshape(shape<2, 5>)), extents(3, 4),
                   "target_shape (2, 5) must have as many elements as its input (3, 4), which has 12; "
                   "hint: an extent of -1 is what remains"));
static_assert(says(config(Reshape(shape<-1, 5>)), extents(3, 4),
                   "the 12 elements of its input (3, 4) cannot be divided into target_shape (-1, 5)"));
static_assert(says(config(Reshape(shape<-1, -1>)), extents(3, 4), "only one extent of target_shape may be -1, got 2"));
static_assert(says(config(Reshape(shape<0, 5>)), extents(3, 4),
                   "extents of target_shape must be positive or -1, got 0"));
static_assert(says(config(Permute(shape<0, 1>)), extents(3, 4),
                   "dims must hold each of 1 to 2 once, got (0, 1); hint: axes count from 1, without the batch"));
static_assert(says(config(Permute(shape<2, 1>)), extents(3, 4, 5),
                   "dims (2, 1) is for an input of rank 2, got (3, 4, 5)"));
static_assert(says(config(RepeatVector(0)), extents(3), "n must be positive, got 0"));
static_assert(
    says(config(RepeatVector(2)), extents(3, 4),
         "expected a rank-1 input (features), got (3, 4); hint: Flatten before it, or return_sequences = false_c"));
static_assert(says(config(Cropping1D(shape<2, 3>)), extents(5, 2),
                   "cropping (2, 3) leaves nothing of the 5 elements of an axis of its input (5, 2)"));
static_assert(says(config(ZeroPadding2D(-1)), extents(5, 5, 2), "padding must not be negative, got -1"));
static_assert(says(
    config(ZeroPadding2D(shape<1, 2, 3>)), extents(5, 5, 2),
    "padding must be a number, 2 numbers, or 2 pairs (before, after), for example tuple(shape<1, 2>, shape<3, 4>)"));
static_assert(says(config(UpSampling2D(0)), extents(5, 5, 2), "size must be positive, got 0"));

} // namespace

TEST_CASE("interpolation is Keras': half-pixel centres, weights that sum to 1 at the border") {
    static constexpr float x[] = {1, 2, 4, 8};
    const float* operands[] = {x};
    const extents shapes[] = {extents(4)};
    const struct {
        ops::resample_kind kind;
        float y[8] = {};
    } recorded[] = {
        {ops::resample_kind::bilinear, {1, 1.25f, 1.75f, 2.5f, 3.5f, 5, 7, 8}},
        {ops::resample_kind::bicubic, {.91176f, 1.14599f, 1.64122f, 2.38281f, 3.33594f, 5.0229f, 7.28467f, 8.35294f}},
        {ops::resample_kind::lanczos3, {.94562f, 1.10757f, 1.66351f, 2.27772f, 3.09494f, 5.18823f, 7.34034f, 8.44633f}},
    };
    for (const auto& r : recorded) {
        ops::op o = ops::op_of(ops::op_kind::resample);
        o.out = extents(8);
        o.attr.variant = int(r.kind);
        float y[8] = {};
        ops::operation<ops::op_kind::resample>::evaluate(o, shapes, operands, y);
        for (int i = 0; i < 8; ++i) CHECK(std::abs(y[i] - r.y[i]) <= 1e-5f + 1e-5f * std::abs(r.y[i]));
    }
}
