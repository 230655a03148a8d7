/// How the compiler says a sentence: as the argument of a type that is never defined, or as static_assert's own message
/// where the language has it.
#pragma once
#include "text.hpp"
#include <utility>

namespace ctnn {

/// Never defined: its arguments are the message.
template<auto... Text>
struct MODEL_ERROR;

namespace detail {

#if defined(__clang__)
inline constexpr int piece_width = 31; // clang shows 32 characters of an array in a template argument
#else
inline constexpr int piece_width = text::capacity;
#endif

/// Where piece number `k` of the sentence begins: cut behind blanks, outside parentheses and quotes where that is possible.
constexpr int piece_start(const text& t, int k) {
    int begin = 0;
    while (k-- > 0 && begin < t.length) {
        int end = begin + piece_width < t.length ? begin + piece_width : t.length;
        if (end < t.length) {
            int good = 0, any = 0, depth = 0;
            bool quoted = false;
            for (int i = begin; i < end; ++i) {
                const char c = t.chars[i];
                if (c == '(') ++depth;
                if (c == ')') --depth;
                if (c == '\'') quoted = !quoted;
                if (c == ' ') any = i + 1;
                if (c == ' ' && depth <= 0 && !quoted) good = i + 1;
            }
            end = good ? good : any ? any : end;
        }
        begin = end;
    }
    return begin;
}
constexpr int pieces(const text& t) {
    int k = 0;
    while (piece_start(t, k) < t.length) ++k;
    return k;
}

template<const text& T, int First, std::size_t N>
constexpr fixed_string<N> piece_of() {
    fixed_string<N> s;
    for (std::size_t i = 0; i + 1 < N; ++i) s.chars[i] = T.chars[std::size_t(First) + i];
    s.chars[N - 1] = '\0'; // written out: clang shows an array whose end was never touched as a list of numbers
    return s;
}
template<const text& T, int First, int Last>
constexpr auto piece() {
    constexpr std::size_t n = std::size_t(Last - First + 1);
    return piece_of<T, First, n>();
}

template<const text& T, class = std::make_integer_sequence<int, pieces(T)>>
struct sentence;
template<const text& T, int... I>
struct sentence<T, std::integer_sequence<int, I...>> {
    using type = MODEL_ERROR<piece<T, piece_start(T, I), piece_start(T, I + 1)>()...>;
};

/// Says its sentence as a class of its own: the function that mentions it stays valid, so that no second error follows.
template<const text& T>
struct said {
    static_assert(sizeof(typename sentence<T>::type) != 0);
};

} // namespace detail
} // namespace ctnn

// A mistake is said in exactly one place. CTNN_SAY(T) stands in the body of the function that the user called,
// CTNN_SAY_IN_CLASS(T) in the class that it returns; which of the two speaks depends on what the compiler shows best.
// T is a static constexpr text that is not empty.
#if defined(__cpp_static_assert) && __cpp_static_assert >= 202306L
#define CTNN_SAY(...) static_assert(false, (__VA_ARGS__).view())
#define CTNN_SAY_IN_CLASS(...) static_assert(true)
#elif defined(__clang__)
#define CTNN_SAY(...) static_assert(true)
#define CTNN_SAY_IN_CLASS(...) static_assert(sizeof(typename ::ctnn::detail::sentence<__VA_ARGS__>::type) != 0)
#else
#define CTNN_SAY(...)                                                                                                   \
    static_assert(sizeof(::ctnn::MODEL_ERROR<::ctnn::detail::piece<__VA_ARGS__, 0, (__VA_ARGS__).length>()>) != 0)
#define CTNN_SAY_IN_CLASS(...) static_assert(true)
#endif

// For functions whose result is not a class of ours: speaks on every compiler.
#if defined(__cpp_static_assert) && __cpp_static_assert >= 202306L
#define CTNN_SAY_ALWAYS(...) static_assert(false, (__VA_ARGS__).view())
#elif defined(__clang__)
#define CTNN_SAY_ALWAYS(...) static_assert(sizeof(::ctnn::detail::said<__VA_ARGS__>) != 0)
#else
#define CTNN_SAY_ALWAYS(...) CTNN_SAY(__VA_ARGS__)
#endif

namespace ctnn::detail {

template<int... D>
struct axes_mistake {
    static constexpr text value = [] {
        text t;
        t << "shape<";
        const char* comma = "";
        ((t << comma << D, comma = ", "), ...);
        return t << ">: expected at most " << max_rank << " axes, got " << sizeof...(D)
                 << "; hint: the batch is none of them, and Reshape joins axes";
    }();
};
/// A shape of more axes than there may be.
template<int... D>
struct too_many_axes {
    CTNN_SAY_ALWAYS(axes_mistake<D...>::value);
};

} // namespace ctnn::detail
