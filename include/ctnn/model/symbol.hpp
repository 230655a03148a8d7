/// What layers take and give inside functional's body: one output of one call.
#pragma once
#include "absorb.hpp"
#include <concepts>
#include <tuple>

namespace ctnn {

/// A tensor that is not there yet: its shape is known, its values come when the network runs. Exists only inside
/// functional's body. Helpers take and return it: constexpr symbol block(symbol x, int filters).
struct symbol {
    detail::graph_handle* handle = nullptr;
    int node = -1, output = 0; // node counts from handle->first_node; -1 after a mistake

    /// Nothing yet: symbol h[3], to be assigned to. A call of a layer on it is a mistake with a sentence.
    constexpr symbol() = default;
    /// Adopts one reference of the handle.
    constexpr symbol(detail::graph_handle* h, int n, int o = 0) : handle(h), node(n), output(o) {}
    constexpr symbol(const symbol& s) : handle(s.handle), node(s.node), output(s.output) {
        if (handle) ++handle->refs;
    }
    constexpr symbol& operator=(const symbol& s) {
        if (s.handle) ++s.handle->refs;
        detail::graph_handle::release(handle);
        handle = s.handle, node = s.node, output = s.output;
        return *this;
    }
    constexpr ~symbol() { detail::graph_handle::release(handle); }

    /// Shape of one sample.
    constexpr extents shape() const {
        return node < 0 || handle->g->failed() ? extents() : handle->g->shape({handle->first_node + node, output});
    }
};

/// What a keyword makes of Keras' list: inputs = {a, b}.
template<std::size_t N>
struct symbol_list {
    symbol symbols[N];
    constexpr const symbol* begin() const { return symbols; }
    constexpr const symbol* end() const { return symbols + N; }
};

namespace detail {

/// Visits the symbols in the arguments of a call: symbols, tuples of them, ranges of them, initial_state = tuple(h, c).
template<class F>
constexpr void each_symbol(const F& f, const symbol& s) {
    f(s);
}
template<class F, std::size_t N>
constexpr void each_symbol(const F& f, const symbol (&list)[N]) {
    for (const symbol& s : list) f(s);
}
template<class F, class... T>
constexpr void each_symbol(const F& f, const std::tuple<T...>& t) {
    std::apply([&](const auto&... s) { (each_symbol(f, s), ...); }, t);
}
template<class F, class Key, class V>
constexpr void each_symbol(const F& f, const argument<Key, V>& a) {
    each_symbol(f, a.value);
}
template<class F, class Range>
    requires requires(const Range& r) { r.begin() != r.end(); }
constexpr void each_symbol(const F& f, const Range& r) {
    for (const auto& s : r) each_symbol(f, s);
}

/// One graph for all symbols of a call to `who`; returns its handle, not counted. The caller makes symbols of it.
template<class... X>
constexpr graph_handle* unite_for(std::string_view who, const X&... x) {
    graph_handle* h = nullptr;
    bool unassigned = false;
    const auto look = [&](const symbol& s) {
        if (!s.handle) {
            unassigned = true;
            return;
        }
        if (!h)
            h = s.handle;
        else if (s.handle->g != h->g)
            h->g->absorb(*s.handle->g);
        if (s.node < 0 && !h->g->failed()) h->g->fail_silently();
    };
    (each_symbol(look, x), ...);
    if (h && !unassigned) return h;
    if (!h) h = graph_handle::create(), h->refs = 0;
    text t;
    if (unassigned)
        t << who << ": got a symbol that nothing was assigned to; hint: symbol h = x";
    else
        t << who << ": takes at least one input, got an empty list";
    h->g->fail(t.view());
    return h;
}
template<class... X>
constexpr graph_handle* unite(const X&... x) {
    return unite_for("a call", x...);
}
/// Puts the edges of united symbols at the end of the graph's list; returns how many.
template<class... X>
constexpr int list_edges(const X&... x) {
    int n = 0;
    const auto list = [&](const symbol& s) {
        s.handle->g->edges.push({s.handle->first_node + s.node, s.output});
        ++n;
    };
    (each_symbol(list, x), ...);
    return n;
}

/// How many symbols a type holds, -1 for a range.
template<class T>
inline constexpr int symbol_count = std::is_base_of_v<symbol, T> ? 1 : -1;
template<class... T>
inline constexpr int symbol_count<std::tuple<T...>> = (0 + ... + symbol_count<T>);
template<std::size_t N>
inline constexpr int symbol_count<symbol_list<N>> = int(N);

/// The symbols of a call's outputs: one, or a tuple of N.
template<int N>
constexpr auto call_results(graph_handle* h, int node) {
    const int at = node < 0 ? -1 : node - h->first_node;
    if constexpr (N == 1)
        return ++h->refs, symbol(h, at);
    else
        return [&]<int... I>(std::integer_sequence<int, I...>) {
            h->refs += N;
            return std::tuple{(void(I), symbol(h, at, at < 0 ? 0 : I))...};
        }(std::make_integer_sequence<int, N>{});
}

/// What a call takes: symbols, tuples and ranges of them, initial_state = tuple(h, c).
template<class T>
inline constexpr bool holds_symbols = false;
template<std::derived_from<symbol> T>
inline constexpr bool holds_symbols<T> = true;
template<std::size_t N>
inline constexpr bool holds_symbols<symbol[N]> = true;
template<class... T>
inline constexpr bool holds_symbols<std::tuple<T...>> = (holds_symbols<T> && ...) && sizeof...(T) > 0;
template<class Key, class V>
inline constexpr bool holds_symbols<argument<Key, V>> = holds_symbols<V>;
template<class Range>
    requires requires(const Range& r) { r.begin() != r.end(); }
inline constexpr bool holds_symbols<Range> = holds_symbols<std::remove_cvref_t<decltype(*std::declval<const Range&>().begin())>>;

} // namespace detail
} // namespace ctnn
