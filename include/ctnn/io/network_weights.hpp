/// The weights of a network as weight files see them: names, and Keras' groups.
#pragma once
#include "../model/definition.hpp"
#include "weight_entry.hpp"
#include <map>

namespace ctnn::io::detail {

/// One entry for every weight in Keras' order. `values(i)` is where weight i is.
template<class Architecture, class Values>
class network_weights {
public:
    network_weights(const Architecture& a, Values values)
        : a_(a), values_(values), entries_(std::size_t(a.weight_count)) {
        add_model(0, "", "");
    }
    std::vector<weight_entry> entries() && { return std::move(entries_); }

private:
    const Architecture& a_;
    Values values_;
    std::vector<weight_entry> entries_;

    // Keras counts the layers of each class, whatever they are called: layers/dense, layers/dense_1
    void add_model(int model, const std::string& group, const std::string& outer) {
        std::map<std::string_view, int> counts;
        const range& layers = a_.models[model].layers;
        int number = 0;
        for (int i = 0; i < layers.count; ++i) {
            const int at = a_.model_layers[layers.first + i];
            const layer_row& l = a_.layers[at];
            const std::string path =
                group + "layers/" +
                std::string(ctnn::detail::counted_name(l.class_name, counts[l.class_name]++).view());
            const std::string name = outer + std::string(a_.name(at).view());
            if (l.class_name != "InputLayer") ++number;
            if (l.model >= 0)
                add_model(l.model, path + '/', name + '/');
            else
                add_layer(l, path, name, model == 0 ? number : 0);
        }
    }
    void add_layer(const layer_row& l, const std::string& group, const std::string& name, int number) {
        for (int i = l.weights.first; i < l.weights.first + l.weights.count; ++i) {
            weight_entry& e = entries_[std::size_t(i)];
            if (!e.layer.empty()) return; // shared: it is where it came first
            const weight_row& w = a_.weight(i);
            e.layer = name, e.class_name = l.class_name, e.path = group, e.number = number;
            for (int d = 0; d < w.depth; ++d) {
                e.path.append("/").append(w.path[d]);
                e.name.append(w.path[d]).append("/");
            }
            e.name += w.name;
            e.shape.assign(w.shape.dims, w.shape.dims + w.shape.rank);
            e.values = values_(i);
        }
    }
};

} // namespace ctnn::io::detail
