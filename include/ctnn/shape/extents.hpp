/// Shapes: `extents` is a shape as a value, `shape<2, 3>` the same as a type.
#pragma once
#include "compiler.hpp"
#include <cstddef>
#include <type_traits>

namespace ctnn {

/// A shape has at most this many axes, the batch not counted.
inline constexpr int max_rank = 6;

/// An axis whose extent is not known: the batch axis in `build(input_shape = shape<None, 3>)`.
struct none_t {
    constexpr operator int() const { return -1; }
};
inline constexpr none_t None{};

namespace detail {

/// An extent that was computed: what no int holds becomes the largest one, and then the shape is too_large().
constexpr int bounded(long long extent) {
    return extent > 2147483647 ? 2147483647 : extent < -2147483647 ? -2147483647 : int(extent);
}

} // namespace detail

/// The shape of one sample as a value: `extents{28, 28, 1}`. Two of them are equal when rank and extents are.
/// `extents e = {}` is a scalar's shape; without `= {}` it holds nothing yet, as an int does.
struct extents {
    int rank;
    int dims[max_rank];

    constexpr extents() = default;
    template<class... D>
        requires(sizeof...(D) > 0 && sizeof...(D) <= max_rank && (std::is_convertible_v<D, int> && ...))
    explicit(sizeof...(D) == 1) constexpr extents(D... d) : rank(int(sizeof...(D))), dims{int(d)...} {}

    /// (Not the compiler's own, which goes through all of `dims` wherever shapes are compared.)
    constexpr bool operator==(const extents& other) const {
        if (rank != other.rank) return false;
        for (int i = 0; i < rank; ++i)
            if (dims[i] != other.dims[i]) return false;
        return true;
    }

    constexpr int operator[](int axis) const { return dims[axis]; }
    constexpr int& operator[](int axis) { return dims[axis]; }
    constexpr int last() const { return rank > 0 ? dims[rank - 1] : 1; }

    /// How many elements: the product of the extents, 1 for a scalar.
    constexpr std::size_t size() const { return product(0, rank); }
    /// Product of the extents of the axes in [first, end).
    constexpr std::size_t product(int first, int end) const {
        std::size_t n = 1;
        for (int i = first; i < end; ++i) n *= std::size_t(dims[i]);
        return n;
    }
    constexpr extents with(int axis, int extent) const {
        extents e = *this;
        e.dims[axis] = extent;
        return e;
    }
    constexpr extents with_last(int extent) const { return with(rank - 1, extent); }
    /// With one more axis; a shape that has as many as there can be becomes too_large().
    constexpr extents append(int extent) const {
        if (rank == max_rank) return filled(max_rank, 2147483647);
        extents e = *this;
        e.dims[e.rank++] = extent;
        return e;
    }
    constexpr extents prepend(int extent) const {
        if (rank == max_rank) return filled(max_rank, 2147483647);
        extents e(extent);
        for (int i = 0; i < rank; ++i) e.dims[i + 1] = dims[i];
        e.rank = rank + 1;
        return e;
    }
    constexpr extents without(int axis) const {
        extents e = {};
        for (int i = 0; i < rank; ++i)
            if (i != axis) e.dims[e.rank++] = dims[i];
        return e;
    }
    /// The axes in [first, end) alone.
    constexpr extents slice(int first, int end) const {
        extents e = {};
        for (int i = first; i < end; ++i) e.dims[e.rank++] = dims[i];
        return e;
    }
    /// Whether there are more elements than an int counts.
    constexpr bool too_large() const {
        unsigned long long n = 1;
        for (int i = 0; i < rank; ++i)
            if ((n *= static_cast<unsigned long long>(dims[i])) > 2147483647u) return true;
        return false;
    }
    static constexpr extents filled(int rank, int extent) {
        extents e = {};
        e.rank = rank;
        for (int i = 0; i < rank; ++i) e.dims[i] = extent;
        return e;
    }
};

namespace detail {
template<int... D>
struct too_many_axes; // says so, in mistake.hpp
}

/// The type behind `shape<28, 28, 1>`.
template<int... D>
struct shape_t {
    static constexpr bool is_right = sizeof...(D) <= std::size_t(max_rank);
    static_assert(sizeof(std::conditional_t<is_right, char, detail::too_many_axes<D...>>) != 0);
    static constexpr int rank = int(sizeof...(D));
    constexpr operator extents() const {
        if constexpr (sizeof...(D) == 0)
            return extents();
        else if constexpr (sizeof...(D) <= std::size_t(max_rank))
            return extents(D...);
        else
            return extents::filled(max_rank, 1); // reported above
    }
    static constexpr std::size_t size() { return (std::size_t(1) * ... * std::size_t(D)); }
};

/// A shape as a constant: `input_shape = shape<28, 28, 1>`.
template<int... D>
inline constexpr shape_t<D...> shape{};

template<int... A, int... B>
constexpr bool operator==(shape_t<A...>, shape_t<B...>) {
    return std::is_same_v<shape_t<A...>, shape_t<B...>>;
}
template<int... D>
constexpr bool operator==(const extents& a, shape_t<D...> b) {
    return a == extents(b);
}

} // namespace ctnn
