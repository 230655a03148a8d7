/// numpy's .npy and .npz as data to train and evaluate with, without reading them into memory.
#pragma once
#include "../train/data/samples.hpp"
#include "mapped_file.hpp"
#include "npy.hpp"

namespace ctnn {

/// The array of a file; its first axis counts samples. Copies share the file. fit takes it as x or y: numbers of any
/// type become floats when a batch is copied.
class mapped_array {
public:
    mapped_array(io::mapped_file file, std::span<const std::byte> data, io::detail::npy_header header, std::string name)
        : file_(std::move(file)), data_(data), header_(std::move(header)), name_(std::move(name)) {}

    const std::vector<std::size_t>& shape() const { return header_.shape; }
    io::dtype type() const { return header_.type; }
    std::span<const std::byte> bytes() const { return data_; }

    sample_view samples() const {
        const auto n = header_.shape[0], width = io::size_of(header_.type);
        const auto elements = io::detail::element_count(std::span(header_.shape).subspan(1));
        return {data_.data(),
                n,
                static_cast<std::size_t>(elements),
                width,
                static_cast<std::size_t>(elements) * width,
                reader(header_.type)};
    }
    std::string_view name() const { return name_; }
    std::string shape_text() const { return io::detail::shape_text(header_.shape); }

private:
    io::mapped_file file_;
    std::span<const std::byte> data_;
    io::detail::npy_header header_;
    std::string name_;

    static void read_halves(const std::byte* from, std::size_t n, float* to) {
        for (std::size_t i = 0; i < n; ++i) {
            std::uint16_t half;
            std::memcpy(&half, from + 2 * i, 2);
            to[i] = io::detail::half_to_float(half);
        }
    }
    static sample_view::reader reader(io::dtype type) {
        using enum io::dtype;
        switch (type) {
        case f2:
            return &read_halves;
        case f8:
            return &detail::read_numbers<double>;
        case i1:
            return &detail::read_numbers<std::int8_t>;
        case i2:
            return &detail::read_numbers<std::int16_t>;
        case i4:
            return &detail::read_numbers<std::int32_t>;
        case i8:
            return &detail::read_numbers<std::int64_t>;
        case u1:
            return &detail::read_numbers<std::uint8_t>;
        case u2:
            return &detail::read_numbers<std::uint16_t>;
        case u4:
            return &detail::read_numbers<std::uint32_t>;
        case u8:
            return &detail::read_numbers<std::uint64_t>;
        case boolean:
            return &detail::read_numbers<bool>;
        default:
            return &detail::read_numbers<float>; // .npy has no bfloat16
        }
    }
};

namespace io::detail {

/// An array in a part of a file that is mapped.
inline mapped_array map_array(const mapped_file& file, std::span<const std::byte> part, const std::string& name) {
    auto [header, data] = npy_parts(part, name);
    if (header.shape.empty())
        throw file_error(name, "holds a single number, no samples", "its first axis must count samples");
    if (header.fortran_order && header.shape.size() > 1)
        throw file_error(name, "has its samples not one behind the other (fortran_order)",
                         "save numpy.ascontiguousarray(x)");
    if (header.big_endian && size_of(header.type) > 1)
        throw file_error(name, "has big-endian numbers, which cannot be mapped",
                         "convert it where it was made, with numpy .astype('<f4')");
    return {file, data, std::move(header), name};
}

} // namespace io::detail

/// A .npy file, mapped: auto x = map_npy("x.npy"). Throws file_error.
inline mapped_array map_npy(const std::filesystem::path& path) {
    const io::mapped_file file(path);
    return io::detail::map_array(file, file.bytes(), file.name());
}

} // namespace ctnn
