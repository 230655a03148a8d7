/// Names and strings from a file as C++, and lines broken at 120 columns.
#include "cpp_text.hpp"
#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <ctnn/io/file_error.hpp>
#include <vector>

namespace ctnn::import {
namespace {

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

} // namespace

bool is_reserved(std::string_view word) {
    constexpr std::string_view words[] = {
        "alignas", "alignof", "and", "and_eq", "asm", "assert", "auto", "bitand", "bitor", "bool", "break", "case", "catch",
        "char", "char16_t", "char32_t", "char8_t", "class", "co_await", "co_return", "co_yield", "compl", "concept",
        "const", "const_cast", "consteval", "constexpr", "constinit", "continue", "decltype", "default", "delete", "do",
        "double", "dynamic_cast", "else", "enum", "errno", "explicit", "export", "extern", "false", "float", "for", "friend",
        "goto", "i386", "if", "inline", "int", "linux", "long", "major", "makedev", "minor", "mutable", "namespace", "new",
        "noexcept", "not", "not_eq", "nullptr", "operator", "or", "or_eq", "private", "protected", "public",
        "reinterpret_cast", "register", "requires", "return", "short", "signed", "sizeof", "static", "static_assert",
        "static_cast", "stderr", "stdin", "stdout", "struct", "switch", "template", "this", "thread_local", "throw", "true",
        "try", "typedef", "typeid", "typename", "union", "unix", "unsigned", "using", "virtual", "void", "volatile",
        "wchar_t", "while", "xor", "xor_eq"};
    return std::find(std::begin(words), std::end(words), word) != std::end(words);
}

namespace {

/// The code point that starts at `i` and how many bytes it has; 0 when the bytes are no UTF-8.
std::pair<char32_t, std::size_t> code_point(std::string_view s, std::size_t i) {
    const auto at = [&](std::size_t k) { return static_cast<unsigned char>(s[k]); };
    const auto first = at(i);
    const std::size_t n = first < 0x80 ? 1 : first >> 5 == 6 ? 2 : first >> 4 == 14 ? 3 : first >> 3 == 30 ? 4 : 0;
    if (n == 0 || i + n > s.size()) return {0, 0};
    char32_t c = n == 1 ? first : first & (0x7fu >> n);
    for (std::size_t k = 1; k < n; ++k) {
        if (at(i + k) >> 6 != 2) return {0, 0};
        c = c << 6 | (at(i + k) & 63u);
    }
    return {c, n};
}

/// Characters that cannot be seen or that turn the order of what is seen.
bool is_invisible(char32_t c) {
    return c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0xad || c == 0x61c || (c >= 0x200b && c <= 0x200f) ||
        (c >= 0x2028 && c <= 0x202e) || (c >= 0x2060 && c <= 0x206f) || c == 0xfeff || c == 0x180e || c >= 0xe0000;
}

/// Where a line may be broken: behind the commas outside strings and template arguments, with how many parentheses around.
struct place {
    std::size_t at; // the first character of the next line
    int depth;
};
std::vector<place> places(std::string_view line) {
    std::vector<place> all;
    int depth = 0;
    bool quoted = false;
    for (std::size_t i = 0; i < line.size(); ++i) {
        const char c = line[i];
        if (quoted) {
            if (c == '\\') ++i;
            quoted = c != '"' || i >= line.size();
            continue;
        }
        if (c == '"') quoted = true;
        if (c == '(' || c == '<' || c == '[') depth += c == '<' ? 100 : 1;
        if (c == ')' || c == '>' || c == ']') depth -= c == '>' ? 100 : 1;
        if (c == ',' && i + 1 < line.size() && line[i + 1] == ' ') all.push_back({i + 2, depth});
    }
    return all;
}

} // namespace

std::string identifier(std::string_view name) {
    std::string s;
    for (char c : name) {
        if (c >= 'A' && c <= 'Z') c = char(c - 'A' + 'a');
        if (is_letter(c) && c != '_')
            s.push_back(c);
        else if (is_digit(c))
            s.push_back(c);
        else if (!s.empty() && s.back() != '_')
            s.push_back('_');
    }
    if (s.size() > 40) s.resize(40);
    while (!s.empty() && s.back() == '_') s.pop_back();
    if (s.empty()) s = "layer";
    if (is_digit(s[0])) s = "layer_" + s;
    return is_reserved(s) ? s + "_" : s;
}

bool is_identifier(std::string_view text) {
    if (text.empty() || !is_letter(text[0]) || is_reserved(text)) return false;
    if (!std::all_of(text.begin(), text.end(), [](char c) { return is_letter(c) || is_digit(c); })) return false;
    const bool second_is_capital = text.size() > 1 && text[1] >= 'A' && text[1] <= 'Z';
    return text.find("__") == text.npos && !(text[0] == '_' && (text.size() == 1 || second_is_capital));
}

bool is_in_c_library(std::string_view name) {
    constexpr std::string_view names =
        " abort abs accept access acct acos acosh alarm asctime asin asinh atan atan2 atanh atexit atof atoi atol atoll bcmp bcopy "
        "bind brk bsearch bzero calloc cbrt ceil chdir chown chroot clearerr clock close closelog confstr connect copysign cos cosh "
        "creat crypt ctermid ctime daylight difftime div drem dup dup2 environ erf erfc execl execv exit exp exp10 exp2 expm1 fabs "
        "fclose fdim feof fflush ffs fgetc fileno finite floor fma fmax fmin fmod fopen fork fputc fputs fread free frexp fseek ftell "
        "fwrite gamma getc getenv getline getopt gets gmtime hypot ilogb index insque ioctl j0 j1 jn kill labs ldexp ldiv lfind "
        "lgamma link listen lldiv localtime lockf log log10 log1p log2 logb lrint lround lsearch lseek malloc mblen memcpy memset "
        "mktime mmap modf mount nan nearbyint nice open openat optarg optind pause perror pipe popen pow printf putc putenv puts "
        "qsort quick_exit raise rand random read readlink realloc realpath recv remainder remove remque remquo rename rewind rindex "
        "rint rmdir round sbrk scalb scanf select send setenv setuid shutdown sigaction signal significand sin sinh sleep socket "
        "splice sprintf sqrt srand srandom sscanf stat stime strlen stty swab symlink sync syscall syslog system tan tanh tee tgamma "
        "time times timezone tmpfile tmpnam toascii tolower toupper trunc truncate tsearch ttyname twalk tzname tzset umask umount "
        "uname ungetc unlink utime vfork vprintf wait waitpid wmemcpy write y0 y1 yn ";
    return names.find(" " + std::string(name) + " ") != names.npos;
}

std::string string_literal(std::string_view text) {
    std::string s = "\"";
    const auto octal = [&](char c) {
        const auto u = static_cast<unsigned char>(c);
        for (int shift : {6, 3, 0}) s.push_back(char('0' + (u >> shift & 7)));
    };
    for (std::size_t i = 0; i < text.size();) {
        const auto [c, n] = code_point(text, i);
        if (n == 0 || is_invisible(c))
            for (std::size_t k = 0; k < std::max<std::size_t>(n, 1); ++k) s.push_back('\\'), octal(text[i + k]);
        else {
            if (c == '"' || c == '\\' || c == '?') s.push_back('\\');
            s.append(text.substr(i, n));
        }
        i += std::max<std::size_t>(n, 1);
    }
    return s + "\"";
}

std::string comment_text(std::string_view text) {
    std::string s;
    for (std::size_t i = 0; i < text.size() && s.size() < 80;) {
        const auto [c, n] = code_point(text, i);
        if (n == 0 || is_invisible(c) || c == '\\')
            s.push_back('?');
        else
            s.append(text.substr(i, n));
        i += std::max<std::size_t>(n, 1);
    }
    return s;
}

void add_identifiers(std::string_view source, std::set<std::string>& to) {
    for (std::size_t i = 0; i < source.size();) {
        if (source[i] == '"') { // a string
            for (++i; i < source.size() && source[i] != '"'; ++i) i += source[i] == '\\';
            ++i;
        } else if (is_letter(source[i])) {
            const auto begin = i;
            while (i < source.size() && (is_letter(source[i]) || is_digit(source[i]))) ++i;
            to.emplace(source.substr(begin, i - begin));
        } else if (is_digit(source[i]))
            while (i < source.size() && (is_letter(source[i]) || is_digit(source[i]) || source[i] == '.')) ++i;
        else
            ++i;
    }
}

std::string wrapped(std::string_view statement, int indent) {
    constexpr std::size_t columns = 120;
    std::string s;
    std::string line = std::string(std::size_t(indent), ' ') + std::string(statement);
    while (line.size() > columns) {
        // the outermost comma in the second half of the line, else any
        const place* best = nullptr;
        const auto all = places(line);
        for (const auto& p : all) {
            if (p.at > columns + 1) break;
            const bool late = p.at > columns / 2, best_late = best && best->at > columns / 2;
            if (!best || (late && !best_late) || (late == best_late && p.depth <= best->depth)) best = &p;
        }
        if (!best && !all.empty()) best = &all.front();
        if (!best || best->depth >= 100) break;
        s.append(line.substr(0, best->at - 1)).append("\n");
        line = std::string(std::size_t(indent + 4), ' ') + line.substr(best->at);
    }
    return s + line;
}

std::string float_literal(float value) {
    if (std::isnan(value)) return "__builtin_nanf(\"\")";
    if (std::isinf(value)) return value < 0 ? "-__builtin_inff()" : "__builtin_inff()";
    if (value == 0) return std::signbit(value) ? "-0.0f" : "0";
    std::array<char, 40> text{};
    const float magnitude = std::abs(value);
    const auto end = std::to_chars(text.data(), text.data() + text.size(), magnitude, std::chars_format::hex).ptr;
    return (value < 0 ? "-0x" : "0x") + std::string(text.data(), end) + "f";
}

} // namespace ctnn::import
