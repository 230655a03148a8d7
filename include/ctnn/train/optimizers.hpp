/// All of Keras' optimizers, and Keras' strings for them: optimizer = adam.
#pragma once
#include "optimizers/adadelta.hpp"
#include "optimizers/adafactor.hpp"
#include "optimizers/adagrad.hpp"
#include "optimizers/adam.hpp"
#include "optimizers/adamax.hpp"
#include "optimizers/adamw.hpp"
#include "optimizers/ftrl.hpp"
#include "optimizers/lamb.hpp"
#include "optimizers/lion.hpp"
#include "optimizers/muon.hpp"
#include "optimizers/nadam.hpp"
#include "optimizers/rmsprop.hpp"
#include "optimizers/schedule_free_adamw.hpp"
#include "optimizers/sgd.hpp"
#include "shortcut.hpp"

namespace ctnn::detail {

constexpr bool same_but_for_case(std::string_view a, std::string_view b) {
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? char(c - 'A' + 'a') : c; };
    bool same = a.size() == b.size();
    for (std::size_t i = 0; same && i < a.size(); ++i) same = lower(a[i]) == lower(b[i]);
    return same;
}

/// The optimizer of that class name, nothing if there is none.
template<fixed_string Name, class First, class... More>
constexpr auto find_optimizer() {
    if constexpr (same_but_for_case(Name.view(), First::keras_name))
        return First();
    else if constexpr (sizeof...(More) > 0)
        return find_optimizer<Name, More...>();
}
template<fixed_string Name> // Keras' table has all but Lamb
using optimizer_named =
    decltype(find_optimizer<Name, optimizers::sgd, optimizers::rmsprop, optimizers::adam, optimizers::adamw,
                            optimizers::adadelta, optimizers::adagrad, optimizers::adamax, optimizers::adafactor,
                            optimizers::nadam, optimizers::ftrl, optimizers::lion, optimizers::muon,
                            optimizers::schedule_free_adamw>());

/// What one of Keras' strings stands for: the optimizer with its defaults. "Adam" and "adam" are the same.
template<fixed_string Name>
    requires(!std::is_void_v<optimizer_named<Name>>)
constexpr optimizer_named<Name> optimizer_of(shortcut<Name>) {
    return {};
}

} // namespace ctnn::detail
