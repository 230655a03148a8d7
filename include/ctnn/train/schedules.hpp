/// Keras' learning-rate schedules: learning_rate = ExponentialDecay(0.1, 1000, 0.96). Each is a function of the number
/// of steps that have been made. As in Keras, all is computed in the network's number type.
#pragma once
#include "keywords.hpp"
#include "arguments.hpp"
#include "configured.hpp"
#include "numbers.hpp"

namespace ctnn {

inline constexpr keyword<"initial_learning_rate"> initial_learning_rate{};
inline constexpr keyword<"decay_steps"> decay_steps{};
inline constexpr keyword<"decay_rate"> decay_rate{};
inline constexpr keyword<"staircase"> staircase{};
inline constexpr keyword<"end_learning_rate"> end_learning_rate{};
inline constexpr keyword<"warmup_target"> warmup_target{};
inline constexpr keyword<"warmup_steps"> warmup_steps{};
inline constexpr keyword<"first_decay_steps"> first_decay_steps{};
inline constexpr keyword<"t_mul"> t_mul{};
inline constexpr keyword<"m_mul"> m_mul{};

namespace schedules {

// here, since these are names that programs have: schedules::power = 2
inline constexpr keyword<"boundaries"> boundaries{};
inline constexpr keyword<"values"> values{};
inline constexpr keyword<"power"> power{};
inline constexpr keyword<"cycle"> cycle{};

/// initial decay_rate^(t / decay_steps)                                                      schedules.ExponentialDecay
/// staircase: with the whole part of t / decay_steps.
struct exponential_decay {
    double initial_learning_rate = 0, decay_steps = 1, decay_rate = 1;
    bool staircase = false;

    static constexpr std::string_view keras_name = "ExponentialDecay";
    static constexpr auto arguments() {
        using c = exponential_decay;
        return takes(required(ctnn::initial_learning_rate), &c::initial_learning_rate, required(ctnn::decay_steps),
                     &c::decay_steps, required(ctnn::decay_rate), &c::decay_rate, ctnn::staircase, &c::staircase);
    }
    constexpr std::string_view mistake() const { return decay_steps > 0 ? "" : "decay_steps must be positive"; }
    template<class Real, unsigned Options = compiled_for>
    constexpr Real at(std::int64_t t) const {
        const Real p = Real(t) / Real(decay_steps);
        return Real(initial_learning_rate) * math::pow(Real(decay_rate), staircase ? math::floor(p) : p);
    }
};

/// values[i], where i is the number of boundaries that t is above                      schedules.PiecewiseConstantDecay
struct piecewise_constant_decay {
    number_list boundaries, values;

    static constexpr std::string_view keras_name = "PiecewiseConstantDecay";
    static constexpr auto arguments() {
        using c = piecewise_constant_decay;
        return takes(required(schedules::boundaries), &c::boundaries, required(schedules::values), &c::values);
    }
    constexpr std::string_view mistake() const {
        if (boundaries.size == 0) return "boundaries must not be empty";
        return values.size == boundaries.size + 1 ? "" : "there must be one value more than boundaries";
    }
    template<class Real, unsigned Options = compiled_for>
    constexpr Real at(std::int64_t t) const {
        int i = 0;
        while (i < boundaries.size && t > std::int64_t(boundaries[i])) ++i;
        return Real(values[i]);
    }
};

/// (initial - end) (1 - t / decay_steps)^power + end                                          schedules.PolynomialDecay
/// up to decay_steps, then end; cycle: decay_steps becomes the first multiple of itself
/// that t has not passed.
struct polynomial_decay {
    double initial_learning_rate = 0, decay_steps = 1, end_learning_rate = 0.0001, power = 1;
    bool cycle = false;

    static constexpr std::string_view keras_name = "PolynomialDecay";
    static constexpr auto arguments() {
        using c = polynomial_decay;
        return takes(required(ctnn::initial_learning_rate), &c::initial_learning_rate, required(ctnn::decay_steps),
                     &c::decay_steps, ctnn::end_learning_rate, &c::end_learning_rate, schedules::power, &c::power,
                     schedules::cycle, &c::cycle);
    }
    constexpr std::string_view mistake() const { return decay_steps > 0 ? "" : "decay_steps must be positive"; }
    template<class Real, unsigned Options = compiled_for>
    constexpr Real at(std::int64_t t) const {
        Real now(t), steps(decay_steps);
        if (cycle)
            steps *= t == 0 ? Real(1) : -math::floor(-(now / Real(decay_steps)));
        else if (now > steps)
            now = steps;
        return Real(initial_learning_rate - end_learning_rate) * math::pow(1 - now / steps, Real(power)) +
               Real(end_learning_rate);
    }
};

/// initial / (1 + decay_rate t / decay_steps)                                                schedules.InverseTimeDecay
/// staircase: with the whole part of t / decay_steps.
struct inverse_time_decay {
    double initial_learning_rate = 0, decay_steps = 1, decay_rate = 0;
    bool staircase = false;

    static constexpr std::string_view keras_name = "InverseTimeDecay";
    static constexpr auto arguments() {
        using c = inverse_time_decay;
        return takes(required(ctnn::initial_learning_rate), &c::initial_learning_rate, required(ctnn::decay_steps),
                     &c::decay_steps, required(ctnn::decay_rate), &c::decay_rate, ctnn::staircase, &c::staircase);
    }
    constexpr std::string_view mistake() const { return decay_steps > 0 ? "" : "decay_steps must be positive"; }
    template<class Real, unsigned Options = compiled_for>
    constexpr Real at(std::int64_t t) const {
        const Real p = Real(t) / Real(decay_steps);
        return Real(initial_learning_rate) / (1 + Real(decay_rate) * (staircase ? math::floor(p) : p));
    }
};

/// initial ((1 - alpha) (1 + cos(pi t / decay_steps)) / 2 + alpha), at the end initial alpha      schedules.CosineDecay
/// warmup_target: a straight line from initial to it over warmup_steps, and the decay starts
/// there, from the target.
struct cosine_decay {
    double initial_learning_rate = 0, decay_steps = 1, alpha = 0;
    number_or_none warmup_target;
    double warmup_steps = 0;

    static constexpr std::string_view keras_name = "CosineDecay";
    static constexpr auto arguments() {
        using c = cosine_decay;
        return takes(required(ctnn::initial_learning_rate), &c::initial_learning_rate, required(ctnn::decay_steps),
                     &c::decay_steps, ctnn::alpha, &c::alpha, ctnn::warmup_target, &c::warmup_target,
                     ctnn::warmup_steps, &c::warmup_steps);
    }
    constexpr std::string_view mistake() const { return decay_steps > 0 ? "" : "decay_steps must be positive"; }
    template<class Real, unsigned Options = compiled_for>
    constexpr Real at(std::int64_t t) const {
        const Real first(initial_learning_rate), warm = warmup_target.given ? Real(warmup_steps) : Real(0), now(t);
        if (now < warm) return Real(warmup_target.value - initial_learning_rate) * (now / warm) + first;
        const Real steps(decay_steps), at = now - warm < steps ? now - warm : steps;
        const Real wave = Real(0.5) * (1 + math::cos(Real(3.14159265358979323846) * (at / steps)));
        return (warmup_target.given ? Real(warmup_target.value) : first) * (Real(1 - alpha) * wave + Real(alpha));
    }
};

/// Cosine decays one after the other, the first over first_decay_steps, each t_mul times as long and starting m_mul
/// times as high as the one before.                                                       schedules.CosineDecayRestarts
struct cosine_decay_restarts {
    double initial_learning_rate = 0, first_decay_steps = 1, t_mul = 2, m_mul = 1, alpha = 0;

    static constexpr std::string_view keras_name = "CosineDecayRestarts";
    static constexpr auto arguments() {
        using c = cosine_decay_restarts;
        return takes(required(ctnn::initial_learning_rate), &c::initial_learning_rate,
                     required(ctnn::first_decay_steps), &c::first_decay_steps, ctnn::t_mul, &c::t_mul, ctnn::m_mul,
                     &c::m_mul, ctnn::alpha, &c::alpha);
    }
    constexpr std::string_view mistake() const {
        if (!(t_mul > 0)) return "t_mul must be positive";
        return first_decay_steps > 0 ? "" : "first_decay_steps must be positive";
    }
    template<class Real, unsigned Options = compiled_for>
    constexpr Real at(std::int64_t t) const {
        const Real longer(t_mul);
        Real done = Real(t) / Real(first_decay_steps), restarts{};
        if (longer == 1) {
            restarts = math::floor(done);
            done -= restarts;
        } else {
            restarts = math::floor(math::log(1 - done * (1 - longer)) / math::log(longer));
            const Real length = math::pow(longer, restarts);
            done = (done - (1 - length) / (1 - longer)) / length;
        }
        const Real wave =
            Real(0.5) * math::pow(Real(m_mul), restarts) * (1 + math::cos(Real(3.14159265358979323846) * done));
        return Real(initial_learning_rate) * ((1 - Real(alpha)) * wave + Real(alpha));
    }
};

} // namespace schedules

inline constexpr configured<schedules::exponential_decay> ExponentialDecay{};
inline constexpr configured<schedules::piecewise_constant_decay> PiecewiseConstantDecay{};
inline constexpr configured<schedules::polynomial_decay> PolynomialDecay{};
inline constexpr configured<schedules::inverse_time_decay> InverseTimeDecay{};
inline constexpr configured<schedules::cosine_decay> CosineDecay{};
inline constexpr configured<schedules::cosine_decay_restarts> CosineDecayRestarts{};

} // namespace ctnn
