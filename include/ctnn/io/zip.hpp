/// ZIP archives by libzip: members read under limits, written stored (not compressed) as Python's zipfile does.
#pragma once
#include "cursor.hpp"
#include "file.hpp"
#include <algorithm>
#include <memory>
#include <set>
#include <utility>
#include <zip.h>

namespace ctnn::io {

struct zip_member {
    std::string name;
    std::vector<std::byte> bytes;
};

/// A ZIP archive in memory. Opening it checks its directory: names that climb out of it or come twice, encryption,
/// unknown compression and sizes that no archive of this length can hold are refused, whoever reads them.
class zip_archive {
public:
    /// `name` is what messages call it.
    zip_archive(std::vector<std::byte> file, std::string name)
        : file_(std::move(file)), report_{std::move(name), "ZIP archive"} {
        if (!detail::as_text(file_).starts_with("PK"))
            throw file_error(report_.file, "is not a ZIP archive", "give the file that Keras or numpy wrote");
        zip_error_t problem;
        zip_error_init(&problem);
        auto* source = zip_source_buffer_create(file_.data(), file_.size(), 0, &problem);
        archive_.reset(source ? zip_open_from_source(source, ZIP_RDONLY | ZIP_CHECKCONS, &problem) : nullptr);
        const std::string text =
            zip_error_code_zip(&problem) == ZIP_ER_EXISTS ? "a member is there twice" : zip_error_strerror(&problem);
        zip_error_fini(&problem);
        if (!archive_) {
            if (source) zip_source_free(source);
            report_(text);
        }
        check_directory();
    }
    static zip_archive open(const std::filesystem::path& path) { return {read_file(path), path.string()}; }

    /// Member names in the archive's order; folders (names that end in '/') are left out.
    const std::vector<std::string>& names() const { return names_; }
    bool contains(std::string_view member) const { return find(member) != nullptr; }

    /// The bytes of one member; the archive's checksum of them must be right.
    std::vector<std::byte> read(std::string_view member) const {
        const auto* found = find(member);
        if (!found)
            throw file_error(report_.file, detail::join("has no member ", detail::in_quotes(member)), report_.remedy);
        std::unique_ptr<zip_file_t, int (*)(zip_file_t*)> open(zip_fopen_index(archive_.get(), found->index, 0),
                                                               &zip_fclose);
        std::vector<std::byte> bytes(open ? found->size : 0);
        std::byte beyond{};
        // reading to the end is also what makes libzip compare the checksum
        if (!open || zip_fread(open.get(), bytes.data(), bytes.size()) != static_cast<zip_int64_t>(bytes.size()) ||
            zip_fread(open.get(), &beyond, 1) != 0)
            report_(detail::join("member ", detail::in_quotes(member), " cannot be unpacked"));
        return bytes;
    }

private:
    struct entry {
        std::string name;
        zip_uint64_t index;
        std::size_t size;
    };

    const entry* find(std::string_view member) const {
        const auto at = std::ranges::find(entries_, member, &entry::name);
        return at == entries_.end() ? nullptr : &*at;
    }
    static bool climbs(std::string_view name) {
        const bool drive = name.size() > 1 && name[1] == ':';
        if (drive || name.starts_with('/') || name.find('\\') != name.npos) return true;
        while (!name.empty()) {
            const auto part = name.substr(0, name.find('/'));
            if (part == "..") return true;
            name.remove_prefix(std::min(name.size(), part.size() + 1));
        }
        return false;
    }
    void check_directory() {
        std::set<std::string> seen;
        std::uint64_t total = 0;
        const auto count = zip_get_num_entries(archive_.get(), 0);
        for (zip_int64_t i = 0; i < count; ++i) {
            const auto index = static_cast<zip_uint64_t>(i);
            zip_stat_t about;
            zip_stat_init(&about);
            constexpr zip_uint64_t needed =
                ZIP_STAT_NAME | ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE | ZIP_STAT_COMP_METHOD | ZIP_STAT_ENCRYPTION_METHOD;
            if (zip_stat_index(archive_.get(), index, 0, &about) != 0 || (about.valid & needed) != needed)
                report_("its directory cannot be read");
            const auto named = detail::join("member ", detail::in_quotes(about.name));
            if (climbs(about.name)) report_(named + " would lie outside the archive");
            if (!seen.insert(about.name).second) report_(named + " is there twice");
            if (about.encryption_method != ZIP_EM_NONE)
                throw file_error(report_.file, named + " is encrypted", "unpack it and pack it without a password");
            if (about.comp_method != ZIP_CM_STORE && about.comp_method != ZIP_CM_DEFLATE)
                throw file_error(report_.file, named + " is compressed in an unknown way",
                                 "pack it with zip or Python");
            if (about.comp_size > file_.size() ||
                about.size > (about.comp_method == ZIP_CM_STORE ? about.comp_size : limit()) ||
                (total += about.size) > limit())
                report_(detail::join(named, " says that it unpacks to ", detail::counted(about.size, "byte"),
                                     ", too many for an archive of ", file_.size()));
            if (std::string_view(about.name).ends_with('/')) continue;
            entries_.push_back({about.name, index, static_cast<std::size_t>(about.size)});
            names_.push_back(about.name);
        }
    }
    std::uint64_t limit() const { return detail::unfolded_limit(file_.size()); }

    struct discard {
        void operator()(zip_t* archive) const { zip_discard(archive); }
    };
    std::vector<std::byte> file_;
    detail::damage report_;
    std::unique_ptr<zip_t, discard> archive_;
    std::vector<entry> entries_;
    std::vector<std::string> names_;
};

/// The bytes of a ZIP archive of these members, stored, in this order, dated 1980-01-01: equal members, equal bytes.
inline std::vector<std::byte> zip_bytes(std::span<const zip_member> members, const std::string& name) {
    if (members.empty()) { // libzip would rather have no file
        const std::string end_of_directory = "PK\x05\x06" + std::string(18, '\0');
        const auto bytes = std::as_bytes(std::span(end_of_directory));
        return {bytes.begin(), bytes.end()};
    }
    zip_error_t problem;
    zip_error_init(&problem);
    std::unique_ptr<zip_source_t, void (*)(zip_source_t*)> target(zip_source_buffer_create(nullptr, 0, 0, &problem),
                                                                  &zip_source_free);
    auto* archive = target ? zip_open_from_source(target.get(), ZIP_TRUNCATE, &problem) : nullptr;
    auto fail = [&](std::string_view why) {
        if (archive) zip_discard(archive);
        throw file_error(name, detail::join("cannot be written: ", why), "is there enough memory?");
    };
    if (!archive) fail(zip_error_strerror(&problem));
    zip_source_keep(target.get()); // closing the archive gives up one reference
    for (const auto& member : members) {
        auto* source = zip_source_buffer(archive, member.bytes.data(), member.bytes.size(), 0);
        const auto index = source ? zip_file_add(archive, member.name.c_str(), source, ZIP_FL_ENC_UTF_8) : -1;
        if (index < 0) {
            if (source) zip_source_free(source);
            fail(zip_strerror(archive));
        }
        const auto at = static_cast<zip_uint64_t>(index);
        constexpr zip_uint16_t midnight = 0, new_year_1980 = (1 << 5) | 1;
        if (zip_set_file_compression(archive, at, ZIP_CM_STORE, 0) != 0 ||
            zip_file_set_dostime(archive, at, midnight, new_year_1980, 0) != 0)
            fail(zip_strerror(archive));
    }
    if (zip_close(archive) != 0) fail(zip_strerror(archive));
    archive = nullptr;

    zip_stat_t about;
    zip_stat_init(&about);
    if (zip_source_open(target.get()) != 0 || zip_source_stat(target.get(), &about) != 0) fail("it was lost");
    std::vector<std::byte> bytes(static_cast<std::size_t>(about.size));
    const auto got = zip_source_read(target.get(), bytes.data(), bytes.size());
    zip_source_close(target.get());
    if (got != static_cast<zip_int64_t>(bytes.size())) fail("it was lost");
    return bytes;
}

} // namespace ctnn::io
