// What the tests of conv, depthwise and conv_transpose share.
#pragma once
#include "against_definition.hpp"
#include <ctnn/program/packing.hpp>

namespace ctnn::test {

/// Weights whose products with numbers around 1 have sums around 1.
inline void small_weights(int k, std::vector<float>& x, std::mt19937& random) {
    normal(k, x, random);
    if (k == 1)
        for (float& v : x) v *= 0.1f;
}

/// v with bias, residual and activation in its epilogue, the first two as inputs 2 and 3 of `times` runs.
constexpr ops::value fused_runs(ops::builder& b, const ops::value& v, int times, bool bias, bool residual,
                                ops::function f) {
    const auto add = [&](int i, const extents& e) {
        const int index = (times > 1 ? many(b, i, times, e) : in(b, i, e)).index;
        ops::op& o = b.list[v.index];
        o.in[o.operands++] = index;
    };
    if (bias) add(2, extents{v.shape().last()});
    if (residual) add(3, v.shape());
    ops::op& o = b.list[v.index];
    o.attr.bias = bias, o.attr.residual = residual, o.attr.epilogue = f;
    return v;
}
constexpr ops::value fused(ops::builder& b, const ops::value& v, bool bias, bool residual, ops::function f) {
    return fused_runs(b, v, 1, bias, residual, f);
}

/// The operation of Make with its weights as the pass packs them; as it is if that leaves them. Bf16: as bfloat16.
template<auto Make, bool Bf16 = false>
struct packed {
    static constexpr const descriptor& plain = described<Make>::value;
    static constexpr hardware h = detail::hardware_of<simd::native>;
    static constexpr detail::packing how = plain.each[1] ? detail::packing{}
                                           : Bf16        ? detail::bf16_packing_of(plain.op, plain.in, h)
                                                         : detail::packing_of(plain.op, plain.in, h);
    static constexpr ops::op pack = !how.width ? ops::op{}
                                    : Bf16 ? ops::pack_pairs(0, plain.in[1], how.pairs, how.groups, how.width, h.lanes)
                                           : ops::pack(0, plain.in[1], how.groups, how.width, h.lanes);
    static constexpr descriptor value = [] {
        descriptor d = plain;
        d.op.attr.panel = how.width, d.op.attr.bf16 = how.pairs.any();
        if (how.width) d.in[1] = pack.out;
        return d;
    }();

    static void run(const float* const* x, float* y) {
        std::vector<float> w(pack.out.size());
        const float* from[ops::max_operands + 1] = {};
        for (int k = 0; k < plain.op.operands; ++k) from[k] = x[k];
        if constexpr (how.width > 0) {
            ops::operation<pack.kind>::evaluate(pack, &plain.in[1], x + 1, w.data());
            from[1] = w.data();
        }
        run_described<packed>(from, y);
    }
};
/// As agree, with weights in Keras' order and in panels.
template<auto... Make>
void agree_packed(filler fill = normal) {
    agree<Make...>(fill);
    int n = 0;
    const auto check = [&](const descriptor& d, void (*run)(const float* const*, float*), definition define) {
        CAPTURE(n);
        CHECK(first_difference(d, run, fill, define) == -1);
        ++n;
    };
    (check(described<Make>::value, packed<Make>::run, evaluate<described<Make>::value.op.kind>), ...);
}

/// x (height, width, c), a square window, `before` in front of both axes.
template<int H, int W, int C, int F, int Size, int Before, int OutH, int OutW, int Stride = 1, int Dilation = 1>
constexpr auto square = [](ops::builder& b) {
    return ops::conv(in(b, 0, {H, W, C}), in(b, 1, {Size, Size, C, F}),
                     {2, {Size, Size}, {Stride, Stride}, {Dilation, Dilation}, {Before, Before}}, {OutH, OutW});
};

} // namespace ctnn::test
