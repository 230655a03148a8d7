/// What a kernel says of the panels that it reads its weights from.
#pragma once
#include "../op/row_pairs.hpp"

namespace ctnn::detail {

struct packing {
    int width = 0;             ///< columns of a panel; 0: the weights stay as Keras has them
    int part = 0;              ///< the last panel has a multiple of so many; 0: whole vectors
    int groups = 1;            ///< columns stand side by side for each of so many groups (a recurrence's gates)
    ops::row_pairs pairs = {}; ///< which rows are rounded to bfloat16, two in one

    constexpr bool operator==(const packing&) const = default;
};

} // namespace ctnn::detail
