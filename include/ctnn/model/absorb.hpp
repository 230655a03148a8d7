/// Two networks that meet become one graph.
#pragma once
#include "graph.hpp"

namespace ctnn::detail {

constexpr void graph::absorb(graph& o) {
    const int c0 = characters.size(), k0 = counters.size(), l0 = layers.size(), n0 = nodes.size(), e0 = edges.size(), s0 = shapes.size(), p0 = parameters.size(),
              m0 = models.size(), r0 = recipes.size(), ro0 = recipe_ops.size();
    // creation order of both: lines of the source decide, the order within each stays
    {
        int i = 0, j = 0, stamp = 0;
        auto* mine = new int[std::size_t(l0 + 1)];
        auto* theirs = new int[std::size_t(o.layers.size() + 1)];
        for (int k = 0; k < l0; ++k) mine[layers[k].stamp] = k;
        for (int k = 0; k < o.layers.size(); ++k) theirs[o.layers[k].stamp] = k;
        while (i < l0 || j < o.layers.size()) {
            const bool take = j == o.layers.size() || (i < l0 && layers[mine[i]].line <= o.layers[theirs[j]].line);
            (take ? layers[mine[i++]] : o.layers[theirs[j++]]).stamp = stamp++;
        }
        delete[] mine;
        delete[] theirs;
    }
    // a network of the same type on both sides is one network: its calls there become calls of the layer here
    auto* same_layer = new int[std::size_t(o.layers.size() + 1)];
    for (int k = 0; k < o.layers.size(); ++k) {
        same_layer[k] = k + l0;
        layer_record& l = o.layers[k];
        if (l.model < 0 || same_object(o.models[l.model].key, nullptr)) continue;
        for (int i = 0; i < l0; ++i)
            if (layers[i].model >= 0 && same_object(models[layers[i].model].key, o.models[l.model].key)) {
                const extents &is = shape(edges[models[layers[i].model].first_input]), &gets = o.shape(o.edges[o.models[l.model].first_input]);
                if (!(is == gets)) { // a Sequential that takes its shape from its call
                    text t;
                    t << "expected an input of shape " << is << ", got " << gets;
                    fail(i, l.line, t.view());
                }
                same_layer[k] = i;
                o.forget(k);
            }
    }
    for (layer_record l : o.layers) {
        l.first_parameter += p0, l.name.first += c0;
        if (l.counter >= 0) l.counter += k0;
        if (l.model >= 0) l.model += m0;
        if (l.id) l.id->where = this, l.id->layer += l0;
        layers.push(l);
    }
    o.layers.clear();
    for (char c : o.characters) characters.push(c);
    for (name_counter c : o.counters) {
        c.kind = nullptr, c.class_name = {}; // settled there: it counts no more
        counters.push(c);
    }
    for (node c : o.nodes) {
        c.layer = same_layer[c.layer], c.first_edge += e0, c.first_shape += s0;
        if (c.recipe >= 0) c.recipe += r0;
        nodes.push(c);
    }
    delete[] same_layer;
    for (edge e : o.edges) e.node += n0, edges.push(e);
    for (recipe r : o.recipes) r.first += ro0, recipes.push(r);
    for (const ops::op& r : o.recipe_ops) recipe_ops.push(r);
    for (const extents& s : o.shapes) shapes.push(s);
    for (const parameter& p : o.parameters) parameters.push(p);
    for (model_record m : o.models) {
        m.first_input += e0, m.first_output += e0;
        models.push(m);
    }
    if (o.error && !error) error = o.error, o.error = nullptr, silent = o.silent;
    for (graph_handle* h : o.handles) {
        h->g = this, h->first_node += n0, h->first_model += m0;
        handles.push(h);
    }
    delete &o;
}

} // namespace ctnn::detail
