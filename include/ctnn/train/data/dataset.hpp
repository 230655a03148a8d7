/// Samples with their targets and weights, checked and split as fit does.
#pragma once
#include "argument.hpp"
#include "class_weights.hpp"
#include <cmath>

namespace ctnn {

/// Views of all inputs and targets of the same n samples. A view of weights that is not given counts every sample 1.
template<int Inputs, int Targets>
struct dataset {
    static constexpr int inputs = Inputs, targets = Targets;
    std::array<sample_view, Inputs> x;
    std::array<sample_view, Targets> y;
    std::array<sample_view, Targets> sample_weight; ///< one number a sample
    const class_weights* class_weight = nullptr;    ///< instead of sample_weight; of the only target

    std::size_t size() const { return x[0].size(); }
    bool weighted() const {
        return class_weight || [this] {
            for (const auto& w : sample_weight)
                if (w.is_given()) return true;
            return false;
        }();
    }

    template<unsigned Options = compiled_for>
    dataset part(std::size_t first, std::size_t count) const {
        dataset p = *this;
        for (auto& v : p.x) v = v.part(first, count);
        for (auto& v : p.y) v = v.part(first, count);
        for (auto& v : p.sample_weight)
            if (v.is_given()) v = v.part(first, count);
        return p;
    }
};

namespace detail {

/// All have as many samples, and there are some.
template<int Inputs, int Targets, unsigned Options = compiled_for>
[[gnu::cold]] void check_counts(const dataset<Inputs, Targets>& d, std::string_view call) {
    const std::size_t n = d.x[0].size();
    bool equal = true;
    const auto each = [&](auto f) {
        for (int i = 0; i < Inputs; ++i) f(d.x[std::size_t(i)], data_name{"x", Inputs > 1 ? i : -1});
        for (int i = 0; i < Targets; ++i) f(d.y[std::size_t(i)], data_name{"y", Targets > 1 ? i : -1});
        for (int i = 0; i < Targets; ++i)
            if (d.sample_weight[std::size_t(i)].is_given())
                f(d.sample_weight[std::size_t(i)], data_name{"sample_weight", Targets > 1 ? i : -1});
    };
    each([&](const sample_view& v, data_name) { equal = equal && v.size() == n; });
    if (equal && n > 0) return;
    text t;
    t << call << ": ";
    if (equal)
        t << "there are no samples: x is empty";
    else {
        bool first = true;
        each([&](const sample_view& v, data_name name) {
            if (!std::exchange(first, false)) t << ", ";
            name.put(t);
            t << " has " << v.size() << (v.size() == 1 ? " sample" : " samples");
        });
        t << "; they must have as many";
    }
    fail(t);
}

/// class_weight and sample_weight exclude one another; one class a sample.
template<int Targets, unsigned Options = compiled_for>
[[gnu::cold]] void check_weights(bool class_weight, bool sample_weight, const extents& target, std::string_view call) {
    if (!class_weight) return;
    text t;
    if (sample_weight)
        t << call << ": class_weight and sample_weight exclude one another; hint: multiply them into sample_weight";
    else if (Targets > 1)
        t << call << ": class_weight is for models with a single output; hint: sample_weight";
    else if (target.rank > 1)
        t << call << ": class_weight needs one class a sample, but a target has shape " << target
          << "; hint: sample_weight";
    if (!t.empty()) fail(t);
}

/// Calls f(sample, element, number) for every number, until it returns false.
template<unsigned Options = compiled_for, class F>
void each_number(const sample_view& v, F f) {
    constexpr std::size_t block = 512;
    float numbers[block];
    for (std::size_t sample = 0; sample < v.size(); ++sample)
        for (std::size_t first = 0; first < v.elements(); first += block) {
            const std::size_t count = v.elements() - first < block ? v.elements() - first : block;
            v.copy_elements(sample, first, count, numbers);
            for (std::size_t i = 0; i < count; ++i)
                if (!f(sample, first + i, numbers[i])) return;
        }
}

/// "y[1] of sample 17, element (2, 0)"
template<unsigned Options = compiled_for>
[[gnu::cold]] void put_place(text& t, data_name name, std::size_t sample, std::size_t element, const extents& shape) {
    name.put(t);
    t << " of sample " << sample;
    if (shape.size() <= 1) return;
    int index[max_rank] = {};
    for (int i = shape.rank; i-- > 0; element /= std::size_t(shape[i])) index[i] = int(element % std::size_t(shape[i]));
    t << ", element (";
    for (int i = 0; i < shape.rank; ++i) t << (i ? ", " : "") << index[i];
    t << ')';
}

/// No target is NaN.
template<unsigned Options = compiled_for>
void check_targets(const sample_view& v, const extents& shape, std::string_view call, data_name name) {
    each_number<Options>(v, [&](std::size_t sample, std::size_t element, const float& number) {
        if (!math::is_nan(number)) return true;
        text t;
        t << call << ": ";
        put_place(t, name, sample, element, shape);
        t << " is NaN";
        fail(t);
        return false;
    });
}

/// Every target of a sparse loss is the number of a class: 0 ... classes - 1, or `ignored`.
template<unsigned Options = compiled_for>
void check_classes(const sample_view& v, const extents& shape, int classes, const int* ignored, std::string_view call,
                   data_name name) {
    each_number<Options>(v, [&](std::size_t sample, std::size_t element, const float& number) {
        const bool whole = math::is_finite(number) && number > -1e9f && number < 1e9f && number == float(int(number));
        if (whole && ((number >= 0 && number < float(classes)) || (ignored && int(number) == *ignored))) return true;
        text t;
        t << call << ": ";
        put_place(t, name, sample, element, shape);
        t << " is ";
        if (math::is_nan(number))
            t << "NaN";
        else if (whole)
            t << int(number);
        else
            t << double(number);
        t << ", which is no class: the output has " << classes << ", 0 to " << classes - 1;
        if (whole && int(number) == classes) t << "; hint: classes count from 0";
        fail(t);
        return false;
    });
}

/// How many samples validation_split = f leaves for training: the first floor(n (1 - f)).
template<unsigned Options = compiled_for>
std::size_t split_at(std::size_t n, double f, std::string_view call) {
    text t;
    if (!(f >= 0 && f < 1)) {
        t << call << ": validation_split must be in [0, 1), got " << f << "; hint: 0.2 validates with the last fifth";
        fail(t);
    }
    const auto at = static_cast<std::size_t>(std::floor(double(n) * (1.0 - f)));
    if (f > 0 && (at == 0 || at == n)) {
        t << call << ": validation_split = " << f << " of " << n << (n == 1 ? " sample" : " samples")
          << " leaves none to " << (at == 0 ? "train" : "validate") << " with; hint: more samples, or validation_data";
        fail(t);
    }
    return at;
}

/// batch_size as it was given, or what Keras takes: 32, or what steps_per_epoch makes of the data (steps = 0: not
/// given).
template<unsigned Options = compiled_for>
int batch_size_of(const long long* given, std::size_t n, long long steps, std::string_view call) {
    if (!given) return steps > 0 ? int((n + std::size_t(steps) - 1) / std::size_t(steps)) : 32;
    if (*given >= 1) return *given < 2147483647 ? int(*given) : 2147483647;
    text t;
    t << call << ": batch_size must be positive, got " << *given;
    fail(t);
    return 1;
}

} // namespace detail
} // namespace ctnn
