/// An array of a .npz file, mapped. The archive's directory is read here, since libzip does not say where members lie.
#pragma once
#include "mapped_npy.hpp"

namespace ctnn {

namespace io::detail {

/// A member of a ZIP archive as its directory describes it.
struct zip_place {
    std::string_view name;
    unsigned method = 0;                            ///< 0: stored
    std::uint64_t packed = 0, size = 0, header = 0; ///< bytes; where its local header begins
};

/// Sizes of 4 GiB and more stand in the extra field of ZIP64, those that are missing from the record itself alone.
inline void read_zip64(cursor extra, zip_place& place) {
    constexpr std::uint64_t elsewhere = 0xffffffffu;
    while (extra.left() >= 4) {
        const auto id = extra.take<std::uint16_t>(), length = extra.take<std::uint16_t>();
        const auto field = extra.take(length);
        if (id != 1) continue;
        std::size_t at = 0;
        for (std::uint64_t* v : {&place.size, &place.packed, &place.header})
            if (*v == elsewhere && at + 8 <= field.size()) std::memcpy(v, field.data() + at, 8), at += 8;
    }
}

/// The members of an archive, from the directory at its end (PKWARE APPNOTE 4.3.12 to 4.3.16).
inline std::vector<zip_place> zip_directory(std::span<const std::byte> file, const damage& report) {
    const auto all = as_text(file);
    const auto end = all.rfind("PK\5\6");
    if (!all.starts_with("PK") || end == all.npos) report("it has no directory");
    cursor record(file.subspan(end), report, "its directory's end");
    record.skip(10);
    std::uint64_t count = record.take<std::uint16_t>();
    record.skip(4);
    std::uint64_t start = record.take<std::uint32_t>();
    record.skip(2);
    if (end >= 20 && all.substr(end - 20).starts_with("PK\6\7")) {
        cursor locator(file.subspan(end - 20), report, "its directory's end");
        locator.skip(8);
        const auto at = locator.take<std::uint64_t>();
        if (at > file.size()) report("its directory lies outside");
        cursor wide(file.subspan(static_cast<std::size_t>(at)), report, "its directory's end");
        wide.expect("PK\6\6");
        wide.skip(28);
        count = wide.take<std::uint64_t>();
        wide.skip(8);
        start = wide.take<std::uint64_t>();
    }
    if (start > file.size()) report("its directory lies outside");
    cursor at(file.subspan(static_cast<std::size_t>(start)), report, "its directory");
    std::vector<zip_place> places;
    for (std::uint64_t i = 0; i < count; ++i) {
        at.expect("PK\1\2");
        at.skip(6);
        zip_place place;
        place.method = at.take<std::uint16_t>();
        at.skip(8);
        place.packed = at.take<std::uint32_t>();
        place.size = at.take<std::uint32_t>();
        const auto name = at.take<std::uint16_t>(), extra = at.take<std::uint16_t>(),
                   comment = at.take<std::uint16_t>();
        at.skip(8);
        place.header = at.take<std::uint32_t>();
        place.name = as_text(at.take(name));
        read_zip64(cursor(at.take(extra), report, "its directory"), place);
        at.skip(comment);
        places.push_back(place);
    }
    return places;
}

} // namespace io::detail

/// The array `name` of a .npz file that numpy.savez wrote: auto x = map_npz("data.npz", "x"). Its checksum is not
/// compared. Throws file_error.
inline mapped_array map_npz(const std::filesystem::path& path, std::string_view name) {
    using namespace io::detail;
    const io::mapped_file file(path);
    const damage report{file.name(), ".npz file", "write it again with numpy.savez"};
    std::string names;
    for (const auto& place : zip_directory(file.bytes(), report)) {
        auto key = place.name;
        if (key.ends_with(".npy")) key.remove_suffix(4);
        if (key != name) {
            names.append(names.empty() ? "it holds " : ", ").append(in_quotes(key));
            continue;
        }
        if (place.method != 0)
            throw file_error(file.name(), join("array ", in_quotes(name), " is compressed and cannot be mapped"),
                             "write it with numpy.savez, or load it with io::read_npz");
        if (place.header > file.bytes().size()) report(join("array ", in_quotes(name), " lies outside"));
        cursor at(file.bytes().subspan(static_cast<std::size_t>(place.header)), report, in_quotes(name));
        at.expect("PK\3\4");
        at.skip(22);
        const auto title = at.take<std::uint16_t>(), extra = at.take<std::uint16_t>();
        at.skip(title);
        at.skip(extra);
        return map_array(file, at.take(place.size), join(file.name(), ": ", in_quotes(name)));
    }
    throw file_error(file.name(), join("has no array ", in_quotes(name)), names.empty() ? "it is empty" : names);
}

} // namespace ctnn
