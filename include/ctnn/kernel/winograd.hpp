/// y (space..., f) = pooling(activation(x (space..., c) * w (3 or 3 x 3 taps, c, f) + bias + residual)), of pooling and
/// residual not both, by Winograd's filtering, u being the transformed weights: block by block of tiles, the input is
/// transformed into v (positions, tiles, c), multiplied by u, and transformed back; channels lie in the lanes.
#pragma once
#include "../op/sliding.hpp"
#include "../shape/inline.hpp"
#include "each_run.hpp"
#include "registers.hpp"
#include "winograd_input.hpp"
#include "winograd_output.hpp"
#include "winograd_product.hpp"

namespace ctnn {
namespace detail {

using winograd_stage = void (*)(const winograd_shape&, const winograd_operands&, int row, int column);
using winograd_multiply_function = void (*)(const winograd_products&, const float*, const float*, float*);

/// How far the operands of a run are from those of the next one.
struct winograd_steps {
    std::ptrdiff_t x, residual, y;
};

/// Blocks of p.images runs; the last ones overlap those before them.
template<class Target>
[[gnu::noinline]] void winograd_blocks(const winograd_shape& s, const winograd_products& products,
                                       const winograd_operands& o, const winograd_steps& run, winograd_stage input,
                                       winograd_multiply_function multiply, winograd_stage output) {
    const winograd_plan& p = s.p;
    const auto of_each_image = [&](winograd_stage stage, int row, int column) {
        winograd_operands here = o;
        for (int i = 0; i < p.images; ++i) {
            stage(s, here, row, column);
            here.x += run.x, here.y += run.y, here.v += p.tiles() * p.c, here.products += p.tiles() * p.f;
            if (here.residual) here.residual += run.residual;
        }
    };
    for (int i = 0; i < p.rows; i += p.block[0])
        for (int j = 0; j < p.columns; j += p.block[1]) {
            const int row = i + p.block[0] > p.rows ? p.rows - p.block[0] : i,
                      column = j + p.block[1] > p.columns ? p.columns - p.block[1] : j;
            of_each_image(input, row, column);
            multiply(products, o.v, o.u, o.products);
            of_each_image(output, row, column);
        }
}

template<class D, class Target>
struct winograd_of {
    static constexpr const descriptor& d = D::value;
    static constexpr int L = simd::batch<Target>::size, panel = d.op.attr.panel;
    static constexpr bool plane = d.op.attr.win.rank == 2;
    static constexpr winograd_shape shape = [] {
        const ops::detail::sliding s(d.op.attr.win, d.in[0], ops::unpooled(d.op).out);
        return winograd_shape{plan_winograd(d.op, d.in[0], d.op.attr.tile, hardware_of<Target>),
                              {s.in[1], s.in[2]},
                              {s.out[1], s.out[2]},
                              {s.before[1], s.before[2]},
                              s.dilation[2]};
    }();
    static constexpr winograd_multiply_function multiply = winograd_multiply < Target, shape.p.tile,
                                                shape.p.c <= 128 ? shape.p.c : 0, shape.p.part,
                                                (shape.p.positions * shape.p.c * shape.p.f > 10 * 1024) > ;
    static constexpr winograd_products products = [] {
        const winograd_plan& p = shape.p;
        const int width = p.tile.vectors * L, row = panel ? width : p.f;
        return winograd_products{
            p.positions, p.tiles() * p.images, p.c, p.f / width, p.v_step,
            p.y_step,    p.f,                  row, p.c * row,   panel ? std::ptrdiff_t(p.positions) * p.c * width : width};
    }();
};

} // namespace detail

template<>
struct kernel<ops::op_kind::winograd> {
    /// scratch: scratch_elements of the operation, aligned as everything of a workspace.
    template<class D, class Target>
    CTNN_INLINE static void run(const float* const* x, float* y, float* scratch) {
        constexpr const descriptor& d = D::value;
        using of = detail::winograd_of<D, Target>;
        constexpr const detail::winograd_plan& p = of::shape.p;
        constexpr detail::tile_ending e = detail::ending_of<D>();
        float* const behind = scratch + std::ptrdiff_t(p.positions) * p.v_step;
        float* const products = p.in_place ? scratch : behind;
        float* const strip = products + std::ptrdiff_t(p.positions) * p.y_step;
        constexpr int last = 2 + d.op.attr.bias;
        static_assert(p.images == 1 || (d.each[1] == 0 && (!d.op.attr.bias || d.each[2] == 0)));
        constexpr detail::winograd_steps run{d.each[0], d.op.attr.residual ? d.each[last] : 0, std::ptrdiff_t(d.op.out.size())};
        detail::each_run<D, p.images>(
            x, y, [&](const float* x, const float* u, const float* bias, const float* residual, float* y) {
                const detail::winograd_operands o{x, u, bias, residual, y, scratch, products, strip};
                if constexpr (of::plane)
                    detail::winograd_blocks<Target>(of::shape, of::products, o, run,
                                                    detail::winograd_input_plane<Target, p.m>, of::multiply,
                                                    detail::winograd_output_plane<Target, p.m, e, d.op.attr.pooling()>);
                else
                    detail::winograd_blocks<Target>(of::shape, of::products, o, run,
                                                    detail::winograd_input_line<Target, p.m>, of::multiply,
                                                    detail::winograd_output_line<Target, p.m, e>);
            });
        detail::apply_rest<Target, d.op.attr.epilogue>(y, d.op.size());
    }
};

} // namespace ctnn
