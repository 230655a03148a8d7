/// What a build may trade numbers for: net.build(activations = fast), net.build(weight_dtype = bf16); and what it need
/// not: net.build(winograd = false_c).
#pragma once
#include "keyword.hpp"

namespace ctnn {

enum class activation_policy : unsigned char { accurate, fast };
enum class weight_policy : unsigned char { float32, bf16 };

inline constexpr keyword<"activations"> activations{};
/// tanh, sigmoid, exp and what is made of them to a few units in the last place.
inline constexpr constant<activation_policy::accurate> accurate{};
/// The same to 1e-5 of their value, sigmoid to 5e-6, the gates of recurrences to 1e-5, in about two thirds of the time;
/// infinities and NaN as ever.
inline constexpr constant<activation_policy::fast> fast{};

inline constexpr keyword<"weight_dtype"> weight_dtype{};
inline constexpr constant<weight_policy::float32> float32{};
/// The kernels of Dense, of convolutions and of recurrences are read as bfloat16, in half the memory: to 2^-8 of each
/// value. Biases stay float32, as sums do; so do kernels that would take no less memory (Dense of one unit, a few
/// filters) and those of depthwise, grouped and transposed convolutions, of dilated ones on an odd number of channels,
/// and of embeddings.
/// Convolutions run the direct way: Winograd's reads up to 8 times as many bytes, in a half to a quarter of the time.
/// The model keeps the weights themselves as they are: get_weights and save_weights give these.
inline constexpr constant<weight_policy::bf16> bf16{};

/// Whether convolutions of three taps run by Winograd's filtering where that pays: true_c, unless given. Switched off,
/// sums are those of the direct way, an infinity or NaN in x reaches only the outputs that read it, and the kernels
/// take no more memory than they have elements: see program/winograd.hpp for the error that this is about.
inline constexpr keyword<"winograd"> winograd{};

} // namespace ctnn
