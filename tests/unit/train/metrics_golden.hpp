/// Metrics against the tables that real Keras made: tests/golden/metrics.
#pragma once
#include <cmath>
#include <ctnn/train/metrics.hpp>
#include <doctest/doctest.h>
#include <string>
#include <vector>

namespace ctnn::test {

struct metric_data {
    std::string name;
    extents y_true, y_pred;
    std::vector<float> targets, outputs;
};
struct metric_case {
    std::string name, data;
    bool weighted;
    std::vector<double> results; // after each batch
    mutable bool used = false;
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
        for (const raw& r : raws) sets.push_back({r.name, shape_of(r.y_true), shape_of(r.y_pred), r.targets, r.outputs});
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
inline const std::vector<metric_case>& metric_cases() {
    static const std::vector<metric_case> all = {
#include "../../golden/metrics/cases.inc"
    };
    return all;
}
inline const std::vector<float>& metric_weights() {
    static const std::vector<float> all = {
#define GOLDEN_WEIGHTS
#include "../../golden/metrics/data.inc"
#undef GOLDEN_WEIGHTS
    };
    return all;
}

inline bool close(double a, double b) {
    if (math::is_nan(a) || math::is_nan(b)) return math::is_nan(a) && math::is_nan(b);
    return std::abs(a - b) <= 1e-5 + 1e-4 * std::abs(b);
}

/// One case after the other: every data set that Keras gave this metric, in batches of 1, 7 and 33 samples.
template<class M>
void check_metric(const std::string& name, const M& metric) {
    int found = 0;
    for (const metric_case& c : metric_cases()) {
        if (c.name != name) continue;
        ++found, c.used = true;
        INFO(c.name << " of " << c.data << (c.weighted ? ", weighted" : ""));
        const metric_data& d = metric_data_of(c.data);
        CHECK(ctnn::detail::metric_mistake(metric, d.y_true, d.y_pred).view() == "");
        auto state = metric.state(d.y_true, d.y_pred);
        for (int round = 0; round < 2; ++round) { // the second one after a reset
            std::size_t at = 0, k = 0;
            for (int n : {1, 7, 33}) {
                state.update(d.targets.data() + at * d.y_true.size(), d.outputs.data() + at * d.y_pred.size(),
                             c.weighted ? metric_weights().data() + at : nullptr, n);
                at += std::size_t(n);
                double mean = 0;
                const int count = ctnn::detail::result_count(state);
                for (int i = 0; i < count; ++i) {
                    REQUIRE(k < c.results.size());
                    const double result = ctnn::detail::result_at(state, i), wanted = c.results[k++];
                    INFO("batch of " << n << ", number " << i << ": " << result << ", Keras " << wanted);
                    CHECK(close(result, wanted));
                    mean += wanted / count;
                }
                CHECK(close(state.result(), mean));
            }
            CHECK(k == c.results.size());
            state.reset();
        }
    }
    INFO(name);
    CHECK(found > 0);
}

/// Whether all cases of a group were asked for.
inline void check_no_case_is_left(const std::string& group) {
    for (const metric_case& c : metric_cases())
        if (c.name.rfind(group + '/', 0) == 0) CHECK_MESSAGE(c.used, c.name);
}

} // namespace ctnn::test
