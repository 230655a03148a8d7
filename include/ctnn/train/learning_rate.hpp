/// What learning_rate takes: a number, a schedule, or a function of the number of steps that have been made.
#pragma once
#include "schedules.hpp"

namespace ctnn {

/// One of these as a value. A function of your own is a lambda without captures, or any class without members:
/// learning_rate = [](auto t) { return 0.1 / (1 + t); }.
struct learning_rate_source {
    static constexpr std::string_view expected =
        "a number, a schedule or a function of the step without captures, for example 0.01_c";
    enum class kind_of : unsigned char {
        number,
        exponential_decay,
        piecewise_constant_decay,
        polynomial_decay,
        inverse_time_decay,
        cosine_decay,
        cosine_decay_restarts,
        function,
    };
    using function_type = double (*)(std::int64_t);

    constexpr learning_rate_source(double number) : kind(kind_of::number), number(number) {}
    constexpr learning_rate_source(const schedules::exponential_decay& s)
        : kind(kind_of::exponential_decay), exponential_decay(s) {}
    constexpr learning_rate_source(const schedules::piecewise_constant_decay& s)
        : kind(kind_of::piecewise_constant_decay), piecewise_constant_decay(s) {}
    constexpr learning_rate_source(const schedules::polynomial_decay& s)
        : kind(kind_of::polynomial_decay), polynomial_decay(s) {}
    constexpr learning_rate_source(const schedules::inverse_time_decay& s)
        : kind(kind_of::inverse_time_decay), inverse_time_decay(s) {}
    constexpr learning_rate_source(const schedules::cosine_decay& s) : kind(kind_of::cosine_decay), cosine_decay(s) {}
    constexpr learning_rate_source(const schedules::cosine_decay_restarts& s)
        : kind(kind_of::cosine_decay_restarts), cosine_decay_restarts(s) {}
    constexpr learning_rate_source(function_type f) : kind(kind_of::function), function(f) {}

    constexpr bool is_number() const { return kind == kind_of::number; }

    /// f(the schedule or function that this is); not for a number.
    template<class F>
    constexpr auto visit_schedule(F f) const {
        switch (kind) {
        case kind_of::exponential_decay:
            return f(exponential_decay);
        case kind_of::piecewise_constant_decay:
            return f(piecewise_constant_decay);
        case kind_of::polynomial_decay:
            return f(polynomial_decay);
        case kind_of::inverse_time_decay:
            return f(inverse_time_decay);
        case kind_of::cosine_decay:
            return f(cosine_decay);
        case kind_of::cosine_decay_restarts:
            return f(cosine_decay_restarts);
        default:
            return f(function);
        }
    }
    /// The learning rate after t steps.
    template<class Real, unsigned Options = compiled_for>
    constexpr Real at(std::int64_t t) const {
        if (is_number()) return Real(number);
        return visit_schedule([t](const auto& s) {
            if constexpr (requires { s.template at<Real>(t); })
                return s.template at<Real>(t);
            else
                return Real(s(t));
        });
    }
    /// What is wrong with it, "" if nothing is.
    constexpr std::string_view mistake() const {
        if (is_number()) return number >= 0 ? "" : "learning_rate must not be negative";
        return visit_schedule([](const auto& s) -> std::string_view {
            if constexpr (requires { s.mistake(); })
                return s.mistake();
            else
                return s ? "" : "the function of learning_rate must not be null";
        });
    }

    kind_of kind;
    union {
        double number;
        schedules::exponential_decay exponential_decay;
        schedules::piecewise_constant_decay piecewise_constant_decay;
        schedules::polynomial_decay polynomial_decay;
        schedules::inverse_time_decay inverse_time_decay;
        schedules::cosine_decay cosine_decay;
        schedules::cosine_decay_restarts cosine_decay_restarts;
        function_type function;
    };
};

namespace detail {

template<>
struct accept<learning_rate_source> {
    template<class V>
    static constexpr bool is_function = std::is_empty_v<V> && std::is_default_constructible_v<V> &&
                                        requires(const V& f, std::int64_t t) { static_cast<double>(f(t)); };
    template<class V>
    static constexpr bool from =
        accept<double>::from<V> || (std::is_convertible_v<V, learning_rate_source> && !std::is_arithmetic_v<V>) ||
        is_function<V>;

    template<class V>
    static constexpr learning_rate_source make(const V& v) {
        if constexpr (accept<double>::from<V>)
            return accept<double>::make(v);
        else if constexpr (is_function<V>)
            return learning_rate_source::function_type(
                [](std::int64_t t) -> double { return static_cast<double>(V{}(t)); });
        else
            return v;
    }
};

} // namespace detail
} // namespace ctnn
