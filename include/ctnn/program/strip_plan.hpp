/// How a recurrence of many samples, which lie in the lanes, is cut into strips of a few vectors, and how large a
/// strip's buffers are.
#pragma once
#include <cstddef>
#include <initializer_list>

namespace ctnn::detail {

/// What `attributes::tile` says of a recurrence, as a sum.
enum strip_layout : int { x_in_strips = 1, y_in_strips = 2 };

/// What a strip's buffers are for, a strip being a few vectors of samples: some steps at a time, so that their size is
/// bounded by what a step needs.
struct strip_plan {
    int features, units;
    bool readout; ///< states are kept for a step only
    int layout;   ///< see strip_layout
    int steps;    ///< at a time

    constexpr strip_plan(int features_, int units_, bool readout_, int layout_ = 0)
        : features(features_), units(units_), readout(readout_), layout(layout_), steps(steps_of()) {}
    constexpr int steps_of() const {
        const int rows = readout || features > units ? features : units;
        return rows > 128 ? 1 : 128 / rows > 16 ? 16 : 128 / rows;
    }
    constexpr bool copies_x() const { return !(layout & x_in_strips); }
    constexpr bool copies_y() const { return !(layout & y_in_strips); }
    constexpr int states() const { return readout ? 2 : copies_y() ? steps + 1 : 1; }
    /// Of x (steps, features), h (states, units), c (units), two more of that size, and y (steps) of a readout.
    constexpr int rows() const {
        return (copies_x() ? steps * features : 0) + (states() + 3) * units + (readout ? steps : 0);
    }
};

/// How many vectors of samples a strip has at most, so that its buffers stay below 128 KB; 0: none fits.
constexpr int strip_vectors(const strip_plan& plan, int lanes) {
    for (int n : {2, 1})
        if (std::size_t(plan.rows()) * std::size_t(n * lanes) * sizeof(float) <= 128 * 1024) return n;
    return 0;
}

} // namespace ctnn::detail
