/// From what the user wrote to the architecture as a constant of a type, or to one sentence.
#pragma once
#include "flat.hpp"
#include "record.hpp"
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

/// What running the body gives.
struct recording {
    census counted;
    tape rows;
};

/// Runs the body, once.
template<class Def>
consteval recording record() {
    recording made;
    census& c = made.counted;
    const model_ref m = as_model(Def{}());
    if (!m.handle) {
        c.built = false;
        return made;
    }
    graph& g = m.g();
    if (!g.failed() && m.model >= 0) {
        g.settle_names();
        check_names(g);
    }
    if (g.failed()) {
        c.error = *g.error;
        c.silent = g.silent;
        return made;
    }
    c.ok = true;
    if (m.model < 0) return made;
    c.built = true;
    c.name = m.name;
    rows_sink rows(g, c);
    architecture_walk walk(g, rows);
    const int model = m.handle->first_model + m.model;
    walk.walk(model);
    rows.add_weights(g, 0);
    rows.finish_weights();
    write(g, rows, made.rows);
    c.operations = rows.operations[0] + g.models[model].inputs;
    if (c.kinds == census::max_kinds) {
        c.ok = false;
        c.error << "a network holds at most " << census::max_kinds - 1 << " kinds of layers";
    }
    if (made.rows.full) {
        c.ok = false;
        c.error << "this network is too large for the compiler, it has " << c.layers << " layers";
    }
    return made;
}

template<class Def>
struct definition {
    static constexpr recording recorded = record<Def>();
    static constexpr census value = recorded.counted;
    static constexpr text error = value.error;
};

template<class Def>
struct architecture {
    using flat_type = flat_graph<definition<Def>::value>;
    static consteval flat_type read() {
        flat_type a;
        a.read(definition<Def>::recorded.rows);
        return a;
    }
    static constexpr flat_type value = read();
};

} // namespace ctnn::detail
