/// Keywords of predict: out = std::span(ys), threads = 2.
#pragma once
#include "../dsl/keywords.hpp"
#include "../shape/inline.hpp"
#include "../shape/mistake.hpp"
#include "../tensor/failure.hpp"
#include "samples.hpp"

namespace ctnn::detail {

/// run(n, f): f on n threads, with a function that gives each the number of the next block. <ctnn/run/threads.hpp>
/// defines it for those who include that header.
template<class Model>
struct model_threads;
template<class Model>
inline constexpr bool knows_threads = requires { sizeof(model_threads<Model>); };

struct no_option {};
struct no_options {
    static constexpr bool has_out = false, has_threads = false;
};
template<class Out, class Threads>
struct given_options {
    static constexpr bool has_out = !std::is_same_v<Out, no_option>, has_threads = !std::is_same_v<Threads, no_option>;
    using out_type = Out;
    Out out;
    Threads threads;

    // (inlined, as everything that is not keyed by the instruction set)
    template<class Spans>
    CTNN_INLINE Spans outs() const {
        if constexpr (is_std_tuple<Out>)
            return std::apply([](const auto&... s) { return Spans(s...); }, out);
        else
            return Spans(out);
    }
    CTNN_INLINE int thread_count() const {
        const long long n = static_cast<long long>(threads);
        if (n >= 1) return n < 1024 ? int(n) : 1024;
        text t;
        t << "predict(): threads must be positive, got " << n;
        fail(t);
        return 1;
    }
};

template<class Key, class... A>
CTNN_INLINE constexpr auto option_of(const A&... a) {
    const auto find = [](const auto& self, const auto& first, const auto&... rest) {
        if constexpr (std::is_same_v<typename std::remove_cvref_t<decltype(first)>::key, Key>)
            return first.value;
        else if constexpr (sizeof...(rest) > 0)
            return self(self, rest...);
        else
            return no_option{};
    };
    return find(find, a...);
}
template<class... A>
CTNN_INLINE constexpr auto predict_options(const A&... a) {
    if constexpr (sizeof...(A) == 0)
        return no_options{};
    else {
        auto out = option_of<keyword<"out">>(a...);
        auto threads = option_of<keyword<"threads">>(a...);
        return given_options<decltype(out), decltype(threads)>{out, threads};
    }
}

/// What predict says about its keywords.
template<class... A>
struct options_mistake {
    template<class Key, class V>
    static constexpr void check(text& t, const argument<Key, V>*) {
        if (!t.empty()) return;
        if constexpr (std::is_same_v<Key, keyword<"threads">>) {
            if constexpr (!std::is_convertible_v<V, long long> || std::is_same_v<V, bool>)
                t << "predict(): threads takes a number of threads";
        } else if constexpr (!std::is_same_v<Key, keyword<"out">>)
            t << "predict(): there is no keyword '" << Key::name << "'; it takes out = std::span(ys) and threads = 2";
        else if constexpr (!is_std_tuple<V> && !requires(const V& v) {
                               std::span(v.data(), v.size());
                               requires std::is_same_v<V, std::span<std::remove_reference_t<decltype(*v.data())>>>;
                           })
            t << "predict(): out takes a std::span of tensors, or a std::tuple of such for several outputs; hint: out = "
                 "std::span(ys)";
    }
    static constexpr void check(text& t, const void*) { (void)t; }
    static constexpr text value = [] {
        text t;
        [[maybe_unused]] bool keywords = false;
        [[maybe_unused]] const auto order = [&](bool is) {
            if (keywords && !is && t.empty()) t << "predict(): keywords come last; hint: predict(xs, threads = 2)";
            keywords = keywords || is;
        };
        (order(is_argument<A>), ...);
        (check(t, static_cast<const A*>(nullptr)), ...);
        return t;
    }();
};
/// What predict says about `out`, one std::span or a std::tuple of them, where these are the spans that it writes to.
template<class Out, class... Y>
struct out_mistake {
    template<class Wanted>
    static constexpr void check(text& t, const void*) {
        if (t.empty())
            t << "predict(): out takes a std::tuple of std::span; hint: out = std::tuple(std::span(a), std::span(b))";
    }
    template<class Wanted, class T, std::size_t N>
    static constexpr void check(text& t, const std::span<T, N>*) {
        if (!t.empty()) return;
        if constexpr (std::is_const_v<T>)
            t << "predict(): out must be tensors that can be written; hint: make what the span is of not const";
        else if constexpr (!std::is_same_v<T, Wanted>) {
            constexpr extents wanted = Wanted::shape;
            t << "predict(): out must be a std::span of tensor<float";
            for (int d = 0; d < wanted.rank; ++d) t << ", " << wanted[d];
            t << '>';
            if constexpr (is_tensor<T>) {
                if (extents(T::shape) != wanted)
                    t << ", got shape " << extents(T::shape);
                else
                    t << ", got another type of number";
            }
        }
    }
    template<class... T>
    static constexpr void check_all(text& t, const std::tuple<T...>*) {
        if constexpr (sizeof...(T) != sizeof...(Y))
            t << "predict(): out must have " << int(sizeof...(Y)) << (sizeof...(Y) == 1 ? " span" : " spans")
              << ", one for each output, got " << int(sizeof...(T));
        else
            (check<Y>(t, static_cast<const T*>(nullptr)), ...);
    }
    static constexpr text value = [] {
        text t;
        if constexpr (is_std_tuple<Out>)
            check_all(t, static_cast<const Out*>(nullptr));
        else
            check_all(t, static_cast<const std::tuple<Out>*>(nullptr));
        return t;
    }();
};
template<class Options>
struct options_of_one_mistake {
    static constexpr text value = [] {
        text t;
        return t << "predict(): out and threads are for many samples; hint: predict(x) returns the tensor";
    }();
};

template<class Model>
struct threads_mistake {
    static constexpr text value = [] {
        text t;
        return t << "predict(): threads = ... is in a header of its own; hint: #include <ctnn/run/threads.hpp>";
    }();
};

} // namespace ctnn::detail
