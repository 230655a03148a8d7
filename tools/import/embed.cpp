/// Numbers as hexadecimal floats, as bytes of a string literal, or as a binary that the assembler includes.
#include "embed.hpp"
#include "cpp_text.hpp"
#include <algorithm>
#include <cstring>
#include <ctnn/io/file_error.hpp>

namespace ctnn::import {
namespace {

using io::detail::join;

std::size_t padded(std::size_t n, std::size_t group) { return (n + group - 1) / group * group; }

std::string bytes_of(const std::vector<block>& blocks, std::size_t group) {
    std::string bytes;
    for (const auto& b : blocks) {
        const auto at = bytes.size();
        bytes.resize(at + padded(b.values.size(), group) * sizeof(float));
        if (!b.values.empty()) std::memcpy(bytes.data() + at, b.values.data(), b.values.size() * sizeof(float));
    }
    return bytes;
}

std::string as_literals(const std::vector<block>& blocks, std::size_t group) {
    std::string code = "    alignas(64) static constexpr float values[size] = {\n";
    for (const auto& b : blocks) {
        code += "        // " + b.title + "\n";
        std::string line = "       ";
        const auto put = [&](const std::string& number) {
            if (line.size() + number.size() + 2 > 120) code += line + "\n", line = "       ";
            line += " " + number + ",";
        };
        for (float v : b.values) put(float_literal(v));
        for (auto i = b.values.size(); i < padded(b.values.size(), group); ++i) put("0");
        if (line.size() > 7) code += line + "\n";
    }
    return code + "    };\n";
}

/// Bytes as string literals, one a line, which the compiler joins.
std::string as_string(std::string_view bytes) {
    std::string code;
    code.reserve(bytes.size() * 3);
    std::string line;
    const auto flush = [&] {
        if (!line.empty()) code += "\n        \"" + line + "\"";
        line.clear();
    };
    bool short_octal = false; // the last escape would swallow a digit
    for (char c : bytes) {
        const auto u = static_cast<unsigned char>(c);
        if (line.size() > 104) flush(), short_octal = false;
        const bool digit = c >= '0' && c <= '7';
        if (u >= 0x20 && u < 0x7f && c != '"' && c != '\\' && c != '?' && !(digit && short_octal)) {
            line.push_back(c);
            short_octal = false;
            continue;
        }
        char octal[5];
        int n = 0;
        octal[n++] = '\\';
        if (u >= 64) octal[n++] = char('0' + (u >> 6));
        if (u >= 8) octal[n++] = char('0' + (u >> 3 & 7));
        octal[n++] = char('0' + (u & 7));
        line.append(octal, std::size_t(n));
        short_octal = n < 4;
    }
    flush();
    return code;
}

constexpr const char* aligned_data = "    static const float* data() { return reinterpret_cast<const float*>(bytes); }\n";

/// The numbers as an object of the assembler's, in a section that the linker keeps once.
std::string incbin(const std::string& header, const std::string& ending, const std::string& symbol, std::size_t n) {
    std::string code = join("// The assembler reads ", header, ending, ", which must stay beside this header. All sources share one copy.\nasm(");
    const auto line = [&](const std::string& text) { code += (code.ends_with('(') ? "\"" : "\n    \"") + text + "\\n\""; };
    line(".ifndef " + symbol); // one assembler run may see several sources, with -flto
    line(".pushsection .rodata." + symbol + ",\\\"aG\\\",%progbits," + symbol + ",comdat");
    line(".weak " + symbol);
    line(".hidden " + symbol);
    line(".type " + symbol + ", %object");
    line(join(".size ", symbol, ", ", n * sizeof(float)));
    line(".balign 64");
    line(symbol + ":");
    line(".incbin \\\"\" __FILE__ \"" + ending + "\\\"");
    line(".popsection");
    line(".endif");
    return code + join(");\nextern \"C\" [[gnu::visibility(\"hidden\")]] const float ", symbol, '[', n, "];\n\n");
}

} // namespace

embedded embed(const std::vector<block>& blocks, std::size_t group, const std::string& header, const std::string& symbol,
               std::optional<embedding> form, const std::string& ending) {
    std::size_t n = 0;
    for (const auto& b : blocks) n += padded(b.values.size(), group);
    embedded e;
    e.members = join("    static constexpr std::size_t size = ", n, ";\n");
    if (n == 0) {
        e.members += "    static constexpr const float* data() { return nullptr; }\n";
        return e;
    }
    switch (form.value_or(embedding_for(n))) {
    case embedding::literals:
        e.members += "    static constexpr const float* data() { return values; }\n\nprivate:\n" + as_literals(blocks, group);
        break;
    case embedding::bytes:
        e.bytes = true;
        e.members += join(aligned_data, "\nprivate:\n#ifdef __clang__\n#pragma clang diagnostic push\n"
                          "#pragma clang diagnostic ignored \"-Woverlength-strings\"\n#endif\n    alignas(64) static constexpr char bytes[size * sizeof(float) + 1] =",
                          as_string(bytes_of(blocks, group)), ";\n#ifdef __clang__\n#pragma clang diagnostic pop\n#endif\n");
        break;
    case embedding::binary:
        e.bytes = true;
        e.binary = output_file{header + ending, bytes_of(blocks, group)};
        e.before = incbin(header, ending, symbol, n);
        e.members += join("    static const float* data() { return ", symbol, "; }\n");
        break;
    }
    return e;
}

} // namespace ctnn::import
