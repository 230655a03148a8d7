/// One row of a tensor: what x[i] of rank 2 and more gives.
#pragma once
#include "../shape/inline.hpp"
#include "failure.hpp"
#include <cstddef>
#include <type_traits>

namespace ctnn {

template<class T, int... D>
struct tensor;

/// A part of a tensor with the shape D... . It refers to the tensor's elements: assignment copies into them. What has a
/// loop is inlined, here and in tensor: sources with different -m flags share these types, and must not share its code.
template<class T, int... D>
struct tensor_row {
    using value_type = std::remove_const_t<T>;
    static constexpr shape_t<D...> shape{};
    static constexpr int rank = int(sizeof...(D));
    T* elements;

    constexpr explicit tensor_row(T* first) : elements(first) {}
    constexpr tensor_row(const tensor_row&) = default;

    static constexpr std::size_t size() { return shape_t<D...>::size(); }
    constexpr T* data() const { return elements; }
    constexpr T* begin() const { return elements; }
    constexpr T* end() const { return elements + size(); }

    /// r(1, 2): one element. r[i]: an element of a row of rank 1, a row of any other.
    template<class... I>
        requires(sizeof...(I) == sizeof...(D))
    constexpr T& operator()(I... i) const;
    constexpr decltype(auto) operator[](std::size_t i) const;

    CTNN_INLINE constexpr const tensor_row& operator=(const tensor_row& o) const { return assign(o.elements); }
    CTNN_INLINE constexpr const tensor_row& operator=(const tensor_row<const value_type, D...>& o) const
        requires(!std::is_const_v<T>)
    {
        return assign(o.elements);
    }
    CTNN_INLINE constexpr const tensor_row& operator=(const tensor<value_type, D...>& x) const {
        return assign(x.data());
    }

private:
    CTNN_INLINE constexpr const tensor_row& assign(const value_type* from) const {
        for (std::size_t i = 0; i < size(); ++i) elements[i] = from[i];
        return *this;
    }
};

namespace detail {

/// Whether indices are looked at when the program runs: where it is not optimized, unless NDEBUG is defined.
#if defined(__OPTIMIZE__) || defined(NDEBUG)
constexpr bool checks_indices = false;
#else
constexpr bool checks_indices = true;
#endif

template<unsigned Options = compiled_for>
[[noreturn, gnu::cold]] void index_out_of_range(const extents& shape, int axis, std::size_t i) {
    text t;
    t << "tensor of shape " << shape << ": index " << static_cast<long long>(i) << " on axis " << axis
      << " is out of range, the last is " << shape[axis] - 1;
    fail(t);
}
/// An index out of range is no constant.
template<int... D>
constexpr void check_index(int axis, std::size_t i) {
    if (!checks_indices && !std::is_constant_evaluated()) return;
    constexpr extents shape = shape_t<D...>{};
    if (i >= std::size_t(shape[axis])) index_out_of_range(shape, axis, i);
}

/// Where element (i...) is.
template<int... D, class... I>
constexpr std::size_t element_index(I... i) {
    std::size_t at = 0;
    int axis = 0;
    ((check_index<D...>(axis++, std::size_t(i)), at = at * std::size_t(D) + std::size_t(i)), ...);
    return at;
}
/// Element i of rank 1, row i otherwise.
template<int First, int... More, class T>
constexpr decltype(auto) element_or_row(T* elements, std::size_t i) {
    check_index<First, More...>(0, i);
    if constexpr (sizeof...(More) == 0)
        return static_cast<T&>(elements[i]);
    else
        return tensor_row<T, More...>(elements + i * shape_t<More...>::size());
}
template<class A, class B>
CTNN_INLINE constexpr bool equal_elements(const A& a, const B& b) {
    for (std::size_t i = 0; i < a.size(); ++i)
        if (!(a.data()[i] == b.data()[i])) return false;
    return true;
}

} // namespace detail

template<class T, int... D>
template<class... I>
    requires(sizeof...(I) == sizeof...(D))
constexpr T& tensor_row<T, D...>::operator()(I... i) const {
    return elements[detail::element_index<D...>(i...)];
}
template<class T, int... D>
constexpr decltype(auto) tensor_row<T, D...>::operator[](std::size_t i) const {
    return detail::element_or_row<D...>(elements, i);
}

template<class T, class U, int... D>
    requires std::is_same_v<std::remove_const_t<T>, std::remove_const_t<U>>
CTNN_INLINE constexpr bool operator==(const tensor_row<T, D...>& a, const tensor_row<U, D...>& b) {
    return detail::equal_elements(a, b);
}
template<class T, int... D>
CTNN_INLINE constexpr bool operator==(const tensor_row<T, D...>& a, const tensor<std::remove_const_t<T>, D...>& b) {
    return detail::equal_elements(a, b);
}

} // namespace ctnn
