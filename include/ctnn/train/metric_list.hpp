/// The metrics of a compiled model, each with its running state, for the output that it looks at.
#pragma once
#include "compiled_losses.hpp"
#include <algorithm>
#include <memory>
#include <string>
#include <vector>

namespace ctnn::detail {

/// One metric. `weighted`: it counts samples by their weights.
template<class M>
struct measured {
    using state_type =
        decltype(std::declval<const M&>().state(std::declval<const extents&>(), std::declval<const extents&>()));
    M metric;
    int output;
    bool weighted;
    std::string name; ///< in logs
    state_type state;

    measured(const M& m, int at, bool by_weight, std::string shown, const extents& y_true, const extents& y_pred)
        : metric(m), output(at), weighted(by_weight), name(std::move(shown)), state(metric.state(y_true, y_pred)) {}
};

/// What `metrics` or `weighted_metrics` was given, for each output: a tuple of as many, each a metric, a tuple of them
/// or None. A network of one output takes all of them for it.
template<int Outputs, class Given>
struct metrics_of_outputs {
    using list = typename given_list<Given>::type;
    static constexpr bool fits = Outputs == 1 || std::tuple_size_v<list> == std::size_t(Outputs);
    /// f(output, metric) for each.
    template<class F>
    static constexpr void each(const Given& given, const F& f) {
        const auto one = [&](int output, const auto& m) {
            using type = std::remove_cvref_t<decltype(m)>;
            if constexpr (std::is_same_v<type, none_t>)
                return;
            else if constexpr (requires { std::tuple_size<type>::value; })
                std::apply([&](const auto&... inner) { (f(output, inner), ...); }, m);
            else
                f(output, m);
        };
        if constexpr (requires { std::tuple_size<Given>::value; })
            std::apply(
                [&](const auto&... m) {
                    int i = 0;
                    (one(Outputs == 1 ? 0 : i++, m), ...);
                },
                given);
        else
            one(0, given);
    }
};

/// The metrics as a tuple of `measured`.
template<class... M>
class metric_list {
public:
    /// A metric whose name an earlier one has gets a number, mae_1, and a weighted one "weighted_" first, as in Keras.
    explicit metric_list(std::tuple<M...> all) : all_(std::move(all)) {
        std::vector<std::pair<std::string, int>> taken; // names, and how often each was wanted
        const auto take = [&](const std::string& name) {
            for (auto& [known, times] : taken)
                if (known == name) return times++;
            taken.emplace_back(name, 1);
            return 0;
        };
        const auto find_name = [&](auto& m) {
            const auto known = [&](const auto& t) { return t.first == m.name; };
            if (m.weighted && std::any_of(taken.begin(), taken.end(), known))
                m.name.insert(m.name.size() - std::string_view(m.metric.name).size(), "weighted_");
            if (const int n = take(m.name)) m.name += '_' + std::to_string(n);
        };
        each([&](auto& m) { m.weighted ? void() : find_name(m); });
        each([&](auto& m) { m.weighted ? find_name(m) : void(); });
    }

    template<class F>
    void each(const F& f) {
        std::apply([&](auto&... m) { (f(m), ...); }, all_);
    }
    void reset() {
        each([](auto& m) { m.state.reset(); });
    }

private:
    std::tuple<M...> all_;
};

} // namespace ctnn::detail
