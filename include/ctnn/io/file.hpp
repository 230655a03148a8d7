/// Whole files: read into memory, and replaced so that a failure leaves the old one.
#pragma once
#include "file_error.hpp"
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <memory>
#include <random>
#include <system_error>
#include <utility>
#include <vector>
#if __has_include(<unistd.h>)
#include <fcntl.h>
#include <unistd.h>
#endif

namespace ctnn::io {

/// The bytes of a regular file.
inline std::vector<std::byte> read_file(const std::filesystem::path& path) {
    const auto name = path.string();
    std::error_code problem;
    const auto status = std::filesystem::status(path, problem);
    if (!std::filesystem::exists(status))
        throw file_error(name, "there is no such file", "check the path; a relative one starts at the current folder");
    if (!std::filesystem::is_regular_file(status))
        throw file_error(name, "is not a regular file", "give the path of a file");
    const auto size = std::filesystem::file_size(path, problem);
    std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(name.c_str(), "rb"), &std::fclose);
    if (problem || !file)
        throw file_error(name, detail::join("cannot be opened: ", std::strerror(errno)), "check its permissions");
    std::vector<std::byte> bytes(static_cast<std::size_t>(size));
    const auto got = std::fread(bytes.data(), 1, bytes.size(), file.get());
    if (got != bytes.size() || std::fgetc(file.get()) != EOF)
        throw file_error(name, "changed while it was read", "read it again when nothing writes to it");
    return bytes;
}

namespace detail {

/// A new file beside the one that it is to replace; deleted unless it took that one's place.
class temporary_file {
public:
    explicit temporary_file(const std::filesystem::path& target) : target_(resolved(target)) {
        std::random_device random;
        for (int attempt = 0; attempt < 16 && !file_; ++attempt) {
            path_ = target_;
            path_ += join(".", random() % 1'000'000u, ".part");
            file_ = std::fopen(path_.string().c_str(), "wbx");
            if (!file_ && errno != EEXIST) break;
        }
        if (!file_)
            throw file_error(target.string(), join("cannot be written: ", std::strerror(errno)),
                             "its folder must exist and be writable");
    }
    temporary_file(const temporary_file&) = delete;
    temporary_file& operator=(const temporary_file&) = delete;
    ~temporary_file() {
        if (file_) std::fclose(file_);
        std::error_code ignored;
        if (!path_.empty()) std::filesystem::remove(path_, ignored);
    }

    void write(std::span<const std::byte> bytes) {
        if (!bytes.empty() && std::fwrite(bytes.data(), 1, bytes.size(), file_) != bytes.size()) fail();
    }
    /// Brings the bytes to the disk and then, in one step, puts the new file where the old one was.
    void replace() {
        if (std::fflush(file_) != 0) fail();
#if __has_include(<unistd.h>)
        if (::fsync(::fileno(file_)) != 0) fail();
#endif
        if (std::fclose(std::exchange(file_, nullptr)) != 0) fail();
        std::error_code problem;
        const auto old = std::filesystem::status(target_, problem);
        if (std::filesystem::is_regular_file(old)) std::filesystem::permissions(path_, old.permissions(), problem);
        std::filesystem::rename(path_, target_, problem);
        if (problem) throw file_error(target_.string(), join("cannot be replaced: ", problem.message()), kept);
        path_.clear();
        sync_folder();
    }

private:
    static constexpr std::string_view kept = "the old file is as it was; check the folder's space and permissions";

    /// A link stays a link: what it points to is replaced.
    static std::filesystem::path resolved(const std::filesystem::path& target) {
        std::error_code problem;
        if (!std::filesystem::is_symlink(target, problem)) return target;
        auto real = std::filesystem::weakly_canonical(target, problem);
        return problem ? target : real;
    }
    [[noreturn]] void fail() const {
        throw file_error(target_.string(), join("cannot be written: ", std::strerror(errno)), kept);
    }
    /// The new name itself survives a power cut only once its folder is on the disk.
    void sync_folder() const {
#if __has_include(<unistd.h>)
        const auto folder = target_.has_parent_path() ? target_.parent_path() : std::filesystem::path(".");
        if (int opened = ::open(folder.c_str(), O_RDONLY); opened >= 0) {
            ::fsync(opened);
            ::close(opened);
        }
#endif
    }

    std::filesystem::path target_, path_;
    std::FILE* file_ = nullptr;
};

} // namespace detail

/// Writes a file as a whole or not at all: into a new file in the same folder, which then takes the old one's place.
inline void replace_file(const std::filesystem::path& path, std::span<const std::byte> bytes) {
    detail::temporary_file file(path);
    file.write(bytes);
    file.replace();
}

} // namespace ctnn::io
