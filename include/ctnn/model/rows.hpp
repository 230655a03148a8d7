/// What the rows of the architecture are made of, for the tape.
#pragma once
#include "architecture.hpp"
#include "tape.hpp"

namespace ctnn::detail {

/// Row is const where it is written.
template<class Tape, class Row>
constexpr void transfer_range(Tape& t, Row& r) {
    t.numbers(r.first, r.count);
}
template<class Tape, class Row>
constexpr void transfer_shape(Tape& t, Row& s) {
    t.sparse(s.rank, s.dims[0], s.dims[1], s.dims[2], s.dims[3], s.dims[4], s.dims[5]);
}
template<class Tape, class Row>
constexpr void transfer_layer(Tape& t, Row& l) {
    t.numbers(l.kind, l.slot, l.model, l.name.first, l.name.count, l.ordinal, l.weights.first, l.weights.count,
              l.weight_rows, l.inputs.first, l.inputs.count, l.outputs.first, l.outputs.count, l.trainable, l.batch, l.batches);
    t.text(l.class_name);
}
template<class Tape, class Row>
constexpr void transfer_call(Tape& t, Row& c) {
    t.numbers(c.layer, c.number, c.edges.first, c.edges.count, c.recipe);
}
template<class Tape, class Row>
constexpr void transfer_edge(Tape& t, Row& e) {
    t.numbers(e.call, e.output);
}
template<class Tape, class Row>
constexpr void transfer_weight(Tape& t, Row& w) {
    t.text(w.name);
    t.numbers(w.depth, w.trainable);
    for (int i = 0; i < w.depth; ++i) t.text(w.path[i]);
    transfer_shape(t, w.shape);
    auto& init = w.init;
    t.numbers(init.kind, init.mode, init.distribution, init.seed, init.stft.side, init.stft.window, init.stft.scaling,
              init.stft.periodic);
    t.reals(init.a, init.b);
}
template<class Tape, class Row>
constexpr void transfer_model(Tape& t, Row& m) {
    t.numbers(m.sequential);
    transfer_range(t, m.layers), transfer_range(t, m.calls);
    transfer_range(t, m.inputs), transfer_range(t, m.outputs);
}
template<class Tape, class Row>
constexpr void transfer_recipe(Tape& t, Row& r) {
    t.numbers(r.first, r.count, r.weights, r.whole, r.inputs, r.outputs);
    for (int i = 0; i < r.outputs; ++i) t.numbers(r.output[i]);
}
template<class Tape, class Row>
constexpr void transfer_function(Tape& t, Row& f) {
    t.sparse(f.kind);
    t.reals(f.a, f.b, f.c);
}
template<class Tape, class Row>
constexpr void transfer_op(Tape& t, Row& o) {
    t.sparse(o.kind, o.times, o.operands);
    for (int i = 0; i < o.operands; ++i) t.sparse(o.in[i]);
    transfer_shape(t, o.out);
    auto& a = o.attr;
    t.sparse(a.index, a.axis, a.axes, a.variant, a.groups, a.reverse, a.win.rank);
    transfer_shape(t, a.at);
    for (int i = 0; i < a.win.rank; ++i)
        t.sparse(a.win.size[i], a.win.stride[i], a.win.dilation[i], a.win.before[i]);
    transfer_function(t, a.f), transfer_function(t, a.g);
    t.reals(a.value);
    if (o.kind == ops::op_kind::custom) t.call(a.call);
}

} // namespace ctnn::detail
