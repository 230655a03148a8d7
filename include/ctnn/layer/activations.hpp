/// Keras' activations by name: activation = relu.
#pragma once
#include "../dsl/values.hpp"
#include "../op/activation.hpp"

namespace ctnn {

inline constexpr constant<activation_kind::linear> linear{};
inline constexpr constant<activation_kind::relu> relu{};
inline constexpr constant<activation_kind::relu6> relu6{};
inline constexpr constant<activation_kind::leaky_relu> leaky_relu{};
inline constexpr constant<activation_kind::elu> elu{};
inline constexpr constant<activation_kind::celu> celu{};
inline constexpr constant<activation_kind::selu> selu{};
inline constexpr constant<activation_kind::gelu> gelu{};
inline constexpr constant<activation_kind::sigmoid> sigmoid{};
inline constexpr constant<activation_kind::log_sigmoid> log_sigmoid{};
inline constexpr constant<activation_kind::softplus> softplus{};
inline constexpr constant<activation_kind::softsign> softsign{};
inline constexpr constant<activation_kind::exponential> exponential{};
inline constexpr constant<activation_kind::silu> silu{};
inline constexpr constant<activation_kind::silu> swish{};
inline constexpr constant<activation_kind::mish> mish{};
inline constexpr constant<activation_kind::hard_sigmoid> hard_sigmoid{};
inline constexpr constant<activation_kind::keras2_hard_sigmoid> keras2_hard_sigmoid{}; // clip(0.2 x + 0.5, 0, 1)
inline constexpr constant<activation_kind::hard_silu> hard_silu{};
inline constexpr constant<activation_kind::hard_silu> hard_swish{};
inline constexpr constant<activation_kind::hard_tanh> hard_tanh{};
inline constexpr constant<activation_kind::hard_shrink> hard_shrink{};
inline constexpr constant<activation_kind::soft_shrink> soft_shrink{};
inline constexpr constant<activation_kind::tanh_shrink> tanh_shrink{};
inline constexpr constant<activation_kind::squareplus> squareplus{};
inline constexpr constant<activation_kind::sparse_plus> sparse_plus{};
inline constexpr constant<activation_kind::sparse_sigmoid> sparse_sigmoid{};
inline constexpr constant<activation_kind::softmax> softmax{};
inline constexpr constant<activation_kind::log_softmax> log_softmax{};
inline constexpr constant<activation_kind::sparsemax> sparsemax{};
inline constexpr constant<activation_kind::glu> glu{};

/// An overload of the C function, so that `activation = tanh` means ours wherever <cmath> is included.
constexpr activation_kind tanh(only_here) { return activation_kind::tanh; }

constexpr bool find_value(std::string_view s, activation_kind& out) { return find_activation(s, out); }

namespace detail {

template<>
struct accept<activation_kind> {
    template<class V>
    static constexpr bool from = std::is_same_v<V, activation_kind> || std::is_same_v<V, tanh_constant> ||
                                 std::is_same_v<V, none_t> || is_constant_of<V, activation_kind> || is_text_argument<V>;

    template<class V>
    static constexpr activation_kind make(const V& v) {
        if constexpr (std::is_same_v<V, tanh_constant>)
            return activation_kind::tanh;
        else if constexpr (std::is_same_v<V, none_t>)
            return activation_kind::linear;
        else if constexpr (is_text_argument<V>) {
            activation_kind k{};
            find_activation(std::string_view(v), k);
            return k;
        } else
            return v;
    }
};

} // namespace detail
} // namespace ctnn
