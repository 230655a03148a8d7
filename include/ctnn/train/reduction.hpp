/// How the values of a loss become one number: coefficients, one for each value, whose products with the values add up
/// to it.
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

/// Writes (count, values) coefficients. is_counted(sample, value): whether a value counts at all; keras' mask, where
/// the mean is over those that do. Where there is one, `masked`, mean_with_sample_weight divides by a weight for each
/// value that counts, otherwise by one for each sample, as Keras does.
template<class F, unsigned Options = compiled_for>
void write_coefficients(reduction_kind reduction, const reduced_batch& b, bool masked, const F& is_counted, float* to) {
    double weights = 0, counted = 0;
    for (int s = 0; s < b.count; ++s)
        for (std::size_t v = 0; v < b.values; ++v)
            if (is_counted(s, v))
                ++counted, weights += b.sample_weight && (masked || v == 0) ? double(b.sample_weight[s]) : 0;
    double f = b.factor;
    switch (reduction) {
    case reduction_kind::sum_over_batch_size:
    case reduction_kind::mean:
        f = counted > 0 ? f / counted : 0;
        break;
    case reduction_kind::mean_with_sample_weight:
        f = b.sample_weight ? weights != 0 ? f / weights : 0 : counted > 0 ? f / counted : 0;
        break;
    default:
        break;
    }
    for (int s = 0; s < b.count; ++s)
        for (std::size_t v = 0; v < b.values; ++v)
            *to++ = is_counted(s, v) ? float(f * (b.sample_weight ? double(b.sample_weight[s]) : 1.0)) : 0.f;
}

/// The same for values of the batch as a whole, one for all samples: Keras takes a single number as it is, or, with
/// weights, as if it were every sample's. Several numbers are values of one sample.
template<unsigned Options = compiled_for>
void write_batch_coefficients(reduction_kind reduction, const reduced_batch& b, bool single, float* to) {
    double weights = 0;
    for (int s = 0; s < b.count; ++s) weights += b.sample_weight ? double(b.sample_weight[s]) : 1;
    double f = b.factor;
    if (reduction == reduction_kind::mean_with_sample_weight && b.sample_weight)
        f = weights != 0 ? f : 0;
    else if (reduction == reduction_kind::sum && b.sample_weight)
        f *= weights;
    else if (b.sample_weight)
        f *= weights / b.count;
    if (!single && reduction != reduction_kind::sum) f /= double(b.values);
    for (std::size_t v = 0; v < b.values; ++v) *to++ = float(f);
}

/// The same for a loss: `targets` of all samples say which of its values count. Writes as many as loss(...) has.
template<class Loss, unsigned Options = compiled_for>
void write_coefficients(const Loss& loss, const reduced_batch& b, const float* targets, float* to) {
    reduction_kind reduction = reduction_kind::sum_over_batch_size;
    if constexpr (requires { loss.reduction; }) reduction = loss.reduction;
    if constexpr (requires { loss.values(); })
        if (loss.values() == values_kind::of_the_batch)
            return write_batch_coefficients(reduction, b, b.values == 1, to);
    if constexpr (requires { loss.ignore_class.given; })
        if (loss.ignore_class.given) {
            const float ignored = float(loss.ignore_class.number);
            return write_coefficients(
                reduction, b, true,
                [&](int s, std::size_t v) { return targets[std::size_t(s) * b.values + v] != ignored; }, to);
        }
    if constexpr (requires { loss.counts(targets, 0, 0); })
        write_coefficients(
            reduction, b, true, [&](int s, std::size_t) { return loss.counts(targets, b.count, s); }, to);
    else
        write_coefficients(
            reduction, b, false, [](int, std::size_t) { return true; }, to);
}

} // namespace ctnn::detail
