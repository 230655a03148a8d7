#include "says.hpp"
#include <ctnn/op/evaluate.hpp>
#include <doctest/doctest.h>

using namespace ctnn;
using namespace ctnn::literals;
using ctnn::test::config;
using ctnn::test::says;

namespace {

constexpr auto net =
    Sequential(MaxPooling2D(input_shape = shape<9, 8, 3>), AvgPool2D(2_c, strides = 1_c, padding = same),
               AveragePooling2D(shape<3, 2>, strides = None), GlobalMaxPool2D());
static_assert(net.output_shape == shape<3> && net.param_count == 0);
static_assert(Sequential(MaxPool1D(3_c, padding = same, input_shape = shape<7, 2>)).output_shape == shape<3, 2>);
static_assert(Sequential(MaxPooling2D(data_format = channels_first, input_shape = shape<3, 9, 8>)).output_shape ==
              shape<3, 4, 4>);
static_assert(Sequential(GlobalAveragePooling2D(keepdims = true_c, input_shape = shape<4, 5, 6>)).output_shape ==
              shape<1, 1, 6>);
static_assert(Sequential(GlobalAveragePooling1D(channels_first, true_c, input_shape = shape<4, 5>)).output_shape ==
              shape<4, 1>);
static_assert(Sequential(MaxPooling3D(input_shape = shape<4, 5, 6, 2>), GlobalAveragePooling3D()).output_shape ==
              shape<2>);

static_assert(says(config(MaxPooling2D(4)), extents(3, 3, 1),
                   "pool (4, 4) is larger than its input (3, 3, 1) with padding = valid; hint: padding = same"));
static_assert(says(config(MaxPooling2D(strides = shape<2, 0>)), extents(3, 3, 1), "strides must be positive, got 0"));
static_assert(says(config(AveragePooling1D(2, padding = causal)), extents(3, 1),
                   "padding must be valid or same, got causal, which only Conv1D has"));
static_assert(says(config(GlobalMaxPooling1D()), extents(3, 4, 5),
                   "expected a rank-2 input (steps, channels), got (3, 4, 5); hint: TimeDistributed around this layer "
                   "runs it on each step"));
static_assert(says(config(GlobalAveragePooling2D()), extents(48),
                   "expected a rank-3 input (height, width, channels), got (48); hint: '\1' before it removes the "
                   "spatial axes, move it behind this layer",
                   "Flatten"));

struct three {
    float v[3] = {};
    constexpr bool operator==(const three&) const = default;
};
/// 1 to 5, window 3, strides 2, padding = same.
constexpr three pooled(ops::pool_kind kind) {
    ops::op o = ops::op_of(ops::op_kind::pool);
    o.out = extents(3, 1);
    o.attr.variant = int(kind);
    o.attr.win = ops::unit_window(1);
    o.attr.win.size[0] = 3, o.attr.win.stride[0] = 2, o.attr.win.before[0] = 1;
    const float x[] = {1, 2, 3, 4, 5}, *operands[] = {x};
    const extents shapes[] = {extents(5, 1)};
    three y;
    ops::operation<ops::op_kind::pool>::evaluate(o, shapes, operands, y.v);
    return y;
}
static_assert(pooled(ops::pool_kind::mean) == three{{1.5f, 3, 4.5f}}, "a mean counts what is really there");
static_assert(pooled(ops::pool_kind::maximum) == three{{2, 4, 5}});

constexpr three reduced(ops::reduce_kind kind, unsigned axes) {
    ops::op o = ops::op_of(ops::op_kind::reduce);
    o.out = axes == 1 ? extents(3) : axes == 2 ? extents(2) : extents();
    o.attr.variant = int(kind);
    o.attr.axes = axes;
    const float x[] = {-1, -2, -3, -4, -5, -9}, *operands[] = {x};
    const extents shapes[] = {extents(2, 3)};
    three y;
    ops::operation<ops::op_kind::reduce>::evaluate(o, shapes, operands, y.v);
    return y;
}
using enum ops::reduce_kind;
static_assert(reduced(maximum, 1) == three{{-1, -2, -3}} && reduced(maximum, 2) == three{{-1, -4}});
static_assert(reduced(sum, 2) == three{{-6, -18}} && reduced(sum, 3) == three{{-24}} &&
              reduced(mean, 1) == three{{-2.5f, -3.5f, -6}});

} // namespace
