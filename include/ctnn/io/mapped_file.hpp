/// A file's bytes in memory that the system fills from the file when they are read, and may drop again.
#pragma once
#include "file.hpp"
#include <memory>
#if __has_include(<sys/mman.h>)
#include <sys/mman.h>
#include <sys/stat.h>
#endif

namespace ctnn::io {

/// Read-only; copies share it. Private memory does not grow with the file. The file must not become shorter while it is
/// mapped: reading what is gone ends the program (SIGBUS). Without mmap, the file is read as a whole.
class mapped_file {
public:
    explicit mapped_file(const std::filesystem::path& path) : name_(path.string()) {
#if __has_include(<sys/mman.h>)
        const int opened = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
        if (opened < 0)
            throw file_error(name_, detail::join("cannot be opened: ", std::strerror(errno)),
                             "check the path and its permissions; a relative one starts at the current folder");
        struct ::stat about = {};
        const bool regular = ::fstat(opened, &about) == 0 && S_ISREG(about.st_mode);
        size_ = regular ? static_cast<std::size_t>(about.st_size) : 0;
        void* at = size_ ? ::mmap(nullptr, size_, PROT_READ, MAP_SHARED, opened, 0) : nullptr;
        const int problem = errno;
        ::close(opened);
        if (!regular) throw file_error(name_, "is not a regular file", "give the path of a file");
        if (at == MAP_FAILED)
            throw file_error(name_, detail::join("cannot be mapped: ", std::strerror(problem)), "read it as a whole");
        data_ = std::shared_ptr<const std::byte>(static_cast<const std::byte*>(at), [n = size_](const std::byte* p) {
            if (p) ::munmap(const_cast<std::byte*>(p), n);
        });
#else
        auto all = std::make_shared<std::vector<std::byte>>(read_file(path));
        size_ = all->size();
        data_ = std::shared_ptr<const std::byte>(all, all->data());
#endif
    }

    std::span<const std::byte> bytes() const { return {data_.get(), size_}; }
    const std::string& name() const { return name_; }

private:
    std::string name_;
    std::shared_ptr<const std::byte> data_;
    std::size_t size_ = 0;
};

} // namespace ctnn::io
