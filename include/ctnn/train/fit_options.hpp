/// The keywords of fit and evaluate: which there are, what they are without being given, what is wrong with them.
#pragma once
#include "../run/predict_options.hpp"
#include "data/class_weights.hpp"
#include "keywords.hpp"

namespace ctnn::detail {

struct fit_settings {
    long long batch_size = 32, epochs = 1, initial_epoch = 0, steps_per_epoch = 0, steps = 0, validation_steps = 0;
    long long validation_batch_size = 0, validation_freq = 1, seed = 0;
    bool batch_size_given = false, shuffle = true;
    int verbose = 1;
    double validation_split = 0;
};

template<class Key, class... A>
inline constexpr bool has_option = (std::is_same_v<typename A::key, Key> || ...);

/// The value that a keyword was given, where the caller has it: data may be large.
template<class Key, class First, class... Rest>
constexpr const auto& option_at(const First& first, const Rest&... rest) {
    if constexpr (std::is_same_v<typename First::key, Key>)
        return first.value;
    else
        return option_at<Key>(rest...);
}

template<class Key, class... A>
using option_type = std::remove_cvref_t<decltype(option_of<Key>(std::declval<const A&>()...))>;

/// Those of fit.
template<class Key>
inline constexpr bool is_fit_keyword =
    std::is_same_v<Key, keyword<"batch_size">> || std::is_same_v<Key, keyword<"epochs">> ||
    std::is_same_v<Key, keyword<"verbose">> || std::is_same_v<Key, keyword<"callbacks">> ||
    std::is_same_v<Key, keyword<"validation_split">> || std::is_same_v<Key, keyword<"validation_data">> ||
    std::is_same_v<Key, keyword<"shuffle">> || std::is_same_v<Key, keyword<"class_weight">> ||
    std::is_same_v<Key, keyword<"sample_weight">> || std::is_same_v<Key, keyword<"initial_epoch">> ||
    std::is_same_v<Key, keyword<"steps_per_epoch">> || std::is_same_v<Key, keyword<"validation_steps">> ||
    std::is_same_v<Key, keyword<"validation_batch_size">> || std::is_same_v<Key, keyword<"validation_freq">> ||
    std::is_same_v<Key, keyword<"seed">> || std::is_same_v<Key, keyword<"threads">>;

/// Those of evaluate.
template<class Key>
inline constexpr bool is_evaluate_keyword =
    std::is_same_v<Key, keyword<"batch_size">> || std::is_same_v<Key, keyword<"verbose">> ||
    std::is_same_v<Key, keyword<"callbacks">> || std::is_same_v<Key, keyword<"sample_weight">> ||
    std::is_same_v<Key, keyword<"steps">> || std::is_same_v<Key, keyword<"threads">>;

/// Those of train_on_batch and test_on_batch.
template<class Key>
inline constexpr bool is_batch_keyword =
    std::is_same_v<Key, keyword<"class_weight">> || std::is_same_v<Key, keyword<"sample_weight">> ||
    std::is_same_v<Key, keyword<"threads">>;

/// What is wrong with threads = ...; Known: the header that makes them is there.
template<bool Known, class... A>
constexpr text threads_given_mistake(std::string_view call) {
    text t;
    if constexpr ((is_argument<A> && ...))
        if constexpr (has_option<keyword<"threads">, A...>) {
            using given = option_type<keyword<"threads">, A...>;
            if (!std::is_convertible_v<given, long long> || std::is_same_v<given, bool>)
                t << call << ": threads takes a number of threads";
            else if (!Known)
                t << call << ": threads = ... is in a header of its own; hint: #include <ctnn/run/threads.hpp>";
        }
    return t;
}

template<fixed_string Call, class... A>
struct fit_options_mistake {
    static constexpr bool one_batch = Call.view().ends_with("_on_batch()");
    static constexpr std::string_view example = one_batch ? "sample_weight = w" : "batch_size = 32";

    template<class One>
    static constexpr void check(text& t) {
        if (!t.empty()) return;
        if constexpr (!is_argument<One>)
            t << Call.view() << ": what follows x and y are keywords; hint: " << example;
        else if constexpr (one_batch && !is_batch_keyword<typename One::key>)
            t << Call.view() << " has no keyword '" << One::key::name
              << "', it takes sample_weight, class_weight and threads";
        else if constexpr (Call.view() == "evaluate()" && !is_evaluate_keyword<typename One::key>)
            t << Call.view() << " has no keyword '" << One::key::name
              << "', it takes batch_size, verbose, callbacks, sample_weight, steps and threads";
        else if constexpr (!one_batch && Call.view() != "evaluate()" && !is_fit_keyword<typename One::key>)
            t << Call.view() << " has no keyword '" << One::key::name
              << "', it takes batch_size, epochs, verbose, callbacks, validation_split, validation_data, shuffle, "
                 "class_weight, sample_weight, initial_epoch, steps_per_epoch, validation_steps, "
                 "validation_batch_size, "
                 "validation_freq, seed and threads";
        else if constexpr ((int(std::is_same_v<typename One::key, typename A::key>) + ... + 0) > 1)
            t << Call.view() << ": " << One::key::name << " is given twice";
        else
            check_value<typename One::key, typename One::value_type>(t);
    }
    template<class Key, class V>
    static constexpr void check_value(text& t) {
        constexpr std::string_view name = Key::name;
        if constexpr (name == "class_weight") {
            if (!std::is_same_v<V, none_t> && !std::is_constructible_v<class_weights, const V&>)
                t << Call.view() << ": class_weight takes a map from a class to its weight; hint: class_weight = "
                  << "std::map<int, double>{{0, 1.0}, {1, 2.0}}";
        } else if constexpr (name == "callbacks") {
            if (std::is_same_v<V, in_braces>)
                t << Call.view() << ": callbacks takes several as a tuple; hint: callbacks = std::tuple(a, b)";
        } else if constexpr (name == "shuffle") {
            if (!std::is_constructible_v<bool, V>) t << Call.view() << ": shuffle takes true or false";
        } else if constexpr (name != "sample_weight" && name != "validation_data" && name != "threads")
            if (!std::is_convertible_v<V, double>)
                t << Call.view() << ": " << name << " takes a number, for example " << name << " = "
                  << (name == "validation_split" ? "0.2"
                      : name == "batch_size"     ? "32"
                                                 : "2");
    }
    static constexpr text value = [] {
        text t;
        if constexpr ((is_argument<A> && ...))
            (check<A>(t), ...);
        else
            ((is_argument<A>
                  ? void()
                  : void(t.empty() ? t << Call.view() << ": what follows x and y are keywords; hint: " << example : t)),
             ...);
        return t;
    }();
};

/// The values as plain numbers; those that make no sense are errors.
template<unsigned Options = compiled_for, class... A>
fit_settings fit_settings_of(std::string_view call, const A&... a) {
    fit_settings s;
    const auto number = [&]<class Key>(const Key&, auto& to, long long least) {
        if constexpr (has_option<Key, A...>) {
            to = std::remove_reference_t<decltype(to)>(option_of<Key>(a...));
            if (double(to) >= double(least)) return;
            text t;
            t << call << ": " << Key::name << (least > 0 ? " must be positive, got " : " must not be negative, got ")
              << double(to);
            fail(t);
        }
    };
    number(keyword<"batch_size">{}, s.batch_size, 1);
    s.batch_size_given = has_option<keyword<"batch_size">, A...>;
    number(keyword<"epochs">{}, s.epochs, 0);
    number(keyword<"initial_epoch">{}, s.initial_epoch, 0);
    number(keyword<"steps_per_epoch">{}, s.steps_per_epoch, 1);
    number(keyword<"steps">{}, s.steps, 1);
    number(keyword<"validation_steps">{}, s.validation_steps, 1);
    number(keyword<"validation_batch_size">{}, s.validation_batch_size, 1);
    number(keyword<"validation_freq">{}, s.validation_freq, 1);
    number(keyword<"seed">{}, s.seed, 0);
    number(keyword<"verbose">{}, s.verbose, 0);
    number(keyword<"validation_split">{}, s.validation_split, 0);
    if constexpr (has_option<keyword<"shuffle">, A...>) s.shuffle = bool(option_of<keyword<"shuffle">>(a...));
    return s;
}

/// How many threads were asked for.
template<unsigned Options = compiled_for, class... A>
int threads_given(std::string_view call, const A&... a) {
    if constexpr (has_option<keyword<"threads">, A...>) {
        const long long n = static_cast<long long>(option_of<keyword<"threads">>(a...));
        if (n >= 1) return n < 1024 ? int(n) : 1024;
        text t;
        t << call << ": threads must be positive, got " << n;
        fail(t);
    }
    return 1;
}

/// What class_weight was given, none without it: a map, or a tuple of pairs.
template<class... A>
class_weights class_weights_given(const A&... a) {
    if constexpr (has_option<keyword<"class_weight">, A...>) {
        const auto& given = option_at<keyword<"class_weight">>(a...);
        if constexpr (std::is_same_v<std::remove_cvref_t<decltype(given)>, none_t>)
            return {};
        else
            return class_weights(given);
    } else
        return {};
}

/// What callbacks was given, none without it.
template<class... A>
auto callbacks_given(const A&... a) {
    if constexpr (has_option<keyword<"callbacks">, A...>)
        return option_of<keyword<"callbacks">>(a...);
    else
        return std::tuple<>();
}

} // namespace ctnn::detail
