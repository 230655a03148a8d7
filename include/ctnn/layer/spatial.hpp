/// What layers over one to three spatial axes share: arguments with a number an axis, the sentences about inputs of
/// another rank, windows.
#pragma once
#include "../op/permute.hpp"
#include "../op/zip.hpp"
#include "activate.hpp"
#include "layer.hpp"
#include "placed.hpp"

namespace ctnn::detail {

inline constexpr data_format_kind first_format = data_format_kind::channels_first;

/// One number stands for all axes.
constexpr extents spread(const extents& e, int rank) { return e.rank == 1 ? extents::filled(rank, e[0]) : e; }

/// kernel_size, strides, ...: one number or one an axis, none of them below `least`.
constexpr void check_spread(report& say, words what, const extents& e, int rank, int least = 1) {
    if (rank == 1)
        say.unless(e.rank == 1, what, " must be one number, got ", e);
    else
        say.unless(e.rank == 1 || e.rank == rank, what, " must be one number or ", rank, ", got ", e);
    for (int i = 0; i < e.rank; ++i)
        say.unless(e[i] >= least, what, least > 0 ? " must be positive, got " : " must not be negative, got ", e[i]);
}

/// The extents of the spatial axes alone.
constexpr extents space_of(const extents& x, data_format_kind format) {
    return format == first_format ? x.slice(1, x.rank) : x.slice(0, x.rank - 1);
}
constexpr int channels_of(const extents& x, data_format_kind format) {
    return format == first_format ? x[0] : x.last();
}
constexpr ops::value to_last(const ops::value& x, data_format_kind format) {
    return format == first_format ? ops::channels_to_last(x) : x;
}
constexpr ops::value from_last(const ops::value& x, data_format_kind format) {
    return format == first_format ? ops::channels_to_first(x) : x;
}

constexpr int square_root(int n) {
    int r = 0;
    while (r < 46340 && (r + 1) * (r + 1) <= n) ++r;
    return r * r == n ? r : 0;
}
/// The square image that a flat sample may have been: of 1, 3 or 4 channels, (28, 28, 1) of (784). Rank 0 if none fits.
constexpr extents square_image(const extents& flat) {
    for (int channels : {1, 3, 4})
        if (flat.rank == 1 && flat[0] % channels == 0)
            if (const int side = square_root(flat[0] / channels); side > 1) return {side, side, channels};
    return {};
}

/// "; hint: Reshape(shape<28, 28, 1>) before it", as a user writes it.
constexpr text reshape_hint(std::string_view why, const extents& to) {
    text t;
    t << "; hint: " << why << "Reshape(shape<";
    for (int i = 0; i < to.rank; ++i) t << (i ? ", " : "") << to[i];
    return t << ">) before it";
}

/// The input must have `rank` spatial axes and its channels.
constexpr void check_rank(report& say, const extents& x, int rank, data_format_kind format) {
    if (x.rank == rank + 1 || say.failed()) return;
    const bool first = format == first_format;
    constexpr std::string_view space[] = {"", "steps", "height, width", "depth, height, width"};
    text t;
    t << "expected a rank-" << rank + 1 << " input (" << (first ? "channels, " : "") << space[rank]
      << (first ? ")" : ", channels)") << ", got " << x;
    const std::string_view before = say.previous_class;
    const bool global = before.starts_with("Global");
    if (rank == 1 && x.rank == 1 && gives_one_step(before))
        say.fail(t.view(), "; hint: ", before == "Bidirectional" ? "the layer in " : "", previous,
                 " before it needs return_sequences = true_c");
    else if (x.rank == 1 && (before == "Flatten" || global))
        say.fail(t.view(), "; hint: ", previous, " before it removes the spatial axes, move it behind this layer");
    else if (x.rank == rank) {
        const extents with_channel = first ? x.prepend(1) : x.append(1);
        say.fail(t.view(), reshape_hint("the channels are missing, ", with_channel).view());
    } else if (const extents square = square_image(x); rank == 2 && square.rank) {
        say.fail(t.view(), reshape_hint("", first ? extents(square[2], square[0], square[1]) : square).view());
    } else if (x.rank == rank + 2)
        say.fail(t.view(), "; hint: TimeDistributed around this layer runs it on each step");
    else
        say.fail(t.view(), "; hint: Reshape before it");
}

/// A window with all its axes written out, and the spatial extents of what it makes.
struct slide {
    ops::window win = {};
    extents space = {};
};
constexpr slide slide_over(const extents& in, const extents& size, const extents& strides, const extents& dilation,
                           padding_kind padding) {
    const int rank = in.rank;
    slide s = {.win = ops::unit_window(rank), .space = extents::filled(rank, 0)};
    for (int i = 0; i < rank; ++i) { // one number stands for all axes
        const int k = size.dims[size.rank == 1 ? 0 : i], step = strides.dims[strides.rank == 1 ? 0 : i],
                  gap = dilation.dims[dilation.rank == 1 ? 0 : i];
        s.win.size[i] = k, s.win.stride[i] = step, s.win.dilation[i] = gap;
        s.win.before[i] = window_before(in.dims[i], k, step, gap, padding);
        s.space.dims[i] = window_output(in.dims[i], k, step, gap, padding);
    }
    return s;
}

/// The window must fit into the input at least once. `what`: "kernel" or "pool".
constexpr void check_fits(report& say, words what, const slide& s, const extents& size, const extents& x) {
    if (say.failed()) return;
    bool fits = true, gaps = false;
    extents spans = s.space;
    for (int i = 0; i < spans.rank; ++i) {
        spans[i] = dilated(s.win.size[i], s.win.dilation[i]);
        fits &= s.space[i] > 0, gaps |= s.win.dilation[i] > 1;
    }
    if (fits) return;
    text t;
    t << what << ' ' << spread(size, spans.rank);
    if (gaps) t << ", which dilation_rate spreads to " << spans << ',';
    say.fail(t.view(), " is larger than its input ", x, " with padding = valid; hint: padding = same");
}

constexpr void check_no_causal(report& say, padding_kind padding) {
    say.unless(padding != padding_kind::causal, "padding must be valid or same, got causal, which only Conv1D has");
}

/// Whether the activation can run on what a convolution makes: its windows' results, `channels` of them.
constexpr void check_ending(report& say, activation_kind activation, const slide& s, int channels, data_format_kind format) {
    if (is_elementwise(activation) || say.failed()) return;
    check_activation(say, activation, format == first_format ? s.space.prepend(channels) : s.space.append(channels));
}

/// Neither Keras' backends nor anybody's networks combine the two.
constexpr void check_stride_or_dilation(report& say, const extents& strides, const extents& dilation) {
    bool steps = false, gaps = false;
    for (int i = 0; i < strides.rank; ++i) steps |= strides[i] > 1;
    for (int i = 0; i < dilation.rank; ++i) gaps |= dilation[i] > 1;
    say.unless(!steps || !gaps, "strides above 1 and dilation_rate above 1 exclude each other, got strides ", strides,
               " and dilation_rate ", dilation);
}

} // namespace ctnn::detail
