/// A file's model while it is read: from layers and calls in JSON to layers and calls of the library's graph.
#pragma once
#include "build.hpp"
#include "read_layer.hpp"
#include <deque>
#include <map>
#include <optional>

namespace ctnn::import {

using detail::edge;

/// Sequential, Functional, or Keras 2's Model.
bool is_model(const json& layer);

/// Whether a list of lists is null all the way down.
bool holds_nothing(const json& j);

constexpr const char* without_masks = "without mask_zero = True and Masking the model can be imported";

class model_reader {
public:
    detail::graph& g;
    source from;
    std::vector<weight_place> places{}; // of g.layers
    std::vector<bool> masks{};          // of g.layers: whether it makes a mask

    model_reader(detail::graph& graph, source s) : g(graph), from(std::move(s)) {}

    /// The outermost model. `given`: its inputs' shapes from outside, in order, where the file's have unknown extents.
    int read(const json& model, const std::vector<extents>& given);

private:
    /// Counts the layers of one class in a model, as the weights' groups are named.
    struct numbering {
        std::string group; // the model's own: "" or "layers/sequential/"
        std::map<std::string, int> n{};
        std::string next(const json& layer);
    };

    /// A layer of a model and its calls. A model inside another is read at its first call, when its input's shape is known.
    struct made {
        const json* layer = nullptr;
        std::string group{};
        int number = -1;          // in graph::layers
        int model = -1;           // in graph::models
        bool waiting = false;     // a model that is not read yet
        std::vector<int> chain{}; // layers that are called one after the other in its place
        std::vector<int> nodes{};
        std::size_t next = 0; // of its inbound_nodes
    };

    /// The layers of a functional model by name.
    struct scope {
        const json& model;
        std::map<std::string, made> layers{};
        bool legacy = false; // Keras 2's inbound_nodes
    };

    /// A sample's shape and the batch, as the file declares them; an extent of -1 is not known.
    struct declared_shape {
        extents shape = {};
        int batch = -1;
    };

    std::deque<json> made_up_{}; // layers that the file does not spell out

    void check() const;
    void check_size(const made& m, int node) const;
    std::optional<declared_shape> batch_shape(const json& layer, const json& shape) const;
    std::optional<declared_shape> declared(const json& layer) const;
    extents known(const json& layer, const extents& declared, const extents* given) const;
    int add_input(const json& layer, const extents* given);

    int read_model(const json& model, const std::string& group, const std::vector<extents>& given);
    int read_sequential(const json& model, numbering count, const std::vector<extents>& given);
    int read_functional(const json& model, numbering count, const std::vector<extents>& given);

    made create(const json& layer, numbering& count);
    void create_chain(made& m, const json& layer, const json& inside);
    void open(made& m, const std::vector<extents>& inputs);
    void place(int layer, weight_place p);
    int call(made& m, const std::vector<edge>& inputs);
    int call_chain(made& m, const std::vector<edge>& inputs);

    std::optional<edge> find(scope& s, const json& layer, const json& node, const json& tensor, bool output) const;
    bool tensors(scope& s, const made& m, const json& j, std::vector<edge>& to);
    bool keywords(scope& s, const made& m, const json& kwargs, std::vector<edge>& to);
    bool inputs_of(scope& s, const made& m, const json& node, std::vector<edge>& to);
    void call_all(scope& s, const std::vector<made*>& order);
    void ends(scope& s, const json& j, bool output, std::vector<edge>& to);
};

} // namespace ctnn::import
