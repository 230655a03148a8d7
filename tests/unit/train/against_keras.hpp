/// Losses against tables that make.py wrote: the values, their gradients, and what reductions make of them.
#pragma once
#include <cmath>
#include <cstring>
#include <ctnn/program/differentiate.hpp>
#include <ctnn/program/interpret_training.hpp>
#include <ctnn/train/loss.hpp>
#include <ctnn/train/reduction.hpp>
#include <doctest/doctest.h>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace losses_test {

using namespace ctnn;

struct data_set {
    const char* name;
    extents y_true, y_pred;
    int samples, at_true, at_pred;
};
struct recorded_loss {
    const char* loss;
    int data;
    output_kind front;
    extents values;
    bool of_the_batch;
    int at_values, at_gradient, at_totals, at_weighted;
};
struct table {
    std::span<const data_set> data_sets;
    std::span<const recorded_loss> recorded;
    const float* numbers;
    double tolerance = 1; ///< times 1e-6 + 1e-5 |wanted|
};

inline ops::value input_of(ops::builder& to, int index, const extents& shape, bool each_sample) {
    ops::op o = ops::op_of(ops::op_kind::input);
    o.out = shape, o.attr.index = index, o.each_sample = each_sample;
    return to.emit(o);
}

template<class T>
struct measured {
    std::vector<T> values, counted, gradient;
};

/// The loss of a whole batch, by the operations' scalar definitions.
template<class T, class Loss>
measured<T> measure(const Loss& loss, const recorded_loss& r, const table& all) {
    const data_set& d = all.data_sets[std::size_t(r.data)];
    const float* const numbers = all.numbers;
    const std::size_t n = std::size_t(d.samples);
    ops::builder to;
    const auto y = input_of(to, 0, d.y_true, true), x = input_of(to, 1, d.y_pred, true);
    auto p = x;
    if (r.front == output_kind::sigmoid) p = ops::map(x, ops::function_of(ops::function_kind::sigmoid));
    if (r.front == output_kind::softmax) p = ops::softmax(ops::softmax_kind::softmax, x, 1u << (d.y_pred.rank - 1));
    const auto v = loss(y, p);
    CHECK(v.shape() == r.values);
    CHECK(v.op().each_sample == !r.of_the_batch);
    CHECK((values_of(loss) == values_kind::of_the_batch) == r.of_the_batch);
    ops::value counted;
    if constexpr (requires { loss.counted(y, p); }) counted = loss.counted(y, p);
    const auto c = input_of(to, 2, v.shape(), v.op().each_sample);
    growing<bool> wanted;
    detail::depending_on(
        to, [](const ops::op& o) { return o.kind == ops::op_kind::input && o.attr.index == 1; }, wanted);
    detail::gradients g;
    g.of.fill(to.list.size(), ops::value{});
    g.add(v, c);
    detail::differentiate(to, wanted, g);
    REQUIRE(g.missing == -1);
    REQUIRE(g.of[x.index].index >= 0);

    const std::size_t values = v.shape().size() * (r.of_the_batch ? 1 : n);
    std::vector<T> in[3];
    for (std::size_t i = 0; i < n * d.y_true.size(); ++i) in[0].push_back(T(numbers[std::size_t(d.at_true) + i]));
    for (std::size_t i = 0; i < n * d.y_pred.size(); ++i) in[1].push_back(T(numbers[std::size_t(d.at_pred) + i]));
    for (std::size_t i = 0; i < values; ++i) in[2].push_back(T(1 + 0.25 * double(i % 5)));
    measured<T> m{std::vector<T>(values), std::vector<T>(values, T(1)), std::vector<T>(in[1].size())};
    const int results[] = {v.index, g.of[x.index].index, counted.index};
    T* const out[] = {m.values.data(), m.gradient.data(), m.counted.data()};
    detail::interpret_training<T>([&](int i) -> const ops::op& { return to.list[i]; }, to.list.size(), d.samples,
                                  results, counted.index < 0 ? 2 : 3,
                                  [](int) { return static_cast<const T*>(nullptr); },
                                  [&](int i) -> const T* { return in[i].data(); }, out);
    return m;
}

/// The loss as one number, by the coefficients that a trainer uses; weights are one a sample, or none.
template<class T, class Loss>
double reduced(Loss loss, reduction_kind kind, const measured<T>& m, const data_set& d, const float* targets,
               bool weighted) {
    loss.reduction = kind;
    std::vector<float> weights, coefficients(m.values.size());
    for (int s = 0; s < d.samples; ++s) weights.push_back((0.5f + float(s * 7 % 4)) * 0.5f);
    const std::size_t values =
        m.values.size() / std::size_t(values_of(loss) == values_kind::of_the_batch ? 1 : d.samples);
    detail::write_coefficients(loss, {d.samples, values, weighted ? weights.data() : nullptr, 1.0}, targets,
                               coefficients.data());
    double sum = 0;
    for (std::size_t i = 0; i < m.values.size(); ++i) {
        sum += double(m.values[i]) * double(coefficients[i]);
        CHECK((coefficients[i] != 0) ==
              (m.counted[i] != 0)); // a loss that says which values count says it in both ways
    }
    return sum;
}

inline bool is_number(float x) {
    std::uint32_t bits;
    std::memcpy(&bits, &x, sizeof bits);
    return (bits & 0x7f800000) != 0x7f800000;
}

/// Whether `got` is what Keras recorded; numbers that it does not have either are left out.
inline bool near(double got, float wanted, double tolerance) {
    return !is_number(wanted) ||
           std::fabs(got - double(wanted)) <= tolerance * (1e-6 + 1e-5 * std::fabs(double(wanted)));
}

/// with_loss(name, f) calls f with the loss that make.py calls by this name.
template<class T, class WithLoss>
void agree(const table& all, const WithLoss& with_loss) {
    const float* const numbers = all.numbers;
    for (const recorded_loss& r : all.recorded) {
        const data_set& d = all.data_sets[std::size_t(r.data)];
        CAPTURE(std::string(r.loss));
        CAPTURE(std::string(d.name));
        CAPTURE(int(r.front));
        const bool found = with_loss(r.loss, [&](const auto& loss) {
            text say;
            loss.check(say, d.y_true, d.y_pred, r.front);
            CHECK(say.view() == "");
            const measured<T> m = measure<T>(loss, r, all);
            for (std::size_t i = 0; i < m.values.size(); ++i) {
                CAPTURE(i);
                CAPTURE(m.values[i]);
                CAPTURE(numbers[std::size_t(r.at_values) + i]);
                CHECK(near(double(m.values[i]), numbers[std::size_t(r.at_values) + i], all.tolerance));
            }
            for (std::size_t i = 0; i < m.gradient.size(); ++i) {
                CAPTURE(i);
                CAPTURE(m.gradient[i]);
                CAPTURE(numbers[std::size_t(r.at_gradient) + i]);
                CHECK(near(double(m.gradient[i]), numbers[std::size_t(r.at_gradient) + i], all.tolerance));
            }
            if (r.of_the_batch && r.values.rank > 0) return; // Keras multiplies samples' weights by channels
            for (int k = 0; k < 4; ++k) {
                CAPTURE(k);
                for (bool weighted : {false, true}) {
                    const double total = reduced(loss, reduction_kind(k), m, d, numbers + d.at_true, weighted);
                    CHECK(near(total, numbers[std::size_t(weighted ? r.at_weighted : r.at_totals) + std::size_t(k)],
                               all.tolerance));
                }
            }
        });
        CHECK(found);
    }
}

} // namespace losses_test
