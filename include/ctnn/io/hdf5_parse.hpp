/// Reads the structure of an HDF5 file: objects, groups, attributes. Nothing in it is believed.
#pragma once
#include "hdf5_blocks.hpp"
#include "hdf5_messages.hpp"
#include <set>

namespace ctnn::io::detail {

class hdf5_parser {
public:
    hdf5_parser(byte_span file, const damage& report) : report_(report), blocks_(file, report), texts_(blocks_) {}

    hdf5_node parse() {
        if (!as_text(blocks_.file()).starts_with(signature))
            throw file_error(report_.file, "is not an HDF5 file", "give the .h5 file that Keras wrote");
        auto at = blocks_.window(0, blocks_.file().size(), "the superblock");
        at.skip(signature.size());
        const auto version = at.take<std::uint8_t>();
        if (version > 1) newer_layout();
        at.skip(4);
        const auto offset_size = at.take<std::uint8_t>(), length_size = at.take<std::uint8_t>();
        if (offset_size != 8 || length_size != 8) report_("its addresses do not have 8 bytes");
        at.skip(version == 1 ? 13 : 9);
        const auto base = at.take<std::uint64_t>();
        at.skip(8);
        const auto end = at.take<std::uint64_t>();
        at.skip(8 + 8); // driver, name of the root
        if (base != 0) report_("it does not start at its first byte");
        if (end > blocks_.file().size())
            report_(join("it is cut short: ", counted(blocks_.file().size(), "byte"), " of ", end));
        const auto root_address = at.take<std::uint64_t>();
        seen_.insert(root_address);
        auto root = object(root_address, "/", 0);
        if (!root.is_group()) report_("its root is not a group");
        return root;
    }

private:
    static constexpr std::string_view signature = "\x89HDF\r\n\x1a\n";
    static constexpr int deepest = 64, highest_tree = 8;

    struct found { // while the messages of one object are read
        std::optional<hdf5_space> space;
        std::optional<hdf5_type> type;
        std::optional<hdf5_layout> layout;
        std::optional<std::pair<std::uint64_t, std::uint64_t>> table; // addresses of a group's tree and names
        hdf5_layout filters;
        bool external = false, newer = false;
    };

    [[noreturn]] void newer_layout() const {
        throw file_error(report_.file, "is written in a newer layout of HDF5 than Keras uses",
                         "save it again with Keras, or with h5py.File(name, 'w', libver='earliest')");
    }
    [[noreturn]] void link_elsewhere(std::string_view which) const {
        throw file_error(report_.file, join(which, " is a link to another name or file, which is not followed"),
                         "save the model again with Keras, which writes no such links");
    }
    hdf5_node object(std::uint64_t address, std::string path, int depth) {
        if (depth > deepest) report_(join("its groups are nested more than ", deepest, " deep"));
        const auto what = "the object header of " + in_quotes(path);
        auto at = blocks_.open_window(address, what);
        const auto version = at.take<std::uint8_t>();
        if (version == 'O') newer_layout(); // "OHDR"
        if (version != 1) report_(what + " has an unknown version");
        at.skip(7);
        const auto size = at.take<std::uint32_t>();

        hdf5_node node;
        node.path = std::move(path);
        found parts;
        std::vector<std::pair<std::uint64_t, std::uint64_t>> blocks = {{address + 16, size}};
        for (std::size_t i = 0; i < blocks.size(); ++i) {
            const auto [start, length] = blocks[i];
            blocks_.spend(length + 16);
            auto block = blocks_.window(start, length, what);
            while (block.left() >= 8) {
                const auto type = block.take<std::uint16_t>(), bytes = block.take<std::uint16_t>();
                const auto flags = block.take<std::uint8_t>();
                block.skip(3);
                const auto data = start + (length - block.left());
                block.skip(bytes);
                const bool shared = flags & 2;
                message(type, {data, bytes}, shared, node, parts, blocks, what);
            }
        }
        if (parts.newer) newer_layout();
        return finish(std::move(node), std::move(parts), depth);
    }

    struct place {
        std::uint64_t address, size;
    };
    void message(int type, place data, bool shared, hdf5_node& node, found& parts,
                 std::vector<std::pair<std::uint64_t, std::uint64_t>>& blocks, const std::string& what) {
        auto at = blocks_.window(data.address, data.size, what);
        auto once = [&](const auto& part) {
            if (part) report_(what + " describes its object twice");
        };
        switch (type) {
        case 0x01:
            once(parts.space), parts.space = parse_hdf5_space(at, report_);
            break;
        case 0x03:
            once(parts.type), parts.type = shared ? hdf5_type{} : parse_hdf5_type(at, report_);
            break;
        case 0x08:
            once(parts.layout), parts.layout = parse_hdf5_layout(at, data.address, report_);
            break;
        case 0x0b:
            parse_hdf5_filters(at, parts.filters);
            break;
        case 0x07:
            parts.external = true;
            break;
        case 0x0c:
            attribute(at, shared, node, what);
            break;
        case 0x10: {
            const auto address = at.take<std::uint64_t>(), size = at.take<std::uint64_t>();
            blocks.emplace_back(address, size);
            break;
        }
        case 0x11: {
            once(parts.table);
            const auto tree = at.take<std::uint64_t>(), names = at.take<std::uint64_t>();
            parts.table = {tree, names};
            break;
        }
        case 0x06: { // a link in the newer layout; of the kinds, only 0 leads to an object of this file
            at.skip(1);
            const bool has_kind = at.take<std::uint8_t>() & 8;
            if (has_kind && at.take<std::uint8_t>() != 0) link_elsewhere("a member of " + in_quotes(node.path));
            parts.newer = true;
            break;
        }
        case 0x02: // and its other groups and attributes
        case 0x15:
            parts.newer = true;
            break;
        default:
            break; // times, fill values, comments
        }
    }

    hdf5_node finish(hdf5_node node, found parts, int depth) {
        if (parts.table) {
            node.is = hdf5_node::kind::group;
            links(node, parts.table->first, parts.table->second, depth);
        } else if (parts.layout && parts.type && parts.space) {
            node.is = hdf5_node::kind::dataset;
            node.shape = std::move(parts.space->shape);
            node.type = *parts.type;
            node.layout = std::move(*parts.layout);
            node.layout.filters = std::move(parts.filters.filters);
            if (!parts.filters.unsupported.empty()) node.layout.unsupported = parts.filters.unsupported;
            if (parts.external) node.layout.unsupported = "data in another file";
            if (parts.space->null) node.layout.unsupported = "no data at all (a null dataspace)";
            // h5py has no name for bfloat16: Keras stores it as opaque bytes with a note
            if (node.type.size == 2 && node.type.why == "opaque bytes" && node.text("dtype") == "bfloat16")
                node.type.is = hdf5_type::kind::number, node.type.number = dtype::bf2;
        }
        return node;
    }

    // Groups: a tree of tables of links, and a heap of their names.

    void links(hdf5_node& group, std::uint64_t tree, std::uint64_t heap, int depth) {
        const auto what = "the group " + in_quotes(group.path);
        auto at = blocks_.open_window(heap, what);
        at.expect("HEAP");
        at.skip(4);
        const auto size = at.take<std::uint64_t>();
        at.skip(8);
        const auto names = as_text(blocks_.bytes(at.take<std::uint64_t>(), size, what));
        tables(group, tree, names, what, -1, depth);
    }

    /// `level` is the level that a node of the tree must have: it falls by one on the way down, which ends cycles.
    void tables(hdf5_node& group, std::uint64_t node, std::string_view names, const std::string& what, int level,
                int depth) {
        auto at = blocks_.open_window(node, what);
        at.expect("TREE");
        const auto type = at.take<std::uint8_t>(), found_level = at.take<std::uint8_t>();
        if (type != 0 || (level >= 0 && found_level != level) || found_level > highest_tree)
            report_(what + " has a tree of another kind");
        const auto count = at.take<std::uint16_t>();
        blocks_.spend(24 + 16u * count);
        at.skip(16 + 8); // siblings, first key
        for (int i = 0; i < count; ++i) {
            const auto child = at.take<std::uint64_t>();
            at.skip(8);
            if (found_level > 0)
                tables(group, child, names, what, found_level - 1, depth);
            else
                table(group, child, names, what, depth);
        }
    }
    void table(hdf5_node& group, std::uint64_t address, std::string_view names, const std::string& what, int depth) {
        auto at = blocks_.open_window(address, what);
        at.expect("SNOD");
        at.skip(2);
        const auto count = at.take<std::uint16_t>();
        blocks_.spend(8 + 40u * count);
        for (int i = 0; i < count; ++i) {
            const auto offset = at.take<std::uint64_t>(), object_address = at.take<std::uint64_t>();
            const auto kind = at.take<std::uint32_t>();
            at.skip(4 + 16);
            const auto end = offset < names.size() ? names.find('\0', static_cast<std::size_t>(offset)) : names.npos;
            if (end == names.npos) report_(what + " has a link without a name");
            const std::string name(names.substr(static_cast<std::size_t>(offset), end - offset));
            link(group, name, object_address, kind, depth);
        }
    }
    void link(hdf5_node& group, const std::string& name, std::uint64_t address, std::uint32_t kind, int depth) {
        const auto path = group.path == "/" ? name : group.path + '/' + name;
        blocks_.spend(path.size());
        if (name.empty() || name == "." || name == ".." || name.find('/') != name.npos)
            report_(join("a link has the impossible name ", in_quotes(name)));
        if (kind == 2 || address == hdf5_nowhere) link_elsewhere(in_quotes(path));
        // what is reached twice may be a circle, and would be read twice
        if (!seen_.insert(address).second) report_(join(in_quotes(path), " is also there under another name"));
        auto [at, fresh] = group.links.try_emplace(name);
        if (!fresh) report_(join(in_quotes(path), " is there twice"));
        at->second = object(address, path, depth + 1);
    }

    // Attributes.

    void attribute(cursor at, bool shared, hdf5_node& node, const std::string& what) {
        const auto version = at.take<std::uint8_t>(), flags = at.take<std::uint8_t>();
        if (version < 1 || version > 3) report_(what + " has an attribute of an unknown version");
        const auto name_size = at.take<std::uint16_t>(), type_size = at.take<std::uint16_t>(),
                   space_size = at.take<std::uint16_t>();
        if (version == 3) at.skip(1);
        auto part = [&](std::uint16_t size) {
            auto taken = at.take(size);
            if (version == 1) at.align8();
            return taken;
        };
        auto name = as_text(part(name_size));
        name = name.substr(0, name.find('\0'));
        const auto type_bytes = part(type_size), space_bytes = part(space_size);
        hdf5_attribute made;
        if (!shared && (version == 1 || flags == 0)) {
            const auto type = parse_hdf5_type({type_bytes, report_, what}, report_);
            const auto space = parse_hdf5_space({space_bytes, report_, what}, report_);
            const auto data = at.take(saturating_product(space.count(), type.size));
            made.shape = space.shape;
            made.kind = type.is;
            if (type.is == hdf5_type::kind::number) {
                made.numbers = {type.number, space.shape, {data.begin(), data.end()}};
                if (type.big_endian) swap_bytes(made.numbers.bytes, type.size);
            } else if (type.is != hdf5_type::kind::unsupported)
                made.texts = texts(type, data, what);
        }
        if (!node.attributes.emplace(name, std::move(made)).second)
            report_(join(what, " has the attribute ", in_quotes(name), " twice"));
    }
    std::vector<std::string> texts(const hdf5_type& type, byte_span data, const std::string& what) {
        std::vector<std::string> result;
        for (; !data.empty(); data = data.subspan(type.size)) {
            const auto element = data.first(type.size);
            auto text = type.is == hdf5_type::kind::text ? as_text(element) : texts_.text({element, report_, what});
            blocks_.spend(text.size() + 8);
            if (!type.blank_padded) text = text.substr(0, text.find('\0'));
            while (type.blank_padded && text.ends_with(' ')) text.remove_suffix(1);
            result.emplace_back(text);
        }
        return result;
    }
    const damage& report_;
    hdf5_blocks blocks_;
    hdf5_texts texts_;
    std::set<std::uint64_t> seen_;
};

} // namespace ctnn::io::detail
