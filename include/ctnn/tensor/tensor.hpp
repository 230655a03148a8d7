/// tensor<float, 2, 3>: a fixed-size, contiguous, aligned, row-major array.
#pragma once
#include "../shape/extents.hpp"
#include <initializer_list>
#include <utility>

namespace ctnn {

/// One row of a tensor, or a part of it: what x[i] of rank 2 and more gives. It refers to the tensor's elements.
template<class T, int... D>
struct tensor_row {
    static constexpr shape_t<D...> shape{};
    T* elements;

    static constexpr std::size_t size() { return shape.size(); }
    constexpr T* data() const { return elements; }
    constexpr T* begin() const { return elements; }
    constexpr T* end() const { return elements + size(); }
    constexpr decltype(auto) operator[](std::size_t i) const { return row<D...>(i); }

private:
    template<int, int... More>
    constexpr decltype(auto) row(std::size_t i) const {
        if constexpr (sizeof...(More) == 0)
            return static_cast<T&>(elements[i]);
        else
            return tensor_row<T, More...>{elements + i * shape_t<More...>::size()};
    }
};

namespace detail {

template<class T, int Rank>
struct nested_list {
    using type = std::initializer_list<typename nested_list<T, Rank - 1>::type>;
};
template<class T>
struct nested_list<T, 1> {
    using type = std::initializer_list<T>;
};
template<class T>
struct nested_list<T, 0> {
    using type = std::initializer_list<T>;
};

template<class T>
constexpr T* copy_nested(T* to, const T& value) {
    *to = value;
    return to + 1;
}
template<class T, class Inner>
constexpr T* copy_nested(T* to, const std::initializer_list<Inner>& list) {
    for (const Inner& v : list) to = copy_nested(to, v);
    return to;
}

} // namespace detail

/// Elements of type T in the shape D...; new ones are zero.
template<class T, int... D>
struct tensor {
    static_assert(((D >= 0) && ...), "tensor: every extent must be known");
    using value_type = T;
    static constexpr shape_t<D...> shape{};
    static constexpr int rank = int(sizeof...(D));

    alignas(64) T elements[shape_t<D...>::size() > 0 ? shape_t<D...>::size() : 1] = {};

    constexpr tensor() = default;
    /// All elements in row-major order: tensor<float, 3> x = {1, 2, 3}.
    constexpr tensor(std::initializer_list<T> list) {
        std::size_t i = 0;
        for (const T& v : list)
            if (i < size()) elements[i++] = v;
    }
    /// Row by row: tensor<float, 2, 3> x = {{1, 2, 3}, {4, 5, 6}}.
    constexpr tensor(typename detail::nested_list<T, rank>::type list)
        requires(rank > 1)
    {
        detail::copy_nested(elements, list);
    }

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
        return elements[index(i...)];
    }
    template<class... I>
        requires(sizeof...(I) == sizeof...(D))
    constexpr const T& operator()(I... i) const {
        return elements[index(i...)];
    }
    /// x[i]: an element of a tensor of rank 1, a row of any other.
    constexpr decltype(auto) operator[](std::size_t i) { return at<T, D...>(elements, i); }
    constexpr decltype(auto) operator[](std::size_t i) const { return at<const T, D...>(elements, i); }

    constexpr bool operator==(const tensor& o) const {
        for (std::size_t i = 0; i < size(); ++i)
            if (!(elements[i] == o.elements[i])) return false;
        return true;
    }

private:
    template<class... I>
    static constexpr std::size_t index(I... i) {
        std::size_t at = 0;
        ((at = at * std::size_t(D) + std::size_t(i)), ...);
        return at;
    }
    template<class E, int, int... More>
    static constexpr decltype(auto) at(E* e, std::size_t i) {
        if constexpr (sizeof...(More) == 0)
            return static_cast<E&>(e[i]);
        else
            return tensor_row<E, More...>{e + i * shape_t<More...>::size()};
    }
};

/// The same elements under another shape; sizes that differ do not compile.
template<class T, int... D, int... E>
constexpr tensor<T, E...> reshape(const tensor<T, D...>& x, shape_t<E...>) {
    static_assert(shape_t<D...>::size() == shape_t<E...>::size(), "reshape: both shapes must have the same number of elements");
    tensor<T, E...> y;
    for (std::size_t i = 0; i < x.size(); ++i) y.elements[i] = x.elements[i];
    return y;
}

namespace detail {

template<class T>
inline constexpr bool is_tensor = false;
template<class T, int... D>
inline constexpr bool is_tensor<tensor<T, D...>> = true;

/// tensor<float, D...> of a shape that is a constant.
template<const extents& E, class = std::make_integer_sequence<int, E.rank>>
struct tensor_shaped;
template<const extents& E, int... I>
struct tensor_shaped<E, std::integer_sequence<int, I...>> {
    using type = tensor<float, E.dims[I]...>;
};

/// A tensor on a stream: nested lists, as NumPy prints them.
template<class Out, class T, int... D>
void print_tensor(Out& out, const T* x) {
    if constexpr (sizeof...(D) == 0)
        out << *x;
    else
        [&]<int First, int... More>(std::integer_sequence<int, First, More...>) {
            constexpr std::size_t step = shape_t<More...>::size();
            out << '[';
            for (int i = 0; i < First; ++i) {
                if (i) out << ", ";
                print_tensor<Out, T, More...>(out, x + std::size_t(i) * step);
            }
            out << ']';
        }(std::integer_sequence<int, D...>{});
}

} // namespace detail

template<class Out, class T, int... D>
    requires requires(Out& out, T v) { out << v << '['; }
Out& operator<<(Out& out, const tensor<T, D...>& x) {
    detail::print_tensor<Out, T, D...>(out, x.data());
    return out;
}

} // namespace ctnn
