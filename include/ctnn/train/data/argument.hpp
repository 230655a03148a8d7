/// What fit and evaluate take as x, y and sample_weight, and how it becomes views.
///
/// - tensors in a row: std::vector, std::array, std::span, an array of tensor<float, ...> or of another number type
/// - plain numbers in a row, of any number type: as many samples as there are elements of one in them
/// - a file: what io/mapped_npy.hpp and io/npz give, or any type with the members
///       sample_view samples() const;      its first axis counts the samples
///       std::string_view name() const;    for sentences
///       a shape that prints with shape_text(): "(100, 31)"
/// - a std::tuple of these for several inputs or outputs
#pragma once
#include "../../shape/mistake.hpp"
#include "samples.hpp"
#include <array>
#include <tuple>
#include <utility>

namespace ctnn::detail {

enum class data_form : unsigned char { none, tensors, numbers, file };

template<class X>
concept in_a_row = !is_tensor<X> && !is_row<X> && requires(const X& x) {
    std::size(x);
    *std::data(x);
};
template<class X>
using element_in_row = std::remove_cvref_t<decltype(*std::data(std::declval<const X&>()))>;

template<class X>
constexpr data_form form_of_data() {
    if constexpr (requires(const X& x) {
                      { x.samples() } -> std::same_as<sample_view>;
                      x.name();
                      x.shape_text();
                  })
        return data_form::file;
    else if constexpr (in_a_row<X>) {
        if constexpr (is_tensor<element_in_row<X>>)
            return data_form::tensors;
        else if constexpr (std::is_arithmetic_v<element_in_row<X>>)
            return data_form::numbers;
        else
            return data_form::none;
    } else
        return data_form::none;
}

/// "x", or "x[1]" where there are several.
struct data_name {
    std::string_view argument;
    int index = -1;
    constexpr void put(text& t) const {
        t << argument;
        if (index >= 0) t << '[' << index << ']';
    }
};

template<class X>
inline constexpr bool is_data_tuple = false;
template<class... X>
inline constexpr bool is_data_tuple<std::tuple<X...>> = true;

/// One argument against the shape that a sample must have; what is wrong with its type.
template<class X>
constexpr void say_data_mistake(text& t, std::string_view call, data_name name, const extents& shape) {
    if (!t.empty()) return;
    constexpr data_form form = form_of_data<X>();
    if constexpr (form == data_form::none) {
        t << call << ": ";
        name.put(t);
        t << " must be samples in a row: a std::vector of tensors or numbers, or a file from map_npy";
        if constexpr (is_tensor<X>) t << "; hint: a std::vector of one tensor is one sample";
    } else if constexpr (form == data_form::tensors)
        if (const extents got = element_in_row<X>::shape; !(got == shape)) {
            t << call << ": ";
            name.put(t);
            t << " must have shape " << shape << ", got " << got;
        }
}

/// Data for Count inputs or outputs: a tuple of as many, or one alone. Shapes: a static constexpr array of extents.
template<class X, const auto& Shapes, int Count>
constexpr text data_mistake(std::string_view call, std::string_view argument) {
    text t;
    if constexpr (is_data_tuple<X>) {
        if constexpr (std::tuple_size_v<X> != Count)
            t << call << ": " << argument << " must hold " << Count << (Count == 1 ? " array" : " arrays, one for each")
              << ", got " << std::tuple_size_v<X>;
        else
            [&]<std::size_t... I>(std::index_sequence<I...>) {
                (say_data_mistake<std::tuple_element_t<I, X>>(t, call, {argument, Count > 1 ? int(I) : -1}, Shapes[I]),
                 ...);
            }
        (std::make_index_sequence<Count>{});
    } else if constexpr (Count != 1)
        t << call << ": " << argument << " must hold " << Count << " arrays; hint: tuple(a, b)";
    else
        say_data_mistake<X>(t, call, {argument}, Shapes[0]);
    return t;
}

/// The samples of one argument; numbers that make no whole samples and files of another size are errors.
template<class X, unsigned Options = compiled_for>
sample_view view_data(const X& x, const extents& shape, std::string_view call, data_name name) {
    constexpr data_form form = form_of_data<X>();
    const std::size_t elements = shape.size();
    if constexpr (form == data_form::tensors)
        return sample_view::of(std::data(x), std::size(x));
    else if constexpr (form == data_form::numbers) {
        const std::size_t n = std::size(x);
        if (elements != 0 && n % elements == 0) return sample_view::of(std::data(x), n / elements, elements);
        text t;
        t << call << ": ";
        name.put(t);
        t << " has " << n << " numbers, which make no whole samples of shape " << shape << " (" << elements
          << " numbers each)";
        fail(t);
    } else {
        const sample_view v = x.samples();
        if (v.elements() == elements) return v;
        text t;
        t << call << ": ";
        name.put(t);
        t << " (" << std::string_view(x.name()) << ") must have shape (n";
        for (int i = 0; i < shape.rank; ++i) t << ", " << shape[i];
        t << "), got " << std::string_view(x.shape_text());
        if (shape.rank > 0 && shape.size() == 1) t << "; hint: one number a sample";
        fail(t);
    }
}

/// The samples of Count inputs or outputs.
template<int Count, class X, class Shapes, unsigned Options = compiled_for>
std::array<sample_view, Count> view_all(const X& x, const Shapes& shapes, std::string_view call,
                                        std::string_view argument) {
    if constexpr (is_data_tuple<X>) return [&]<std::size_t... I>(std::index_sequence<I...>) {
            return std::array<sample_view, Count>{
                view_data(std::get<I>(x), shapes[I], call, {argument, Count > 1 ? int(I) : -1})...};
        }
    (std::make_index_sequence<Count>{});
    else return {view_data(x, shapes[0], call, {argument})};
}

} // namespace ctnn::detail
