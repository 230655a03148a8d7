/// Reading little-endian numbers from bytes that nobody vouches for.
#pragma once
#include "file_error.hpp"
#include <bit>
#include <concepts>
#include <cstring>

namespace ctnn::io::detail {

static_assert(std::endian::native == std::endian::little, "ctnn's file readers need a little-endian machine");

using byte_span = std::span<const std::byte>;

inline std::string_view as_text(byte_span bytes) { return {reinterpret_cast<const char*>(bytes.data()), bytes.size()}; }

/// The file's name and kind, for the sentence about its damage.
struct damage {
    std::string file;
    std::string kind;
    std::string remedy = "copy it again, or save it again";

    [[noreturn]] void operator()(std::string_view wrong) const {
        throw file_error(file, join("damaged ", kind, ": ", wrong), remedy);
    }
};

/// A window on bytes that is read from front to back and never past its end. Refers to its damage report.
class cursor {
public:
    cursor(byte_span window, const damage& report, std::string_view what)
        : window_(window), report_(&report), what_(what) {}

    template<std::unsigned_integral T>
    T take() {
        T v;
        std::memcpy(&v, take(sizeof(T)).data(), sizeof(T));
        return v;
    }
    byte_span take(std::uint64_t n) {
        if (n > left()) (*report_)(join(what_, " ends too early"));
        auto taken = window_.subspan(at_, static_cast<std::size_t>(n));
        at_ += taken.size();
        return taken;
    }
    void skip(std::uint64_t n) { take(n); }
    /// Skips to the next multiple of 8 from the window's start, or to its end.
    void align8() { at_ = std::min((at_ + 7) / 8 * 8, window_.size()); }
    /// Throws unless the next bytes are these.
    void expect(std::string_view signature) {
        if (as_text(take(signature.size())) != signature) (*report_)(join(what_, " has no signature ", signature));
    }
    std::size_t left() const { return window_.size() - at_; }

private:
    byte_span window_;
    const damage* report_;
    std::string what_;
    std::size_t at_ = 0;
};

/// a * b, or the largest number if that is larger than any.
constexpr std::uint64_t saturating_product(std::uint64_t a, std::uint64_t b) {
    return b != 0 && a > ~std::uint64_t{0} / b ? ~std::uint64_t{0} : a * b;
}

/// How many bytes a file may unfold to: 64 times its size, and 16 MiB for small files whose zeros compress well.
constexpr std::uint64_t unfolded_limit(std::uint64_t stored) {
    constexpr std::uint64_t floor = std::uint64_t{16} << 20;
    auto unfolded = saturating_product(stored, 64);
    return unfolded > ~floor ? unfolded : unfolded + floor;
}

} // namespace ctnn::io::detail
