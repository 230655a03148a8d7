"""Writes <group>.npz: what Keras computes for every layer, over the arguments that change numbers or shapes.

    python make_layers.py [group ...]         (keras 3.15.1, tensorflow-cpu 2.21.0)

The container is described in README.md, how a case is built in cases.py. Sizes are odd on purpose: 1, 3, 5, 7, 15, 16,
17, 31, 33, 49 features lie on both sides of every SIMD width.

TensorFlow's own kernels know channels_first for some layers only, so those cases hold the channels_first configuration
with numbers computed by the same layer, channels_last, on transposed samples (weights are the same in both). Where the
number of channels equals the last extent, Keras on TensorFlow adds a channels_first bias along the wrong axis: no case
has such a shape.
"""

import sys

from cases import GROUPS, chain, first, group, many, model, one, record
from golden import HERE, check_versions, keras, np

L = keras.layers

# Every built-in activation that needs no argument, with two that differ from what their names promise:
# glu halves the axis, which the output_shape of Keras' Dense and Activation does not show;
# sparsemax is Keras' own, whose threshold sums the cumulated sums over the whole support instead of taking the last.
ACTIVATIONS = [
    "linear", "relu", "relu6", "leaky_relu", "elu", "celu", "selu", "gelu", "sigmoid", "log_sigmoid", "tanh",
    "softplus", "softsign", "exponential", "silu", "mish", "hard_sigmoid", "hard_silu", "hard_tanh", "hard_shrink",
    "soft_shrink", "tanh_shrink", "softmax", "log_softmax", "glu", "squareplus", "sparse_plus", "sparse_sigmoid"]

# ---------------------------------------------------------------------------------------------------------- core

group("core")
one("identity", (5, 3), L.Identity)
for inside, units in [(1, 1), (3, 7), (7, 1), (5, 16), (15, 17), (16, 16), (17, 15), (31, 5), (33, 3), (49, 10)]:
    one(f"dense_{inside}_to_{units}", (inside,), L.Dense, units)
one("dense_on_rank_2", (3, 7), L.Dense, 5)
one("dense_on_rank_3", (2, 5, 3), L.Dense, 9)
one("dense_without_bias", (17,), L.Dense, 5, use_bias=False)
one("dense_without_bias_softplus", (4, 3), L.Dense, 8, use_bias=False, activation="softplus")
for activation in ACTIVATIONS:
    one(f"dense_{activation}", (5,), L.Dense, 18, activation=activation)
one("dense_sparsemax", (3,), L.Dense, 5, activation="sparsemax", input_scale=0.15)
one("dense_softmax_on_rank_2", (4, 5), L.Dense, 7, activation="softmax")
one("embedding", (6,), L.Embedding, 11, 5, tokens=11)
one("embedding_17", (3,), L.Embedding, 4, 17, tokens=4)
one("embedding_of_one", (5,), L.Embedding, 1, 3, tokens=1)
one("embedding_on_rank_2", (2, 3), L.Embedding, 7, 4, tokens=7)
one("rescaling", (4, 3), L.Rescaling, 1 / 127.5, offset=-1.0)
one("rescaling_per_channel", (2, 3), L.Rescaling, [0.5, 0.25, 2.0], offset=[0.1, -0.3, 0.7])
one("normalization_scalar", (5,), L.Normalization, axis=None, mean=0.3, variance=2.5)
one("normalization_per_channel", (2, 3), L.Normalization, mean=[0.5, -0.25, 1.5], variance=[0.5, 2.0, 1.25])
one("normalization_axis_1", (3, 4), L.Normalization, axis=1, mean=[0.5, -0.25, 1.5], variance=[0.5, 2.0, 1.25])
one("normalization_inverted", (3,), L.Normalization, mean=[0.5, -0.25, 1.5], variance=[0.5, 2.0, 1.25], invert=True)


def adapted(shape, **keywords):
    layer = L.Normalization(**keywords)
    layer.adapt(np.random.default_rng(3).normal(0.7, 1.6, (40, *shape)).astype("float32"))
    return layer


one("normalization_adapted", (5,), adapted, (5,))
one("normalization_adapted_rank_3", (3, 2, 4), adapted, (3, 2, 4))
one("normalization_adapted_axes", (3, 4), adapted, (3, 4), axis=(1, 2))
one("normalization_adapted_scalar", (3, 4), adapted, (3, 4), axis=None)
one("normalization_adapted_inverted", (4,), adapted, (4,), invert=True)
one("dropout", (5,), L.Dropout, 0.4)
one("dropout_noise_shape", (3, 5), L.Dropout, 0.4, noise_shape=(None, 1, 5))
one("spatial_dropout_1d", (4, 3), L.SpatialDropout1D, 0.4)
one("spatial_dropout_2d", (3, 4, 3), L.SpatialDropout2D, 0.4)
one("alpha_dropout", (5,), L.AlphaDropout, 0.4)
one("gaussian_dropout", (5,), L.GaussianDropout, 0.4)
one("gaussian_noise", (5,), L.GaussianNoise, 0.4)
one("activity_regularization", (5,), L.ActivityRegularization, l1=0.1)

# ---------------------------------------------------------------------------------------------------- activation

group("activation")
for activation in ACTIVATIONS:
    one(f"activation_{activation}", (4, 18), L.Activation, activation)
one("activation_sparsemax", (6, 5), L.Activation, "sparsemax")
one("activation_sparsemax_close", (6, 7), L.Activation, "sparsemax", input_scale=0.1)
one("activation_swish", (33,), L.Activation, "swish")
one("activation_hard_swish", (33,), L.Activation, "hard_swish")
one("activation_softmax_on_rank_3", (2, 3, 7), L.Activation, "softmax")
one("relu_layer", (33,), L.ReLU)
one("relu_layer_max_value", (17,), L.ReLU, max_value=1.25)
one("relu_layer_negative_slope", (17,), L.ReLU, negative_slope=0.2)
one("relu_layer_threshold", (17,), L.ReLU, threshold=0.5)
one("relu_layer_all", (49,), L.ReLU, max_value=1.5, negative_slope=0.1, threshold=0.75)
one("relu_layer_max_value_0", (17,), L.ReLU, max_value=0.0, negative_slope=0.5)
one("leaky_relu_layer", (31,), L.LeakyReLU)
one("leaky_relu_layer_slope", (3, 7), L.LeakyReLU, negative_slope=0.01)
one("leaky_relu_layer_slope_0", (7,), L.LeakyReLU, negative_slope=0.0)
one("elu_layer", (31,), L.ELU)
one("elu_layer_alpha", (3, 7), L.ELU, alpha=0.4)
one("prelu", (17,), L.PReLU)
one("prelu_on_rank_3", (3, 4, 5), L.PReLU)
one("prelu_shared_1_2", (3, 4, 5), L.PReLU, shared_axes=[1, 2])
one("prelu_shared_1", (4, 7), L.PReLU, shared_axes=[1])
one("prelu_shared_last", (3, 7), L.PReLU, shared_axes=[2])
one("prelu_shared_all", (2, 3, 5), L.PReLU, shared_axes=[1, 2, 3])
one("softmax_layer", (33,), L.Softmax)
one("softmax_layer_on_rank_3", (2, 3, 5), L.Softmax)
one("softmax_layer_axis_1", (5, 3), L.Softmax, axis=1)
one("softmax_layer_axis_2", (2, 5, 3), L.Softmax, axis=2)
one("softmax_layer_axes", (4, 5), L.Softmax, axis=[1, 2])

# ---------------------------------------------------------------------------------------------------------- conv

group("conv")
for channels, filters in [(1, 1), (3, 7), (5, 16), (15, 17), (17, 3)]:
    one(f"conv1d_{channels}_to_{filters}", (9, channels), L.Conv1D, filters, 3)
one("conv1d_kernel_1", (5, 33), L.Conv1D, 7, 1)
one("conv1d_whole_length", (5, 3), L.Conv1D, 4, 5)
one("conv1d_same", (7, 3), L.Conv1D, 5, 3, padding="same")
one("conv1d_same_even", (7, 3), L.Conv1D, 5, 4, padding="same")
one("conv1d_same_longer_than_input", (3, 2), L.Conv1D, 3, 7, padding="same")
one("conv1d_strides_2", (9, 3), L.Conv1D, 5, 3, strides=2)
one("conv1d_strides_2_same_odd", (9, 3), L.Conv1D, 5, 3, strides=2, padding="same")
one("conv1d_strides_2_same_even", (8, 3), L.Conv1D, 5, 3, strides=2, padding="same")
one("conv1d_strides_3_same_even_kernel", (10, 3), L.Conv1D, 5, 2, strides=3, padding="same")
one("conv1d_strides_longer_than_kernel", (11, 3), L.Conv1D, 5, 2, strides=4)
one("conv1d_causal", (9, 3), L.Conv1D, 5, 3, padding="causal")
one("conv1d_causal_dilated", (9, 3), L.Conv1D, 5, 3, padding="causal", dilation_rate=2)
one("conv1d_causal_strides", (9, 3), L.Conv1D, 5, 4, padding="causal", strides=2)
one("conv1d_dilated", (11, 3), L.Conv1D, 5, 3, dilation_rate=3)
one("conv1d_dilated_same", (9, 3), L.Conv1D, 5, 4, dilation_rate=2, padding="same")
one("conv1d_groups", (7, 6), L.Conv1D, 9, 3, groups=3)
one("conv1d_groups_one_each", (7, 5), L.Conv1D, 5, 3, groups=5, padding="same")
one("conv1d_without_bias_tanh", (7, 3), L.Conv1D, 5, 3, use_bias=False, activation="tanh")
one("conv1d_softmax", (5, 3), L.Conv1D, 7, 2, activation="softmax")
first("conv1d_channels_first", (3, 8), L.Conv1D, 5, 3, padding="same", strides=2)

for channels, filters in [(1, 1), (3, 5), (7, 16), (16, 17), (17, 5), (5, 33)]:
    one(f"conv2d_{channels}_to_{filters}", (6, 5, channels), L.Conv2D, filters, 3)
one("conv2d_kernel_1", (3, 4, 33), L.Conv2D, 7, 1)
one("conv2d_whole_image", (4, 5, 3), L.Conv2D, 6, (4, 5))
one("conv2d_same", (7, 5, 3), L.Conv2D, 5, 3, padding="same")
one("conv2d_same_even", (6, 7, 3), L.Conv2D, 5, 2, padding="same")
one("conv2d_same_4", (6, 7, 2), L.Conv2D, 5, 4, padding="same")
one("conv2d_same_5_on_small", (3, 4, 2), L.Conv2D, 3, 5, padding="same")
one("conv2d_rectangle", (7, 6, 3), L.Conv2D, 4, (3, 2))
one("conv2d_rectangle_same", (7, 6, 3), L.Conv2D, 4, (1, 5), padding="same")
one("conv2d_strides_2", (7, 8, 3), L.Conv2D, 5, 3, strides=2)
one("conv2d_strides_2_same", (7, 8, 3), L.Conv2D, 5, 3, strides=2, padding="same")
one("conv2d_strides_rectangle_same", (8, 9, 2), L.Conv2D, 5, (3, 4), strides=(2, 3), padding="same")
one("conv2d_strides_rectangle", (8, 9, 2), L.Conv2D, 5, (2, 3), strides=(3, 1))
one("conv2d_kernel_1_strides_2", (7, 6, 5), L.Conv2D, 4, 1, strides=2)
one("conv2d_dilated", (8, 9, 3), L.Conv2D, 4, 3, dilation_rate=2)
one("conv2d_dilated_rectangle_same", (7, 8, 2), L.Conv2D, 5, (2, 3), dilation_rate=(3, 2), padding="same")
one("conv2d_groups", (5, 6, 6), L.Conv2D, 4, 3, groups=2)
one("conv2d_groups_strides_same", (7, 6, 6), L.Conv2D, 9, 3, groups=3, strides=2, padding="same")
one("conv2d_without_bias", (5, 6, 3), L.Conv2D, 5, 3, use_bias=False)
one("conv2d_relu", (8, 8, 3), L.Conv2D, 8, 3, activation="relu", padding="same")
one("conv2d_gelu", (5, 6, 3), L.Conv2D, 7, 3, activation="gelu")
one("conv2d_softmax", (4, 4, 3), L.Conv2D, 7, 3, activation="softmax")
first("conv2d_channels_first", (3, 6, 7), L.Conv2D, 5, (3, 2))
first("conv2d_channels_first_strides_same", (2, 7, 8), L.Conv2D, 5, 3, strides=2, padding="same", activation="relu")
first("conv2d_channels_first_groups", (4, 6, 5), L.Conv2D, 6, 3, groups=2)

one("depthwise_conv1d", (9, 5), L.DepthwiseConv1D, 3)
one("depthwise_conv1d_multiplier_same", (8, 3), L.DepthwiseConv1D, 4, depth_multiplier=3, padding="same")
one("depthwise_conv1d_strides", (9, 3), L.DepthwiseConv1D, 3, strides=2, padding="same", use_bias=False)
one("depthwise_conv1d_dilated", (9, 3), L.DepthwiseConv1D, 3, dilation_rate=2, activation="relu")
first("depthwise_conv1d_channels_first", (3, 9), L.DepthwiseConv1D, 3, depth_multiplier=2)
for channels in [1, 7, 17, 33]:
    one(f"depthwise_conv2d_{channels}", (5, 6, channels), L.DepthwiseConv2D, 3)
one("depthwise_conv2d_same", (6, 7, 5), L.DepthwiseConv2D, 3, padding="same", activation="relu6")
one("depthwise_conv2d_rectangle_same", (6, 7, 3), L.DepthwiseConv2D, (2, 5), padding="same", use_bias=False)
one("depthwise_conv2d_multiplier", (6, 5, 3), L.DepthwiseConv2D, 3, depth_multiplier=2)
one("depthwise_conv2d_multiplier_5_of_1", (6, 5, 1), L.DepthwiseConv2D, 3, depth_multiplier=5)
one("depthwise_conv2d_strides_same", (7, 8, 5), L.DepthwiseConv2D, 3, strides=2, padding="same")
one("depthwise_conv2d_strides_3", (8, 9, 5), L.DepthwiseConv2D, 2, strides=3)
one("depthwise_conv2d_dilated", (8, 7, 3), L.DepthwiseConv2D, 3, dilation_rate=2)
first("depthwise_conv2d_channels_first", (3, 6, 5), L.DepthwiseConv2D, 3, depth_multiplier=2, padding="same")

one("separable_conv1d", (9, 5), L.SeparableConv1D, 7, 3)
one("separable_conv1d_all", (10, 3), L.SeparableConv1D, 5, 4, strides=2, padding="same", depth_multiplier=2,
    activation="tanh")
one("separable_conv1d_same_without_bias", (8, 3), L.SeparableConv1D, 5, 3, padding="same", use_bias=False)
one("separable_conv1d_dilated", (9, 3), L.SeparableConv1D, 5, 3, dilation_rate=2)
first("separable_conv1d_channels_first", (3, 8), L.SeparableConv1D, 5, 3)
one("separable_conv2d", (6, 7, 5), L.SeparableConv2D, 7, 3)
one("separable_conv2d_16_to_17", (5, 5, 16), L.SeparableConv2D, 17, 3, padding="same")
one("separable_conv2d_all", (7, 8, 3), L.SeparableConv2D, 5, 3, strides=2, padding="same", depth_multiplier=2,
    activation="elu")
one("separable_conv2d_rectangle", (6, 7, 3), L.SeparableConv2D, 5, (2, 3), use_bias=False)
one("separable_conv2d_dilated", (8, 9, 3), L.SeparableConv2D, 4, 3, dilation_rate=2)
first("separable_conv2d_channels_first", (3, 6, 7), L.SeparableConv2D, 4, 3, strides=2)

for kernel, strides in [(3, 1), (3, 2), (2, 3), (5, 2), (4, 2), (1, 2)]:
    for padding in ["valid", "same"]:
        one(f"conv1d_transpose_{kernel}_by_{strides}_{padding}", (4, 3), L.Conv1DTranspose, 5, kernel, strides=strides,
            padding=padding)
one("conv1d_transpose_output_padding", (4, 3), L.Conv1DTranspose, 5, 3, strides=2, output_padding=1)
one("conv1d_transpose_output_padding_same", (4, 3), L.Conv1DTranspose, 5, 3, strides=2, output_padding=1,
    padding="same")
one("conv1d_transpose_output_padding_0_same", (4, 3), L.Conv1DTranspose, 5, 5, strides=2, output_padding=0,
    padding="same")
one("conv1d_transpose_output_padding_1_same_even", (4, 3), L.Conv1DTranspose, 5, 4, strides=2, output_padding=1,
    padding="same")
one("conv1d_transpose_output_padding_2_same_by_3", (3, 2), L.Conv1DTranspose, 5, 6, strides=3, output_padding=2,
    padding="same")
one("conv1d_transpose_dilated", (5, 3), L.Conv1DTranspose, 4, 3, dilation_rate=2, activation="relu")
one("conv1d_transpose_dilated_same", (5, 3), L.Conv1DTranspose, 4, 3, dilation_rate=2, padding="same")
first("conv1d_transpose_channels_first", (3, 5), L.Conv1DTranspose, 4, 3, strides=2)
for channels, filters in [(1, 1), (7, 17), (16, 5)]:
    one(f"conv2d_transpose_{channels}_to_{filters}", (3, 4, channels), L.Conv2DTranspose, filters, 3)
one("conv2d_transpose_strides_2", (3, 4, 3), L.Conv2DTranspose, 5, 3, strides=2)
one("conv2d_transpose_strides_2_same", (3, 4, 3), L.Conv2DTranspose, 5, 3, strides=2, padding="same")
one("conv2d_transpose_2_by_2", (3, 4, 5), L.Conv2DTranspose, 3, 2, strides=2, activation="relu")
one("conv2d_transpose_rectangle", (3, 4, 2), L.Conv2DTranspose, 3, (2, 4), strides=(3, 2), use_bias=False)
one("conv2d_transpose_rectangle_same", (3, 4, 2), L.Conv2DTranspose, 3, (5, 2), strides=(2, 3), padding="same")
one("conv2d_transpose_output_padding", (3, 4, 2), L.Conv2DTranspose, 3, 3, strides=2, padding="same", output_padding=1)
one("conv2d_transpose_output_padding_valid", (3, 3, 2), L.Conv2DTranspose, 3, 3, strides=(2, 3), output_padding=(0, 2))
one("conv2d_transpose_dilated", (4, 3, 2), L.Conv2DTranspose, 3, 2, dilation_rate=2)
first("conv2d_transpose_channels_first", (2, 3, 4), L.Conv2DTranspose, 5, 3, strides=2, padding="same")

# ---------------------------------------------------------------------------------------------------------- pool

group("pool")
for kind, layer in [("max", L.MaxPooling1D), ("average", L.AveragePooling1D)]:
    one(f"{kind}_pooling_1d", (9, 5), layer, 2)
    one(f"{kind}_pooling_1d_same", (7, 3), layer, 3, padding="same")
    one(f"{kind}_pooling_1d_overlapping", (9, 17), layer, 3, strides=1)
    one(f"{kind}_pooling_1d_overlapping_same", (8, 3), layer, 4, strides=1, padding="same")
    one(f"{kind}_pooling_1d_strides_same", (10, 3), layer, 3, strides=2, padding="same")
    one(f"{kind}_pooling_1d_sparse", (11, 3), layer, 2, strides=3)
    first(f"{kind}_pooling_1d_channels_first", (3, 9), layer, 3, strides=2, padding="same")
for kind, layer in [("max", L.MaxPooling2D), ("average", L.AveragePooling2D)]:
    one(f"{kind}_pooling_2d", (7, 8, 5), layer, 2)
    one(f"{kind}_pooling_2d_17", (4, 4, 17), layer, 2)
    one(f"{kind}_pooling_2d_same", (7, 8, 3), layer, 3, padding="same")
    one(f"{kind}_pooling_2d_rectangle", (7, 8, 3), layer, (2, 3))
    one(f"{kind}_pooling_2d_overlapping_same", (5, 6, 3), layer, 3, strides=1, padding="same")
    one(f"{kind}_pooling_2d_strides", (9, 8, 3), layer, (3, 2), strides=(2, 3))
    one(f"{kind}_pooling_2d_strides_same", (9, 8, 3), layer, (2, 4), strides=(3, 2), padding="same")
    first(f"{kind}_pooling_2d_channels_first", (3, 7, 6), layer, 2, padding="same")
for kind, layers in [("max", (L.GlobalMaxPooling1D, L.GlobalMaxPooling2D)),
                     ("average", (L.GlobalAveragePooling1D, L.GlobalAveragePooling2D))]:
    one(f"global_{kind}_pooling_1d", (7, 17), layers[0])
    one(f"global_{kind}_pooling_1d_keepdims", (7, 5), layers[0], keepdims=True)
    first(f"global_{kind}_pooling_1d_channels_first", (3, 7), layers[0])
    one(f"global_{kind}_pooling_2d", (3, 5, 33), layers[1])
    one(f"global_{kind}_pooling_2d_one_channel", (7, 5, 1), layers[1])
    one(f"global_{kind}_pooling_2d_keepdims", (3, 5, 7), layers[1], keepdims=True)
    first(f"global_{kind}_pooling_2d_channels_first", (3, 5, 4), layers[1])
    first(f"global_{kind}_pooling_2d_channels_first_keepdims", (3, 5, 4), layers[1], keepdims=True)

# ---------------------------------------------------------------------------------------------------------- norm

group("norm")
for features in [1, 7, 17, 33]:
    one(f"batch_normalization_{features}", (features,), L.BatchNormalization)
one("batch_normalization_rank_2", (4, 5), L.BatchNormalization)
one("batch_normalization_rank_3", (3, 4, 5), L.BatchNormalization)
one("batch_normalization_axis_1", (3, 4, 5), L.BatchNormalization, axis=1)
one("batch_normalization_axis_2", (3, 4, 5), L.BatchNormalization, axis=2)
one("batch_normalization_axis_1_rank_2", (3, 4), L.BatchNormalization, axis=1)
one("batch_normalization_without_scale", (7,), L.BatchNormalization, scale=False)
one("batch_normalization_without_center", (3, 7), L.BatchNormalization, center=False)
one("batch_normalization_plain", (2, 3, 7), L.BatchNormalization, center=False, scale=False)
one("batch_normalization_epsilon", (7,), L.BatchNormalization, epsilon=0.3)
for features in [3, 16, 33]:
    one(f"layer_normalization_{features}", (features,), L.LayerNormalization)
one("layer_normalization_rank_2", (4, 7), L.LayerNormalization)
one("layer_normalization_rank_3", (2, 3, 5), L.LayerNormalization)
one("layer_normalization_axis_1", (4, 5), L.LayerNormalization, axis=1)
one("layer_normalization_axis_2_of_4", (3, 4, 5), L.LayerNormalization, axis=2)
one("layer_normalization_axes_1_2", (3, 4), L.LayerNormalization, axis=[1, 2])
one("layer_normalization_axes_2_3", (2, 3, 5), L.LayerNormalization, axis=[-2, -1])
one("layer_normalization_axes_1_3", (3, 4, 5), L.LayerNormalization, axis=[1, 3])
one("layer_normalization_all_axes", (3, 4, 5), L.LayerNormalization, axis=[1, 2, 3])
one("layer_normalization_without_center", (7,), L.LayerNormalization, center=False)
one("layer_normalization_without_scale", (7,), L.LayerNormalization, scale=False)
one("layer_normalization_plain", (3, 7), L.LayerNormalization, center=False, scale=False)
one("layer_normalization_epsilon", (5,), L.LayerNormalization, epsilon=0.3)
one("layer_normalization_rms_scaling", (3, 7), L.LayerNormalization, rms_scaling=True)
one("layer_normalization_rms_scaling_axes", (3, 4, 5), L.LayerNormalization, axis=[1, 3], rms_scaling=True)

# ------------------------------------------------------------------------------------------------------- reshape

group("reshape")
one("flatten", (3, 4, 5), L.Flatten)
one("flatten_rank_1", (5,), L.Flatten)
one("flatten_scalar", (), L.Flatten, samples=3)
one("flatten_channels_first", (3, 4, 5), L.Flatten, data_format="channels_first")
one("reshape", (4, 6), L.Reshape, (3, 8))
one("reshape_unknown", (4, 6), L.Reshape, (3, -1, 2))
one("reshape_flat", (4, 3, 2), L.Reshape, (-1,))
one("reshape_to_rank_3", (12,), L.Reshape, (2, 3, 2))
one("permute_2_1", (3, 5), L.Permute, (2, 1))
one("permute_3_1_2", (2, 3, 5), L.Permute, (3, 1, 2))
one("permute_1_3_2", (2, 3, 5), L.Permute, (1, 3, 2))
one("permute_rank_4", (2, 3, 1, 5), L.Permute, (4, 2, 1, 3))
one("repeat_vector", (5,), L.RepeatVector, 3)
one("repeat_vector_once", (17,), L.RepeatVector, 1)
one("zero_padding_1d", (4, 3), L.ZeroPadding1D, 2)
one("zero_padding_1d_pair", (4, 3), L.ZeroPadding1D, (0, 3))
first("zero_padding_1d_channels_first", (3, 4), L.ZeroPadding1D, (1, 2))
one("zero_padding_2d", (3, 4, 5), L.ZeroPadding2D)
one("zero_padding_2d_rectangle", (3, 4, 5), L.ZeroPadding2D, (2, 1))
one("zero_padding_2d_pairs", (3, 4, 2), L.ZeroPadding2D, ((1, 0), (0, 3)))
first("zero_padding_2d_channels_first", (2, 3, 4), L.ZeroPadding2D, ((1, 0), (2, 1)))
one("cropping_1d", (6, 3), L.Cropping1D, 1)
one("cropping_1d_pair", (6, 3), L.Cropping1D, (0, 3))
one("cropping_2d", (5, 6, 3), L.Cropping2D, 1)
one("cropping_2d_rectangle", (5, 6, 3), L.Cropping2D, (2, 1))
one("cropping_2d_pairs", (5, 6, 3), L.Cropping2D, ((1, 0), (0, 4)))
first("cropping_2d_channels_first", (3, 5, 6), L.Cropping2D, ((1, 2), (0, 1)))
one("up_sampling_1d", (4, 3), L.UpSampling1D, 2)
one("up_sampling_1d_by_3", (3, 17), L.UpSampling1D, 3)
for interpolation in ["nearest", "bilinear", "bicubic", "lanczos3", "lanczos5"]:
    one(f"up_sampling_2d_{interpolation}", (4, 5, 3), L.UpSampling2D, 2, interpolation=interpolation)
    one(f"up_sampling_2d_{interpolation}_rectangle", (2, 7, 2), L.UpSampling2D, (3, 2), interpolation=interpolation)
one("up_sampling_2d_wide", (3, 2, 17), L.UpSampling2D, (1, 4))
one("up_sampling_2d_bilinear_one_row", (1, 5, 2), L.UpSampling2D, 3, interpolation="bilinear")
first("up_sampling_2d_channels_first", (3, 2, 4), L.UpSampling2D, (2, 3))
first("up_sampling_2d_channels_first_bilinear", (3, 2, 4), L.UpSampling2D, 2, interpolation="bilinear")

# --------------------------------------------------------------------------------------------------------- merge

group("merge")
for layer in [L.Add, L.Multiply, L.Average, L.Maximum, L.Minimum]:
    kind = layer.__name__.lower()
    many(f"{kind}_2", [(17,), (17,)], lambda *x, layer=layer: layer()(list(x)))
    many(f"{kind}_3", [(3, 4, 5)] * 3, lambda *x, layer=layer: layer()(list(x)))
    many(f"{kind}_4", [(5,)] * 4, lambda *x, layer=layer: layer()(list(x)))
    many(f"{kind}_broadcast_channels", [(3, 4, 5), (1, 1, 5)], lambda *x, layer=layer: layer()(list(x)))
many("subtract", [(17,), (17,)], lambda *x: L.Subtract()(list(x)))
many("subtract_on_rank_3", [(2, 3, 5), (2, 3, 5)], lambda *x: L.Subtract()(list(x)))
many("subtract_broadcast", [(4, 1), (4, 5)], lambda *x: L.Subtract()(list(x)))
many("add_broadcast_rank", [(7, 4), (4,)], lambda *x: L.Add()(list(x)))
many("multiply_broadcast_rank", [(3,), (2, 5, 3)], lambda *x: L.Multiply()(list(x)))
many("add_broadcast_both", [(4, 1), (1, 5)], lambda *x: L.Add()(list(x)))
many("average_broadcast_3", [(4, 5), (1, 5), (4, 1)], lambda *x: L.Average()(list(x)))
many("add_same_twice", [(5,)], lambda x: L.Add()([x, x]))
many("concatenate_2", [(3,), (17,)], lambda *x: L.Concatenate()(list(x)))
many("concatenate_3", [(2, 3), (2, 1), (2, 5)], lambda *x: L.Concatenate()(list(x)))
many("concatenate_5", [(1,), (3,), (16,), (7,), (5,)], lambda *x: L.Concatenate()(list(x)))
many("concatenate_axis_1", [(2, 3), (4, 3)], lambda *x: L.Concatenate(axis=1)(list(x)))
many("concatenate_axis_1_rank_3", [(2, 3, 4), (1, 3, 4), (3, 3, 4)], lambda *x: L.Concatenate(axis=1)(list(x)))
many("concatenate_axis_2", [(2, 3, 4), (2, 1, 4)], lambda *x: L.Concatenate(axis=2)(list(x)))
many("concatenate_axis_minus_2", [(2, 3, 4), (2, 5, 4)], lambda *x: L.Concatenate(axis=-2)(list(x)))
many("concatenate_axis_3", [(2, 3, 4), (2, 3, 5)], lambda *x: L.Concatenate(axis=3)(list(x)))
many("concatenate_same_twice", [(3, 2)], lambda x: L.Concatenate()([x, x]))
many("dot_vectors", [(7,), (7,)], lambda *x: L.Dot(axes=1)(list(x)))
many("dot_vectors_normalize", [(7,), (7,)], lambda *x: L.Dot(axes=-1, normalize=True)(list(x)))
many("dot_matrices_2", [(7, 4), (3, 4)], lambda *x: L.Dot(axes=2)(list(x)))
many("dot_matrices_2_normalize", [(5, 4), (3, 4)], lambda *x: L.Dot(axes=2, normalize=True)(list(x)))
many("dot_matrices_1", [(4, 7), (4, 3)], lambda *x: L.Dot(axes=1)(list(x)))
many("dot_matrices_2_1", [(5, 4), (4, 3)], lambda *x: L.Dot(axes=(2, 1))(list(x)))
many("dot_matrices_1_2", [(4, 5), (3, 4)], lambda *x: L.Dot(axes=(1, 2), normalize=True)(list(x)))
many("dot_matrix_vector", [(5, 4), (4,)], lambda *x: L.Dot(axes=(2, 1))(list(x)))

# ----------------------------------------------------------------------------------------------------- recurrent

group("recurrent")
for layer in [L.SimpleRNN, L.LSTM, L.GRU]:
    kind = {"SimpleRNN": "simple_rnn", "LSTM": "lstm", "GRU": "gru"}[layer.__name__]
    for features, units in [(1, 1), (3, 5), (7, 16), (5, 17)]:
        one(f"{kind}_{features}_to_{units}", (6, features), layer, units)
    one(f"{kind}_one_step", (1, 3), layer, 4)
    one(f"{kind}_sequences", (5, 3), layer, 4, return_sequences=True)
    one(f"{kind}_backwards", (5, 3), layer, 4, go_backwards=True)
    one(f"{kind}_backwards_sequences", (5, 3), layer, 7, go_backwards=True, return_sequences=True)
    one(f"{kind}_without_bias", (5, 3), layer, 4, use_bias=False)
    one(f"{kind}_relu", (4, 3), layer, 5, activation="relu")
    one(f"{kind}_dropout", (4, 3), layer, 3, dropout=0.3, recurrent_dropout=0.3)
    one(f"{kind}_unroll", (4, 3), layer, 3, unroll=True)
    many(f"{kind}_state", [(5, 3)], lambda x, layer=layer: layer(4, return_state=True)(x))
    many(f"{kind}_sequences_state", [(5, 3)],
         lambda x, layer=layer: layer(4, return_sequences=True, return_state=True)(x))
    if layer is L.LSTM:
        many("lstm_initial_state", [(5, 3), (4,), (4,)],
             lambda x, h, c: L.LSTM(4, return_sequences=True)(x, initial_state=[h, c]))
    else:
        many(f"{kind}_initial_state", [(5, 3), (4,)],
             lambda x, h, layer=layer: layer(4, return_sequences=True)(x, initial_state=h))
    if layer is not L.SimpleRNN:
        one(f"{kind}_hard_sigmoid", (4, 3), layer, 5, recurrent_activation="hard_sigmoid")
        one(f"{kind}_softsign_tanh", (4, 3), layer, 5, activation="softsign", recurrent_activation="tanh")
one("simple_rnn_sigmoid", (5, 3), L.SimpleRNN, 4, activation="sigmoid")
one("lstm_without_forget_bias", (5, 3), L.LSTM, 4, unit_forget_bias=False)
one("lstm_16_steps", (16, 2), L.LSTM, 3, return_sequences=True)
one("gru_reset_before", (5, 3), L.GRU, 4, reset_after=False)
one("gru_reset_before_17", (4, 5), L.GRU, 17, reset_after=False, return_sequences=True)
one("gru_reset_before_without_bias", (5, 3), L.GRU, 4, reset_after=False, use_bias=False)
one("gru_reset_before_relu", (5, 3), L.GRU, 4, reset_after=False, activation="relu",
    recurrent_activation="hard_sigmoid")
many("gru_reset_before_backwards_state", [(5, 3)],
     lambda x: L.GRU(4, reset_after=False, go_backwards=True, return_state=True)(x))
many("gru_reset_before_initial_state", [(5, 3), (4,)], lambda x, h: L.GRU(4, reset_after=False)(x, initial_state=h))
many("lstm_initial_state_return_state", [(5, 3), (4,), (4,)],
     lambda x, h, c: L.LSTM(4, return_state=True, go_backwards=True)(x, initial_state=[h, c]))
chain("lstm_stacked", (7, 3), lambda: L.LSTM(5, return_sequences=True), lambda: L.LSTM(4, return_sequences=True),
      lambda: L.LSTM(3))
chain("gru_stacked", (7, 3), lambda: L.GRU(5, return_sequences=True), lambda: L.GRU(4))

# ------------------------------------------------------------------------------------------------------ wrappers

group("wrappers")
one("time_distributed_dense", (4, 3), lambda: L.TimeDistributed(L.Dense(5, activation="tanh")))
one("time_distributed_dense_rank_3", (2, 3, 5), lambda: L.TimeDistributed(L.Dense(4)))
one("time_distributed_conv1d", (3, 7, 2), lambda: L.TimeDistributed(L.Conv1D(3, 3, padding="same")))
one("time_distributed_conv2d", (3, 5, 4, 2), lambda: L.TimeDistributed(L.Conv2D(3, 2, activation="relu")))
one("time_distributed_flatten", (3, 2, 4), lambda: L.TimeDistributed(L.Flatten()))
one("time_distributed_lstm", (3, 4, 2), lambda: L.TimeDistributed(L.LSTM(3)))
one("time_distributed_gru_sequences", (3, 4, 2), lambda: L.TimeDistributed(L.GRU(3, return_sequences=True)))
one("time_distributed_max_pooling", (3, 4, 5, 2), lambda: L.TimeDistributed(L.MaxPooling2D()))
one("time_distributed_global_average", (3, 4, 5, 2), lambda: L.TimeDistributed(L.GlobalAveragePooling2D()))
one("time_distributed_batch_normalization", (3, 5), lambda: L.TimeDistributed(L.BatchNormalization()))
one("time_distributed_layer_normalization", (3, 5), lambda: L.TimeDistributed(L.LayerNormalization()))
one("time_distributed_activation", (3, 5), lambda: L.TimeDistributed(L.Activation("softmax")))
one("time_distributed_dropout", (3, 5), lambda: L.TimeDistributed(L.Dropout(0.5)))
one("time_distributed_reshape", (3, 6), lambda: L.TimeDistributed(L.Reshape((2, 3))))
one("time_distributed_twice", (2, 3, 4), lambda: L.TimeDistributed(L.TimeDistributed(L.Dense(5))))
one("time_distributed_bidirectional", (2, 4, 3), lambda: L.TimeDistributed(L.Bidirectional(L.LSTM(2))))
one("time_distributed_model", (3, 5, 5, 1), lambda: L.TimeDistributed(keras.Sequential([
    keras.Input((5, 5, 1)), L.Conv2D(3, 3, activation="relu"), L.Flatten(), L.Dense(4)])))

for layer in [L.SimpleRNN, L.LSTM, L.GRU]:
    kind = {"SimpleRNN": "simple_rnn", "LSTM": "lstm", "GRU": "gru"}[layer.__name__]
    for mode in ["concat", "sum", "mul", "ave"]:
        one(f"bidirectional_{kind}_{mode}", (5, 3),
            lambda layer=layer, mode=mode: L.Bidirectional(layer(4), merge_mode=mode))
    for mode in ["concat", "mul"]:
        one(f"bidirectional_{kind}_{mode}_sequences", (5, 3),
            lambda layer=layer, mode=mode: L.Bidirectional(layer(4, return_sequences=True), merge_mode=mode))
    many(f"bidirectional_{kind}_separate", [(5, 3)],
         lambda x, layer=layer: L.Bidirectional(layer(4), merge_mode=None)(x))
    many(f"bidirectional_{kind}_separate_sequences", [(5, 3)],
         lambda x, layer=layer: L.Bidirectional(layer(4, return_sequences=True), merge_mode=None)(x))
    many(f"bidirectional_{kind}_state", [(5, 3)],
         lambda x, layer=layer: L.Bidirectional(layer(4, return_state=True))(x))
    many(f"bidirectional_{kind}_sequences_state", [(5, 3)],
         lambda x, layer=layer: L.Bidirectional(
             layer(3, return_sequences=True, return_state=True), merge_mode="sum")(x))
one("bidirectional_lstm_17", (4, 5), lambda: L.Bidirectional(L.LSTM(17, return_sequences=True)))
one("bidirectional_gru_reset_before", (5, 3), lambda: L.Bidirectional(L.GRU(4, reset_after=False)))
one("bidirectional_backward_layer", (5, 3), lambda: L.Bidirectional(
    L.LSTM(4, return_sequences=True),
    backward_layer=L.LSTM(4, activation="relu", return_sequences=True, go_backwards=True)))
one("bidirectional_two_kinds", (5, 3), lambda: L.Bidirectional(
    L.LSTM(4), backward_layer=L.GRU(4, go_backwards=True), merge_mode="sum"))
one("bidirectional_swapped", (5, 3), lambda: L.Bidirectional(
    L.GRU(4, go_backwards=True, return_sequences=True), backward_layer=L.GRU(4, return_sequences=True)))
many("bidirectional_initial_state", [(5, 3), (4,), (4,), (4,), (4,)],
     lambda x, *states: L.Bidirectional(L.LSTM(4))(x, initial_state=list(states)))
many("bidirectional_lstm_state_separate", [(5, 3)],
     lambda x: L.Bidirectional(L.LSTM(4, return_state=True), merge_mode=None)(x))

# -------------------------------------------------------------------------------------------------------- models

group("models")
chain("mlp", (7,), lambda: L.Dense(16, activation="relu"), lambda: L.Dropout(0.5),
      lambda: L.Dense(15, activation="tanh"), lambda: L.Dense(3, activation="softmax"))
chain("lenet", (12, 12, 1), lambda: L.Conv2D(4, 3, activation="relu"), L.MaxPooling2D,
      lambda: L.Conv2D(6, 2, activation="tanh"), lambda: L.AveragePooling2D(2), L.Flatten, lambda: L.Dense(10),
      L.Softmax)
chain("conv_batch_normalization_relu", (8, 7, 3), lambda: L.Conv2D(9, 3, padding="same", use_bias=False),
      L.BatchNormalization, L.ReLU)
chain("batch_normalization_before_conv", (6, 6, 3), L.BatchNormalization, lambda: L.Conv2D(5, 3, padding="same"))
chain("conv_relu_batch_normalization", (6, 6, 3), lambda: L.Conv2D(5, 3, activation="relu"), L.BatchNormalization,
      L.Flatten, lambda: L.Dense(3))
chain("dense_batch_normalization", (5,), lambda: L.Dense(9), L.BatchNormalization, lambda: L.Activation("sigmoid"))
chain("depthwise_batch_normalization", (6, 5, 4), lambda: L.DepthwiseConv2D(3, use_bias=False), L.BatchNormalization,
      lambda: L.ReLU(6.0), lambda: L.Conv2D(7, 1))
chain("transpose_batch_normalization", (3, 4, 5), lambda: L.Conv2DTranspose(4, 3, strides=2, padding="same"),
      L.BatchNormalization, L.LeakyReLU)
chain("padding_then_conv", (7, 6, 2), lambda: L.ZeroPadding2D(((0, 1), (0, 1))),
      lambda: L.Conv2D(5, 3, strides=2, activation="relu"), lambda: L.Cropping2D(((0, 1), (0, 0))))
chain("wavenet", (17, 1), *(lambda rate=rate: L.Conv1D(5, 2, padding="causal", dilation_rate=rate, activation="tanh")
                            for rate in [1, 2, 4, 8]), lambda: L.Conv1D(1, 1))
chain("text", (9,), lambda: L.Embedding(13, 5), lambda: L.SpatialDropout1D(0.2), lambda: L.Conv1D(7, 3),
      L.GlobalMaxPooling1D, lambda: L.Dense(1, activation="sigmoid"), tokens=13)
chain("text_recurrent", (6,), lambda: L.Embedding(13, 5), lambda: L.Bidirectional(L.LSTM(4)), lambda: L.Dense(2),
      tokens=13)
chain("sequence_to_sequence", (5, 3), lambda: L.LSTM(6), lambda: L.RepeatVector(4),
      lambda: L.GRU(5, return_sequences=True), lambda: L.TimeDistributed(L.Dense(2)))
chain("audio", (16, 1), lambda: L.Conv1D(4, 5, strides=2, padding="same"), L.PReLU,
      lambda: L.GRU(5, return_sequences=True), lambda: L.Dense(1, activation="tanh"))


@model("residual_blocks")
def residual_blocks():
    def block(x, filters, strides):
        y = L.Conv2D(filters, 3, strides=strides, padding="same", use_bias=False)(x)
        y = L.ReLU()(L.BatchNormalization()(y))
        y = L.BatchNormalization()(L.Conv2D(filters, 3, padding="same", use_bias=False)(y))
        if strides != 1:
            x = L.Conv2D(filters, 1, strides=strides)(x)
        return L.ReLU()(L.Add()([y, x]))

    x = keras.Input((7, 7, 5))
    y = block(block(x, 5, 1), 7, 2)
    return keras.Model(x, L.Dense(4, activation="softmax")(L.GlobalAveragePooling2D()(y)))


@model("inverted_residual")
def inverted_residual():
    x = keras.Input((6, 6, 4))
    y = L.ReLU(6.0)(L.BatchNormalization()(L.Conv2D(12, 1, use_bias=False)(x)))
    y = L.ReLU(6.0)(L.BatchNormalization()(L.DepthwiseConv2D(3, padding="same", use_bias=False)(y)))
    y = L.BatchNormalization()(L.Conv2D(4, 1, use_bias=False)(y))
    return keras.Model(x, L.Add()([x, y]))


@model("squeeze_and_excitation")
def squeeze_and_excitation():
    x = keras.Input((5, 4, 6))
    s = L.GlobalAveragePooling2D(keepdims=True)(x)
    s = L.Conv2D(6, 1, activation="sigmoid")(L.Conv2D(2, 1, activation="relu")(s))
    return keras.Model(x, L.Multiply()([x, s]))


@model("inception")
def inception():
    x = keras.Input((6, 5, 3))
    branches = [L.Conv2D(3, 1, activation="relu")(x), L.Conv2D(5, 3, padding="same", activation="relu")(x),
                L.Conv2D(2, 1)(L.MaxPooling2D(3, strides=1, padding="same")(x))]
    return keras.Model(x, L.Concatenate()(branches))


@model("dense_net")
def dense_net():
    x = y = keras.Input((5, 5, 3))
    for _ in range(3):
        y = L.Concatenate()([y, L.Conv2D(2, 3, padding="same", activation="relu")(y)])
    return keras.Model(x, y)


@model("u_net")
def u_net():
    x = keras.Input((8, 12, 2))
    a = L.Conv2D(3, 3, padding="same", activation="relu")(x)
    b = L.Conv2D(5, 3, padding="same", activation="relu")(L.MaxPooling2D()(a))
    c = L.Conv2D(6, 3, padding="same", activation="relu")(L.MaxPooling2D()(b))
    d = L.Concatenate()([L.Conv2DTranspose(4, 2, strides=2)(c), b])
    e = L.Concatenate()([L.UpSampling2D(interpolation="bilinear")(L.Conv2D(4, 3, padding="same")(d)), a])
    return keras.Model(x, L.Conv2D(1, 1, activation="sigmoid")(e))


@model("shared_layer")
def shared_layer():
    dense = L.Dense(5, activation="tanh")
    x = keras.Input((5,))
    return keras.Model(x, dense(dense(dense(x))))


@model("shared_layer_two_shapes")
def shared_layer_two_shapes():
    conv = L.Conv2D(3, 3, padding="same", activation="relu")
    a, b = keras.Input((5, 6, 2)), keras.Input((4, 3, 2))
    pool = L.GlobalMaxPooling2D()
    return keras.Model([a, b], L.Average()([pool(conv(a)), pool(conv(b))]))


@model("siamese")
def siamese():
    tower = keras.Sequential([keras.Input((6, 6, 1)), L.Conv2D(4, 3, activation="relu"), L.Flatten(), L.Dense(5)])
    a, b = keras.Input((6, 6, 1)), keras.Input((6, 6, 1))
    return keras.Model([a, b], L.Dense(1, activation="sigmoid")(L.Subtract()([tower(a), tower(b)])))


@model("siamese_recurrent")
def siamese_recurrent():
    encoder = L.LSTM(4)
    a, b = keras.Input((5, 3)), keras.Input((7, 3))
    return keras.Model([a, b], L.Dot(axes=1, normalize=True)([encoder(a), encoder(b)]))


@model("nested_sequential_in_sequential")
def nested_sequential_in_sequential():
    inner = keras.Sequential([keras.Input((4,)), L.Dense(5, activation="relu"), L.BatchNormalization()])
    return keras.Sequential([keras.Input((3,)), L.Dense(4), inner, L.Dense(2)])


@model("nested_functional_in_sequential")
def nested_functional_in_sequential():
    x = keras.Input((4,))
    inner = keras.Model(x, L.Add()([x, L.Dense(4, activation="tanh")(x)]))
    return keras.Sequential([keras.Input((3,)), L.Dense(4), inner, L.Dense(2)])


@model("nested_called_twice")
def nested_called_twice():
    inner = keras.Sequential([keras.Input((5,)), L.Dense(7, activation="elu"), L.Dense(5)])
    x = keras.Input((5,))
    y = inner(x)
    return keras.Model(x, [inner(L.Activation("tanh")(y)), y])


@model("nested_in_nested")
def nested_in_nested():
    innermost = keras.Sequential([keras.Input((3,)), L.Dense(4, activation="relu")], name="innermost")
    x = keras.Input((3,))
    middle = keras.Model(x, L.LayerNormalization()(L.Dense(3)(innermost(x))), name="middle")
    y = keras.Input((3,))
    return keras.Model(y, L.Concatenate()([middle(middle(y)), y]))


@model("nested_with_several_outputs")
def nested_with_several_outputs():
    a, b = keras.Input((3,)), keras.Input((4,))
    inner = keras.Model([a, b], [L.Dense(5)(L.Concatenate()([a, b])), L.Dense(2, activation="relu")(b)])
    x, y = keras.Input((3,)), keras.Input((4,))
    u, v = inner([x, y])
    return keras.Model([y, x], [v, L.Dense(2)(u)])


@model("several_inputs_and_outputs")
def several_inputs_and_outputs():
    image, numbers, series = keras.Input((5, 5, 1)), keras.Input((3,)), keras.Input((6, 2))
    parts = [L.Flatten()(L.Conv2D(2, 3)(image)), L.Dense(4, activation="relu")(numbers), L.GRU(3)(series)]
    joined = L.Dense(6, activation="relu")(L.Concatenate()(parts))
    return keras.Model([series, image, numbers], [L.Dense(1)(joined), L.Dense(3, activation="softmax")(joined), joined])


@model("output_is_input")
def output_is_input():
    x = keras.Input((3,))
    return keras.Model(x, [x, L.Dense(2)(x)])


@model("lstm_states")
def lstm_states():
    x = keras.Input((4, 3))
    return keras.Model(x, L.LSTM(2, return_sequences=True, return_state=True)(x))


@model("encoder_decoder")
def encoder_decoder():
    source, target = keras.Input((5, 3)), keras.Input((4, 2))
    _, h, c = L.LSTM(4, return_state=True)(source)
    decoded = L.LSTM(4, return_sequences=True)(target, initial_state=[h, c])
    return keras.Model([source, target], L.Dense(3, activation="softmax")(decoded))


@model("bidirectional_states_to_decoder")
def bidirectional_states_to_decoder():
    source, target = keras.Input((5, 3)), keras.Input((4, 2))
    _, forward, backward = L.Bidirectional(L.GRU(3, return_state=True))(source)
    state = L.Concatenate()([forward, backward])
    return keras.Model([source, target], L.GRU(6, return_sequences=True)(target, initial_state=state))


@model("attention_by_dot")
def attention_by_dot():
    query, value = keras.Input((4, 5)), keras.Input((6, 5))
    weights = L.Softmax()(L.Dot(axes=2)([query, value]))
    return keras.Model([query, value], L.Dot(axes=(2, 1))([weights, value]))


@model("conv_lstm_classifier")
def conv_lstm_classifier():
    x = keras.Input((4, 6, 6, 1))
    y = L.TimeDistributed(L.Conv2D(3, 3, activation="relu"))(x)
    y = L.TimeDistributed(L.GlobalAveragePooling2D())(y)
    return keras.Model(x, L.Dense(2)(L.Bidirectional(L.LSTM(3), merge_mode="ave")(y)))


@model("mixer")
def mixer():
    tokens = keras.Input((4, 5))
    y = L.Permute((2, 1))(L.LayerNormalization()(tokens))
    y = L.Permute((2, 1))(L.Dense(4, activation="gelu")(y))
    x = L.Add()([tokens, y])
    y = L.Dense(5)(L.Dense(8, activation="gelu")(L.LayerNormalization()(x)))
    return keras.Model(tokens, L.GlobalAveragePooling1D()(L.Add()([x, y])))


@model("fixed_batch")
def fixed_batch():
    x = keras.Input(batch_shape=(2, 5, 3))
    return keras.Model(x, L.Dense(2)(L.LSTM(4)(x)))


@model("named_inputs_and_outputs")
def named_inputs_and_outputs():
    # Dictionaries: samples are recorded in the order of the sorted names, which is how Keras flattens them.
    width, height = keras.Input((3,), name="width"), keras.Input((2,), name="height")
    joined = L.Concatenate()([width, height])
    return keras.Model({"width": width, "height": height}, {"sum": L.Dense(2)(joined), "area": L.Dense(1)(joined)})


@model("sequential_channels_first")
def sequential_channels_first():
    return channels_first_network("channels_first", (3, 6, 8))


def channels_first_network(data_format, shape):
    axis = 1 if data_format == "channels_first" else -1
    return keras.Sequential([
        keras.Input(shape),
        L.Conv2D(5, 3, padding="same", data_format=data_format, use_bias=False),
        L.BatchNormalization(axis=axis),
        L.ReLU(),
        L.MaxPooling2D(data_format=data_format),
        L.Conv2D(4, 2, data_format=data_format),
        L.Flatten(data_format=data_format),
        L.Dense(3),
    ])


def main():
    check_versions()
    wanted = sys.argv[1:] or list(GROUPS)
    total = 0
    for number, (name, cases) in enumerate(GROUPS.items()):
        if name not in wanted:
            continue
        arrays = {}
        for i, case in enumerate(cases):
            try:
                arrays |= record(case, 1000 * (number + 1) + i)
            except Exception as error:
                raise RuntimeError(f"case {case.name}") from error
        path = HERE / f"{name}.npz"
        np.savez_compressed(path, **arrays)
        total += len(cases)
        print(f"{path.name:16} {len(cases):4} cases {path.stat().st_size:8} bytes", flush=True)
    print(total, "cases")


if __name__ == "__main__":
    main()
