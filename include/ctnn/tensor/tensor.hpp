/// tensor<float, 2, 3>: a fixed-size, contiguous, aligned, row-major array.
#pragma once
#include "../shape/inline.hpp"
#include "../shape/mistake.hpp"
#include "failure.hpp"
#include "row.hpp"
#include <array>
#include <initializer_list>
#include <span>

namespace ctnn {

namespace detail {

/// Braces for a value of that rank: {{1, 2}, {3, 4}} for rank 2.
template<class T, int Rank>
struct nested_list {
    using type = std::initializer_list<typename nested_list<T, Rank - 1>::type>;
};
template<class T>
struct nested_list<T, 1> {
    using type = std::initializer_list<T>;
};

/// An element of a flat list for a tensor of higher rank: worse than a row, where braces could be either.
template<class T>
struct flat_element {
    T value;
    constexpr flat_element(T v) : value(v) {}
};

template<unsigned Options = compiled_for>
constexpr void check_count(const extents& shape, std::size_t needed, std::size_t got) {
    if (needed == got) return;
    text t;
    t << "tensor of shape " << shape << ": expected " << needed << " values, got " << got;
    fail(t);
}
template<unsigned Options = compiled_for>
constexpr void check_rows(const extents& shape, int needed, std::size_t got, int axis) {
    if (std::size_t(needed) == got) return;
    text t;
    t << "tensor of shape " << shape << ": expected " << needed << " values along axis " << axis << ", got " << got;
    fail(t);
}

template<class T>
constexpr void copy_nested(const extents& shape, int axis, T*& to, const std::initializer_list<T>& list) {
    check_rows(shape, shape[axis], list.size(), axis);
    for (const T& v : list) *to++ = v;
}
template<class T, class Inner>
constexpr void copy_nested(const extents& shape, int axis, T*& to,
                           const std::initializer_list<std::initializer_list<Inner>>& list) {
    check_rows(shape, shape[axis], list.size(), axis);
    for (const auto& row : list) copy_nested(shape, axis + 1, to, row);
}

template<class T>
inline constexpr bool is_tensor = false;
template<class T, int... D>
inline constexpr bool is_tensor<tensor<T, D...>> = true;
template<class T>
inline constexpr bool is_row = false;
template<class T, int... D>
inline constexpr bool is_row<tensor_row<T, D...>> = true;

/// Elements in a row in memory: std::vector, std::array, std::span, an array.
template<class R, class T>
concept elements_of = !is_tensor<R> && !is_row<R> && requires(const R& r) {
    std::size(r);
    requires std::is_same_v<std::remove_cvref_t<decltype(*std::data(r))>, T>;
};

/// How many elements a type has, if the type says so.
template<class R>
inline constexpr std::size_t static_size = std::dynamic_extent;
template<class T, std::size_t N>
inline constexpr std::size_t static_size<std::array<T, N>> = N;
template<class T, std::size_t N>
inline constexpr std::size_t static_size<std::span<T, N>> = N;
template<class T, std::size_t N>
inline constexpr std::size_t static_size<T[N]> = N;

/// tensor(unwritten()): elements as the memory held them, of a result that is about to be written as a whole.
struct unwritten {
    explicit unwritten() = default; // {} is none
};

/// What is wrong with a tensor's type.
template<class T, int... D>
struct tensor_mistake {
    static constexpr text value = [] {
        text t;
        if (!((D >= 0) && ...)) {
            t << "tensor: expected known extents, got <";
            const char* comma = "";
            ((t << comma << D, comma = ", "), ...);
            t << ">; hint: a tensor is one sample, a std::vector<tensor<float, 3>> holds any number of them";
        } else if (!std::is_arithmetic_v<T>)
            t << "tensor: expected numbers as its elements, got another type; hint: tensor<float, 3>";
        return t;
    }();
};
/// What is said of a type with a mistake: a class of its own, so that the tensor's class stays valid.
template<class T, int... D>
struct wrong_tensor {
    CTNN_SAY_ALWAYS((tensor_mistake<T, D...>::value));
};

/// `Got` elements for or from a tensor of another size.
template<bool FromTensor, std::size_t Got, int... D>
struct count_mistake {
    static constexpr text value = [] {
        text t;
        t << "tensor of shape " << extents(shape_t<D...>{});
        if (FromTensor)
            return t << " has " << shape_t<D...>::size() << " values, the array has " << Got
                     << "; hint: std::array<float, " << shape_t<D...>::size() << '>';
        return t << ": expected " << shape_t<D...>::size() << " values, got " << Got
                 << "; hint: as many as its extents multiply to";
    }();
};

} // namespace detail

/// Elements of type T in the shape D...; new ones are zero.
template<class T, int... D>
struct tensor {
    static constexpr bool is_right = ((D >= 0) && ...) && std::is_arithmetic_v<T>;
    static_assert(sizeof(std::conditional_t<is_right, char, detail::wrong_tensor<T, D...>>) != 0);
    using value_type = T;
    static constexpr shape_t<D...> shape{};
    static constexpr int rank = int(sizeof...(D));

    alignas(64) T elements[is_right && shape_t<D...>::size() > 0 ? shape_t<D...>::size() : 1];

    constexpr tensor() noexcept : elements{} {}
    explicit tensor(detail::unwritten) noexcept {} // not constexpr: g++ 12 would evaluate it, and write zeros
    /// Row by row, or all elements in row-major order: tensor<float, 2, 3> x = {{1, 2, 3}, {4, 5, 6}}. The number of
    /// values must be the shape's.
    constexpr tensor(std::initializer_list<T> list)
        requires(rank <= 1)
        : tensor() {
        detail::check_count(shape, size(), list.size());
        copy(list.begin());
    }
    constexpr tensor(typename detail::nested_list<T, (rank > 1 ? rank : 2)>::type list)
        requires(rank > 1)
        : tensor() {
        T* to = elements;
        detail::copy_nested(shape, 0, to, list);
    }
    constexpr tensor(std::initializer_list<detail::flat_element<T>> list)
        requires(rank > 1)
        : tensor() {
        detail::check_count(shape, size(), list.size());
        T* to = elements;
        for (const auto& e : list) *to++ = e.value;
    }
    /// A copy of a row.
    CTNN_INLINE constexpr tensor(const tensor_row<T, D...>& row) : tensor() { copy(row.data()); }
    CTNN_INLINE constexpr tensor(const tensor_row<const T, D...>& row) : tensor() { copy(row.data()); }
    /// A copy of a std::span, std::array, std::vector or array of T in row-major order; as many as the shape says.
    template<detail::elements_of<T> R>
    CTNN_INLINE constexpr explicit tensor(const R& values) : tensor() {
        constexpr std::size_t n = detail::static_size<R>;
        if constexpr (n != std::dynamic_extent && n != size())
            CTNN_SAY_ALWAYS((detail::count_mistake<false, n, D...>::value));
        else {
            if (n == std::dynamic_extent) detail::check_count(shape, size(), std::size_t(std::size(values)));
            copy(std::data(values));
        }
    }
    /// Another type of numbers: tensor<float, 3>(integers), each converted as static_cast does.
    template<class U>
        requires(!std::is_same_v<T, U>)
    CTNN_INLINE constexpr explicit tensor(const tensor<U, D...>& x) : tensor() {
        for (std::size_t i = 0; i < size(); ++i) elements[i] = static_cast<T>(x.elements[i]);
    }

    /// A tensor of another shape is none of this one; reshape gives one with the same elements.
    template<int... Other>
        requires(!std::is_same_v<shape_t<Other...>, shape_t<D...>>)
    tensor(const tensor<T, Other...>&) = delete;

    static constexpr std::size_t size() { return shape_t<D...>::size(); }
    constexpr T* data() { return elements; }
    constexpr const T* data() const { return elements; }
    constexpr T* begin() { return elements; }
    constexpr T* end() { return elements + size(); }
    constexpr const T* begin() const { return elements; }
    constexpr const T* end() const { return elements + size(); }

    /// x(1, 2): one element, an index for every axis.
    template<class... I>
        requires(sizeof...(I) == sizeof...(D))
    constexpr T& operator()(I... i) {
        return elements[detail::element_index<D...>(i...)];
    }
    template<class... I>
        requires(sizeof...(I) == sizeof...(D))
    constexpr const T& operator()(I... i) const {
        return elements[detail::element_index<D...>(i...)];
    }
    /// x[i]: an element of a tensor of rank 1, a row of any other.
    constexpr decltype(auto) operator[](std::size_t i)
        requires(rank > 0)
    {
        return detail::element_or_row<D...>(elements, i);
    }
    constexpr decltype(auto) operator[](std::size_t i) const
        requires(rank > 0)
    {
        return detail::element_or_row<D...>(elements, i);
    }

    /// All elements equal; a NaN equals nothing.
    CTNN_INLINE constexpr bool operator==(const tensor& o) const { return detail::equal_elements(*this, o); }

    /// std::array<float, 6>(x); std::span<const float>(x) and std::vector<float>(x.begin(), x.end()) work as for any
    /// range.
    template<std::size_t N>
    CTNN_INLINE constexpr explicit operator std::array<T, N>() const {
        std::array<T, N> a{};
        if constexpr (N == size())
            for (std::size_t i = 0; i < N; ++i) a[i] = elements[i];
        else
            CTNN_SAY_ALWAYS((detail::count_mistake<true, N, D...>::value));
        return a;
    }

private:
    CTNN_INLINE constexpr void copy(const T* from) {
        for (std::size_t i = 0; i < size(); ++i) elements[i] = from[i];
    }
};

namespace detail {

/// What reshape says about sizes that differ.
template<class From, class To>
struct reshape_mistake {
    static constexpr text value = [] {
        text t;
        if (From::size() != To::size())
            t << "reshape(): " << extents(From{}) << " has " << From::size() << " elements, " << extents(To{})
              << " has " << To::size() << "; both must have as many";
        return t;
    }();
};

/// tensor<float, D...> of a shape that is a constant.
template<const extents& E, class = std::make_integer_sequence<int, E.rank>>
struct tensor_shaped;
template<const extents& E, int... I>
struct tensor_shaped<E, std::integer_sequence<int, I...>> {
    using type = tensor<float, E.dims[I]...>;
};

} // namespace detail

/// The same elements under another shape; sizes that differ do not compile.
template<class T, int... D, int... E>
CTNN_INLINE constexpr tensor<T, E...> reshape(const tensor<T, D...>& x, shape_t<E...>) {
    tensor<T, E...> y;
    if constexpr (detail::reshape_mistake<shape_t<D...>, shape_t<E...>>::value.empty())
        for (std::size_t i = 0; i < x.size(); ++i) y.elements[i] = x.elements[i];
    else
        CTNN_SAY_ALWAYS((detail::reshape_mistake<shape_t<D...>, shape_t<E...>>::value));
    return y;
}

} // namespace ctnn

#include "print.hpp"
