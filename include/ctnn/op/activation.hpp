/// Keras' activations by name: every name that keras.activations.get takes as a string.
#pragma once
#include "function.hpp"

namespace ctnn {

// clang-format off
enum class activation_kind : unsigned char {
    linear, relu, relu6, leaky_relu, elu, celu, selu, gelu, sigmoid, log_sigmoid, tanh, softplus, softsign, exponential,
    silu, mish, hard_sigmoid, keras2_hard_sigmoid, hard_silu, hard_tanh, hard_shrink, soft_shrink, tanh_shrink, squareplus,
    sparse_plus, sparse_sigmoid,
    softmax, log_softmax, sparsemax, glu, // these look at a whole axis
};
// clang-format on
inline constexpr int activation_kind_count = int(activation_kind::glu) + 1;

constexpr bool is_elementwise(activation_kind kind) { return kind < activation_kind::softmax; }

/// The name in Keras' config.json. Keras 2's hard_sigmoid is another function under the same name: it has one of its own.
constexpr std::string_view keras_name(activation_kind kind) {
    constexpr std::string_view names[] = {
        "linear",     "relu",        "relu6",       "leaky_relu",  "elu",          "celu",
        "selu",       "gelu",        "sigmoid",     "log_sigmoid", "tanh",         "softplus",
        "softsign",   "exponential", "silu",        "mish",        "hard_sigmoid", "keras2_hard_sigmoid",
        "hard_silu",  "hard_tanh",   "hard_shrink", "soft_shrink", "tanh_shrink",  "squareplus",
        "sparse_plus", "sparse_sigmoid", "softmax",  "log_softmax", "sparsemax",    "glu"};
    static_assert(sizeof names / sizeof *names == activation_kind_count);
    return names[int(kind)];
}

/// The activation of that name, aliases included; false and out unchanged if Keras has none.
constexpr bool find_activation(std::string_view name, activation_kind& out) {
    if (name == "swish") name = "silu";
    if (name == "hard_swish") name = "hard_silu";
    for (int i = 0; i < activation_kind_count; ++i)
        if (keras_name(activation_kind(i)) == name) return out = activation_kind(i), true;
    return false;
}

} // namespace ctnn

namespace ctnn::ops {

/// The function of an elementwise activation with Keras' default parameters (leaky_relu: 0.2; the layer LeakyReLU has
/// 0.3).
constexpr function function_of(activation_kind kind) {
    switch (kind) {
    // clang-format off
    case activation_kind::linear: return function_of(function_kind::identity);
    case activation_kind::relu: return function_of(function_kind::relu);
    case activation_kind::relu6: return {function_kind::relu, 0, 6, 0};
    case activation_kind::leaky_relu: return {function_kind::relu, 0.2f, math::infinity<float>, 0};
    case activation_kind::elu: return function_of(function_kind::elu);
    case activation_kind::celu: return function_of(function_kind::celu);
    case activation_kind::selu: return function_of(function_kind::selu);
    case activation_kind::gelu: return function_of(function_kind::gelu);
    case activation_kind::sigmoid: return function_of(function_kind::sigmoid);
    case activation_kind::log_sigmoid: return function_of(function_kind::log_sigmoid);
    case activation_kind::tanh: return function_of(function_kind::tanh);
    case activation_kind::softplus: return function_of(function_kind::softplus);
    case activation_kind::softsign: return function_of(function_kind::softsign);
    case activation_kind::exponential: return function_of(function_kind::exp);
    case activation_kind::silu: return function_of(function_kind::silu);
    case activation_kind::mish: return function_of(function_kind::mish);
    case activation_kind::hard_sigmoid: return function_of(function_kind::hard_sigmoid);
    case activation_kind::keras2_hard_sigmoid: return {function_kind::hard_sigmoid, 0.2f, 0.5f};
    case activation_kind::hard_silu: return function_of(function_kind::hard_silu);
    case activation_kind::hard_tanh: return function_of(function_kind::clip);
    case activation_kind::hard_shrink: return function_of(function_kind::hard_shrink);
    case activation_kind::soft_shrink: return function_of(function_kind::soft_shrink);
    case activation_kind::tanh_shrink: return function_of(function_kind::tanh_shrink);
    case activation_kind::squareplus: return function_of(function_kind::squareplus);
    case activation_kind::sparse_plus: return function_of(function_kind::sparse_plus);
    case activation_kind::sparse_sigmoid: return function_of(function_kind::sparse_sigmoid);
    case activation_kind::softmax:
    case activation_kind::log_softmax:
    case activation_kind::sparsemax:
    case activation_kind::glu: break; // no function of one number
        // clang-format on
    }
    return {};
}

} // namespace ctnn::ops
