/// From what the user wrote to the architecture as a constant of a type, or to one sentence.
#pragma once
#include "flat.hpp"
#include "unique_names.hpp"

namespace ctnn::detail {

/// What a body may return: something that is a model.
template<class T>
    requires requires(T& t) { t.model(); }
constexpr model_ref as_model(T&& t) { // not const: a Sequential that grew is finished now
    return t.model();
}
constexpr model_ref as_model(const model_ref& m) { return m; }

/// A definition's name as identity: two calls of the same network share its weights.
template<class Def>
inline constexpr char definition_key = 0;

template<class Def>
consteval census take_census() {
    census c;
    const model_ref m = as_model(Def{}());
    if (!m.handle) {
        c.built = false;
        return c;
    }
    graph& g = m.g();
    if (!g.failed() && m.model >= 0) {
        g.settle_names();
        check_names(g);
    }
    if (g.failed()) {
        c.error = *g.error;
        c.silent = g.silent;
        return c;
    }
    c.ok = true;
    if (m.model < 0) return c;
    c.built = true;
    c.name = m.name;
    counting_sink sink(c);
    architecture_walk walk(g, sink);
    walk.walk(m.handle->first_model + m.model);
    c.operations = sink.operations[0] + g.models[m.handle->first_model + m.model].inputs;
    if (c.kinds == census::max_kinds) {
        c.ok = false;
        c.error << "a network holds at most " << census::max_kinds - 1 << " kinds of layers";
    }
    return c;
}

template<class Def>
struct definition {
    static constexpr census value = take_census<Def>();
    static constexpr text error = value.error;
};

template<class Def, class = std::make_integer_sequence<int, definition<Def>::value.kinds>>
struct architecture;
template<class Def, int... K>
struct architecture<Def, std::integer_sequence<int, K...>> {
    static constexpr const census& c = definition<Def>::value;
    template<int I>
    using config = typename decltype(published(handle_key<definition<Def>::value.kind[I]>{}))::type;
    using configs = std::tuple<std::array<config<K>, std::size_t(definition<Def>::value.count[K])>...>;
    using flat_type = flat_graph<configs, definition<Def>::value>;

    static consteval flat_type flatten() {
        flat_type f{};
        const model_ref m = as_model(Def{}());
        graph& g = m.g();
        g.settle_names();
        writing_sink<flat_type> sink(f);
        architecture_walk walk(g, sink);
        walk.walk(m.handle->first_model + m.model);
        sink.weights(g, 0);
        sink.finish();
        int next[census::max_kinds] = {};
        for (int i = 0; i < f.layer_count; ++i) {
            const layer_record& l = g.layers[sink.graph_layer[i]];
            if (!l.config) continue;
            int k = 0;
            while (!same_object(c.kind[k], l.kind)) ++k;
            f.layers[i].kind = k;
            f.layers[i].slot = next[k]++;
            ((k == K ? void(std::get<K>(f.configs)[std::size_t(f.layers[i].slot)] =
                                static_cast<const layer_of<config<K>>&>(*l.config).config)
                     : void()),
             ...);
        }
        return f;
    }
    static constexpr flat_type value = flatten();
};

} // namespace ctnn::detail
