/// The bytes of an HDF5 dataset: in one piece, or in chunks that may be shuffled and deflated (zlib).
#pragma once
#include "hdf5_blocks.hpp"
#include "hdf5_messages.hpp"
#include <zlib.h>

namespace ctnn::io::detail {

class hdf5_data {
public:
    hdf5_data(byte_span file, const hdf5_node& dataset, const damage& report)
        : blocks_(file, report), dataset_(dataset), layout_(dataset.layout), report_(report),
          what_("the dataset " + in_quotes(dataset.path)) {}

    /// Every size is checked against what the file holds before memory is asked for.
    std::vector<std::byte> read() {
        const auto size = saturating_product(element_count(dataset_.shape), dataset_.type.size);
        if (size == 0) return {};
        if (layout_.address == hdf5_nowhere) report_(what_ + " has a shape but was never written");
        if (layout_.is == hdf5_layout::kind::chunked) return chunks(size);
        if (layout_.size < size)
            report_(join(what_, " has shape ", shape_text(dataset_.shape), ", ", counted(size, "byte"), ", but only ",
                         layout_.size, " in the file"));
        const auto data = bytes(layout_.address, size);
        return {data.begin(), data.end()};
    }

private:
    struct chunk {
        std::vector<std::uint64_t> at; // the first element
        std::uint32_t size, skipped_filters;
        std::uint64_t address;
    };

    byte_span bytes(std::uint64_t address, std::uint64_t size) const { return blocks_.bytes(address, size, what_); }
    std::size_t rank() const { return dataset_.shape.size(); }

    std::vector<std::byte> chunks(std::uint64_t size) {
        const auto width = dataset_.type.size;
        if (layout_.chunk.size() != rank() + 1 || layout_.chunk.back() != width)
            report_(what_ + " has chunks of another rank or type");
        std::uint64_t chunk_size = width, count = 1;
        for (std::size_t i = 0; i < rank(); ++i) {
            chunk_size = saturating_product(chunk_size, layout_.chunk[i]);
            const auto extent = dataset_.shape[i];
            count = saturating_product(count, extent / layout_.chunk[i] + (extent % layout_.chunk[i] != 0));
        }
        collect(layout_.address, -1);
        std::uint64_t stored = 0;
        for (const auto& c : found_) stored += c.size;
        if (found_.size() != count)
            report_(join(what_, " consists of ", counted(count, "chunk"), ", but ", found_.size(), " are in the file"));
        if (saturating_product(count, chunk_size) > unfolded_limit(stored))
            report_(join(what_, " unfolds from ", counted(stored, "byte"), " to ", counted(size, "byte")));

        std::vector<std::byte> data(static_cast<std::size_t>(size));
        std::vector<bool> seen(static_cast<std::size_t>(count));
        for (const auto& c : found_) {
            std::uint64_t number = 0;
            for (std::size_t i = 0; i < rank(); ++i) {
                const std::uint64_t extent = dataset_.shape[i], step = layout_.chunk[i];
                if (c.at[i] % step != 0 || c.at[i] >= extent) report_(what_ + " has a chunk outside its shape");
                number = number * (extent / step + (extent % step != 0)) + c.at[i] / step;
            }
            if (seen[static_cast<std::size_t>(number)]) report_(what_ + " has a chunk twice");
            seen[static_cast<std::size_t>(number)] = true;
            place(c, unpacked(c, static_cast<std::size_t>(chunk_size)), data);
        }
        return data;
    }

    /// The chunks are the leaves of a tree; levels fall by one on the way down, and a budget ends all overlapping.
    void collect(std::uint64_t address, int level) {
        auto at = blocks_.open_window(address, what_);
        at.expect("TREE");
        const auto type = at.take<std::uint8_t>(), found_level = at.take<std::uint8_t>();
        if (type != 1 || (level >= 0 && found_level != level) || found_level > 8)
            report_(what_ + " has a tree of another kind");
        const auto count = at.take<std::uint16_t>();
        const std::uint64_t key = 8 + 8 * (rank() + 1);
        blocks_.spend(24 + count * (key + 8));
        at.skip(16);
        for (int i = 0; i < count; ++i) {
            chunk c;
            c.size = at.take<std::uint32_t>();
            c.skipped_filters = at.take<std::uint32_t>();
            for (std::size_t axis = 0; axis < rank(); ++axis) c.at.push_back(at.take<std::uint64_t>());
            at.skip(8);
            c.address = at.take<std::uint64_t>();
            if (found_level > 0) {
                collect(c.address, found_level - 1);
                continue;
            }
            (void)bytes(c.address, c.size);
            found_.push_back(std::move(c));
        }
    }

    std::vector<std::byte> unpacked(const chunk& c, std::size_t size) const {
        const auto stored = bytes(c.address, c.size);
        std::vector<std::byte> data(stored.begin(), stored.end());
        for (std::size_t i = layout_.filters.size(); i-- > 0;) {
            if (i < 32 && (c.skipped_filters >> i & 1)) continue;
            data =
                layout_.filters[i].is == hdf5_layout::filter::kind::deflate ? inflated(data, size) : unshuffled(data);
        }
        if (data.size() != size) report_(what_ + " has a chunk of the wrong size");
        return data;
    }
    std::vector<std::byte> inflated(byte_span packed, std::size_t size) const {
        std::vector<std::byte> data(size);
        auto length = static_cast<uLongf>(size);
        if (uncompress(reinterpret_cast<Bytef*>(data.data()), &length, reinterpret_cast<const Bytef*>(packed.data()),
                       static_cast<uLong>(packed.size())) != Z_OK ||
            length != size)
            report_(what_ + " cannot be unpacked");
        return data;
    }
    /// Shuffled data holds the first bytes of all elements, then the second ones...; a rest stays as it is.
    std::vector<std::byte> unshuffled(const std::vector<std::byte>& data) const {
        const std::size_t width = dataset_.type.size, count = data.size() / width;
        auto result = data;
        for (std::size_t i = 0; i < count; ++i)
            for (std::size_t b = 0; b < width; ++b) result[i * width + b] = data[b * count + i];
        return result;
    }

    /// Copies a chunk to its place, row by row, without what lies beyond the dataset's edges.
    void place(const chunk& c, const std::vector<std::byte>& from, std::vector<std::byte>& to) const {
        const std::size_t width = dataset_.type.size, last = rank() - 1;
        const auto row = std::min<std::uint64_t>(layout_.chunk[last], dataset_.shape[last] - c.at[last]) * width;
        std::vector<std::uint64_t> index(rank());
        while (true) {
            std::uint64_t source = 0, target = 0;
            for (std::size_t i = 0; i < rank(); ++i) {
                source = source * layout_.chunk[i] + index[i];
                target = target * dataset_.shape[i] + c.at[i] + index[i];
            }
            std::memcpy(to.data() + target * width, from.data() + source * width, row);
            std::size_t axis = last;
            while (axis > 0) {
                --axis;
                if (++index[axis] < std::min<std::uint64_t>(layout_.chunk[axis], dataset_.shape[axis] - c.at[axis]))
                    break;
                index[axis] = 0;
                if (axis == 0) return;
            }
            if (last == 0) return;
        }
    }

    hdf5_blocks blocks_;
    const hdf5_node& dataset_;
    const hdf5_layout& layout_;
    const damage& report_;
    std::string what_;
    std::vector<chunk> found_;
};

} // namespace ctnn::io::detail
