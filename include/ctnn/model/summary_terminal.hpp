/// The terminal that standard output is, as Keras 3 and the rich library that prints its tables look for one: its width,
/// and the colours that it shows. TERM, COLORTERM, NO_COLOR, FORCE_COLOR, TTY_COMPATIBLE and COLUMNS have their say.
#pragma once
#include "summary_table.hpp"
#include <cctype>
#include <cstdio>
#include <cstdlib>
#include <string_view>

#if __has_include(<sys/ioctl.h>) && __has_include(<unistd.h>)
#define CTNN_HAS_TERMINALS 1 // undefined below
#include <sys/ioctl.h>
#include <unistd.h>
#endif

namespace ctnn::detail {

/// An environment variable, "" if it is not set.
inline std::string_view environment(const char* name) {
    const char* value = std::getenv(name);
    return value ? std::string_view(value) : std::string_view();
}
inline bool same_letters(std::string_view a, std::string_view lower) {
    bool same = a.size() == lower.size();
    for (std::size_t i = 0; same && i < a.size(); ++i) same = std::tolower(static_cast<unsigned char>(a[i])) == lower[i];
    return same;
}
/// The number in an environment variable, -1 if there is none.
inline int number_in(const char* name) {
    int n = -1;
    for (const char c : environment(name)) {
        if (c < '0' || c > '9' || n > 100'000) return -1;
        n = (n < 0 ? 0 : n) * 10 + (c - '0');
    }
    return n;
}

/// Columns of the terminal behind a file; 0 where there is none.
inline int columns_of(int file) {
#ifdef CTNN_HAS_TERMINALS
    winsize w{};
    if (::ioctl(file, TIOCGWINSZ, &w) == 0) return w.ws_col;
#endif
    (void)file;
    return 0;
}
/// Whether standard output takes escape sequences.
inline bool is_terminal() {
    if (environment("TTY_COMPATIBLE") == "0") return false;
    if (environment("TTY_COMPATIBLE") == "1") return true;
    if (std::getenv("FORCE_COLOR")) return !environment("FORCE_COLOR").empty();
#ifdef CTNN_HAS_TERMINALS
    return ::isatty(fileno(stdout));
#else
    return false;
#endif
}
inline summary_colors colors_of_terminal() {
    const auto term = environment("TERM"), more = environment("COLORTERM");
    if (!is_terminal() || same_letters(term, "dumb") || same_letters(term, "unknown")) return summary_colors::none;
    if (!environment("NO_COLOR").empty()) return summary_colors::bold;
    const auto last = term.substr(term.rfind('-') + 1); // of all of it where there is no '-'
    const bool all = same_letters(more, "truecolor") || same_letters(more, "24bit") || same_letters(last, "256color") ||
        same_letters(last, "kitty");
    return all ? summary_colors::all : summary_colors::sixteen;
}

/// What nobody has asked for otherwise, as the terminal has it.
inline summary_options on_terminal(summary_options o) {
    const int columns = number_in("COLUMNS");
    const auto term = environment("TERM");
    if (!o.terminal_columns) {
        // Keras asks standard output for the length of a line; the printer cuts lines where any of the three files ends
#ifdef CTNN_HAS_TERMINALS
        o.terminal_columns = columns > 0 ? columns : columns_of(fileno(stdout));
#else
        o.terminal_columns = columns > 0 ? columns : 0;
#endif
        for (int file = 0; file < 3 && o.cut_at == 0; ++file) o.cut_at = columns_of(file);
        if (columns >= 0) o.cut_at = columns;
        const bool dumb = same_letters(term, "dumb") || same_letters(term, "unknown");
        if (o.cut_at == 0 || (dumb && is_terminal() && (columns < 0 || number_in("LINES") < 0))) o.cut_at = 80;
    }
    if (o.colors == summary_colors::automatic) o.colors = colors_of_terminal();
    return o;
}

} // namespace ctnn::detail

#undef CTNN_HAS_TERMINALS
