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

template<fixed_string Name>
struct optimizer_name_mistake {
    static constexpr text value = [] {
        text t;
        return t << "optimizer: '" << Name.view() << "' is no optimizer; hint: optimizer = adam";
    }();
};

/// What one of Keras' strings stands for: the optimizer with its defaults.
template<fixed_string Name>
constexpr auto optimizer_of(shortcut<Name>) {
    constexpr std::string_view name = Name.view();
    if constexpr (name == "sgd")
        return optimizers::sgd();
    else if constexpr (name == "rmsprop")
        return optimizers::rmsprop();
    else if constexpr (name == "adam")
        return optimizers::adam();
    else if constexpr (name == "adamw")
        return optimizers::adamw();
    else if constexpr (name == "adamax")
        return optimizers::adamax();
    else if constexpr (name == "nadam")
        return optimizers::nadam();
    else if constexpr (name == "adagrad")
        return optimizers::adagrad();
    else if constexpr (name == "adadelta")
        return optimizers::adadelta();
    else if constexpr (name == "ftrl")
        return optimizers::ftrl();
    else if constexpr (name == "lion")
        return optimizers::lion();
    else if constexpr (name == "adafactor")
        return optimizers::adafactor();
    else {
        CTNN_SAY_ALWAYS(optimizer_name_mistake<Name>::value);
        return optimizers::sgd();
    }
}

} // namespace ctnn::detail
