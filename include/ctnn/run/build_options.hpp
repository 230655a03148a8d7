/// Keywords of build: seed = 42, activations = fast, weight_dtype = bf16, winograd = false_c.
#pragma once
#include "../dsl/policies.hpp"
#include "../dsl/values.hpp"
#include "../program/compiled.hpp"
#include "../tensor/failure.hpp"

namespace ctnn::detail {

/// A seed as a plain number: any that 64 bits without a sign can count.
template<class V, unsigned Options = compiled_for>
    requires is_whole<V>
unsigned long long seed_of(const V& v) {
    if constexpr (std::is_signed_v<V>)
        if (v < 0) {
            text t;
            t << "build(): seed must not be negative, got " << static_cast<long long>(v) << "; hint: build(seed = 42)";
            fail(t);
        }
    return static_cast<unsigned long long>(v);
}
template<class T, T V, unsigned Options = compiled_for>
    requires(is_whole<T> && (std::is_unsigned_v<T> || V >= 0))
unsigned long long seed_of(hana::integral_constant<T, V>) {
    return static_cast<unsigned long long>(V);
}

/// Whether A is a keyword of build, and whether it is a policy.
template<class A>
inline constexpr int policy_kind = -1;
template<class V>
    requires requires(const V& v) { seed_of(v); }
inline constexpr int policy_kind<argument<keyword<"seed">, V>> = 0;
template<activation_policy P>
inline constexpr int policy_kind<argument<keyword<"activations">, constant<P>>> = 1;
template<weight_policy P>
inline constexpr int policy_kind<argument<keyword<"weight_dtype">, constant<P>>> = 2;
template<bool On>
inline constexpr int policy_kind<argument<keyword<"winograd">, hana::bool_<On>>> = 3;

/// Keywords of build, each at most once, one of them a policy.
template<class... A>
constexpr bool check_policies() {
    int count[4] = {};
    return ((policy_kind<A> >= 0 && ++count[policy_kind<A>] == 1) && ...) && count[1] + count[2] + count[3] > 0;
}
template<class... A>
inline constexpr bool has_policies = false;
template<class First, class... A>
inline constexpr bool has_policies<First, A...> = check_policies<First, A...>();

constexpr void set_policy(passes& p, activation_policy a) { p.fast_activations = a == activation_policy::fast; }
constexpr void set_policy(passes& p, weight_policy w) { p.bf16_weights = w == weight_policy::bf16; }
constexpr void set_policy(passes& p, bool winograd) { p.winograd = winograd; }
template<class... A>
constexpr passes passes_of_policies() {
    passes p;
    [[maybe_unused]] const auto set = [&]<class Key, class V>(const argument<Key, V>*) {
        if constexpr (policy_kind<argument<Key, V>> > 0) set_policy(p, V::value);
    };
    (set(static_cast<const A*>(nullptr)), ...);
    return p;
}

} // namespace ctnn::detail
