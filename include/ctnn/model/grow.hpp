/// A Sequential model as it grows, layer by layer, inside one constant evaluation.
#pragma once
#include "batches.hpp"
#include "input.hpp"
#include "place.hpp"

namespace ctnn::detail {

/// A finished model of a graph; holds one reference of the handle.
struct model_ref {
    graph_handle* handle = nullptr;
    int model = -1; // counts from handle->first_model; -1: a Sequential whose input shape is not known yet, or a mistake
    std::string_view name{}; // as the user gave it

    constexpr model_ref() = default;
    constexpr model_ref(graph_handle* h, int m, std::string_view n = {}) : handle(h), model(m), name(n) {}
    constexpr model_ref(const model_ref& o) : handle(o.handle), model(o.model), name(o.name) {
        if (handle) ++handle->refs;
    }
    constexpr model_ref& operator=(const model_ref& o) {
        if (o.handle) ++o.handle->refs;
        graph_handle::release(handle);
        handle = o.handle, model = o.model, name = o.name;
        return *this;
    }
    constexpr ~model_ref() { graph_handle::release(handle); }
    constexpr graph& g() const { return *handle->g; }
    constexpr const model_record& record() const { return handle->g->models[handle->first_model + model]; }
};

/// Records a model with the given symbols' edges (already at the end of g.edges: inputs, then outputs).
constexpr int add_model(graph& g, bool sequential, int inputs, int outputs) {
    if (outputs > ops::max_outputs) {
        text t;
        t << "Model: at most " << ops::max_outputs << " outputs, got " << outputs << "; hint: Concatenate some of them";
        g.fail(t.view());
    }
    check_batches(g, inputs, outputs);
    model_record m;
    m.sequential = sequential;
    m.inputs = inputs, m.outputs = outputs;
    m.first_output = g.edges.size() - outputs, m.first_input = m.first_output - inputs;
    g.models.push(m);
    return g.models.size() - 1;
}

struct growing_model {
    graph_handle* handle = nullptr;
    edge first, last; // node numbers count from handle->first_node: the graph may be absorbed by another
    int layers = 0;
    std::string_view name{};
    using later = void (*)(growing_model&, int line);
    struct waiting_layer {
        int layer = -1;
        later model = nullptr; // adds a Sequential that has no input shape of its own
        int line = 0;
    };
    growing<waiting_layer> waiting; // added before an input shape was known

    constexpr growing_model() : handle(graph_handle::create()) {}
    growing_model(const growing_model&) = delete;
    growing_model& operator=(const growing_model&) = delete;
    constexpr growing_model(growing_model&& o)
        : handle(o.handle), first(o.first), last(o.last), layers(o.layers), name(o.name) {
        for (const waiting_layer& w : o.waiting) waiting.push(w);
        o.handle = graph_handle::create();
    }
    constexpr ~growing_model() { graph_handle::release(handle); }

    constexpr graph& g() const { return *handle->g; }
    constexpr bool has_input() const { return last.node >= 0; }

    /// `line`: of the call that the shape comes from.
    constexpr void set_input(const extents& shape, int batch, int line = 0) {
        layers::input_layer c;
        c.shape = shape, c.batch_size = batch;
        const int at = add_input(g(), c, line);
        if (at < 0) return;
        first = last = {at - handle->first_node, 0};
        for (int i = 0; i < waiting.size() && !g().failed(); ++i)
            if (waiting[i].layer >= 0)
                call(waiting[i].layer, 0);
            else
                waiting[i].model(*this, waiting[i].line);
        waiting.clear();
    }
    /// The input was made last, at the call of the model that it is for; `all`: the layers were made there, too.
    constexpr void made_at(int line, bool all) {
        if (!has_input()) return;
        layer_record& input = g().layers[g().nodes[absolute(first).node].layer];
        for (layer_record& l : g().layers) {
            l.stamp -= l.stamp > input.stamp;
            if (all && !l.line) l.line = line;
        }
        input.stamp = g().layers.size() - 1, input.line = line;
    }
    /// The shape and batch of what the next layer gets.
    constexpr const extents& shape() const { return g().shape(absolute(last)); }
    constexpr int batch() const { return batch_of(g(), absolute(last)); }

    template<class... Args>
    constexpr void add(const input_symbol<Args...>& s) {
        if (g().failed()) return;
        if (layers || has_input()) {
            g().fail("Sequential: Input must come first");
            return;
        }
        if (s.node < 0) { // its own mistake
            handle->g->absorb(*s.handle->g);
            return;
        }
        g().absorb(*s.handle->g);
        first = last = {s.handle->first_node + s.node - handle->first_node, 0};
    }

    template<class C, class... Args>
    constexpr void add(const layer_object<C, Args...>& l, int line = 0) {
        if (g().failed()) return;
        layer_options options;
        const int layer = layer_in(handle, l, options, line);
        ++layers;
        if (g().failed()) return;
        const declared_input d = input_of(options);
        if (d.given && !has_input() && layers == 1)
            set_input(d.shape, d.batch);
        else if (has_input())
            check_declared(g(), layer, options, absolute(last), line);
        if (g().failed()) return;
        if (has_input())
            call(layer, line);
        else
            waiting.push({layer});
    }
    template<const text& T>
    constexpr void add(const broken_layer<T>&, int = 0) {
        g().fail_silently();
    }

    /// A model as the next layer.
    constexpr void add_model(const model_ref& m);
    /// A Sequential without an input shape as the next layer, once the shape that it gets is known.
    constexpr void add_later(later model, int line) {
        if (g().failed()) return;
        ++layers;
        if (has_input())
            model(*this, line);
        else
            waiting.push({-1, model, line});
    }

    /// The model so far. model_ref::model is -1 as long as the input shape is not known.
    constexpr model_ref finish() {
        ++handle->refs;
        if (g().failed() || !has_input()) return {handle, -1, name};
        g().edges.push(absolute(first));
        g().edges.push(absolute(last));
        return {handle, detail::add_model(g(), true, 1, 1) - handle->first_model, name};
    }

    constexpr void call(int layer, int line) {
        g().edges.push(absolute(last));
        const int at = g().call(layer, 1, line);
        if (at < 0) return;
        last = {at - handle->first_node, 0};
        if (const int n = g().nodes[at].outputs; n > 1) {
            text t;
            t << "has " << n << " outputs, and Sequential passes one on; hint: functional takes them apart";
            g().fail(layer, line, t.view());
        }
    }
    constexpr edge absolute(edge e) const { return {e.node + handle->first_node, e.output}; }
};

} // namespace ctnn::detail
