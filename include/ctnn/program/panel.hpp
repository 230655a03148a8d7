/// What a kernel says of the panels that it reads its weights from.
#pragma once

namespace ctnn::detail {

struct packing {
    int width = 0;  ///< columns of a panel; 0: the weights stay as Keras has them
    int part = 0;   ///< the last panel has a multiple of so many; 0: whole vectors
    bool bf16 = false; ///< rounded to bfloat16, two rows in one
    int groups = 1; ///< columns stand side by side for each of so many groups (a recurrence's gates)
};

} // namespace ctnn::detail
