/// What reading or writing a file throws.
#pragma once
#ifndef __cpp_exceptions
#error "ctnn/io reports what is wrong with files by exceptions: compile this source without -fno-exceptions"
#endif
#include <cstddef>
#include <cstdint>
#include <span>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>

namespace ctnn {

/// A file that cannot be read or written. what() is one sentence: the file, what is wrong with it, and the remedy:
/// "digits.npz: has no array 'y'; hint: it holds 'x' and 'labels'".
struct file_error : std::runtime_error {
    file_error(std::string_view file, std::string_view wrong, std::string_view remedy)
        : std::runtime_error(sentence(file, wrong, remedy)) {}

private:
    static std::string sentence(std::string_view file, std::string_view wrong, std::string_view remedy) {
        std::string s;
        s.append(file).append(": ").append(wrong);
        if (!remedy.empty()) s.append("; hint: ").append(remedy);
        return s;
    }
};

} // namespace ctnn

namespace ctnn::io::detail {

/// One string from parts that can be printed.
template<class... Parts>
std::string join(const Parts&... parts) {
    std::ostringstream s;
    (s << ... << parts);
    return s.str();
}

/// A name that came out of a file, for a message: quoted, at most 80 characters, and without the control characters
/// that would let a file write to the user's terminal.
inline std::string in_quotes(std::string_view name) {
    constexpr std::size_t longest = 80;
    constexpr char hex[] = "0123456789abcdef";
    std::string s = "'";
    for (char c : name.substr(0, longest)) {
        auto u = static_cast<unsigned char>(c);
        if (u < 0x20 || u == 0x7f)
            s.append("\\x").append(1, hex[u / 16]).append(1, hex[u % 16]);
        else
            s.push_back(c);
    }
    return s.append(name.size() > longest ? "...'" : "'");
}

/// (2, 3), (2,) as "(2, 3)", "(2)"; a scalar is "()".
inline std::string shape_text(std::span<const std::size_t> shape) {
    std::string s = "(";
    for (std::size_t i = 0; i < shape.size(); ++i) s.append(i ? ", " : "").append(std::to_string(shape[i]));
    return s.append(")");
}

/// "1 byte", "2 bytes".
inline std::string counted(std::uint64_t n, std::string_view noun) {
    return std::to_string(n).append(" ").append(noun).append(n == 1 ? "" : "s");
}

} // namespace ctnn::io::detail
