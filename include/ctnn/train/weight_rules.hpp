/// Regularizer and constraint of every weight of a network, as its layers' keywords say.
#pragma once
#include "../model/configurations.hpp"
#include "../model/network.hpp"
#include <array>

namespace ctnn::detail {

template<int Weights>
struct training_rules {
    std::array<regularizer, Weights> penalty{};
    std::array<constraint, Weights> bound{};
};

/// Runs the network's body again, for networks that have such keywords.
template<class Def>
struct weight_rules {
    static constexpr const auto& a = architecture<Def>::value;
    using type = training_rules<a.weight_count>;

    static consteval type collect() {
        type all;
        if (!definition<Def>::value.rules) return all;
        each_layer_again<Def>([&](int at, const layer_row&, const layer_record& l) {
            if (!l.config) return;
            const range weights = a.layers[at].weights;
            for (int i = weights.first; i < weights.first + weights.count; ++i)
                for (const weight_rule* r = l.config->rules; r; r = r->next) {
                    const weight_row& w = a.weight(i);
                    if (!r->applies(w.name, w.path, w.depth)) continue;
                    (r->penalty ? void(all.penalty[std::size_t(i)] = r->penalty)
                                : void(all.bound[std::size_t(i)] = r->bound));
                }
        });
        return all;
    }
    static constexpr type value = collect();

    static constexpr regularizer penalty(int weight) { return value.penalty[std::size_t(weight)]; }
    static constexpr constraint bound(int weight) { return value.bound[std::size_t(weight)]; }
};

} // namespace ctnn::detail
