/// The same elements, in the same order, under another shape                                    keras.layers.Reshape
///   x (...) -> y (target_shape); one extent may be -1 and is then what remains.
#pragma once
#include "../op/reshape.hpp"
#include "axes.hpp"
#include "layer.hpp"
#include "placed.hpp"

namespace ctnn::layers {

struct reshape {
    extents target_shape{};

    static constexpr std::string_view keras_name = "Reshape";
    static constexpr auto arguments() { return takes(required(ctnn::target_shape), &reshape::target_shape); }

    constexpr void check(report& say, const input_shapes& x) const {
        const int all = int(x[0].size());
        long long known = 1;
        int unknown = 0;
        for (int i = 0; i < target_shape.rank; ++i) {
            const int n = target_shape[i];
            say.unless(n > 0 || n == -1, "extents of target_shape must be positive or -1, got ", n);
            if (n > 0 && known <= all) known *= n;
            unknown += n == -1;
        }
        say.unless(unknown < 2, "only one extent of target_shape may be -1, got ", unknown);
        if (say.failed()) return;
        if (unknown) {
            if (known > all || all % known)
                say.fail("the ", all, " elements of its input ", x[0], " cannot be divided into target_shape ",
                         detail::written(target_shape).view());
        } else
            say.unless(known == all, "target_shape ", target_shape, " must have as many elements as its input ", x[0],
                       ", which has ", all, "; hint: an extent of -1 is what remains");
    }
    constexpr ops::value call(parameters&, const ops::value& x) const {
        extents out = target_shape;
        int known = 1;
        for (int i = 0; i < out.rank; ++i) known *= out[i] > 0 ? out[i] : 1;
        for (int i = 0; i < out.rank; ++i)
            if (out[i] < 0) out[i] = int(x.shape().size()) / known;
        return ops::reshape(x, out);
    }
};

} // namespace ctnn::layers

namespace ctnn {
inline constexpr factory<layers::reshape> Reshape{};
}
