/// The numbers of random.hpp.
#pragma once
#include "../math.hpp"
#include "random.hpp"

namespace ctnn::ops {

/// What numbers depend on besides their place: the training run's seed and how many steps it has made.
struct random_state {
    unsigned long long seed = 0, step = 0;
};

namespace detail {

/// 64 random bits for a counter (SplitMix64's output function; Steele, Lea, Flood: Fast splittable generators, 2014).
template<unsigned Options = compiled_for>
constexpr unsigned long long random_bits(unsigned long long counter) {
    unsigned long long z = counter * 0x9e3779b97f4a7c15ull;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ull;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebull;
    return z ^ (z >> 31);
}
/// In (0, 1).
constexpr double uniform(unsigned long long bits) { return (double(bits >> 11) + 0.5) * (1.0 / 9007199254740992.0); }

/// cos(2 pi v), v in (0, 1), by its series.
template<unsigned Options = compiled_for>
constexpr double cosine_of_turns(double v) {
    const double x = 6.283185307179586 * (v < 0.5 ? v : v - 1), square = x * x;
    double sum = 1, term = 1;
    for (int i = 1; i <= 14; ++i) sum += term *= -square / ((2 * i - 1) * (2 * i));
    return sum;
}

} // namespace detail

/// Element number `at` of all samples' numbers.
template<unsigned Options = compiled_for>
constexpr double random_number(const op& o, const random_state& s, unsigned long long at) {
    const unsigned long long key =
        detail::random_bits(detail::random_bits(s.seed + 1) ^ (s.step * 0x2545f4914f6cdd1dull)) +
        detail::random_bits(~(unsigned long long)(o.attr.index));
    const random_kind kind = random_kind(o.attr.variant);
    const double rate = double(o.attr.value);
    if (kind != random_kind::normal) {
        if (detail::uniform(detail::random_bits(key + at)) < rate) return 0;
        return kind == random_kind::drop ? 1 / (1 - rate) : 1;
    }
    // Box and Muller
    const double u = detail::uniform(detail::random_bits(key + 2 * at)),
                 v = detail::uniform(detail::random_bits(key + 2 * at + 1));
    return math::sqrt(-2 * math::log(u)) * detail::cosine_of_turns(v);
}

} // namespace ctnn::ops
