/// y = the row of a table that each number of x names                                         keras.layers.Embedding
///   x (...) numbers from 0 to input_dim - 1 -> y (..., output_dim);  embeddings (input_dim, output_dim)
/// Numbers are truncated towards zero, as Keras does; one that has no row gives NaN.
#pragma once
#include "../op/gather.hpp"
#include "layer.hpp"
#include "placed.hpp"

namespace ctnn::layers {

struct embedding {
    int input_dim = 0;
    int output_dim = 0;
    initializer embeddings_initializer{initializer_kind::random_uniform, -.05f, .05f};
    bool mask_zero = false;
    int input_length = 0; ///< Keras 2's word for the sequence's length; 0: not given

    static constexpr std::string_view keras_name = "Embedding";
    static constexpr auto arguments() {
        return takes(required(ctnn::input_dim), &embedding::input_dim, required(ctnn::output_dim),
                     &embedding::output_dim, ctnn::embeddings_initializer, &embedding::embeddings_initializer,
                     ctnn::mask_zero, &embedding::mask_zero, ctnn::input_length, &embedding::input_length);
    }

    constexpr void check(report& say, const input_shapes& x) const {
        say.unless(input_dim > 0, "input_dim, how many different numbers there are, must be positive, got ", input_dim);
        say.unless(input_dim <= 1 << 24, "input_dim must be at most 16777216: beyond it float32 cannot tell the numbers of "
                   "neighbouring rows apart, got ", input_dim);
        say.unless(output_dim > 0, "output_dim must be positive, got ", output_dim);
        say.unless(!say.previous_weights, "expected whole numbers from 0 to ", input_dim - 1, ", but what ", previous,
                   " before it computes is not whole; hint: Embedding looks rows up, it comes first");
        say.unless(x[0].rank < max_rank, "its output would have more than ", max_rank, " axes, got an input of shape ", x[0]);
        say.unless(input_length <= 0 || (x[0].rank > 0 && x[0][0] == input_length), "input_length is ", input_length,
                   ", but its input has shape ", x[0]);
        say.unless(!mask_zero, "mask_zero = true_c is not supported: masks are not passed on to the layers behind; "
                               "hint: leave it out where none of these is recurrent, a GlobalAveragePooling1D or an attention");
    }
    constexpr ops::value call(parameters& own, const ops::value& x) const {
        return ops::gather(x, own.add("embeddings", {input_dim, output_dim}, embeddings_initializer));
    }
};

} // namespace ctnn::layers

namespace ctnn {
inline constexpr factory<layers::embedding> Embedding{};
}
