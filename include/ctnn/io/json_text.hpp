/// JSON from files that nobody vouches for: looked at before a parser is.
#pragma once
#include "file_error.hpp"

namespace ctnn::io::detail {

/// How deep objects and lists of a JSON text are nested. Brackets inside strings do not count.
inline int json_depth(std::string_view text) {
    int depth = 0, deepest = 0;
    bool inside_string = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (inside_string) {
            if (c == '\\')
                ++i;
            else if (c == '"')
                inside_string = false;
        } else if (c == '"') {
            inside_string = true;
        } else if (c == '[' || c == '{') {
            deepest = ++depth > deepest ? depth : deepest;
        } else if (c == ']' || c == '}') {
            --depth;
        }
    }
    return deepest;
}

} // namespace ctnn::io::detail
