/// What a layer says of the training of one of its weights: kernel_regularizer = ..., kernel_constraint = ...
#pragma once
#include "constraint.hpp"
#include "regularizer.hpp"

namespace ctnn::detail {

/// What stands in front of _regularizer or _constraint, "" where neither is the end.
constexpr std::string_view rule_of(std::string_view keyword) {
    for (std::string_view end : {std::string_view("_regularizer"), std::string_view("_constraint")})
        if (keyword.ends_with(end)) return keyword.substr(0, keyword.size() - end.size());
    return {};
}

/// One keyword of a layer, in a list of all that it was given.
struct weight_rule {
    std::string_view keyword; ///< "recurrent_regularizer"
    std::string_view inside;  ///< "forward_layer": of this one of the layers inside alone
    bool wrapped = false;     ///< of a layer inside the one that has it
    std::string_view refused; ///< why the layer does not take one of its outputs, "" if it does
    regularizer penalty;      ///< one of the two is there
    constraint bound;
    weight_rule* next = nullptr;

    constexpr std::string_view weight() const { return rule_of(keyword); }
    /// Of what the layer puts out, no weight.
    constexpr bool of_outputs() const { return weight() == "activity"; }
    /// Whether it is for the weight of that name, which is "kernel" by "depthwise" in a depthwise convolution.
    constexpr bool names(std::string_view weight_name) const {
        const std::string_view w = weight();
        return weight_name == w || (weight_name.starts_with(w) && weight_name.substr(w.size()) == "_kernel") ||
               (w == "depthwise" && weight_name == "kernel");
    }
    /// The same with the path to it, names of layers inside.
    template<class Names>
    constexpr bool applies(std::string_view weight_name, const Names& path, int depth) const {
        bool here = inside.empty();
        for (int i = 0; i < depth; ++i) here = here || std::string_view(path[i]) == inside;
        return here && names(weight_name);
    }
    /// Whether a layer may be without the weight: use_bias = false_c.
    constexpr bool is_optional() const {
        const std::string_view w = weight();
        return w == "bias" || w == "beta" || w == "gamma";
    }
    /// What is wrong with one of outputs.
    constexpr std::string_view mistake() const {
        if (wrapped) return "the layer around it puts out what counts; hint: give it to that layer";
        if (!refused.empty()) return refused;
        return penalty.kind == regularizer_kind::orthogonal ? "OrthogonalRegularizer is for weights"
                                                            : penalty.mistake(extents());
    }
    /// What is wrong with it for a weight of that shape, "" if nothing is.
    constexpr std::string_view mistake(const extents& shape) const {
        return penalty ? penalty.mistake(shape) : bound.mistake(shape);
    }
    static constexpr void release(weight_rule* first) {
        while (first) {
            weight_rule* const next = first->next;
            delete first;
            first = next;
        }
    }
    static constexpr void append(weight_rule*& list, weight_rule* more) {
        weight_rule** end = &list;
        while (*end) end = &(*end)->next;
        *end = more;
    }
};

} // namespace ctnn::detail
