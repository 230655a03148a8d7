/// The messages of an HDF5 object header: element type, shape, layout, filters.
/// Format: "HDF5 File Format Specification", section IV.A.2. Versions as every libhdf5 writes them by default.
#pragma once
#include "hdf5_node.hpp"
#include <algorithm>
#include <bit>
#include <utility>

namespace ctnn::io::detail {

inline constexpr std::uint64_t hdf5_nowhere = ~std::uint64_t{0};

struct hdf5_space {
    std::vector<std::size_t> shape;
    bool null = false; // no element at all, not even a scalar
    std::uint64_t count() const { return null ? 0 : element_count(shape); }
};

inline hdf5_space parse_hdf5_space(cursor at, const damage& report) {
    hdf5_space space;
    const auto version = at.take<std::uint8_t>();
    const auto rank = at.take<std::uint8_t>();
    at.skip(1); // whether largest extents follow
    if (version == 1)
        at.skip(5);
    else if (version == 2)
        space.null = at.take<std::uint8_t>() == 2;
    else
        report("a dataspace has an unknown version");
    if (rank > 32) report("a dataspace has more than 32 axes");
    for (int i = 0; i < rank; ++i) space.shape.push_back(at.take<std::uint64_t>());
    return space;
}

/// The type of an element. What is not a plain number or a string is no damage, only unsupported.
inline hdf5_type parse_hdf5_type(cursor at, const damage& report) {
    const auto class_and_version = at.take<std::uint8_t>();
    const auto bits = at.take<std::uint8_t>(), more_bits = at.take<std::uint8_t>();
    at.skip(1);
    hdf5_type type;
    type.size = at.take<std::uint32_t>();
    const auto version = class_and_version >> 4;
    if (version < 1 || version > 3) report("a datatype has an unknown version");
    if (type.size == 0) report("a datatype has no size");

    auto number = [&](dtype of) { type.is = hdf5_type::kind::number, type.number = of; };
    switch (class_and_version & 15) {
    case 0: { // whole numbers
        const auto offset = at.take<std::uint16_t>(), precision = at.take<std::uint16_t>();
        const bool is_signed = bits & 8;
        type.big_endian = bits & 1;
        if (offset != 0 || precision != saturating_product(type.size, 8) || !std::has_single_bit(type.size) ||
            type.size > 8)
            break;
        number(static_cast<dtype>(int(is_signed ? dtype::i1 : dtype::u1) + std::countr_zero(type.size)));
        break;
    }
    case 1: { // floating point: the IEEE formats and bfloat16, told by all their fields
        struct format {
            std::uint32_t size, sign, precision, exponent, exponent_size, mantissa_size, bias;
            bool operator==(const format&) const = default;
        };
        constexpr std::pair<format, dtype> known[] = {{{2, 15, 16, 10, 5, 10, 15}, dtype::f2},
                                                      {{2, 15, 16, 7, 8, 7, 127}, dtype::bf2},
                                                      {{4, 31, 32, 23, 8, 23, 127}, dtype::f4},
                                                      {{8, 63, 64, 52, 11, 52, 1023}, dtype::f8}};
        type.big_endian = bits & 1;
        const auto offset = at.take<std::uint16_t>();
        format found{type.size, more_bits, at.take<std::uint16_t>(), 0, 0, 0, 0};
        found.exponent = at.take<std::uint8_t>();
        found.exponent_size = at.take<std::uint8_t>();
        const auto mantissa = at.take<std::uint8_t>();
        found.mantissa_size = at.take<std::uint8_t>();
        found.bias = at.take<std::uint32_t>();
        const bool vax = bits & 0x40;
        for (const auto& [format, of] : known)
            if (format == found && offset == 0 && mantissa == 0 && !vax) number(of);
        break;
    }
    case 3:
        type.is = hdf5_type::kind::text;
        type.blank_padded = (bits & 15) == 2;
        break;
    case 5:
        type.why = "opaque bytes";
        break;
    case 6:
        type.why = "records (a compound type)";
        break;
    case 7:
        type.why = "references to objects";
        break;
    case 8: { // h5py's bool is an enumeration of two values of a byte each
        type.why = "an enumeration";
        const auto members = bits | more_bits << 8;
        if (members == 2 && type.size == 1) number(dtype::boolean);
        break;
    }
    case 9:
        type.why = "sequences of variable length";
        if ((bits & 15) == 1 && type.size == 16) type.is = hdf5_type::kind::variable_text;
        break;
    default:
        break;
    }
    return type;
}

/// `inside` is where the message's own bytes start in the file: small datasets are stored there.
inline hdf5_layout parse_hdf5_layout(cursor at, std::uint64_t inside, const damage& report) {
    hdf5_layout layout;
    const auto version = at.take<std::uint8_t>();
    if (version != 3) {
        layout.unsupported = "a data layout of an unknown version";
        return layout;
    }
    switch (at.take<std::uint8_t>()) {
    case 0:
        layout.is = hdf5_layout::kind::inside;
        layout.size = at.take<std::uint16_t>();
        layout.address = inside + 4;
        at.skip(layout.size);
        break;
    case 1:
        layout.address = at.take<std::uint64_t>();
        layout.size = at.take<std::uint64_t>();
        break;
    case 2: {
        layout.is = hdf5_layout::kind::chunked;
        const auto rank = at.take<std::uint8_t>(); // with an axis for the bytes of an element
        layout.address = at.take<std::uint64_t>();
        if (rank < 2 || rank > 33) report("a chunked dataset has an impossible number of axes");
        for (int i = 0; i < rank; ++i) layout.chunk.push_back(at.take<std::uint32_t>());
        if (std::ranges::find(layout.chunk, 0u) != layout.chunk.end()) report("a dataset has chunks of no size");
        break;
    }
    default:
        layout.unsupported = "data that is put together from other datasets";
    }
    return layout;
}

inline void parse_hdf5_filters(cursor at, hdf5_layout& layout) {
    const auto version = at.take<std::uint8_t>();
    const auto count = at.take<std::uint8_t>();
    if (version == 1)
        at.skip(6);
    else if (version != 2)
        layout.unsupported = "filters of an unknown version";
    for (int i = 0; i < count && layout.unsupported.empty(); ++i) {
        const auto id = at.take<std::uint16_t>();
        const std::uint64_t name = version == 1 || id >= 256 ? at.take<std::uint16_t>() : 0;
        at.skip(2);
        const auto values = at.take<std::uint16_t>();
        at.skip(version == 1 ? (name + 7) / 8 * 8 : name);
        at.skip(4u * values);
        if (version == 1 && values % 2) at.skip(4);
        if (id == 1)
            layout.filters.push_back({hdf5_layout::filter::kind::deflate});
        else if (id == 2)
            layout.filters.push_back({hdf5_layout::filter::kind::shuffle});
        else
            layout.unsupported = join("the filter number ", id);
    }
}

} // namespace ctnn::io::detail
