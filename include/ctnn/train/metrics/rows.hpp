/// How metrics see samples: as rows along one axis, the last one if nothing else is said.
#pragma once
#include "../metric.hpp"
#include "arithmetic.hpp"

namespace ctnn::detail {

/// The numbers along one axis of a sample.
template<unsigned Options = compiled_for>
struct row {
    const float* data;
    int size, stride;
    float operator[](int i) const { return data[std::size_t(i) * std::size_t(stride)]; }
};

} // namespace ctnn::detail

namespace ctnn {
/// What a function of yours that is a metric gets: the targets and the outputs of one row, with size and [].
using metric_row = detail::row<compiled_for>;
} // namespace ctnn

namespace ctnn::detail {

/// Where the rows of a sample lie: rows of `length` numbers, `inner` apart.
struct row_layout {
    int rows = 1, length = 1, inner = 1;
    int true_length = 1;                      ///< of a row of targets: length, or 1 where targets are class numbers
    std::size_t true_size = 1, pred_size = 1; ///< of a sample

    template<unsigned Options = compiled_for>
    row<Options> pred_row(const float* sample, int r) const {
        return {sample + std::size_t(r / inner) * std::size_t(length) * std::size_t(inner) + r % inner, length, inner};
    }
    template<unsigned Options = compiled_for>
    row<Options> true_row(const float* sample, int r) const {
        if (true_length == 1 && length != 1) return {sample + r, 1, 1};
        return pred_row<Options>(sample, r);
    }
};

/// The common shape of targets and outputs: Keras drops (or, of single numbers, adds) a last axis of one where only one
/// of them has it. A scalar's shape is (1).
template<unsigned Options = compiled_for>
constexpr extents common_shape(const extents& y_true, const extents& y_pred) {
    extents e = y_pred;
    if (y_true.rank != y_pred.rank && y_true.size() == y_pred.size()) e = y_true.rank < y_pred.rank ? y_true : y_pred;
    return e.rank == 0 ? extents(1) : e;
}

/// Whether targets can be compared with outputs number by number.
template<unsigned Options = compiled_for>
constexpr bool same_shape(const extents& y_true, const extents& y_pred) {
    if (y_true == y_pred) return true;
    const extents& longer = y_true.rank > y_pred.rank ? y_true : y_pred;
    const extents& shorter = y_true.rank > y_pred.rank ? y_pred : y_true;
    return longer.rank == shorter.rank + 1 && longer.last() == 1 && longer.slice(0, shorter.rank) == shorter;
}
/// Whether targets are class numbers for outputs with the classes on their last axis.
template<unsigned Options = compiled_for>
constexpr bool sparse_shape(const extents& y_true, const extents& y_pred) {
    if (y_pred.rank == 0) return false;
    const extents places = y_pred.slice(0, y_pred.rank - 1);
    return y_true == places || y_true == places.append(1);
}

/// The axis of a sample for Keras' axis, which counts the batch as 0; -1 if there is none.
template<unsigned Options = compiled_for>
constexpr int axis_of_sample(int axis, int rank) {
    const int a = axis < 0 ? rank + axis : axis - 1;
    return a >= 0 && a < rank ? a : -1;
}

template<unsigned Options = compiled_for>
constexpr row_layout rows_of(const extents& y_true, const extents& y_pred, int axis = -1) {
    const extents e = common_shape(y_true, y_pred);
    const int a = axis_of_sample(axis, e.rank) < 0 ? e.rank - 1 : axis_of_sample(axis, e.rank);
    row_layout l;
    l.true_size = l.pred_size = e.size();
    l.length = l.true_length = e[a];
    l.inner = int(e.product(a + 1, e.rank));
    l.rows = int(e.size()) / (l.length > 0 ? l.length : 1);
    return l;
}
template<unsigned Options = compiled_for>
constexpr row_layout sparse_rows_of(const extents& y_true, const extents& y_pred) {
    row_layout l = rows_of(y_pred, y_pred);
    l.true_length = 1;
    l.true_size = y_true.size();
    return l;
}

// Sentences.

constexpr void check_dtype(text& say, std::string_view who, std::string_view dtype) {
    if (say.empty() && dtype != "float32") say << who << ": dtype must be float32, got " << dtype;
}
constexpr void check_same(text& say, std::string_view who, const extents& y_true, const extents& y_pred) {
    if (!say.empty() || same_shape(y_true, y_pred)) return;
    say << who << ": targets must have the output's shape " << y_pred << ", got " << y_true;
}
constexpr void check_axis(text& say, std::string_view who, int axis, const extents& y_true, const extents& y_pred) {
    const int rank = common_shape(y_true, y_pred).rank;
    if (say.empty() && axis_of_sample(axis, rank) < 0)
        say << who << ": axis must be from 1 to " << rank << " or from -" << rank << " to -1, got " << axis
            << "; hint: axis 0 is the batch";
}
/// Classes on the last axis of both.
constexpr void check_categorical(text& say, std::string_view who, std::string_view sparse, std::string_view binary,
                                 const extents& y_true, const extents& y_pred) {
    if (!say.empty()) return;
    if (y_pred.last() < 2)
        say << who << ": expected outputs with one number a class on the last axis, got " << y_pred
            << "; hint: " << binary << " is for outputs of one unit";
    else if (y_true != y_pred) {
        say << who << ": targets must have the output's shape " << y_pred << ", got " << y_true;
        if (sparse_shape(y_true, y_pred) && !sparse.empty())
            say << "; hint: " << sparse << " takes class numbers";
        else if (sparse_shape(y_true, y_pred))
            say << "; hint: targets are one-hot here";
    }
}
/// Class numbers for outputs with the classes on their last axis.
constexpr void check_sparse(text& say, std::string_view who, std::string_view dense, std::string_view binary,
                            const extents& y_true, const extents& y_pred) {
    if (!say.empty()) return;
    if (y_pred.last() < 2)
        say << who << ": expected outputs with one number a class on the last axis, got " << y_pred
            << "; hint: " << binary << " is for outputs of one unit";
    else if (!sparse_shape(y_true, y_pred)) {
        say << who << ": targets must be class numbers of shape " << y_pred.slice(0, y_pred.rank - 1) << ", got "
            << y_true;
        if (y_true == y_pred) say << "; hint: " << dense << " takes one-hot targets";
    }
}

/// Index of the largest number, the first of equal ones; NaN is never it, as in TensorFlow.
template<unsigned Options>
int argmax(row<Options> x) {
    int best = 0;
    float most = -math::infinity<float>;
    for (int i = 0; i < x.size; ++i)
        if (greater<Options>(x[i], most)) most = x[i], best = i;
    return best;
}

} // namespace ctnn::detail
