/// numpy's .npz: several named arrays, a ZIP archive of .npy files.
#pragma once
#include "npy.hpp"
#include "zip.hpp"

namespace ctnn::io {

/// Names and arrays in the file's order.
class npz {
public:
    npz() = default;
    explicit npz(std::vector<named_array> arrays, std::string file = "npz")
        : arrays_(std::move(arrays)), file_(std::move(file)) {}

    auto begin() const { return arrays_.begin(); }
    auto end() const { return arrays_.end(); }
    std::size_t size() const { return arrays_.size(); }
    const array* find(std::string_view name) const {
        const auto at = std::ranges::find(arrays_, name, &named_array::name);
        return at == arrays_.end() ? nullptr : &at->values;
    }
    /// Throws file_error, which lists the names that are there.
    const array& operator[](std::string_view name) const {
        if (const auto* found = find(name)) return *found;
        std::string names;
        for (const auto& a : arrays_)
            names.append(names.empty() ? "it holds " : ", ").append(detail::in_quotes(a.name));
        throw file_error(file_, detail::join("has no array ", detail::in_quotes(name)),
                         names.empty() ? "it is empty" : names);
    }

private:
    std::vector<named_array> arrays_;
    std::string file_;
};

/// Reads what numpy.savez and numpy.savez_compressed write.
inline npz parse_npz(std::vector<std::byte> file, const std::string& name) {
    const zip_archive archive(std::move(file), name);
    std::vector<named_array> arrays;
    for (const auto& member : archive.names()) {
        if (!member.ends_with(".npy"))
            throw file_error(name, detail::join("holds ", detail::in_quotes(member), ", which is not a .npy file"),
                             "write it with numpy.savez");
        const auto key = member.substr(0, member.size() - 4);
        arrays.push_back({key, parse_npy(archive.read(member), detail::join(name, ": ", detail::in_quotes(key)))});
    }
    return npz(std::move(arrays), name);
}
inline npz read_npz(const std::filesystem::path& path) { return parse_npz(read_file(path), path.string()); }

/// As numpy.savez, not compressed. Atomic, as replace_file.
inline void write_npz(const std::filesystem::path& path, std::span<const named_array> arrays) {
    std::vector<zip_member> members;
    for (const auto& a : arrays) members.push_back({a.name + ".npy", npy_bytes(a.values, path.string())});
    replace_file(path, zip_bytes(members, path.string()));
}

} // namespace ctnn::io
