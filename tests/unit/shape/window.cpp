#include <ctnn/shape/window.hpp>
#include <doctest/doctest.h>

using namespace ctnn;

namespace {

/// How many times a window can be set down on n elements with `before` and `after` of padding, counted one by one.
constexpr int counted(int n, int size, int stride, int dilation, int before, int after) {
    int places = 0;
    for (int at = -before; at + (size - 1) * dilation < n + after; at += stride) ++places;
    return places;
}

struct difference {
    int n = 0, size = 0, stride = 0, dilation = 0;
    constexpr bool operator==(const difference&) const = default;
};

/// Calls differs(n, size, stride, dilation) for small numbers of each; the first for which it is true, or zeros.
template<class F>
constexpr difference first_difference(const F& differs) {
    for (int n = 1; n <= 9; ++n)
        for (int size = 1; size <= 5; ++size)
            for (int stride = 1; stride <= 4; ++stride)
                for (int dilation = 1; dilation <= 3; ++dilation)
                    if (differs(n, size, stride, dilation)) return {n, size, stride, dilation};
    return {};
}

using p = padding_kind;
using detail::window_output, detail::window_before, detail::transposed_output, detail::transposed_crop;

static_assert(detail::dilated(3, 1) == 3 && detail::dilated(3, 2) == 5 && detail::dilated(1, 7) == 1);

// valid: as often as the window fits, 0 where it does not
static_assert(first_difference([](int n, int size, int stride, int dilation) {
                  return window_output(n, size, stride, dilation, p::valid) !=
                             counted(n, size, stride, dilation, 0, 0) ||
                         window_before(n, size, stride, dilation, p::valid) != 0;
              }) == difference{});
static_assert(window_output(4, 5, 1, 1, p::valid) == 0 && window_output(4, 3, 1, 2, p::valid) == 0);

// same: one place for every `stride` elements begun, with the least padding for it, the odd element of it behind
static_assert(first_difference([](int n, int size, int stride, int dilation) {
                  int places = 0;
                  for (int i = 0; i < n; i += stride) ++places;
                  int total = 0;
                  while (counted(n, size, stride, dilation, 0, total) < places) ++total;
                  return window_output(n, size, stride, dilation, p::same) != places ||
                         window_before(n, size, stride, dilation, p::same) != total / 2;
              }) == difference{});
// TensorFlow's well-known case: an even extent, stride 2 and three taps are padded behind only
static_assert(window_before(4, 3, 2, 1, p::same) == 0 && window_before(5, 3, 2, 1, p::same) == 1);

// causal: the last tap never reads behind the element that it belongs to
static_assert(first_difference([](int n, int size, int stride, int dilation) {
                  const int before = window_before(n, size, stride, dilation, p::causal);
                  return before != (size - 1) * dilation || window_output(n, size, stride, dilation, p::causal) !=
                                                                counted(n, size, stride, dilation, before, 0);
              }) == difference{});

// a transposed convolution without output_padding has the extent whose convolution gives its input
static_assert(first_difference([](int n, int size, int stride, int dilation) {
                  const int y = transposed_output(n, size, stride, dilation, p::valid, -1);
                  return window_output(y, size, stride, dilation, p::valid) != n;
              }) == difference{});
static_assert(first_difference([](int n, int size, int stride, int dilation) {
                  const int y = transposed_output(n, size, stride, dilation, p::same, -1);
                  return y != n * stride || window_output(y, size, stride, dilation, p::same) != n;
              }) == difference{});
// and drops in front what that convolution would pad there, where that pads at all
static_assert(first_difference([](int n, int size, int stride, int dilation) {
                  const int y = transposed_output(n, size, stride, dilation, p::same, -1);
                  return detail::dilated(size, dilation) >= stride &&
                         transposed_crop(size, stride, dilation, p::same, -1) !=
                             window_before(y, size, stride, dilation, p::same);
              }) == difference{});
// output_padding adds to the extent, element by element
static_assert(transposed_output(4, 3, 2, 1, p::valid, 0) == 9 && transposed_output(4, 3, 2, 1, p::valid, 1) == 10);
static_assert(transposed_output(4, 3, 2, 1, p::same, 0) == 7 && transposed_output(4, 3, 2, 1, p::same, 1) == 8);
static_assert(transposed_crop(3, 2, 1, p::valid, -1) == 0 && transposed_crop(3, 2, 1, p::valid, 1) == 0);

} // namespace

TEST_CASE("Windows are counted as by hand") {}
