/// CTNN_INLINE: part of whoever calls it. A kernel is one function, however many small ones it is written in.
///
/// Without optimization they stay functions of their own: copies of all of them in each other would take the compiler
/// up to four times as long, and a debugger could not step into them.
#pragma once

#ifdef __OPTIMIZE__
#define CTNN_INLINE __attribute__((always_inline))
#else
#define CTNN_INLINE
#endif
