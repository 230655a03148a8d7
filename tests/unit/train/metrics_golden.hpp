/// Metrics against the tables that real Keras made: tests/golden/metrics.
#pragma once
#include <cmath>
#include <ctnn/train/metrics.hpp>
#include <doctest/doctest.h>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace ctnn::test {

struct metric_data {
    std::string name;
    extents y_true, y_pred;
    std::vector<float> targets, outputs;
};
struct metric_case {
    const char *name, *data;
    bool weighted;
    int count;
    double results[18]; // after each batch
    bool used = false;
};

inline const std::vector<metric_data>& metric_data_sets() {
    static const std::vector<metric_data> all = [] {
        struct raw {
            const char* name;
            std::vector<int> y_true, y_pred;
            std::vector<float> targets, outputs;
        };
        const raw raws[] = {
#include "../../golden/metrics/data.inc"
        };
        std::vector<metric_data> sets;
        const auto shape_of = [](const std::vector<int>& dims) {
            extents e = {};
            for (int d : dims) e = e.append(d);
            return e;
        };
        for (const raw& r : raws)
            sets.push_back({r.name, shape_of(r.y_true), shape_of(r.y_pred), r.targets, r.outputs});
        return sets;
    }();
    return all;
}
inline const metric_data& metric_data_of(const std::string& name) {
    for (const metric_data& d : metric_data_sets())
        if (d.name == name) return d;
    FAIL("no data set " << name);
    return metric_data_sets()[0];
}
inline metric_case metric_cases[] = {
#include "../../golden/metrics/cases.inc"
};
inline const std::vector<float>& metric_weights() {
    static const std::vector<float> all = {
#define GOLDEN_WEIGHTS
#include "../../golden/metrics/data.inc"
#undef GOLDEN_WEIGHTS
    };
    return all;
}

/// Tighter than what is asked of layers; the rest is float32 in Keras.
inline bool close(double a, double b) {
    if (math::is_nan(a) || math::is_nan(b)) return math::is_nan(a) && math::is_nan(b);
    return std::abs(a - b) <= 1e-5 + 1e-5 * std::abs(b);
}

/// A metric whatever its type: this file is compiled once, not for each of them.
struct any_metric {
    struct running {
        std::function<void()> reset;
        std::function<void(const float*, const float*, const float*, int)> update;
        std::function<int()> count;
        std::function<double(int)> at;
        std::function<double()> result;
    };
    std::function<text(const extents&, const extents&)> mistake;
    std::function<running(const extents&, const extents&)> state;

    template<class M>
    any_metric(const M& metric)
        : mistake([=](const extents& t, const extents& p) { return detail::metric_mistake(metric, t, p); }),
          state([=](const extents& t, const extents& p) {
              auto own = std::make_shared<decltype(metric.state(t, p))>(metric.state(t, p));
              return running{[=] { own->reset(); },
                             [=](const float* a, const float* b, const float* w, int n) { own->update(a, b, w, n); },
                             [=] { return detail::result_count(*own); },
                             [=](int i) { return detail::result_at(*own, i); }, [=] { return own->result(); }};
          }) {}
};

/// One case after the other: every data set that Keras gave this metric, in batches of 1, 7 and 33 samples.
inline void check_metric(const std::string& name, const any_metric& metric) {
    int found = 0;
    for (metric_case& c : metric_cases) {
        if (c.name != name) continue;
        ++found, c.used = true;
        INFO(std::string(c.name) << " of " << std::string(c.data) << std::string(c.weighted ? ", weighted" : ""));
        const metric_data& d = metric_data_of(c.data);
        CHECK(metric.mistake(d.y_true, d.y_pred).view() == "");
        const auto state = metric.state(d.y_true, d.y_pred);
        for (int round = 0; round < 2; ++round) { // the second one after a reset
            std::size_t at = 0;
            int k = 0;
            for (int n : {1, 7, 33}) {
                state.update(d.targets.data() + at * d.y_true.size(), d.outputs.data() + at * d.y_pred.size(),
                             c.weighted ? metric_weights().data() + at : nullptr, n);
                at += std::size_t(n);
                double mean = 0;
                const int count = state.count();
                for (int i = 0; i < count; ++i) {
                    REQUIRE(k < c.count);
                    const double result = state.at(i), wanted = c.results[k++];
                    INFO("batch of " << n << ", number " << i << ": " << result << ", Keras " << wanted);
                    CHECK(close(result, wanted));
                    mean += wanted / count;
                }
                CHECK(close(state.result(), mean));
            }
            CHECK(k == c.count);
            state.reset();
        }
    }
    INFO(name);
    CHECK(found > 0);
}

/// Whether all cases of a group were asked for.
inline void check_no_case_is_left(const std::string& group) {
    for (const metric_case& c : metric_cases)
        if (std::string(c.name).rfind(group + '/', 0) == 0) CHECK_MESSAGE(c.used, std::string(c.name));
}

} // namespace ctnn::test
