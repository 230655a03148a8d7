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

/// What one of Keras' strings stands for: the optimizer with its defaults.
template<fixed_string Name>
constexpr void optimizer_of(shortcut<Name>) = delete; // no optimizer has that name

constexpr optimizers::sgd optimizer_of(shortcut<"sgd">) { return {}; }
constexpr optimizers::rmsprop optimizer_of(shortcut<"rmsprop">) { return {}; }
constexpr optimizers::adam optimizer_of(shortcut<"adam">) { return {}; }
constexpr optimizers::adamw optimizer_of(shortcut<"adamw">) { return {}; }
constexpr optimizers::adamax optimizer_of(shortcut<"adamax">) { return {}; }
constexpr optimizers::nadam optimizer_of(shortcut<"nadam">) { return {}; }
constexpr optimizers::adagrad optimizer_of(shortcut<"adagrad">) { return {}; }
constexpr optimizers::adadelta optimizer_of(shortcut<"adadelta">) { return {}; }
constexpr optimizers::ftrl optimizer_of(shortcut<"ftrl">) { return {}; }
constexpr optimizers::lion optimizer_of(shortcut<"lion">) { return {}; }
constexpr optimizers::adafactor optimizer_of(shortcut<"adafactor">) { return {}; }

} // namespace ctnn::detail
