/// The table of Keras 3's summary: columns fitted to a line, cells wrapped and aligned, lines drawn around them, as rich
/// 15 prints a table with a heavy head.
#pragma once
#include "summary_cells.hpp"
#include "summary_table.hpp"
#include <string>
#include <string_view>
#include <vector>

namespace ctnn::detail {

enum class aligned : unsigned char { left, right, center };

struct summary_column {
    const char* title;
    aligned to;
    int asked = 0; // the width that Keras asks for
    int width = 0; // what the table printer makes of it: text and a blank on either side
};

/// a / b to the nearest whole number, half to even.
constexpr int rounded_ratio(int a, int b) {
    const int whole = a / b, twice_rest = 2 * (a % b);
    return whole + (twice_rest > b || (twice_rest == b && whole % 2 == 1) ? 1 : 0);
}

/// The columns asked for never leave room for the table's own lines, so the printer takes the excess from all of them
/// evenly; columns that leave room to spare (by positions) are stretched in proportion.
inline void fit_columns(std::vector<summary_column>& columns, int line_length) {
    const int count = static_cast<int>(columns.size()), room = line_length - (count + 1);
    int sum = 0;
    for (auto& c : columns) sum += c.width = room < 1 ? 1 : (c.asked + 2 < room ? c.asked + 2 : room);
    if (sum > room) {
        int excess = sum - room, left = count;
        sum = 0;
        for (auto& c : columns) {
            const int share = rounded_ratio(excess, left--), taken = share < c.width ? share : c.width;
            excess -= taken;
            sum += c.width -= taken;
        }
    }
    if (sum < room) {
        int spare = room - sum, rest = sum;
        for (auto& c : columns) {
            const int given = rest > 0 ? (c.width * spare + rest - 1) / rest : spare;
            rest -= c.width;
            spare -= given;
            c.width += given;
        }
    }
}

/// Writes lines that end at the terminal's edge, with escape sequences if colours are wanted.
class summary_writer {
public:
    summary_writer(std::string& out, int columns, summary_colors colors)
        : out_(out), columns_(columns), left_(columns), colors_(colors) {}

    /// One run of characters that the printer emits as a piece, each stretch of one style between its own sequences.
    void put(cells text) {
        if (left_ <= 0) return;
        crop_cells(text, left_);
        left_ -= width_of(text);
        for (std::size_t i = 0; i < text.size();) {
            const auto style = text[i].style;
            const char* code = sequence(style);
            if (*code != '\0') ((out_ += "\x1b[") += code) += 'm';
            for (; i < text.size() && text[i].style == style; ++i) append_utf8(out_, text[i].code);
            if (*code != '\0') out_ += "\x1b[0m";
        }
    }
    void put(std::string_view text, paint style = paint::plain) {
        cells line;
        append_cells(line, text, style);
        put(static_cast<cells&&>(line));
    }
    void blanks(int count, paint style = paint::plain) {
        put(std::string(static_cast<std::size_t>(count), ' '), style);
    }
    void end_line() {
        out_ += '\n';
        left_ = columns_;
    }
    /// A paragraph of its own, folded at the terminal's edge.
    void paragraph(const cells& text) {
        for (auto& line : wrap_cells(text, columns_, true)) put(line), end_line();
    }

private:
    const char* sequence(paint style) const {
        struct codes {
            const char *bold, *sixteen, *all;
        };
        static constexpr codes table[] = {
            {"", "", ""},              // plain
            {"1", "1", "1"},           // bold
            {"", "94", "38;5;33"},     // symbol
            {"", "32", "38;5;34"},     // number
            {"", "96", "38;5;45"},     // none
            {"1", "1;32", "1;38;5;34"}, // yes
            {"1", "1;91", "1;91"},     // no
        };
        const codes& c = table[int(style)];
        switch (colors_) {
        case summary_colors::bold: return c.bold;
        case summary_colors::sixteen: return c.sixteen;
        case summary_colors::all: return c.all;
        default: return "";
        }
    }

    std::string& out_;
    int columns_, left_;
    summary_colors colors_;
};

/// Text for a column: lines of exactly `width` cells, none if there is no width.
inline std::vector<cells> column_lines(const cells& text, int width, aligned to) {
    if (width < 1) return {};
    auto lines = wrap_cells(text, width, false);
    for (auto& line : lines) {
        if (to != aligned::left) strip_right(line);
        shorten(line, width);
        const int spare = width - width_of(line);
        const int before = to == aligned::left ? 0 : to == aligned::right ? spare : spare / 2;
        const cell blank = {};
        line.insert(line.begin(), static_cast<std::size_t>(before), blank);
        line.insert(line.end(), static_cast<std::size_t>(spare - before), blank);
    }
    return lines;
}

/// One row of the table; `bar` is the line between its columns.
inline void write_row(summary_writer& out, const std::vector<summary_column>& columns, const std::vector<cells>& fields,
                      const char* bar, bool header) {
    const auto style = header ? paint::bold : paint::plain;
    std::vector<std::vector<cells>> texts;
    std::size_t height = 1;
    for (std::size_t i = 0; i < columns.size(); ++i) {
        texts.push_back(column_lines(fields[i], columns[i].width - 2, columns[i].to));
        if (header)
            for (auto& line : texts.back())
                for (auto& c : line) c.style = style;
        if (height < texts.back().size()) height = texts.back().size();
    }
    for (std::size_t y = 0; y < height; ++y) {
        for (std::size_t i = 0; i < columns.size(); ++i) {
            out.put(bar);
            const auto& lines = texts[i];
            const auto above = header ? height - lines.size() : 0; // a header stands at the bottom of its row
            if (y < above || y - above >= lines.size()) {
                out.blanks(columns[i].width, style);
            } else {
                out.blanks(1, style);
                out.put(lines[y - above]);
                out.blanks(1, style);
            }
        }
        out.put(bar);
        out.end_line();
    }
}

/// A line across the table from its corner, line, crossing and corner.
inline void write_rule(summary_writer& out, const std::vector<summary_column>& columns, const char* first,
                       const char* line, const char* crossing, const char* last) {
    std::string text;
    for (std::size_t i = 0; i < columns.size(); ++i) {
        text += i == 0 ? first : crossing;
        for (int x = 0; x < columns[i].width; ++x) text += line;
    }
    out.put(text + last);
    out.end_line();
}

} // namespace ctnn::detail
