/// What an HDF5 file holds: a tree of groups and datasets with their attributes, already read and checked.
#pragma once
#include "array.hpp"
#include <map>
#include <memory>
#include <optional>

namespace ctnn::io {

/// How the elements of a dataset or an attribute are stored.
struct hdf5_type {
    enum class kind { number, text, variable_text, unsupported };
    kind is = kind::unsupported;
    dtype number = dtype::f4;
    bool big_endian = false;
    bool blank_padded = false;                           // fixed-length text that is filled up with blanks
    std::uint32_t size = 0;                              // bytes of one element
    std::string_view why = "numbers of an unknown kind"; // what an unsupported type is
};

struct hdf5_attribute {
    std::vector<std::size_t> shape;
    /// One entry an element: texts, or numbers (its bytes are empty otherwise).
    std::vector<std::string> texts;
    array numbers;
    hdf5_type::kind kind = hdf5_type::kind::unsupported;
};

/// Where a dataset's bytes are.
struct hdf5_layout {
    enum class kind { inside, contiguous, chunked };
    kind is = kind::contiguous;
    std::uint64_t address = 0, size = 0; // of the bytes, or of the chunks' tree
    std::vector<std::uint32_t> chunk;    // extents of a chunk
    struct filter {
        enum class kind { deflate, shuffle };
        kind is;
    };
    std::vector<filter> filters; // in the order in which a writer applies them
    std::string unsupported;     // if not empty, what keeps us from reading it
};

struct hdf5_node {
    enum class kind { group, dataset, other };
    kind is = kind::other;
    std::string path; // "/" for the root, else "layers/dense/vars/0"
    std::map<std::string, hdf5_attribute, std::less<>> attributes;
    std::map<std::string, hdf5_node, std::less<>> links; // of a group
    std::vector<std::size_t> shape;                      // of a dataset
    hdf5_type type;
    hdf5_layout layout;

    bool is_group() const { return is == kind::group; }
    bool is_dataset() const { return is == kind::dataset; }

    /// The node at a path below this one, or nullptr: find("layers/dense/vars/0").
    const hdf5_node* find(std::string_view below) const {
        const hdf5_node* at = this;
        while (!below.empty() && at) {
            const auto part = below.substr(0, below.find('/'));
            const auto next = at->links.find(part);
            at = next == at->links.end() ? nullptr : &next->second;
            below.remove_prefix(std::min(below.size(), part.size() + 1));
        }
        return at;
    }
    /// The attribute's only text, or nothing when it is absent or something else.
    std::optional<std::string> text(std::string_view attribute) const {
        const auto at = attributes.find(attribute);
        if (at == attributes.end() || at->second.texts.size() != 1) return std::nullopt;
        return at->second.texts.front();
    }
};

} // namespace ctnn::io
