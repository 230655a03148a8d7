/// functional([] { auto x = Input(...); ...; return Model(inputs = x, outputs = y); })
#pragma once
#include "network.hpp"

namespace ctnn {

/// A model inside functional's body: the result of Model(...). It is a layer, too.
template<int Outputs>
struct model_symbol {
    detail::model_ref ref;
    std::string_view name{};

    constexpr detail::model_ref model() const { return ref; }

    /// The model as a layer: its weights are shared by all calls.
    template<class X>
    constexpr auto operator()(const X& x, int line = __builtin_LINE()) const {
        return call(line, x);
    }
    template<class X, class Y>
        requires(!std::is_integral_v<Y>)
    constexpr auto operator()(const X& x, const Y& y, int line = __builtin_LINE()) const {
        return call(line, x, y);
    }
    template<class X, class Y, class Z, class... More>
        requires(!std::is_integral_v<Z>)
    constexpr auto operator()(const X& x, const Y& y, const Z& z, const More&... more) const {
        return call(0, x, y, z, more...);
    }

private:
    template<class... X>
    constexpr auto call(int line, const X&... x) const {
        detail::graph_handle* h = detail::unite(x...);
        return detail::call_results<Outputs>(h, detail::call_ref(h, ref, name, line, x...));
    }
};

namespace detail {

template<class... A>
constexpr std::string_view name_among(const A&... a) {
    std::string_view name;
    [[maybe_unused]] const auto look = [&]<class T>(const T& t) {
        if constexpr (same_keyword<T, argument<keyword<"name">, int>>) name = t.value;
    };
    (look(a), ...);
    return name;
}

template<class In, class Out>
constexpr auto make_model(const In& in, const Out& out, std::string_view name) {
    graph_handle* h = unite(in, out);
    int model = -1;
    if (!h->g->failed()) {
        const int n_in = list_edges(in), n_out = list_edges(out);
        model = add_model(*h->g, false, n_in, n_out) - h->first_model;
    }
    ++h->refs;
    return model_symbol<symbol_count<Out>>{model_ref(h, model), name};
}

} // namespace detail

/// Model(inputs = x, outputs = y); several as a tuple: outputs = tuple(a, b).
template<class In, class Out, class... A>
constexpr auto Model(const argument<keyword<"inputs">, In>& in, const argument<keyword<"outputs">, Out>& out,
                     const A&... more) {
    return detail::make_model(in.value, out.value, detail::name_among(more...));
}
template<class In, class Out, class... A>
constexpr auto Model(const argument<keyword<"outputs">, Out>& out, const argument<keyword<"inputs">, In>& in,
                     const A&... more) {
    return detail::make_model(in.value, out.value, detail::name_among(more...));
}
template<class In, class Out, class... A>
    requires(!detail::is_argument<In> && !detail::is_argument<Out>)
constexpr auto Model(const In& in, const Out& out, const A&... more) {
    return detail::make_model(in, out, detail::name_among(more...));
}

/// The network that the body builds, evaluated by the compiler: loops and helpers are fine. The body must not capture;
/// in a header that several sources share, a named struct with operator() takes the lambda's place.
template<class F>
constexpr auto functional(const F&) {
    static_assert(std::is_empty_v<F> && std::is_default_constructible_v<F>,
                  "functional: the body must not capture anything: the compiler runs it before there is anything to capture");
    using d = detail::definition<F>;
    if constexpr (!d::value.ok && !d::value.silent) CTNN_SAY(d::error);
    return detail::checked<F>();
}

} // namespace ctnn
