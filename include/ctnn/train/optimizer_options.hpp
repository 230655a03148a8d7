/// What every optimizer has: its learning rate, clipping, weight decay, moving average and accumulation; and how it
/// says what it keeps for a weight.
#pragma once
#include "keywords.hpp"
#include "learning_rate.hpp"

namespace ctnn {

inline constexpr keyword<"learning_rate"> learning_rate{};
inline constexpr keyword<"weight_decay"> weight_decay{};
inline constexpr keyword<"clipnorm"> clipnorm{};
inline constexpr keyword<"clipvalue"> clipvalue{};
inline constexpr keyword<"global_clipnorm"> global_clipnorm{};
inline constexpr keyword<"use_ema"> use_ema{};
inline constexpr keyword<"ema_momentum"> ema_momentum{};
inline constexpr keyword<"ema_overwrite_frequency"> ema_overwrite_frequency{};
inline constexpr keyword<"loss_scale_factor"> loss_scale_factor{};
inline constexpr keyword<"gradient_accumulation_steps"> gradient_accumulation_steps{};
inline constexpr keyword<"var_names"> var_names{};
// of several optimizers
inline constexpr keyword<"beta_1"> beta_1{};
inline constexpr keyword<"beta_2"> beta_2{};
inline constexpr keyword<"rho"> rho{};
inline constexpr keyword<"nesterov"> nesterov{};
inline constexpr keyword<"amsgrad"> amsgrad{};
inline constexpr keyword<"centered"> centered{};
inline constexpr keyword<"initial_accumulator_value"> initial_accumulator_value{};

/// One array that an optimizer keeps for a weight.
struct optimizer_slot {
    std::string_view name; ///< Keras': "momentum"; "" for one that Keras gives the weight's own name
    extents shape;
    double initial;        ///< every element before the first step
    bool starts_as_weight; ///< or the weight's value
    int pass;              ///< Keras lists the slots of all weights of one pass, then those of the next
};

/// The arrays for one weight: those of the optimizer itself in the order in which its formula takes them, then what all
/// optimizers may have.
struct slot_list {
    static constexpr int capacity = 5;
    optimizer_slot at[capacity] = {};
    int size = 0;

    constexpr void add(std::string_view name, const extents& shape, double initial = 0, int pass = 0) {
        at[size++] = {name, shape, initial, false, pass};
    }
};

/// What a step knows besides the weights. As Keras, an optimizer computes the numbers of a step in Real.
template<class Real>
struct optimizer_step {
    std::int64_t iterations; ///< updates that were made before
    Real learning_rate;
    bool scheduled; ///< whether learning_rate comes from a schedule
    Real product;   ///< of Nadam: see there

    /// base^(iterations + 1 + later)
    template<unsigned Options = compiled_for>
    constexpr Real power(Real base, int later = 0) const {
        const std::int64_t n = iterations + 1 + later;
        return static_cast<Real>(math::power(static_cast<double>(base), n < 2147483647 ? int(n) : 2147483647));
    }
};

/// A weight as `update` gets it: clipping and decay are done. The gradient may be overwritten.
template<class Real>
struct whole_weight {
    Real* value;
    Real* gradient;
    Real* const* slots;
    extents shape;
    std::string_view path;
};

/// The common arguments, with Keras' defaults. An optimizer is a class that inherits this, with keras_name and
/// arguments(),
///   slot_list slots(shape, path): what it keeps for a weight
/// and one of
///   with_formula(step, use): calls use(f), where f(w, g, slots) updates a number, or a vector of them, in every lane,
///   update<Target>(weight, step, scratch): updates a whole weight (optimizer.hpp: whole_weight).
struct optimizer_options {
    learning_rate_source learning_rate = 0.001;
    number_or_none weight_decay, clipnorm, clipvalue, global_clipnorm;
    bool use_ema = false;
    double ema_momentum = 0.99;
    int ema_overwrite_frequency = 0;     ///< 0: None
    number_or_none loss_scale_factor;    ///< changes no result but its last digits, so that nothing is done about it
    int gradient_accumulation_steps = 0; ///< 0: None
    word_list excluded;                  ///< from weight decay

    /// Keras' method: weights whose path ("dense/bias") has one of these words in it do not decay. Words, where Keras
    /// takes regular expressions.
    template<class... Words>
        requires((std::is_convertible_v<Words, std::string_view> && ...))
    constexpr void exclude_from_weight_decay(const Words&... words) {
        excluded = {};
        (excluded.add(words), ...);
    }
    template<class V>
        requires(detail::accept<word_list>::from<V>)
    constexpr void exclude_from_weight_decay(const argument<keyword<"var_names">, V>& names) {
        excluded = detail::accept<word_list>::make(names.value);
    }

    /// How much a weight decays: value -= value decay learning_rate in front of each update; 0 for not at all.
    constexpr double decay_of(const extents&, std::string_view path) const {
        return weight_decay.given && !excluded.match(path) ? weight_decay.value : 0;
    }
    /// What a method needs besides gradients and slots for a weight of that shape, in elements.
    constexpr std::size_t scratch_elements(const extents&) const { return 0; }

    constexpr bool accumulates() const { return gradient_accumulation_steps > 0; }
    constexpr bool clips() const { return clipnorm.value > 0 || clipvalue.value > 0 || global_clipnorm.value > 0; }

    /// What is wrong with the common arguments; empty if nothing is.
    constexpr text common_mistake(std::string_view keras_name) const {
        text t;
        const std::string_view rate = learning_rate.mistake();
        if (!rate.empty())
            t << keras_name << ": " << rate;
        else if (clipnorm.given + clipvalue.given + global_clipnorm.given > 1)
            t << keras_name << ": only one of clipnorm, clipvalue and global_clipnorm may be given";
        else if (gradient_accumulation_steps == 1)
            t << keras_name << ": gradient_accumulation_steps must be at least 2, got 1";
        else if (use_ema && !(ema_momentum >= 0 && ema_momentum <= 1))
            t << keras_name << ": ema_momentum must be from 0 to 1, got " << ema_momentum;
        else if (excluded.overflow)
            t << keras_name << ": the words of exclude_from_weight_decay have more than " << word_list::capacity
              << " characters";
        return t;
    }

    /// Keras' positional order: learning_rate, the optimizer's own, then these.
    template<class... Own>
    static constexpr auto after_learning_rate(Own... own) {
        using c = optimizer_options;
        return takes(ctnn::learning_rate, &c::learning_rate, own..., ctnn::weight_decay, &c::weight_decay,
                     ctnn::clipnorm, &c::clipnorm, ctnn::clipvalue, &c::clipvalue, ctnn::global_clipnorm,
                     &c::global_clipnorm, ctnn::use_ema, &c::use_ema, ctnn::ema_momentum, &c::ema_momentum,
                     ctnn::ema_overwrite_frequency, &c::ema_overwrite_frequency, ctnn::loss_scale_factor,
                     &c::loss_scale_factor, ctnn::gradient_accumulation_steps, &c::gradient_accumulation_steps);
    }
};

} // namespace ctnn
