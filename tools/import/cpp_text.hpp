/// Pieces of C++ source made of text that comes from a file, which is not trusted.
#pragma once
#include <set>
#include <string>
#include <string_view>

namespace ctnn::import {

/// A name as a local variable would have it: "Block 2/Conv-1" is block_2_conv_1. Never a keyword, a reserved name or empty.
std::string identifier(std::string_view name);

/// Whether a text is an identifier that a program may declare.
bool is_identifier(std::string_view text);

/// Keywords, and words that headers and compilers define as macros.
bool is_reserved(std::string_view word);

/// Whether the C library declares a function of that name, so that no namespace can have it.
bool is_in_c_library(std::string_view name);

/// "text" with its quotes: nothing in it ends the literal, starts a new line or hides what follows from a reader.
std::string string_literal(std::string_view text);

/// Text for a // comment: on one line, at most 80 characters, and no backslash that would continue it.
std::string comment_text(std::string_view text);

/// The identifiers in a piece of source.
void add_identifiers(std::string_view source, std::set<std::string>& to);

/// Breaks a statement after commas so that no line is longer than 120 columns; all lines begin at `indent`, those after
/// the first four columns behind it.
std::string wrapped(std::string_view statement, int indent);

/// A float exactly, as a hexadecimal literal: 0x1.8p+0f.
std::string float_literal(float value);

} // namespace ctnn::import
