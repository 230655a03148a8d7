/// The same vector at every step                                                           keras.layers.RepeatVector
///   x (features) -> y (n, features)
#pragma once
#include "../op/repeat.hpp"
#include "../op/reshape.hpp"
#include "layer.hpp"
#include "placed.hpp"

namespace ctnn::layers {

struct repeat_vector {
    int n = 0;

    static constexpr std::string_view keras_name = "RepeatVector";
    static constexpr auto arguments() { return takes(required(ctnn::n), &repeat_vector::n); }

    constexpr void check(report& say, const input_shapes& x) const {
        say.unless(n > 0, "n must be positive, got ", n);
        say.unless(x[0].rank == 1, "expected a rank-1 input (features), got ", x[0],
                   x[0].rank > 1 ? "; hint: Flatten before it, or return_sequences = false_c" : "");
    }
    constexpr ops::value call(parameters&, const ops::value& x) const {
        return ops::repeat(ops::reshape(x, x.shape().prepend(1)), extents(n, 1));
    }
};

} // namespace ctnn::layers

namespace ctnn {
inline constexpr factory<layers::repeat_vector> RepeatVector{};
}
