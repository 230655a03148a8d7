#include "says.hpp"
#include <ctnn/op/evaluate.hpp>
#include <doctest/doctest.h>
#include <vector>

using namespace ctnn;
using namespace ctnn::literals;
using ctnn::test::config;
using ctnn::test::says;

namespace {

constexpr auto net =
    Sequential(Conv2D(8_c, shape<3, 3>, activation = relu, input_shape = shape<28, 28, 1>),
               Conv2D(filters = 4_c, kernel_size = 3_c, strides = 2_c, padding = same),
               SeparableConv2D(6_c, 3_c, depth_multiplier = 2_c), DepthwiseConv2D(2_c, use_bias = false_c),
               Conv2DTranspose(2_c, 3_c, strides = shape<2, 3>, padding = same));
static_assert(net.output_shape == shape<20, 30, 2>);
static_assert(net.param_count == 80 + 292 + (9 * 8 + 8 * 6 + 6) + 4 * 6 + (9 * 6 * 2 + 2));
static_assert(net.get_layer("conv2d"_s).weight(0).shape == shape<3, 3, 1, 8>);
static_assert(net.get_layer("separable_conv2d"_s).weight(0).shape == shape<3, 3, 4, 2>);
static_assert(net.get_layer("separable_conv2d"_s).weight(1).name == "pointwise_kernel");
static_assert(net.get_layer("conv2d_transpose"_s).weight(0).shape == shape<3, 3, 2, 6>);

// the same network, channels first
static_assert(Sequential(Conv2D(8_c, 3_c, data_format = channels_first, groups = 2_c, input_shape = shape<4, 9, 7>))
                  .output_shape == shape<8, 7, 5>);
static_assert(Sequential(Convolution1D(5_c, 3_c, padding = causal, dilation_rate = 2_c, input_shape = shape<9, 3>))
                  .output_shape == shape<9, 5>);

// mistakes are sentences
using conv1 = layers::conv<1>;
using conv2 = layers::conv<2>;
constexpr conv2 three = config(Conv2D(4, 3));
static_assert(says(three, extents(9, 9, 1), ""));
static_assert(
    says(three, extents(784),
         "expected a rank-3 input (height, width, channels), got (784); hint: Reshape(shape<28, 28, 1>) before it"));
static_assert(
    says(three, extents(7500),
         "expected a rank-3 input (height, width, channels), got (7500); hint: Reshape(shape<50, 50, 3>) before it"));
static_assert(says(three, extents(28, 28),
                   "expected a rank-3 input (height, width, channels), got (28, 28); hint: the "
                   "channels are missing, Reshape(shape<28, 28, 1>) before it"));
static_assert(says(three, extents(5, 8, 8, 1),
                   "expected a rank-3 input (height, width, channels), got (5, 8, 8, 1); hint: "
                   "TimeDistributed around this layer runs it on each step"));
static_assert(says(config(Conv2D(4, 5)), extents(4, 4, 1),
                   "kernel (5, 5) is larger than its input (4, 4, 1) with padding = valid; hint: padding = same"));
static_assert(
    says(config(Conv2D(4, 3, dilation_rate = 2)), extents(4, 9, 1),
         "kernel (3, 3), which dilation_rate spreads to (5, 5), is larger than its input (4, 9, 1) with padding = "
         "valid; hint: padding = same"));
static_assert(says(config(Conv2D(4, 3, groups = 3)), extents(9, 9, 4),
                   "groups = 3 does not divide the 4 channels of its input (9, 9, 4); "
                   "hint: groups must divide the channels and filters"));
static_assert(says(config(Conv2D(4, 3, groups = 3)), extents(9, 9, 3), 
                   "groups = 3 does not divide filters = 4; hint: every group makes as many channels"));
static_assert(says(config(Conv2D(0, 3)), extents(9, 9, 1), "filters must be positive, got 0"));
static_assert(says(config(Conv2D(4, 3, strides = 0)), extents(9, 9, 1), "strides must be positive, got 0"));
static_assert(says(config(Conv2D(4, shape<3, 3, 3>)), extents(9, 9, 1),
                   "kernel_size must be one number or 2, got (3, 3, 3)"));
static_assert(says(config(Conv2D(4, 3, padding = causal)), extents(9, 9, 1),
                   "padding must be valid or same, got causal, which only Conv1D has"));
static_assert(
    says(config(DepthwiseConv2D(3, strides = 2, dilation_rate = 2)), extents(9, 9, 1),
         "strides above 1 and dilation_rate above 1 exclude each other, got strides (2) and dilation_rate (2)"));
static_assert(says(config(Conv1DTranspose(4, 3, strides = 2, output_padding = 2)), extents(9, 1),
                   "output_padding must be smaller than strides, got (2) and (2)"));
static_assert(
    says(config(Conv1DTranspose(4, 2, strides = 2, padding = same, output_padding = 0)), extents(1, 1),
         "its output would be empty: input (1, 1), kernel_size (2), output_padding (0); hint: output_padding = None"));
static_assert(
    says(config(Conv1D(4, 3)), extents(9),
         "expected a rank-2 input (steps, channels), got (9); hint: '\1' before it needs return_sequences = true_c",
         "LSTM"));

/// One channel through a window of one axis: the operations' scalar definitions, in a constant expression.
template<int Out>
struct line {
    float v[Out] = {};
    constexpr bool operator==(const line&) const = default;
};

template<ops::op_kind Kind, int Out, int In, int Taps>
constexpr line<Out> run(const float (&x)[In], const float (&w)[Taps], int stride, int before) {
    ops::op o = ops::op_of(Kind);
    o.out = extents(Out, 1);
    o.attr.groups = 1;
    o.attr.win = ops::unit_window(1);
    o.attr.win.size[0] = Taps, o.attr.win.stride[0] = stride, o.attr.win.before[0] = before;
    const extents shapes[] = {extents(In, 1), extents(Taps, 1, 1)};
    const float* operands[] = {x, w};
    line<Out> y;
    ops::operation<Kind>::evaluate(o, shapes, operands, y.v);
    return y;
}

constexpr float x[] = {1, 10, 100}, w[] = {1, 2, 3};
using enum ops::op_kind;
static_assert(run<conv, 1>(x, w, 1, 0) == line<1>{{321}});
static_assert(run<conv, 3>(x, w, 1, 1) == line<3>{{32, 321, 210}});
static_assert(run<depthwise, 2>(x, w, 2, 1) == line<2>{{32, 210}});
// as Keras transposes: valid with strides 2, same with strides 2 and 1
static_assert(run<conv_transpose, 7>(x, w, 2, 0) == line<7>{{1, 2, 13, 20, 130, 200, 300}});
static_assert(run<conv_transpose, 6>(x, w, 2, 0) == line<6>{{1, 2, 13, 20, 130, 200}});
static_assert(run<conv_transpose, 3>(x, w, 1, 1) == line<3>{{12, 123, 230}});

} // namespace

TEST_CASE("a grouped convolution is one convolution for each group") {
    const int n = 4, c = 4, f = 6, g = 2;
    std::vector<float> in(n * c), kernel(3 * (c / g) * f), whole(2 * f), part(2 * f / g);
    for (std::size_t i = 0; i < in.size(); ++i) in[i] = float(i % 5) - 2;
    for (std::size_t i = 0; i < kernel.size(); ++i) kernel[i] = float(i % 7) - 3;
    ops::op o = ops::op_of(conv);
    o.out = extents(2, f);
    o.attr.groups = g;
    o.attr.win = ops::unit_window(1), o.attr.win.size[0] = 3;
    const extents shapes[] = {extents(n, c), extents(3, c / g, f)};
    const float* operands[] = {in.data(), kernel.data()};
    ops::operation<conv>::evaluate(o, shapes, operands, whole.data());
    for (int k = 0; k < g; ++k) {
        std::vector<float> own_in, own_kernel;
        for (int i = 0; i < n * c; ++i)
            if (i % c / (c / g) == k) own_in.push_back(in[std::size_t(i)]);
        for (int i = 0; i < 3 * (c / g) * f; ++i)
            if (i % f / (f / g) == k) own_kernel.push_back(kernel[std::size_t(i)]);
        ops::op one = o;
        one.attr.groups = 1, one.out = extents(2, f / g);
        const extents own_shapes[] = {extents(n, c / g), extents(3, c / g, f / g)};
        const float* own[] = {own_in.data(), own_kernel.data()};
        ops::operation<conv>::evaluate(one, own_shapes, own, part.data());
        for (int s = 0; s < 2; ++s)
            for (int j = 0; j < f / g; ++j)
                CHECK(whole[std::size_t(s * f + k * (f / g) + j)] == part[std::size_t(s * (f / g) + j)]);
    }
}
