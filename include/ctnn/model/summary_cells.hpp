/// Text as a terminal shows it: characters that take none, one or two cells, broken into lines and cut as the table
/// printer behind Keras 3's summary does it (rich 15).
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace ctnn::detail {

/// How Keras 3 paints a character; only seen where the output has colours.
enum class paint : unsigned char { plain, bold, symbol, number, none, yes, no };

struct cell {
    char32_t code = U' ';
    unsigned char width = 1; // terminal cells
    paint style = paint::plain;
};
using cells = std::vector<cell>;

/// UTF-8 to code points; a byte that belongs to none becomes U+FFFD.
inline std::u32string code_points(std::string_view text) {
    std::u32string out;
    for (std::size_t i = 0; i < text.size();) {
        const auto lead = static_cast<unsigned char>(text[i]);
        std::size_t length = lead < 0x80 ? 1 : lead >> 5 == 6 ? 2 : lead >> 4 == 14 ? 3 : lead >> 3 == 30 ? 4 : 0;
        char32_t code = length > 1 ? lead & (0x7Fu >> length) : lead;
        for (std::size_t k = 1; k < length; ++k) {
            const auto byte = i + k < text.size() ? static_cast<unsigned char>(text[i + k]) : 0u;
            if (byte >> 6 != 2) length = 0;
            code = code << 6 | (byte & 0x3Fu);
        }
        out += length > 0 ? code : char32_t{0xFFFD};
        i += length > 0 ? length : 1;
    }
    return out;
}

/// A code point to UTF-8, appended.
inline void append_utf8(std::string& out, char32_t code) {
    const auto tail = [&](int shift) { out += static_cast<char>(0x80u | (code >> shift & 0x3Fu)); };
    if (code < 0x80) {
        out += static_cast<char>(code);
    } else if (code < 0x800) {
        out += static_cast<char>(0xC0u | code >> 6), tail(0);
    } else if (code < 0x10000) {
        out += static_cast<char>(0xE0u | code >> 12), tail(6), tail(0);
    } else {
        out += static_cast<char>(0xF0u | code >> 18), tail(12), tail(6), tail(0);
    }
}

struct code_range {
    char32_t first, last;
};

template<std::size_t N>
constexpr bool holds(const code_range (&ranges)[N], char32_t code) {
    std::size_t low = 0, high = N;
    while (low < high) {
        const auto middle = (low + high) / 2;
        if (code > ranges[middle].last)
            low = middle + 1;
        else if (code < ranges[middle].first)
            high = middle;
        else
            return true;
    }
    return false;
}

// Unicode 17: East Asian wide characters and emoji (ranges run on over unassigned gaps).
inline constexpr code_range two_cells[] = {
    {0x1100, 0x115F},   {0x231A, 0x231B},   {0x2329, 0x232A},   {0x23E9, 0x23EC},   {0x23F0, 0x23F0},
    {0x23F3, 0x23F3},   {0x25FD, 0x25FE},   {0x2614, 0x2615},   {0x2630, 0x2637},   {0x2648, 0x2653},
    {0x267F, 0x267F},   {0x268A, 0x268F},   {0x2693, 0x2693},   {0x26A1, 0x26A1},   {0x26AA, 0x26AB},
    {0x26BD, 0x26BE},   {0x26C4, 0x26C5},   {0x26CE, 0x26CE},   {0x26D4, 0x26D4},   {0x26EA, 0x26EA},
    {0x26F2, 0x26F3},   {0x26F5, 0x26F5},   {0x26FA, 0x26FA},   {0x26FD, 0x26FD},   {0x2705, 0x2705},
    {0x270A, 0x270B},   {0x2728, 0x2728},   {0x274C, 0x274C},   {0x274E, 0x274E},   {0x2753, 0x2755},
    {0x2757, 0x2757},   {0x2795, 0x2797},   {0x27B0, 0x27B0},   {0x27BF, 0x27BF},   {0x2B1B, 0x2B1C},
    {0x2B50, 0x2B50},   {0x2B55, 0x2B55},   {0x2E80, 0x3029},   {0x3030, 0x303E},   {0x3041, 0x3096},
    {0x309B, 0x3163},   {0x3165, 0x3247},   {0x3250, 0xA4C6},   {0xA960, 0xA97C},   {0xAC00, 0xD7A3},
    {0xF900, 0xFAFF},   {0xFE10, 0xFE19},   {0xFE30, 0xFE6B},   {0xFF01, 0xFF60},   {0xFFE0, 0xFFE6},
    {0x16FE0, 0x16FE3}, {0x16FF2, 0x1B2FB}, {0x1D300, 0x1D376}, {0x1F004, 0x1F004}, {0x1F0CF, 0x1F0CF},
    {0x1F18E, 0x1F18E}, {0x1F191, 0x1F19A}, {0x1F200, 0x1F320}, {0x1F32D, 0x1F335}, {0x1F337, 0x1F37C},
    {0x1F37E, 0x1F393}, {0x1F3A0, 0x1F3CA}, {0x1F3CF, 0x1F3D3}, {0x1F3E0, 0x1F3F0}, {0x1F3F4, 0x1F3F4},
    {0x1F3F8, 0x1F3FA}, {0x1F400, 0x1F43E}, {0x1F440, 0x1F440}, {0x1F442, 0x1F4FC}, {0x1F4FF, 0x1F53D},
    {0x1F54B, 0x1F54E}, {0x1F550, 0x1F567}, {0x1F57A, 0x1F57A}, {0x1F595, 0x1F596}, {0x1F5A4, 0x1F5A4},
    {0x1F5FB, 0x1F64F}, {0x1F680, 0x1F6C5}, {0x1F6CC, 0x1F6CC}, {0x1F6D0, 0x1F6D2}, {0x1F6D5, 0x1F6DF},
    {0x1F6EB, 0x1F6EC}, {0x1F6F4, 0x1F6FC}, {0x1F7E0, 0x1F7F0}, {0x1F90C, 0x1F93A}, {0x1F93C, 0x1F945},
    {0x1F947, 0x1F9FF}, {0x1FA70, 0x1FAF8}, {0x20000, 0x3FFFD}};

// Marks that sit on the character before them, and invisible ones; of the Indic scripts Devanagari only, marks of the
// others count as one cell.
inline constexpr code_range no_cell[] = {
    {0x0, 0x1F},      {0x7F, 0x9F},     {0x300, 0x36F},   {0x483, 0x489},     {0x591, 0x5BD},    {0x5BF, 0x5BF},
    {0x5C1, 0x5C2},   {0x5C4, 0x5C5},   {0x5C7, 0x5C7},   {0x610, 0x61A},     {0x61C, 0x61C},    {0x64B, 0x65F},
    {0x670, 0x670},   {0x6D6, 0x6DC},   {0x6DF, 0x6E4},   {0x6E7, 0x6E8},     {0x6EA, 0x6ED},    {0x8CA, 0x8E1},
    {0x8E3, 0x903},   {0x93A, 0x93C},   {0x93E, 0x94F},   {0x951, 0x957},     {0x962, 0x963},    {0xE31, 0xE31},
    {0xE34, 0xE3A},   {0xE47, 0xE4E},   {0xEB1, 0xEB1},   {0xEB4, 0xEBC},     {0xEC8, 0xECE},    {0x1160, 0x11FF},
    {0x1AB0, 0x1AFF}, {0x1DC0, 0x1DFF}, {0x200B, 0x200F}, {0x2028, 0x202E},   {0x2060, 0x206F},  {0x20D0, 0x20F0},
    {0x302A, 0x302F}, {0x3099, 0x309A}, {0x3164, 0x3164}, {0xD7B0, 0xD7FF},   {0xFE00, 0xFE0F},  {0xFE20, 0xFE2F},
    {0xFEFF, 0xFEFF}, {0xFFA0, 0xFFA0}, {0xFFF0, 0xFFFB}, {0x1F3FB, 0x1F3FF}, {0xE0000, 0xE0FFF}};

constexpr bool is_space(char32_t c) {
    return (c >= 9 && c <= 13) || (c >= 0x1C && c <= 0x20) || c == 0x85 || c == 0xA0 || c == 0x1680 ||
           (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000;
}

/// Appends text to a line of cells. U+200D swallows the character after it, U+FE0F makes a narrow one wide.
inline void append_cells(cells& out, std::string_view text, paint style = paint::plain) {
    bool joined = false;
    for (const auto code : code_points(text)) {
        unsigned char width = 1;
        if (code >= 0x7F) width = holds(two_cells, code) ? 2 : holds(no_cell, code) ? 0 : 1;
        if (code < 0x20) width = 0;
        if (joined) width = 0;
        if (code == 0xFE0F && !out.empty() && out.back().width == 1) out.back().width = 2;
        joined = code == 0x200D;
        out.push_back({code, width, style});
    }
}

inline int width_of(const cells& text) {
    int width = 0;
    for (const auto& c : text) width += c.width;
    return width;
}

/// Cuts to `width` cells; a wide character across the edge leaves a blank.
inline void crop_cells(cells& text, int width) {
    int used = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (used + text[i].width > width) {
            const bool torn = used < width;
            if (torn) text[i].code = U' ', text[i].width = 1;
            text.resize(i + (torn ? 1 : 0));
            return;
        }
        used += text[i].width;
    }
}

inline void strip_right(cells& text) {
    while (!text.empty() && is_space(text.back().code)) text.pop_back();
}

/// Cuts what is too wide, with "…" as the last cell.
inline void shorten(cells& text, int width) {
    if (width_of(text) <= width) return;
    const cells whole = text;
    crop_cells(text, width - 1);
    text.push_back({U'…', 1, text.size() < whole.size() ? whole[text.size()].style : paint::plain});
}

/// Breaks text at blanks into lines of at most `width` cells. A word wider than a line is folded over several lines,
/// or, without `fold`, has a line of its own that stays too wide.
inline std::vector<cells> wrap_cells(const cells& text, int width, bool fold) {
    std::vector<std::size_t> breaks;
    const auto space = [&](std::size_t i) { return is_space(text[i].code); };
    int offset = 0;
    for (std::size_t start = 0, end = 0; start < text.size(); start = end) {
        int word = 0, blanks = 0; // widths: up to the last visible character, and of the blanks after it
        while (end < text.size() && space(end)) word += text[end++].width;
        if (end == text.size()) break;
        while (end < text.size() && !space(end)) word += text[end++].width;
        while (end < text.size() && space(end)) blanks += text[end++].width;
        if (width - offset >= word) {
            offset += word + blanks;
        } else if (word > width && fold) {
            if (start > 0) breaks.push_back(start);
            offset = 0;
            for (auto i = start; i < end; ++i) {
                if (offset + text[i].width > width) breaks.push_back(i), offset = 0;
                offset += text[i].width;
            }
        } else if (word > width || (offset > 0 && start > 0)) {
            if (start > 0) breaks.push_back(start);
            offset = word + blanks;
        }
    }
    breaks.push_back(text.size());
    std::vector<cells> lines;
    std::size_t from = 0;
    for (const auto to : breaks) {
        cells line(text.begin() + static_cast<long>(from), text.begin() + static_cast<long>(to));
        while (line.size() > static_cast<std::size_t>(width) && is_space(line.back().code)) line.pop_back();
        lines.push_back(static_cast<cells&&>(line));
        from = to;
    }
    return lines;
}

} // namespace ctnn::detail
