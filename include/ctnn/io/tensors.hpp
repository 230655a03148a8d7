/// Tensors from and to numpy's files: load_npy<tensor<float, 28, 28>>("image.npy"), and a std::vector of tensors where
/// the first axis counts samples.
#pragma once
#include "../tensor/tensor.hpp"
#include "npy.hpp"
#include <vector>

namespace ctnn {

namespace io::detail {

template<class X>
struct samples {
    static constexpr bool known = false;
};
template<number T, int... D>
struct samples<tensor<T, D...>> {
    static constexpr bool known = true, many = false;
    using one = tensor<T, D...>;
};
template<number T, int... D>
struct samples<std::vector<tensor<T, D...>>> {
    static constexpr bool known = true, many = true;
    using one = tensor<T, D...>;
};

template<class T, int... D>
std::vector<std::size_t> shape_of(const tensor<T, D...>&) {
    return {std::size_t(D)...};
}
template<class T, int... D>
std::string type_text(const tensor<T, D...>&) {
    std::string number = std::is_same_v<T, float> ? "float" : std::is_same_v<T, double> ? "double" : "";
    if (number.empty()) number = std::is_same_v<T, bool> ? "bool" : join("std::", name_of(dtype_of<T>()), "_t");
    std::string s = "tensor<" + number;
    ((s += join(", ", D)), ...);
    return s + '>';
}

template<class One>
[[noreturn]] void another_shape(const array& a, bool many, std::string_view file) {
    const auto wanted = shape_of(One());
    std::string text = "(n";
    for (auto d : wanted) text += join(", ", d);
    const auto expected = many ? text + ')' : shape_text(wanted);
    std::string hint = join("reshape it where it was made, with numpy .reshape(", many ? "-1" : "");
    for (std::size_t i = 0; i < wanted.size(); ++i) hint += join(i || many ? ", " : "", wanted[i]);
    hint += ')';
    if (!many && a.shape.size() == wanted.size() + 1 && std::equal(wanted.begin(), wanted.end(), a.shape.begin() + 1))
        hint = join("its first axis counts samples: load a std::vector<", type_text(One()), '>');
    else if (many && a.shape == wanted)
        hint = join("it is one sample: load a ", type_text(One()));
    throw file_error(file, join("must have shape ", expected, ", got ", shape_text(a.shape)), hint);
}

} // namespace io::detail

/// The array as a tensor or a std::vector of tensors. Any number type that loses nothing will do; another shape, or a
/// number that the tensor's type cannot hold exactly, throws file_error, which begins with `name`.
template<class X>
X to_tensors(const io::array& a, std::string_view name = "array") {
    using as = io::detail::samples<X>;
    static_assert(as::known,
                  "to_tensors, load_npy: give a tensor<float, ...> or a std::vector of them as the template argument");
    if constexpr (as::known) {
        using one = typename as::one;
        const auto wanted = io::detail::shape_of(one());
        const std::size_t axes = as::many ? 1 : 0;
        if (a.shape.size() != wanted.size() + axes ||
            !std::equal(wanted.begin(), wanted.end(), a.shape.begin() + std::ptrdiff_t(axes)))
            io::detail::another_shape<one>(a, as::many, name);
        using number = typename one::value_type;
        X x;
        if constexpr (std::is_same_v<number, bool>) { // a std::vector<bool> has no elements in memory
            const auto bytes = a.as<std::uint8_t>(name);
            if constexpr (as::many) {
                x.resize(a.shape[0]);
                for (std::size_t i = 0; i < bytes.size(); ++i)
                    x[i / one::size()].data()[i % one::size()] = bytes[i] != 0;
            } else
                for (std::size_t i = 0; i < bytes.size(); ++i) x.data()[i] = bytes[i] != 0;
        } else {
            const auto values = a.as<number>(name);
            if constexpr (as::many) {
                x.resize(a.shape[0]);
                for (std::size_t i = 0; i < x.size(); ++i)
                    std::copy_n(values.begin() + std::ptrdiff_t(i * one::size()), one::size(), x[i].begin());
            } else
                std::copy(values.begin(), values.end(), x.begin());
        }
        return x;
    } else
        return X();
}

/// The array of a .npy file as a tensor, or as a std::vector of tensors: a file of shape (n, 28, 28) is a
/// load_npy<std::vector<tensor<float, 28, 28>>>("x.npy"). Throws file_error.
template<class X>
X load_npy(const std::filesystem::path& path) {
    return to_tensors<X>(io::read_npy(path), path.string());
}

/// As numpy.save writes it. Atomic: when something fails, the old file is as it was.
template<io::number T, int... D>
void save_npy(const std::filesystem::path& path, const tensor<T, D...>& x) {
    io::write_npy(path, io::array::of<T>({std::size_t(D)...}, std::span<const T>(x.data(), x.size())));
}
template<io::number T, int... D>
void save_npy(const std::filesystem::path& path, const std::vector<tensor<T, D...>>& samples) {
    io::array a{io::dtype_of<T>(), {samples.size(), std::size_t(D)...}, {}};
    for (const auto& x : samples) {
        const auto bytes = std::as_bytes(std::span<const T>(x.data(), x.size()));
        a.bytes.insert(a.bytes.end(), bytes.begin(), bytes.end());
    }
    io::write_npy(path, a);
}

} // namespace ctnn
