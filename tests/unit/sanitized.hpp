// CTNN_TEST_SANITIZED: whether a sanitizer sees to memory, and changes how it is used.
#pragma once

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define CTNN_TEST_SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) || __has_feature(memory_sanitizer)
#define CTNN_TEST_SANITIZED 1
#endif
#endif
