/// Looks a layer's class up and reads its constants.
#include "layer_facts.hpp"
#include "layer_list.hpp"

namespace ctnn::import {

mask_rule mask_rule_of(const detail::layer_record& layer) {
    auto rule = mask_rule::drops;
    with_configuration(layer, [&]<class C>(const C&) { rule = detail::mask_rule_of<C>; });
    return rule;
}

std::vector<std::string> state_names(const detail::layer_record& layer) {
    std::vector<std::string> names;
    with_configuration(layer, [&]<class C>(const C&) {
        if constexpr (requires { C::state_names; })
            for (const std::string_view name : C::state_names) names.emplace_back(name);
    });
    return names;
}

} // namespace ctnn::import
