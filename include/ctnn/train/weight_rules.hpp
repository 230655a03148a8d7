/// Regularizer and constraint of every weight of a network, and the regularizer of every layer's outputs, as the
/// layers' keywords say.
#pragma once
#include "../model/configurations.hpp"
#include "../model/network.hpp"
#include <array>

namespace ctnn::detail {

template<int Weights, int Layers>
struct training_rules {
    std::array<regularizer, Weights> penalty{};
    std::array<constraint, Weights> bound{};
    std::array<regularizer, Layers> activity{};
    bool any_activity = false;
};

/// Runs the network's body again, for networks that have such keywords.
template<class Def>
struct weight_rules {
    static constexpr const auto& a = architecture<Def>::value;
    static constexpr bool any = definition<Def>::value.rules;
    using type = std::conditional_t<any, training_rules<a.weight_count, a.layer_count>, training_rules<0, 0>>;

    static consteval type collect() {
        type all;
        if constexpr (any)
            each_layer_again<Def>([&](int at, const layer_row&, const layer_record& l) {
                if (!l.config) return;
                for (const weight_rule* r = l.config->rules; r; r = r->next) add(all, at, *r);
            });
        return all;
    }
    static constexpr void add(type& all, int layer, const weight_rule& r) {
        if (r.of_outputs()) {
            all.activity[std::size_t(layer)] = r.penalty;
            all.any_activity = true;
        }
        const range weights = a.layers[layer].weights;
        for (int i = weights.first; i < weights.first + weights.count; ++i) {
            const weight_row& w = a.weight(i);
            if (!r.applies(w.name, w.path, w.depth)) continue;
            if (r.penalty)
                all.penalty[std::size_t(i)] = r.penalty;
            else
                all.bound[std::size_t(i)] = r.bound;
        }
    }
    static constexpr type value = collect();

    static constexpr regularizer penalty(int weight) {
        if constexpr (any) return value.penalty[std::size_t(weight)];
        return {};
    }
    static constexpr constraint bound(int weight) {
        if constexpr (any) return value.bound[std::size_t(weight)];
        return {};
    }
    static constexpr regularizer activity(int layer) {
        if constexpr (any) return value.activity[std::size_t(layer)];
        return {};
    }
    static constexpr bool any_activity = value.any_activity;
};

} // namespace ctnn::detail
