/// How the values of a loss become one number: coefficients, one for each value, whose products with the values add up to it.
#pragma once
#include "loss.hpp"

namespace ctnn::detail {

/// A batch of targets as a loss' reduction sees it: `values` numbers of the loss for each sample.
struct reduced_batch {
    int count;
    std::size_t values;
    const float* sample_weight; ///< one a sample, or null: all count 1
    double factor;              ///< of the whole: loss_weights
};

/// Writes (count, values) coefficients. is_counted(sample, value): whether a value counts at all; keras' mask, where the
/// mean is over those that do.
template<class F, unsigned Options = compiled_for>
void write_coefficients(reduction_kind reduction, const reduced_batch& b, const F& is_counted, float* to) {
    double weights = 0, counted = 0;
    for (int s = 0; s < b.count; ++s)
        for (std::size_t v = 0; v < b.values; ++v)
            if (is_counted(s, v)) ++counted, weights += b.sample_weight && v == 0 ? double(b.sample_weight[s]) : 0;
    double f = b.factor;
    switch (reduction) {
    case reduction_kind::sum_over_batch_size:
    case reduction_kind::mean: f = counted > 0 ? f / counted : 0; break;
    case reduction_kind::mean_with_sample_weight:
        f = b.sample_weight ? weights != 0 ? f / weights : 0 : counted > 0 ? f / counted : 0;
        break;
    default: break;
    }
    for (int s = 0; s < b.count; ++s)
        for (std::size_t v = 0; v < b.values; ++v)
            *to++ = is_counted(s, v) ? float(f * (b.sample_weight ? double(b.sample_weight[s]) : 1.0)) : 0.f;
}

/// The same for a loss of this network: which of its values count.
template<class Loss, unsigned Options = compiled_for>
void write_coefficients(const Loss& loss, const reduced_batch& b, const float* targets, float* to) {
    reduction_kind reduction = reduction_kind::sum_over_batch_size;
    if constexpr (requires { loss.reduction; }) reduction = loss.reduction;
    if constexpr (requires { loss.ignore_class.given; })
        if (loss.ignore_class.given) {
            const float ignored = float(loss.ignore_class.number);
            return write_coefficients(
                reduction, b, [&](int s, std::size_t v) { return targets[std::size_t(s) * b.values + v] != ignored; }, to);
        }
    write_coefficients(reduction, b, [](int, std::size_t) { return true; }, to);
}

} // namespace ctnn::detail
