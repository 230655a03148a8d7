/// Numbers as code, in the form that suits how many they are.
#pragma once
#include <optional>
#include <string>
#include <vector>

namespace ctnn::import {

/// A file to be written.
struct output_file {
    std::string name; ///< in the output folder
    std::string content;
};

/// Numbers that belong together: a weight, or what one input was given.
struct block {
    std::string title; ///< for a comment, safe
    std::vector<float> values;
};

/// How a type holds its numbers.
enum class embedding {
    literals, ///< an array of hexadecimal floats: constants, also for the compiler
    bytes,    ///< a string literal
    binary    ///< a file beside the header, put into the program by the assembler
};
constexpr std::size_t most_literals = 100'000, most_in_bytes = 1'000'000;
constexpr embedding embedding_for(std::size_t floats) {
    return floats <= most_literals ? embedding::literals : floats <= most_in_bytes ? embedding::bytes : embedding::binary;
}

struct embedded {
    std::string before;  ///< declarations in front of the type
    bool bytes = false;  ///< it must be compiled for a little-endian machine, see byte_order
    std::string members; ///< `size` and `data()` of a struct, and what they need
    std::optional<output_file> binary;
};

/// What stands once in a header of which any type holds bytes; needs <bit>.
inline constexpr const char* byte_order =
    "static_assert(std::endian::native == std::endian::little, \"the numbers below are little-endian\");\n\n";

/// The blocks one after the other, each padded with zeros to a multiple of `group` floats. `header`: the file that the
/// code stands in; `symbol`: a name that no other part of a program has; `ending`: behind the header's name, that of the binary.
embedded embed(const std::vector<block>& blocks, std::size_t group, const std::string& header, const std::string& symbol,
               std::optional<embedding> form = {}, const std::string& ending = ".bin");

} // namespace ctnn::import
