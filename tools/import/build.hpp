/// From a model's configuration to the library's own graph: the same checks and sentences as for a network in C++.
#pragma once
#include "archive.hpp"
#include <ctnn/model/nested.hpp>
#include <memory>
#include <set>

namespace ctnn::import {

/// Where a file keeps the weights of one layer of the graph.
struct weight_place {
    std::string group; ///< keras_v3: "layers/dense_1", where the parameters' own paths begin
    int skip = 0;      ///< how many steps of the parameters' own paths are in `group` already
    std::string name;  ///< the layer's name in the file; several layers of the graph may be one of the file
};

/// A model that was read at run time. The graph is what functional's body makes in a constant evaluation.
struct imported {
    std::unique_ptr<detail::graph> graph;
    int model = -1;                ///< in graph->models
    std::string file;              ///< what messages call it
    std::string keras_version;
    std::string name;              ///< the model's own, as the file has it
    std::set<std::string> left_out; ///< what the file says and only training needs: "regularizers", "seeds"
    std::vector<weight_place> places; ///< of each layer of the graph
    std::vector<float> weights;    ///< every parameter's elements, in the graph's numbering; empty before they are loaded
    std::vector<std::size_t> offset; ///< of each parameter in `weights`
};

/// The network of a config.json text, without weights. `input_shapes`: of a sample, for the model's inputs in order, where
/// the file does not know every extent. Throws file_error: the file, the layer, the remedy.
imported build_graph(const std::string& config_json, const std::string& file, const std::string& keras_version = "3",
                     const std::vector<extents>& input_shapes = {});

/// The model's parameters in Keras' order (model.get_weights()), as numbers of graph->parameters.
std::vector<int> weights_in_order(const imported& net);

/// Takes weights in Keras' order. Throws file_error: a wrong number of them, or the layer that has another shape.
void set_weights(imported& net, const std::vector<const io::array*>& values);

/// Takes the weights that the file holds. Throws file_error: the layer whose weights are missing or have another shape.
void load_weights(imported& net, const archive& file);

/// Network and weights of a file.
imported build(const archive& file, const std::vector<extents>& input_shapes = {});

/// What the scalar definitions of the operations compute for one sample; inputs and outputs in the model's order.
std::vector<std::vector<float>> predict(const imported& net, const std::vector<const float*>& inputs);

} // namespace ctnn::import
