/// The keywords of losses that no layer has.
#pragma once
#include "../../dsl/keywords.hpp"
#include "../keywords.hpp"

namespace ctnn {

inline constexpr keyword<"reduction"> reduction{};
inline constexpr keyword<"delta"> delta{};
inline constexpr keyword<"apply_class_balancing"> apply_class_balancing{};
inline constexpr keyword<"gamma">
    gamma{}; ///< behind `using namespace ctnn` as ctnn::gamma: C has a function of that name
inline constexpr keyword<"margin"> margin{};
inline constexpr keyword<"remove_diagonal"> remove_diagonal{};
inline constexpr keyword<"q"> q{};

} // namespace ctnn
