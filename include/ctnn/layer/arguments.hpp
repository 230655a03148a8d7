/// From a call's arguments to a layer's configuration, and what the compiler says about arguments that do not fit.
#pragma once
#include "../dsl/keywords.hpp"
#include "../dsl/values.hpp"
#include "../shape/mistake.hpp"
#include "weight_rule.hpp"
#include <boost/hana/basic_tuple.hpp>
#include <boost/hana/unpack.hpp>

namespace ctnn {

class parameters;
struct inputs_view;
namespace ops {
struct value;
}

/// What every layer takes besides its own keywords.
struct layer_options {
    std::string_view name{};
    bool trainable = true;
    extents input_shape{}, batch_shape{}; // batch_shape: with the batch axis in front
    static constexpr int no_input_dim = 1 << 30;
    int input_dim = no_input_dim;
    std::string_view dtype{};
    std::string_view unknown_key{}, unknown_name{}; ///< a string argument that names nothing: activation = "foo"_s
    detail::weight_rule* rules = nullptr;           ///< whoever reads the arguments owns them

    static constexpr auto arguments() {
        return takes(ctnn::name, &layer_options::name, ctnn::trainable, &layer_options::trainable, ctnn::input_shape,
                     &layer_options::input_shape, ctnn::input_dim, &layer_options::input_dim, ctnn::batch_input_shape,
                     &layer_options::batch_shape, ctnn::batch_shape, &layer_options::batch_shape, ctnn::dtype,
                     &layer_options::dtype);
    }
};

namespace detail {

/// The member that a slot of C sets.
template<class C, class Slot>
inline constexpr auto member_of = static_cast<const Slot&>(arguments_of<C>).member;

struct no_slot {
    static constexpr bool exists = false;
};
template<class Slot>
struct some_slot {
    static constexpr bool exists = true;
    using type = Slot;
    using member_type = typename Slot::member_type;
};
template<class Key, class C, class M, bool R>
constexpr some_slot<slot<Key, C, M, R>> slot_of(const slot<Key, C, M, R>*);
template<class Key>
constexpr no_slot slot_of(const void*);

/// The slot of C for a keyword, or no_slot.
template<class C, class Key>
using slot_for = decltype(slot_of<Key>(static_cast<const slots_of<C>*>(nullptr)));

template<class Slots, int I>
struct nth_slot;
template<class First, class... More, int I>
struct nth_slot<slots<First, More...>, I> : nth_slot<slots<More...>, I - 1> {};
template<class First, class... More>
struct nth_slot<slots<First, More...>, 0> {
    using type = First;
};

template<class Slots>
inline constexpr int slot_count = 0;
template<class... S>
inline constexpr int slot_count<slots<S...>> = int(sizeof...(S));

/// Keywords that C takes, as a list for a sentence: "units, use_bias besides name, trainable and input_shape".
/// Input and initializers have their own ones only.
template<class C, class... S>
constexpr void list_keywords(text& t, const slots<S...>*) {
    bool first = true;
    ((t << (first ? "" : ", ") << S::key::name, first = false), ...);
    if (first) t << "none";
    if constexpr (!slot_for<C, keyword<"name">>::exists && !requires(const C& c) { c.make(); })
        t << " besides name, trainable and input_shape";
}

/// "valid, same or causal"
template<has_keras_names E>
inline constexpr text list_of_names = [] {
    text t;
    constexpr std::size_t n = std::size(keras_names<E>);
    for (std::size_t i = 0; i < n; ++i) t << (i == 0 ? "" : i + 1 == n ? " or " : ", ") << keras_names<E>[i];
    return t;
}();

/// What an argument must be, for a sentence.
template<class M>
constexpr std::string_view kind_of_value() {
    if constexpr (std::is_same_v<M, int>) return "a whole number, for example 4_c";
    else if constexpr (std::is_same_v<M, bool>) return "true_c or false_c";
    else if constexpr (std::is_same_v<M, float> || std::is_same_v<M, double>) return "a number, for example 0.5_c";
    else if constexpr (std::is_same_v<M, extents>) return "a number or a shape, for example shape<3, 3>";
    else if constexpr (std::is_same_v<M, std::string_view>) return "a string, for example \"dense\"_s";
    else if constexpr (std::is_same_v<M, pairs>) return "a number, a shape or a tuple of shapes, for example tuple(shape<1, 2>, shape<3, 4>)";
    else if constexpr (has_keras_names<M>) return list_of_names<M>.view();
    else if constexpr (std::is_same_v<M, activation_kind>) return "an activation, for example relu";
    else if constexpr (requires { M::expected; }) return M::expected;
    else if constexpr (requires { accept<M>::expected; }) return accept<M>::expected;
    else return "one of Keras' names for it";
}

/// One such argument, for a sentence: 4_c, relu.
template<class M>
constexpr std::string_view example_of_value() {
    constexpr std::string_view kind = kind_of_value<M>(), mark = "for example ";
    constexpr std::size_t at = kind.rfind(mark);
    if (at != kind.npos) return kind.substr(at + mark.size());
    return kind.starts_with("one of") ? "..." : kind.substr(0, kind.find_first_of(" ,")); // "true_c or false_c"
}

template<class C>
inline constexpr bool has_call = requires(const C& c, parameters& own, const ops::value& x) { c.call(own, x); } ||
                                 requires(const C& c, parameters& own, const inputs_view& x) { c.call(own, x); };

/// A keyword kernel_regularizer or kernel_constraint goes with kernel_initializer; moving averages are not trained.
template<class... S>
constexpr bool is_rule_with(std::string_view keyword, const slots<S...>*) {
    const std::string_view weight = rule_of(keyword);
    return !weight.empty() && !weight.starts_with("moving_") &&
           ((S::key::name.starts_with(weight) && S::key::name.substr(weight.size()) == "_initializer") || ...);
}
/// Every layer has an activity_regularizer.
template<class C>
constexpr bool is_rule(std::string_view keyword) {
    return is_rule_with(keyword, static_cast<const slots_of<C>*>(nullptr)) ||
           (keyword == "activity_regularizer" && has_call<C>);
}
/// What such a keyword takes.
template<class Key>
using rule_type = std::conditional_t<Key::name.ends_with("_regularizer"), regularizer, constraint>;

/// One argument against the layer that gets it. `position` counts the arguments without keyword.
template<class C, class V>
struct check_argument {
    using all = slots_of<C>;

    template<int Position>
    static constexpr void say(text& t) {
        if constexpr (Position >= slot_count<all>) {
            t << C::keras_name << ": too many arguments, it takes ";
            list_keywords<C>(t, static_cast<const all*>(nullptr));
        } else {
            using slot = typename nth_slot<all, Position>::type;
            if constexpr (!accept<typename slot::member_type>::template from<V>)
                t << C::keras_name << ": argument " << Position + 1 << " is " << slot::key::name << ", it takes "
                  << kind_of_value<typename slot::member_type>();
        }
    }
};
template<class C, class Key, class V>
struct check_argument<C, argument<Key, V>> {
    template<int>
    static constexpr void say(text& t) {
        using own = slot_for<C, Key>;
        using common = slot_for<layer_options, Key>;
        if constexpr (!own::exists && !common::exists && is_rule<C>(Key::name)) {
            if constexpr (!accept<rule_type<Key>>::template from<V>)
                t << C::keras_name << ": " << Key::name << " takes " << kind_of_value<rule_type<Key>>();
        } else if constexpr (!own::exists && !common::exists) {
            t << C::keras_name << " has no keyword '" << Key::name << "', it takes ";
            list_keywords<C>(t, static_cast<const slots_of<C>*>(nullptr));
        } else {
            using slot = std::conditional_t<own::exists, own, common>;
            if constexpr (!accept<typename slot::member_type>::template from<V>)
                t << C::keras_name << ": " << Key::name << " takes " << kind_of_value<typename slot::member_type>();
            else if constexpr (!own::exists && std::is_same_v<typename slot::member_type, extents> && !is_shape_argument<V>)
                t << C::keras_name << ": " << Key::name << " takes a shape, for example shape<3>";
        }
    }
};

template<class A, class B>
inline constexpr bool same_keyword = false;
template<class Key, class V, class W>
inline constexpr bool same_keyword<argument<Key, V>, argument<Key, W>> = true;

template<class C, class... Before>
struct check_arguments {
    static constexpr int position = (0 + ... + !is_argument<Before>);
    template<class Next, class... More>
    static constexpr void say(text& t) {
        check_argument<C, Next>::template say<position>(t);
        if constexpr (is_argument<Next>) {
            if (t.empty() && (same_keyword<Before, Next> || ...))
                t << C::keras_name << ": " << Next::key::name << " is given twice";
            using all = slots_of<C>;
            if constexpr (position > 0)
                say_position<Next, all>(t, std::make_integer_sequence<int, (position < slot_count<all> ? position : slot_count<all>)>{});
        }
        if constexpr (sizeof...(More) > 0)
            if (t.empty()) check_arguments<C, Before..., Next>::template say<More...>(t);
    }
    template<class Next, class All, int... I>
    static constexpr void say_position(text& t, std::integer_sequence<int, I...>) {
        if (t.empty() && (std::is_same_v<typename nth_slot<All, I>::type::key, typename Next::key> || ...))
            t << C::keras_name << ": " << Next::key::name << " is given twice, by position and by keyword";
    }
};

/// The first mistake in the arguments' types; empty when there is none.
template<class C, class... Args>
constexpr text argument_mistake() {
    text t;
    if constexpr (sizeof...(Args) > 0) check_arguments<C>::template say<Args...>(t);
    return t;
}

/// Sets the members from the arguments, in order; positions count the arguments without keyword.
template<class C>
struct argument_reader {
    C& config;
    layer_options& options;

    template<int Position, class Key, class V>
    constexpr void set(const argument<Key, V>& a) const {
        using own = slot_for<C, Key>;
        if constexpr (own::exists) note_unknown<typename own::member_type>(Key::name, a.value);
        if constexpr (own::exists)
            config.*member_of<C, typename own::type> = accept<typename own::member_type>::make(a.value);
        else if constexpr (!slot_for<layer_options, Key>::exists)
            add_rule<Key>(a.value);
        else {
            using common = slot_for<layer_options, Key>;
            options.*member_of<layer_options, typename common::type> = accept<typename common::member_type>::make(a.value);
        }
    }
    template<int Position, class V>
        requires(!is_argument<V>)
    constexpr void set(const V& v) const {
        using slot = typename nth_slot<slots_of<C>, Position>::type;
        note_unknown<typename slot::member_type>(slot::key::name, v);
        config.*member_of<C, slot> = accept<typename slot::member_type>::make(v);
    }

private:
    template<class Key, class V>
    constexpr void add_rule(const V& v) const {
        note_unknown<rule_type<Key>>(Key::name, v);
        weight_rule rule;
        rule.keyword = Key::name;
        if constexpr (requires { C::no_activity_regularizer; })
            if (rule.of_outputs()) rule.refused = C::no_activity_regularizer;
        if constexpr (std::is_same_v<rule_type<Key>, regularizer>)
            rule.penalty = accept<regularizer>::make(v);
        else
            rule.bound = accept<constraint>::make(v);
        if (rule.penalty || rule.bound) weight_rule::append(options.rules, new weight_rule(rule));
    }
    template<class M, class V>
    constexpr void note_unknown(std::string_view key, const V& v) const {
        if constexpr (requires { M::unknown; }) // says so itself
            return;
        else if constexpr (has_string_form<M> && is_text_argument<V>) {
            M m{};
            if (!find_value(std::string_view(v), m)) options.unknown_key = key, options.unknown_name = v;
        }
    }
};

template<class... Args>
struct positions {
    /// Position of argument I among those without keyword.
    static constexpr int of(int i) {
        const bool keyword[] = {is_argument<Args>..., false};
        int n = 0;
        for (int k = 0; k < i; ++k) n += !keyword[k];
        return n;
    }
};

template<class C, class... Args>
constexpr void read_arguments(const hana::basic_tuple<Args...>& args, C& config, layer_options& options) {
    const argument_reader<C> reader{config, options};
    [&]<std::size_t... I>(std::index_sequence<I...>) {
        (reader.template set<positions<Args...>::of(int(I))>(hana::at_c<I>(args)), ...);
    }(std::index_sequence_for<Args...>{});
}

template<class Slot, class... Args>
inline constexpr bool has_argument = (same_keyword<Args, argument<typename Slot::key, int>> || ...);

/// The first required keyword that is not among the arguments, "" for none.
template<class... Args, class... S>
constexpr std::string_view missing_among(const slots<S...>*) {
    constexpr int given = (0 + ... + !is_argument<Args>);
    int i = 0;
    std::string_view missing;
    ((missing.empty() && S::required && i >= given && !has_argument<S, Args...> ? void(missing = S::key::name) : void(),
      ++i),
     ...);
    return missing;
}
template<class C, class... Args>
constexpr std::string_view missing_argument() {
    return missing_among<Args...>(static_cast<const slots_of<C>*>(nullptr));
}

} // namespace detail
} // namespace ctnn
