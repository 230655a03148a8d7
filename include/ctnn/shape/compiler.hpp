/// Which compilers there must be: one sentence instead of pages.
#pragma once

#if defined(__clang__)
#if !defined(__apple_build_version__) && __clang_major__ < 19
#error "ctnn needs clang 19 or newer, or g++ 12 or newer"
#endif
#elif defined(__GNUC__)
#if __GNUC__ < 12
#error "ctnn needs g++ 12 or newer, or clang 19 or newer"
#endif
#else
#error "ctnn needs g++ 12 or newer, or clang 19 or newer"
#endif
#if __cplusplus < 202002L
#error "ctnn needs C++20: compile with -std=c++20"
#endif
