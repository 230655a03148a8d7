/// The order of samples in an epoch, without memory for it.
#pragma once
#include "../../shape/compiled_for.hpp"
#include <cstddef>
#include <cstdint>

namespace ctnn {

/// A random permutation of 0 ... n-1 that computes each of its elements: a data set may be as large as it likes. The
/// same n, seed and round (the number of the pass over the data) give the same permutation on every machine.
///
/// A Feistel network on pairs (a, b), a < height, b < width, height * width a little more than n: each of its rounds
/// adds a random function of one half to the other half. What falls behind n is sent through again until it does not.
/// (Black and Rogaway, Ciphers with Arbitrary Finite Domains, 2002: the generalized Feistel cipher with cycle walking.)
class permutation {
public:
    constexpr permutation(std::uint64_t n, std::uint64_t seed, std::uint64_t round)
        : n_(n), key_(mix(seed ^ mix(round + 1))) {
        while (width_ * width_ < n) width_ *= 2;
        for (std::uint64_t step = width_ / 2; step > 0; step /= 2) // the smallest number whose square is at least n
            if ((width_ - step) * (width_ - step) >= n) width_ -= step;
        height_ = n == 0 ? 1 : (n + width_ - 1) / width_;
    }

    std::uint64_t size() const { return n_; }
    template<unsigned Options = compiled_for>
    constexpr std::uint64_t operator()(std::uint64_t i) const {
        do i = once(i);
        while (i >= n_);
        return i;
    }

private:
    static constexpr int rounds = 8;
    std::uint64_t n_, key_, width_ = 1, height_ = 1;

    /// Splitmix64's finalizer (Steele, Lea and Flood, 2014).
    static constexpr std::uint64_t mix(std::uint64_t x) {
        x += 0x9e3779b97f4a7c15u;
        x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9u;
        x = (x ^ x >> 27) * 0x94d049bb133111ebu;
        return x ^ x >> 31;
    }
    constexpr std::uint64_t once(std::uint64_t i) const {
        std::uint64_t a = i / width_, b = i % width_;
        for (std::uint64_t r = 0; r < rounds; ++r) {
            a = (a + mix(key_ + 2 * r * 0x9e3779b97f4a7c15u + b)) % height_;
            b = (b + mix(key_ + (2 * r + 1) * 0x9e3779b97f4a7c15u + a)) % width_;
        }
        return a * width_ + b;
    }
};

} // namespace ctnn
