/// numpy's .npy: one array. Versions 1, 2 and 3, both memory orders, both byte orders, every number type; no library.
/// Format: numpy.lib.format in numpy's documentation.
#pragma once
#include "array.hpp"
#include "file.hpp"
#include <algorithm>
#include <charconv>
#include <utility>

namespace ctnn::io {

namespace detail {

/// What a .npy file says of its array.
struct npy_header {
    dtype type = dtype::f4;
    bool big_endian = false, fortran_order = false;
    std::vector<std::size_t> shape;
};

/// Parses the header, a Python dict literal of three known keys: {'descr': '<f4', 'fortran_order': False, 'shape': (2,
/// 3)}
class npy_header_parser {
public:
    npy_header_parser(std::string_view text, const damage& report) : text_(text), report_(report) {}

    npy_header parse() {
        npy_header header;
        bool descr = false, order = false, shape = false;
        expect('{');
        while (!accept('}')) {
            const auto key = string();
            expect(':');
            if (key == "descr" && !std::exchange(descr, true))
                read_descr(header);
            else if (key == "fortran_order" && !std::exchange(order, true))
                header.fortran_order = boolean();
            else if (key == "shape" && !std::exchange(shape, true))
                header.shape = tuple();
            else
                report_(join("its header has the key ", in_quotes(key), " twice or for no reason"));
            if (!accept(',')) {
                expect('}');
                break;
            }
        }
        if (!descr || !order || !shape) report_("its header lacks one of 'descr', 'fortran_order' and 'shape'");
        return header;
    }

private:
    void blanks() {
        while (!text_.empty() && (text_.front() == ' ' || text_.front() == '\n')) text_.remove_prefix(1);
    }
    bool accept(char c) {
        blanks();
        if (text_.empty() || text_.front() != c) return false;
        text_.remove_prefix(1);
        return true;
    }
    void expect(char c) {
        if (!accept(c)) report_(join("its header has no '", c, "' where one must be"));
    }
    std::string_view string() {
        blanks();
        const char quote = text_.empty() ? '\0' : text_.front();
        if (quote != '\'' && quote != '"') report_("its header has no string where one must be");
        text_.remove_prefix(1);
        const auto end = text_.find(quote);
        if (end == text_.npos) report_("a string in its header has no end");
        const auto s = text_.substr(0, end);
        text_.remove_prefix(end + 1);
        return s;
    }
    bool boolean() {
        blanks();
        for (std::string_view word : {"True", "False"})
            if (text_.starts_with(word)) {
                text_.remove_prefix(word.size());
                return word == "True";
            }
        report_("'fortran_order' is neither True nor False");
    }
    std::vector<std::size_t> tuple() {
        constexpr std::size_t highest_rank = 64; // numpy's own limit
        std::vector<std::size_t> shape;
        expect('(');
        while (!accept(')')) {
            blanks();
            std::size_t extent = 0;
            const auto [end, problem] = std::from_chars(text_.data(), text_.data() + text_.size(), extent);
            if (problem != std::errc{}) report_("'shape' is not a tuple of whole numbers");
            text_.remove_prefix(static_cast<std::size_t>(end - text_.data()));
            if (shape.size() == highest_rank) report_("'shape' has more than 64 axes");
            shape.push_back(extent);
            accept('L'); // Python 2 wrote its long integers so
            if (!accept(',')) {
                expect(')');
                break;
            }
        }
        return shape;
    }
    void read_descr(npy_header& header) {
        blanks();
        if (text_.starts_with('[')) unsupported("records (a structured dtype)");
        const auto descr = string();
        auto name = descr;
        if (!name.empty() &&
            (name.front() == '<' || name.front() == '>' || name.front() == '|' || name.front() == '=')) {
            header.big_endian = name.front() == '>';
            name.remove_prefix(1);
        }
        constexpr std::pair<std::string_view, dtype> known[] = {
            {"f2", dtype::f2}, {"f4", dtype::f4}, {"f8", dtype::f8}, {"i1", dtype::i1},
            {"i2", dtype::i2}, {"i4", dtype::i4}, {"i8", dtype::i8}, {"u1", dtype::u1},
            {"u2", dtype::u2}, {"u4", dtype::u4}, {"u8", dtype::u8}, {"b1", dtype::boolean}};
        for (auto [spelling, type] : known)
            if (name == spelling) {
                header.type = type;
                return;
            }
        unsupported(join("elements of type ", in_quotes(descr)));
    }
    [[noreturn]] void unsupported(std::string_view what) const {
        throw file_error(report_.file, join("holds ", what, ", not plain numbers"),
                         "convert it where it was made, with numpy .astype('float32')");
    }

    std::string_view text_;
    const damage& report_;
};

/// Column-major elements into row-major order.
inline std::vector<std::byte> to_row_major(byte_span columns, std::span<const std::size_t> shape, std::size_t width) {
    std::vector<std::byte> rows(columns.size());
    std::vector<std::size_t> index(shape.size());
    for (std::size_t to = 0; to < rows.size(); to += width) {
        std::size_t from = 0;
        for (std::size_t axis = shape.size(); axis-- > 0;) from = from * shape[axis] + index[axis];
        std::memcpy(rows.data() + to, columns.data() + from * width, width);
        for (std::size_t axis = shape.size(); axis-- > 0 && ++index[axis] == shape[axis];) index[axis] = 0;
    }
    return rows;
}

} // namespace detail

namespace detail {

/// The header and the numbers, still as they lie in the file.
inline std::pair<npy_header, byte_span> npy_parts(byte_span file, std::string_view name) {
    const damage report{std::string(name), ".npy file", "write it again with numpy.save"};
    constexpr std::string_view magic = "\x93NUMPY";
    if (!as_text(file).starts_with(magic))
        throw file_error(name, "is not a .npy file", "numpy.save writes one; for .npz there is io::read_npz");
    cursor at(file, report, "the file");
    at.skip(magic.size());
    const auto major = at.take<std::uint8_t>();
    at.skip(1);
    if (major < 1 || major > 3) report(join("its format version is ", int(major), ", known are 1, 2 and 3"));
    const std::uint64_t length = major == 1 ? at.take<std::uint16_t>() : at.take<std::uint32_t>();
    auto header = npy_header_parser(as_text(at.take(length)), report).parse();

    const auto needed = saturating_product(element_count(header.shape), size_of(header.type));
    if (at.left() != needed)
        report(join("shape ", shape_text(header.shape), " of ", name_of(header.type), " needs ",
                    counted(needed, "byte"), ", the file has ", at.left(),
                    at.left() > needed ? " (a second array?)" : ""));
    return {std::move(header), at.take(needed)};
}

} // namespace detail

/// The array in a .npy file's bytes. Throws file_error, which calls the file `name`.
inline array parse_npy(std::span<const std::byte> file, std::string_view name) {
    const auto [header, data] = detail::npy_parts(file, name);
    const auto width = size_of(header.type);
    array a{header.type, header.shape, {}};
    if (header.fortran_order && a.shape.size() > 1)
        a.bytes = detail::to_row_major(data, a.shape, width);
    else
        a.bytes.assign(data.begin(), data.end());
    if (header.big_endian) detail::swap_bytes(a.bytes, width);
    return a;
}

/// The bytes of a .npy file (version 1.0, as numpy.save writes it). `name` is for the error: bfloat16 has no .npy form.
inline std::vector<std::byte> npy_bytes(const array& a, std::string_view name) {
    constexpr std::string_view codes[] = {"<f2", "<f4", "<f8", "",    "|i1", "<i2", "<i4",
                                          "<i8", "|u1", "<u2", "<u4", "<u8", "|b1"};
    if (a.type == dtype::bf2) throw file_error(name, "cannot hold bfloat16", "convert to float32 first");
    std::string shape;
    for (auto extent : a.shape) shape += std::to_string(extent) + (a.shape.size() == 1 ? "," : ", ");
    if (a.shape.size() > 1) shape.resize(shape.size() - 2);
    std::string header = detail::join("{'descr': '", codes[static_cast<std::size_t>(a.type)],
                                      "', 'fortran_order': False, 'shape': (", shape, "), }");
    // the data starts at a multiple of 64, so that it can be mapped
    constexpr std::size_t prefix = 10;
    header.append(63 - (prefix + header.size()) % 64, ' ').push_back('\n');
    std::string start("\x93NUMPY\x01\0", 8);
    start.push_back(static_cast<char>(header.size() & 255));
    start.push_back(static_cast<char>(header.size() >> 8));
    start += header;

    const auto head = std::as_bytes(std::span(start));
    std::vector<std::byte> file;
    file.reserve(head.size() + a.bytes.size());
    file.insert(file.end(), head.begin(), head.end());
    file.insert(file.end(), a.bytes.begin(), a.bytes.end());
    return file;
}

inline array read_npy(const std::filesystem::path& path) { return parse_npy(read_file(path), path.string()); }
/// Atomic, as replace_file.
inline void write_npy(const std::filesystem::path& path, const array& a) {
    replace_file(path, npy_bytes(a, path.string()));
}

} // namespace ctnn::io
