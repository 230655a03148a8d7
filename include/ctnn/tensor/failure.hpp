/// What ends a call whose data is wrong at run time.
#pragma once
#include "../shape/text.hpp"
#if defined(__cpp_exceptions)
#include <stdexcept>
#include <string>
#else
#include <cstdio>
#include <cstdlib>
#endif

namespace ctnn::detail {

// two names: sources with and without exceptions may meet in one program
#if defined(__cpp_exceptions)
inline namespace throwing {
/// Throws std::invalid_argument; in a program without exceptions, prints the sentence and aborts.
template<unsigned Options = compiled_for>
[[noreturn, gnu::cold, gnu::noinline]] void fail(const text& sentence) {
    throw std::invalid_argument(std::string(sentence.view()));
}
} // namespace throwing
#else
inline namespace aborting {
/// Prints the sentence and aborts; in a program with exceptions, throws std::invalid_argument.
template<unsigned Options = compiled_for>
[[noreturn, gnu::cold, gnu::noinline]] void fail(const text& sentence) {
    std::fprintf(stderr, "%.*s\n", sentence.length, sentence.chars);
    std::abort();
}
} // namespace aborting
#endif

} // namespace ctnn::detail
