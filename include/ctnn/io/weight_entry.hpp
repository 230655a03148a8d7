/// The weights of a model as the readers and writers of weight files see them.
#pragma once
#include "array.hpp"

namespace ctnn::io {

/// One weight: where it lives in the model (values) and how files call it.
struct weight_entry {
    std::string layer;      // "dense_1"
    std::string class_name; // "Dense"
    std::string path;       // Keras' group in .weights.h5: "layers/dense_1", "layers/bidirectional/forward_layer/cell";
                            // entries of one path are vars/0, vars/1... in their order
    std::string name;       // "kernel"
    std::vector<std::size_t> shape;
    std::span<float> values; // row-major, (shape)
    int number = 0;          // of the layer, from 1, for messages; 0: not told
};

namespace detail {

/// "layer 2 Dense 'dense_1'"
inline std::string layer_text(const weight_entry& w) {
    return join(w.number > 0 ? join("layer ", w.number, " ") : "layer ", w.class_name, w.class_name.empty() ? "" : " ",
                in_quotes(w.layer));
}

/// The mistakes that a caller can make with entries; they are not the file's fault.
inline void check_entries(std::span<const weight_entry> weights) {
    for (const auto& w : weights)
        if (element_count(w.shape) != w.values.size())
            throw std::invalid_argument(join("weight_entry: ", layer_text(w), ": ", w.name, " has shape ",
                                             shape_text(w.shape), " but ", counted(w.values.size(), "value")));
}

/// Nothing is copied into the model before everything that the file holds was read and found right.
class checked_weights {
public:
    explicit checked_weights(std::string file) : file_(std::move(file)) {}

    void add(const weight_entry& w, const array& found) {
        const auto what = join(layer_text(w), ": ", w.name);
        if (found.shape != w.shape)
            throw file_error(file_,
                             join(what, " must have shape ", shape_text(w.shape), ", got ", shape_text(found.shape)),
                             "the file belongs to a network with other sizes");
        auto values = found.as_float(join(file_, ": ", what));
        for (std::size_t i = 0; i < values.size(); ++i)
            if (is_nan(values[i]))
                throw file_error(file_, join(what, " is not a number (NaN) at ", found.index_text(i)),
                                 "its training diverged; use weights from before that, or a lower learning rate");
        ready_.emplace_back(w.values, std::move(values));
    }
    [[noreturn]] void missing(const weight_entry& w, std::string_view where) const {
        throw file_error(file_,
                         join(layer_text(w), ": ", w.name, " with shape ", shape_text(w.shape), " is not in the file",
                              where.empty() ? "" : " ", where),
                         "the file belongs to another network, or to another version of this one");
    }
    void commit() const {
        for (const auto& [to, from] : ready_) std::ranges::copy(from, to.begin());
    }

private:
    std::string file_;
    std::vector<std::pair<std::span<float>, std::vector<float>>> ready_;
};

/// A model that was trained to NaN does not take the place of a good file.
inline void refuse_nan(std::span<const weight_entry> weights, const std::string& file) {
    for (const auto& w : weights)
        for (const float& v : w.values)
            if (is_nan(v))
                throw file_error(file, join("not written: ", layer_text(w), ": ", w.name, " holds NaN"),
                                 "training diverged; a lower learning rate or clipnorm helps");
}

} // namespace detail
} // namespace ctnn::io
