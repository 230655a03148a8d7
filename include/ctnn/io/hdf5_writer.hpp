/// Writing HDF5 in the layout that h5py uses by default, which every HDF5 library reads: groups, datasets of float32 or
/// int64, text attributes. No library; equal content gives equal bytes.
#pragma once
#include "cursor.hpp"
#include <algorithm>
#include <map>
#include <optional>
#include <tuple>
#include <utility>
#include <vector>

namespace ctnn::io {

class hdf5_writer {
public:
    /// Groups above a path are made on the way; "" is the root.
    void group(std::string_view path) { at(path); }
    void attribute(std::string_view path, std::string_view name, std::string text) {
        at(path).attributes.push_back({std::string(name), {std::move(text)}, false});
    }
    /// A list of texts, at most 64 kB together.
    void attribute(std::string_view path, std::string_view name, std::vector<std::string> texts) {
        at(path).attributes.push_back({std::string(name), std::move(texts), true});
    }
    /// The values are not copied: they must live until bytes().
    void dataset(std::string_view path, std::vector<std::size_t> shape, std::span<const float> values) {
        add(path, std::move(shape), values, false);
    }
    void dataset(std::string_view path, std::vector<std::size_t> shape, std::span<const std::int64_t> values) {
        add(path, std::move(shape), values, true);
    }

    /// The file.
    std::vector<std::byte> bytes() const { return image(root_).out; }

private:
    struct attribute_data {
        std::string name;
        std::vector<std::string> texts;
        bool list;
    };
    struct data {
        std::vector<std::size_t> shape;
        detail::byte_span values;
        bool whole; // int64, else float32
    };
    struct node {
        std::map<std::string, node> links; // sorted as HDF5 wants them
        std::vector<attribute_data> attributes;
        std::optional<data> dataset;
    };

    static std::uint64_t count(std::span<const std::size_t> shape) {
        std::uint64_t n = 1;
        for (auto extent : shape) n = detail::saturating_product(n, extent);
        return n;
    }
    template<class T>
    void add(std::string_view path, std::vector<std::size_t> shape, std::span<const T> values, bool whole) {
        if (values.size() != count(shape))
            throw std::invalid_argument("hdf5_writer: the shape does not have as many values");
        at(path).dataset = data{std::move(shape), std::as_bytes(values), whole};
    }
    node& at(std::string_view path) {
        node* found = &root_;
        while (!path.empty()) {
            const auto part = path.substr(0, path.find('/'));
            if (part.empty()) throw std::invalid_argument("hdf5_writer: a part of a path is empty");
            found = &found->links[std::string(part)];
            path.remove_prefix(std::min(path.size(), part.size() + 1));
        }
        return *found;
    }

    static constexpr std::uint64_t nowhere = ~std::uint64_t{0};

    /// A run of little-endian numbers and texts.
    struct block {
        std::vector<std::byte> bytes;

        template<std::unsigned_integral T>
        block& put(T v) {
            return put(std::as_bytes(std::span(&v, 1)));
        }
        block& put(detail::byte_span run) {
            bytes.insert(bytes.end(), run.begin(), run.end());
            return *this;
        }
        block& put(std::string_view text) { return put(std::as_bytes(std::span(text))); }
        block& zeros(std::size_t n) {
            bytes.resize(bytes.size() + n);
            return *this;
        }
        block& align8() { return zeros((8 - bytes.size() % 8) % 8); }
        block& message(unsigned type, block content) {
            content.align8();
            if (content.bytes.size() > 65528) throw std::invalid_argument("hdf5_writer: an attribute is over 64 kB");
            put(std::uint16_t(type)).put(std::uint16_t(content.bytes.size())).put(0u); // no flags, three spare bytes
            return put(content.bytes);
        }
    };

    /// The file in the making. A part is appended once everything that it points to is.
    struct image {
        std::vector<std::byte> out;
        std::map<const attribute_data*, std::pair<std::uint64_t, std::uint32_t>> texts; // heap and index

        static constexpr unsigned table_links = 8, tree_children = 32; // twice the K of the superblock

        explicit image(const node& root) : out(96) {
            write_texts(root);
            const auto [header, tree, names] = write(root);
            block b;
            b.put("\x89HDF\r\n\x1a\n").put(std::uint64_t{0x0008080000000000});
            b.put(std::uint16_t{table_links / 2}).put(std::uint16_t{tree_children / 2}).put(0u);
            b.put(std::uint64_t{0}).put(nowhere).put(std::uint64_t{out.size()}).put(nowhere);
            b.put(std::uint64_t{0}).put(header).put(1u).put(0u).put(tree).put(names);
            std::ranges::copy(b.bytes, out.begin());
        }

        std::uint64_t append(const block& b) { return append(b.bytes); }
        std::uint64_t append(detail::byte_span bytes) {
            const std::uint64_t address = out.size();
            out.insert(out.end(), bytes.begin(), bytes.end());
            out.resize((out.size() + 7) / 8 * 8);
            return address;
        }

        // Single texts are stored as h5py stores a str: with variable length, in heaps of their own.
        void write_texts(const node& root) {
            std::vector<const attribute_data*> all;
            gather(root, all);
            constexpr std::size_t most = 60000; // an index has 16 bits
            for (std::size_t first = 0; first < all.size(); first += most) {
                block objects;
                const std::uint64_t heap = out.size();
                for (std::size_t i = first; i < std::min(all.size(), first + most); ++i) {
                    const auto index = static_cast<std::uint32_t>(i - first + 1);
                    const std::string_view text = all[i]->texts.front();
                    objects.put(std::uint64_t{index}).put(std::uint64_t{text.size()}).put(text).align8();
                    texts[all[i]] = {heap, index};
                }
                const std::uint64_t size = std::max<std::uint64_t>(4096, 16 + objects.bytes.size() + 16);
                const std::uint64_t free = size - 16 - objects.bytes.size();
                block b;
                b.put("GCOL").put(1u).put(size).put(objects.bytes);
                b.put(std::uint64_t{0}).put(free).zeros(free - 16);
                append(b);
            }
        }
        static void gather(const node& n, std::vector<const attribute_data*>& all) {
            for (const auto& a : n.attributes)
                if (!a.list) all.push_back(&a);
            for (const auto& [name, below] : n.links) gather(below, all);
        }

        struct written {
            std::uint64_t header, tree, names;
        };
        written write(const node& n) {
            block messages;
            unsigned count = static_cast<unsigned>(n.attributes.size());
            written w{0, nowhere, nowhere};
            if (n.dataset) {
                count += write_data(*n.dataset, messages);
            } else {
                std::tie(w.tree, w.names) = write_links(n);
                messages.message(0x11, block{}.put(w.tree).put(w.names));
                ++count;
            }
            for (const auto& a : n.attributes) write_attribute(a, messages);
            if (count > 65535) throw std::invalid_argument("hdf5_writer: too many attributes");
            block header;
            header.put(std::uint16_t{1}).put(std::uint16_t(count)).put(1u); // version, messages, references
            header.put(std::uint32_t(messages.bytes.size())).put(0u).put(messages.bytes);
            w.header = append(header);
            return w;
        }

        std::pair<std::uint64_t, std::uint64_t> write_links(const node& n) {
            struct child {
                std::uint64_t address, last_name; // and the offset of the greatest name below it
            };
            block names;
            names.zeros(8); // the empty name, which the first key refers to
            std::vector<child> level;
            block table;
            unsigned in_table = 0;
            std::uint64_t offset = 0;
            auto close_table = [&] {
                block b;
                b.put("SNOD").put(std::uint16_t{1}).put(std::uint16_t(in_table)).put(table.bytes);
                level.push_back({append(b.zeros(40 * (table_links - in_table))), offset});
                table = {}, in_table = 0;
            };
            for (const auto& [name, below] : n.links) {
                if (in_table == table_links) close_table();
                const auto w = write(below);
                offset = names.bytes.size();
                names.put(name).put(std::uint8_t{0}).align8();
                table.put(offset).put(w.header).zeros(24);
                ++in_table;
            }
            if (in_table) close_table();

            std::uint64_t tree = 0;
            for (unsigned height = 0;; ++height) {
                std::vector<child> above;
                const auto nodes = std::max<std::size_t>(1, (level.size() + tree_children - 1) / tree_children);
                constexpr std::uint64_t size = 24 + 8 * (2 * tree_children + 1);
                const std::uint64_t first = out.size();
                std::uint64_t key = 0;
                for (std::size_t i = 0; i < nodes; ++i) {
                    const auto from = i * tree_children, to = std::min<std::size_t>(level.size(), from + tree_children);
                    block b;
                    b.put("TREE").put(std::uint8_t{0}).put(std::uint8_t(height)).put(std::uint16_t(to - from));
                    b.put(i == 0 ? nowhere : first + (i - 1) * size)
                        .put(i + 1 == nodes ? nowhere : first + (i + 1) * size);
                    b.put(key);
                    for (auto c = from; c < to; ++c) b.put(level[c].address).put(key = level[c].last_name);
                    above.push_back({append(b.zeros(size - b.bytes.size())), key});
                }
                level = std::move(above);
                if (nodes == 1) {
                    tree = level.front().address;
                    break;
                }
            }
            constexpr std::uint64_t no_free_space = 1;
            block heap;
            heap.put("HEAP").put(0u).put(std::uint64_t{names.bytes.size()}).put(no_free_space);
            heap.put(std::uint64_t{out.size() + 32}).put(names.bytes);
            return {tree, append(heap)};
        }

        unsigned write_data(const data& d, block& messages) {
            const std::uint64_t address = d.values.empty() ? nowhere : append(d.values);
            messages.message(0x01, space(d.shape));
            block type; // little-endian: with a sign, 64 bits from bit 0; or IEEE float32
            if (d.whole)
                type.put(0x00000810u).put(8u).put(0x00400000u);
            else
                type.put(0x001f2011u).put(4u).put(0x00200000u).put(0x17000817u).put(127u);
            messages.message(0x03, type);
            messages.message(0x05, block{}.put(0x01020202u).put(0u)); // fill value: the default
            messages.message(0x08, block{}.put(std::uint16_t{0x0103}).put(address).put(std::uint64_t{d.values.size()}));
            return 4;
        }
        static block space(std::span<const std::size_t> shape) {
            block b;
            b.put(std::uint32_t(0x00000001u | shape.size() << 8)).put(0u);
            for (auto extent : shape) b.put(std::uint64_t{extent});
            return b;
        }

        void write_attribute(const attribute_data& a, block& messages) {
            block type, extents, content;
            if (a.list) {
                std::size_t longest = 1;
                for (const auto& text : a.texts) longest = std::max(longest, text.size());
                type.put(0x00001113u).put(std::uint32_t(longest)); // filled up with zero bytes, UTF-8
                const std::size_t shape[] = {a.texts.size()};
                extents = space(shape);
                for (const auto& text : a.texts) content.put(std::string_view(text)).zeros(longest - text.size());
            } else {
                type.put(0x00010119u).put(16u).put(0x00000010u).put(1u).put(0x00080000u); // of bytes, UTF-8
                extents = space({});
                const auto [heap, index] = texts.at(&a);
                content.put(std::uint32_t(a.texts.front().size())).put(heap).put(index);
            }
            block b;
            b.put(std::uint16_t{1}).put(std::uint16_t(a.name.size() + 1));
            b.put(std::uint16_t(type.bytes.size())).put(std::uint16_t(extents.bytes.size()));
            b.put(a.name).put(std::uint8_t{0}).align8().put(type.bytes).align8().put(extents.bytes).align8();
            messages.message(0x0c, b.put(content.bytes));
        }
    };

    node root_;
};

} // namespace ctnn::io
