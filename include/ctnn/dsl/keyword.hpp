/// Keyword arguments: `units = 4_c` makes an argument<keyword<"units">, ...>.
#pragma once
#include "constant.hpp"

namespace ctnn {

enum class activation_kind : unsigned char;

struct symbol; // both are model/'s
template<std::size_t N>
struct symbol_list;

/// Makes our `tanh` an overload of <cmath>'s that only keywords and positions accept.
struct only_here {};

/// What `tanh`, the only activation that shares its name with a C function, becomes as an argument.
struct tanh_constant {};

/// What {a, b} becomes where braces are no list: it has a type, so that a sentence can say what is wanted.
struct in_braces {
    template<class A, class B, class... More>
    constexpr in_braces(const A&, const B&, const More&...) {}
};

/// One keyword argument: the keyword and its value.
template<class Key, class V>
struct argument {
    using key = Key;
    using value_type = V;
    [[no_unique_address]] V value;
};

/// A keyword: `inline constexpr keyword<"units"> units{};`. Two keywords of the same name are the same keyword.
template<fixed_string Name>
struct keyword {
    static constexpr std::string_view name = Name.view();

    template<class V>
    constexpr argument<keyword, V> operator=(V value) const {
        return {value};
    }
    constexpr argument<keyword, tanh_constant> operator=(activation_kind (*)(only_here)) const { return {}; }
    template<std::size_t N>
    constexpr argument<keyword, std::string_view> operator=(const char (&s)[N]) const {
        return {std::string_view(s, N - 1)};
    }
    constexpr argument<keyword, in_braces> operator=(in_braces list) const { return {list}; }
    /// Keras' list of tensors: inputs = {a, b}.
    template<std::size_t N>
    constexpr auto operator=(const symbol (&list)[N]) const {
        return [&]<std::size_t... I>(std::index_sequence<I...>) {
            return argument<keyword, symbol_list<N>>{{{list[I]...}}};
        }(std::make_index_sequence<N>{});
    }
};

namespace detail {

template<class Key, class V>
inline constexpr bool is_constant<argument<Key, V>> = is_constant<V>;

template<class T>
inline constexpr bool is_argument = false;
template<class Key, class V>
inline constexpr bool is_argument<argument<Key, V>> = true;

/// A keyword that a layer takes, and the member of its configuration that it sets.
template<class Key, class C, class M, bool Required>
struct slot {
    using key = Key;
    using member_type = M;
    static constexpr bool required = Required;
    M C::*member;
};

template<class Key>
struct required_key {};

template<class... Slots>
struct slots : Slots... {
    static constexpr int count = int(sizeof...(Slots));
};

template<class Key, class C, class M>
constexpr slot<Key, C, M, false> make_slot(Key, M C::*member) {
    return {member};
}
template<class Key, class C, class M>
constexpr slot<Key, C, M, true> make_slot(required_key<Key>, M C::*member) {
    return {member};
}

template<class... S>
constexpr slots<S...> join(const slots<S...>& s) {
    return s;
}
template<class... S, class Key, class Member, class... More>
constexpr auto join(const slots<S...>& s, Key key, Member member, More... more) {
    auto next = make_slot(key, member);
    return join(slots<S..., decltype(next)>{static_cast<const S&>(s)..., next}, more...);
}
struct make_slots {
    template<class... KeysAndMembers>
    constexpr auto operator()(KeysAndMembers... all) const {
        return join(slots<>{}, all...);
    }
};
/// What C takes, as slots.
template<class C>
inline constexpr auto arguments_of = C::arguments()(make_slots{});
template<class C>
using slots_of = std::remove_const_t<decltype(arguments_of<C>)>;

} // namespace detail

/// Marks a keyword that has no default: takes(required(units), &dense::units, ...).
template<class Key>
constexpr detail::required_key<Key> required(Key) {
    return {};
}

/// The keywords of a layer in Keras' positional order, each with the member that it sets. They are only kept for
/// arguments_of here: a program includes many more layers than it uses.
template<class... KeysAndMembers>
constexpr auto takes(KeysAndMembers... all) {
    return [=](const auto& use) { return use(all...); };
}

} // namespace ctnn
