/// The bytes of an HDF5 file as its readers ask for them: checked, and under a budget.
#pragma once
#include "cursor.hpp"
#include <map>
#include <vector>

namespace ctnn::io::detail {

/// Every address is checked. What is read is paid from a budget in proportion to the file's size, so that parts that
/// overlap or refer to each other in circles cannot make much work out of few bytes.
class hdf5_blocks {
public:
    hdf5_blocks(byte_span file, const damage& report)
        : file_(file), report_(report), budget_(4 * std::uint64_t{file.size()} + (1 << 20)) {}

    const damage& report() const { return report_; }
    byte_span file() const { return file_; }

    void spend(std::uint64_t bytes) {
        if (bytes > budget_) report_("its parts overlap");
        budget_ -= bytes;
    }
    byte_span bytes(std::uint64_t address, std::uint64_t size, std::string_view what) const {
        if (address > file_.size() || size > file_.size() - address) report_(join(what, " lies outside the file"));
        return file_.subspan(static_cast<std::size_t>(address), static_cast<std::size_t>(size));
    }
    cursor window(std::uint64_t address, std::uint64_t size, std::string_view what) const {
        return {bytes(address, size, what), report_, what};
    }
    /// A window of unknown size: to the file's end.
    cursor open_window(std::uint64_t address, std::string_view what) const {
        return window(address, address > file_.size() ? 1 : file_.size() - address, what);
    }

private:
    byte_span file_;
    const damage& report_;
    std::uint64_t budget_;
};

/// Texts of variable length, which are kept in heaps apart from what they belong to.
class hdf5_texts {
public:
    explicit hdf5_texts(hdf5_blocks& blocks) : blocks_(blocks) {}

    /// `at` is the reference: length, heap, number within the heap.
    std::string_view text(cursor at) {
        const auto length = at.take<std::uint32_t>();
        const auto heap = at.take<std::uint64_t>();
        const auto number = at.take<std::uint32_t>();
        if (length == 0) return {};
        const auto& objects = objects_of(heap);
        const auto found = objects.find(number);
        if (found == objects.end() || found->second.size() < length) blocks_.report()("a text lies outside its heap");
        return as_text(found->second.first(length));
    }

private:
    using heap_objects = std::map<std::uint32_t, byte_span>;

    const heap_objects& objects_of(std::uint64_t address) {
        const auto [cached, fresh] = heaps_.try_emplace(address);
        if (!fresh) return cached->second;
        constexpr std::string_view what = "a heap of texts";
        auto head = blocks_.open_window(address, what);
        head.expect("GCOL");
        head.skip(4);
        const auto size = head.take<std::uint64_t>();
        blocks_.spend(size);
        auto at = blocks_.window(address, size, what);
        at.skip(16);
        while (at.left() >= 16) {
            const auto number = at.take<std::uint16_t>();
            at.skip(6);
            const auto object_size = at.take<std::uint64_t>();
            if (number == 0) break; // what is left is free
            cached->second.emplace(number, at.take(object_size));
            at.align8();
        }
        return cached->second;
    }

    hdf5_blocks& blocks_;
    std::map<std::uint64_t, heap_objects> heaps_;
};

} // namespace ctnn::io::detail
