/// A training program: the operations of one step for a batch of any size, with what goes in and what comes out.
#pragma once
#include "../op/op.hpp"

namespace ctnn {

/// Where a value lives while a training step runs. What belongs to samples grows with the batch: its memory for n
/// samples begins at n times its offset.
enum class training_place : unsigned char {
    none,
    input,   ///< number `segment`: the network's inputs, then each output's targets, then the losses' coefficients
    weights, ///< weight number `segment`
    samples, ///< grows with the batch
    shared,  ///< one for all samples
    changes, ///< what the step gives for weight number `segment`: its gradient, or its next value where one is assigned
};

struct training_step {
    ops::op op;
    training_place place;
    int segment;
    std::size_t offset; ///< elements
    bool works;         ///< computes something
    bool updates;       ///< makes a weight's gradient that the optimizer may take at once: program/early_updates.hpp
};

/// What a training step gives.
enum class training_result : unsigned char {
    output,   ///< of the network, number `index`
    loss,     ///< of output `index`: the sum of its values times their coefficients
    gradient, ///< of weight `index`
    next,     ///< value of weight `index`
};
struct training_output {
    training_result what;
    int index;
    int step;
};

/// N: room for operations, R: for results; it begins as `training_program<N, R> p = {}`.
template<int N, int R>
struct training_program {
    static constexpr int capacity = N;
    training_step steps[N > 0 ? N : 1];
    int size;
    training_output results[R > 0 ? R : 1];
    int result_count;
    std::size_t samples, shared; ///< elements: for each sample, for all

    constexpr ops::op& op(int i) { return steps[i].op; }
    constexpr const ops::op& op(int i) const { return steps[i].op; }
    constexpr void result(training_result what, int index, int step) { results[result_count++] = {what, index, step}; }
    /// The step that makes a result, -1: nothing makes it.
    constexpr int find(training_result what, int index) const {
        for (int i = 0; i < result_count; ++i)
            if (results[i].what == what && results[i].index == index) return results[i].step;
        return -1;
    }
};

} // namespace ctnn
