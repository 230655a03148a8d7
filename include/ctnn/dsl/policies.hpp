/// What a build may trade numbers for: net.build(activations = fast), net.build(weight_dtype = bf16).
#pragma once
#include "keyword.hpp"

namespace ctnn {

enum class activation_policy : unsigned char { accurate, fast };
enum class weight_policy : unsigned char { float32, bf16 };

inline constexpr keyword<"activations"> activations{};
/// tanh, sigmoid, exp and what is made of them to a few units in the last place.
inline constexpr constant<activation_policy::accurate> accurate{};
/// The same to 1e-5 of their value, sigmoid to 5e-6, in about two thirds of the time; infinities and NaN as ever.
inline constexpr constant<activation_policy::fast> fast{};

inline constexpr keyword<"weight_dtype"> weight_dtype{};
inline constexpr constant<weight_policy::float32> float32{};
/// The kernels of Dense with more than one unit are read as bfloat16, in half the memory: to 2^-8 of each value.
/// The model keeps the weights themselves as they are: get_weights and save_weights give these.
inline constexpr constant<weight_policy::bf16> bf16{};

} // namespace ctnn
