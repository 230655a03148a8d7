/// Keras' keywords. A layer of your own may use these, or make its own: inline constexpr ctnn::keyword<"gain"> gain{};
#pragma once
#include "keyword.hpp"

namespace ctnn {

// every layer
inline constexpr keyword<"name"> name{};
inline constexpr keyword<"trainable"> trainable{};
inline constexpr keyword<"dtype"> dtype{};
inline constexpr keyword<"input_shape"> input_shape{};
inline constexpr keyword<"input_dim"> input_dim{};
inline constexpr keyword<"batch_input_shape"> batch_input_shape{};
inline constexpr keyword<"batch_shape"> batch_shape{};
inline constexpr keyword<"batch_size"> batch_size{};
// models
inline constexpr keyword<"inputs"> inputs{};
inline constexpr keyword<"outputs"> outputs{};
inline constexpr keyword<"seed"> seed{};
inline constexpr keyword<"out"> out{};
inline constexpr keyword<"threads"> threads{};
// Lambda
/// A keyword whose values are functions alone: a generic one is not tried as `tanh`.
struct derivative_keyword : keyword<"derivative"> {
    template<class F>
    constexpr argument<keyword<"derivative">, F> operator=(F function) const {
        return {function};
    }
};
inline constexpr derivative_keyword derivative{};
// training
inline constexpr keyword<"optimizer"> optimizer{};
inline constexpr keyword<"loss"> loss{};
inline constexpr keyword<"metrics"> metrics{};
inline constexpr keyword<"epochs"> epochs{};
// weights
inline constexpr keyword<"use_bias"> use_bias{};
inline constexpr keyword<"kernel_initializer"> kernel_initializer{};
inline constexpr keyword<"bias_initializer"> bias_initializer{};
inline constexpr keyword<"recurrent_initializer"> recurrent_initializer{};
inline constexpr keyword<"depthwise_initializer"> depthwise_initializer{};
inline constexpr keyword<"pointwise_initializer"> pointwise_initializer{};
inline constexpr keyword<"embeddings_initializer"> embeddings_initializer{};
inline constexpr keyword<"alpha_initializer"> alpha_initializer{};
inline constexpr keyword<"beta_initializer"> beta_initializer{};
inline constexpr keyword<"gamma_initializer"> gamma_initializer{};
inline constexpr keyword<"moving_mean_initializer"> moving_mean_initializer{};
inline constexpr keyword<"moving_variance_initializer"> moving_variance_initializer{};
inline constexpr keyword<"kernel_regularizer"> kernel_regularizer{};
inline constexpr keyword<"bias_regularizer"> bias_regularizer{};
inline constexpr keyword<"recurrent_regularizer"> recurrent_regularizer{};
inline constexpr keyword<"depthwise_regularizer"> depthwise_regularizer{};
inline constexpr keyword<"pointwise_regularizer"> pointwise_regularizer{};
inline constexpr keyword<"embeddings_regularizer"> embeddings_regularizer{};
inline constexpr keyword<"alpha_regularizer"> alpha_regularizer{};
inline constexpr keyword<"beta_regularizer"> beta_regularizer{};
inline constexpr keyword<"gamma_regularizer"> gamma_regularizer{};
inline constexpr keyword<"activity_regularizer"> activity_regularizer{};
inline constexpr keyword<"kernel_constraint"> kernel_constraint{};
inline constexpr keyword<"bias_constraint"> bias_constraint{};
inline constexpr keyword<"recurrent_constraint"> recurrent_constraint{};
inline constexpr keyword<"depthwise_constraint"> depthwise_constraint{};
inline constexpr keyword<"pointwise_constraint"> pointwise_constraint{};
inline constexpr keyword<"embeddings_constraint"> embeddings_constraint{};
inline constexpr keyword<"alpha_constraint"> alpha_constraint{};
inline constexpr keyword<"beta_constraint"> beta_constraint{};
inline constexpr keyword<"gamma_constraint"> gamma_constraint{};
// layers
inline constexpr keyword<"units"> units{};
inline constexpr keyword<"activation"> activation{};
inline constexpr keyword<"filters"> filters{};
inline constexpr keyword<"kernel_size"> kernel_size{};
inline constexpr keyword<"strides"> strides{};
inline constexpr keyword<"padding"> padding{};
inline constexpr keyword<"data_format"> data_format{};
inline constexpr keyword<"dilation_rate"> dilation_rate{};
inline constexpr keyword<"groups"> groups{};
inline constexpr keyword<"depth_multiplier"> depth_multiplier{};
inline constexpr keyword<"output_padding"> output_padding{};
inline constexpr keyword<"pool_size"> pool_size{};
inline constexpr keyword<"keepdims"> keepdims{};
inline constexpr keyword<"cropping"> cropping{};
inline constexpr keyword<"size"> size{};
inline constexpr keyword<"interpolation"> interpolation{};
inline constexpr keyword<"target_shape"> target_shape{};
inline constexpr keyword<"dims"> dims{};
inline constexpr keyword<"n"> n{};
inline constexpr keyword<"axis"> axis{};
inline constexpr keyword<"mode"> mode{};
inline constexpr keyword<"axes"> axes{};
inline constexpr keyword<"normalize"> normalize{};
inline constexpr keyword<"epsilon"> epsilon{};
inline constexpr keyword<"momentum"> momentum{};
inline constexpr keyword<"center"> center{};
inline constexpr keyword<"scale"> scale{};
inline constexpr keyword<"rms_scaling"> rms_scaling{};
inline constexpr keyword<"offset"> offset{};
inline constexpr keyword<"mean"> mean{};
inline constexpr keyword<"variance"> variance{};
inline constexpr keyword<"invert"> invert{};
inline constexpr keyword<"rate"> rate{};
inline constexpr keyword<"noise_shape"> noise_shape{};
inline constexpr keyword<"stddev"> stddev{};
inline constexpr keyword<"alpha"> alpha{};
inline constexpr keyword<"negative_slope"> negative_slope{};
inline constexpr keyword<"max_value"> max_value{};
inline constexpr keyword<"threshold"> threshold{};
inline constexpr keyword<"shared_axes"> shared_axes{};
inline constexpr keyword<"output_dim"> output_dim{};
inline constexpr keyword<"mask_zero"> mask_zero{};
inline constexpr keyword<"input_length"> input_length{};
inline constexpr keyword<"recurrent_activation"> recurrent_activation{};
inline constexpr keyword<"unit_forget_bias"> unit_forget_bias{};
inline constexpr keyword<"return_sequences"> return_sequences{};
inline constexpr keyword<"return_state"> return_state{};
inline constexpr keyword<"go_backwards"> go_backwards{};
inline constexpr keyword<"stateful"> stateful{};
inline constexpr keyword<"unroll"> unroll{};
inline constexpr keyword<"dropout"> dropout{};
inline constexpr keyword<"recurrent_dropout"> recurrent_dropout{};
inline constexpr keyword<"reset_after"> reset_after{};
inline constexpr keyword<"initial_state"> initial_state{};
inline constexpr keyword<"layer"> layer{};
inline constexpr keyword<"merge_mode"> merge_mode{};
inline constexpr keyword<"backward_layer"> backward_layer{};
inline constexpr keyword<"function"> function{};
inline constexpr keyword<"output_shape"> output_shape{};

} // namespace ctnn
