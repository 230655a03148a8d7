/// What a running training step reads and writes.
#pragma once
#include "../kernel/update.hpp"
#include "../op/training.hpp"
#include <cstddef>

namespace ctnn::detail {

/// Where the parts of a running training step are. `room`: samples that there is memory for, a multiple of the block.
struct training_frame {
    const float* weights;
    float* changes; ///< laid out as the weights are
    float* samples;
    float* shared;
    float* scratch; ///< of a thread
    const float* const* in;
    std::size_t room;
    int count; ///< samples of this batch
    ops::random_state random;
    mutable const vector_update* early; ///< the next step that has one has this; g = null behind the last; may be null
};
/// The same for one thread, a team or alone, with the blocks of samples that it runs.
template<class Team>
struct frame_of_thread : training_frame {
    Team threads;
    int first, end;
};

} // namespace ctnn::detail
