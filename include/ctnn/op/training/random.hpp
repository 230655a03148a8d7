/// y = numbers of a generator: others for every sample, step and place, the same for the same seed
#pragma once
#include "../builder.hpp"

namespace ctnn::ops {

enum class random_kind : unsigned char {
    keep,   // 1, or 0 with the probability attr.value
    drop,   // the same times 1 / (1 - attr.value), so that the mean stays
    normal, // mean 0, deviation 1
};

/// A number for each element of `out`, in each run of `like`. `stream` tells the network's generators apart.
constexpr value random(random_kind kind, const value& like, const extents& out, float rate, int stream) {
    op o = op_of(op_kind::random);
    o.out = out;
    o.attr.variant = int(kind), o.attr.value = rate, o.attr.index = stream;
    o.each_sample = like.op().each_sample, o.times = like.times();
    return like.to->emit(o);
}

} // namespace ctnn::ops
