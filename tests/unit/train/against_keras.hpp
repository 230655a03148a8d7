/// Losses against tables that make.py wrote: the values, their gradients, and what reductions make of them.
#pragma once
#include <cmath>
#include <cstring>
#include <ctnn/program/differentiate.hpp>
#include <ctnn/program/interpret_training.hpp>
#include <ctnn/train/loss.hpp>
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
    detail::interpret_training<T>([&](int i) -> const ops::op& { return to.list[i]; }, to.list.size(), d.samples, results,
                                  counted.index < 0 ? 2 : 3, [](int) { return static_cast<const T*>(nullptr); },
                                  [&](int i) -> const T* { return in[i].data(); }, out);
    return m;
}

/// What Keras' reduction makes of values; weights are one a sample, or none.
inline double reduced(reduction_kind kind, const std::vector<double>& v, const std::vector<double>& counted, bool of_the_batch,
               int samples, bool weighted) {
    const auto weight = [](int i) { return (0.5 + i * 7 % 4) * 0.5; };
    double sum = 0, weights = 0, valid = 0;
    const std::size_t each = of_the_batch ? 1 : v.size() / std::size_t(samples);
    bool all = true;
    for (double c : counted) valid += c, all = all && c == 1;
    for (int s = 0; s < samples; ++s) {
        const double w = weighted ? weight(s) : 1;
        for (std::size_t i = 0; i < each; ++i) {
            const std::size_t at = of_the_batch ? 0 : std::size_t(s) * each + i;
            sum += w * v[at] * counted[at];
            weights += all && weighted && i ? 0 : w * counted[at];
        }
    }
    const double number = of_the_batch ? double(samples) : valid;
    if (of_the_batch && !weighted) return v[0]; // a single number is reduced already
    if (kind == reduction_kind::sum) return sum;
    if (kind == reduction_kind::mean_with_sample_weight) return weights != 0 ? sum / weights : 0;
    return number != 0 ? sum / number : 0;
}

inline bool is_number(float x) {
    std::uint32_t bits;
    std::memcpy(&bits, &x, sizeof bits);
    return (bits & 0x7f800000) != 0x7f800000;
}

/// Whether `got` is what Keras recorded; numbers that it does not have either are left out.
inline bool near(double got, float wanted, double tolerance) {
    return !is_number(wanted) || std::fabs(got - double(wanted)) <= tolerance * (1e-6 + 1e-5 * std::fabs(double(wanted)));
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
            const std::vector<double> v(m.values.begin(), m.values.end()), counted(m.counted.begin(), m.counted.end());
            for (int k = 0; k < 4; ++k) {
                CAPTURE(k);
                if (r.of_the_batch && r.values.rank > 0) continue; // Keras multiplies samples' weights by channels
                CHECK(near(reduced(reduction_kind(k), v, counted, r.of_the_batch, d.samples, false),
                           numbers[std::size_t(r.at_totals + k)], all.tolerance));
                CHECK(near(reduced(reduction_kind(k), v, counted, r.of_the_batch, d.samples, true),
                           numbers[std::size_t(r.at_weighted + k)], all.tolerance));
            }
        });
        CHECK(found);
    }
}

} // namespace losses_test
