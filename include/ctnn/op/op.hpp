/// The intermediate form: an operation is a plain value, a program a list of them in the order in which they run.
#pragma once
#include "../shape/extents.hpp"
#include "../shape/compiled_for.hpp"
#include "function.hpp"

namespace ctnn::ops {

/// What an operation computes. Layers are an open set, operations a closed one; each has a file of its name.
enum class op_kind : unsigned char {
    input,          // a sample's tensor
    parameter,      // a weight, in Keras' shape
    constant,       // every element the same value
    matmul,         // x (..., k) . w (k, n)
    conv,           // x (space..., c), w (taps..., c / groups, f)
    conv_transpose, // x (space..., c), w (taps..., f, c)
    depthwise,      // x (space..., c), w (taps..., c, m)
    pool,           // maximum or mean of a window
    reduce,         // over a set of axes
    map,            // one function for every element
    zip,            // two values, element by element, broadcast as NumPy does
    scale_shift,    // x * s + t, s and t along one axis
    softmax,        // over a set of axes, and its relatives
    standardize,    // (x - mean) / sqrt(variance + epsilon) over a set of axes
    gather,         // rows of a table
    recurrent,      // a recurrence over the first axis
    concat,         // along one axis
    slice,          // a box of x
    reverse,        // along one axis
    pad,            // constant around x
    permute,        // axes in another order
    reshape,        // the same elements under another shape: no work
    repeat,         // every element several times along each axis
    resample,       // interpolation along one axis
    custom,         // a function of the user's
    copy,           // into an output
    pack,           // a weight in the order in which a kernel reads it
    pack_pairs,     // the same as bfloat16, two rows in one
    winograd,         // a convolution by transformed weights: x (space..., c), u (positions, c, f)
    winograd_weights, // w (taps..., c, f) -> u (positions, c, f)
    delay_line,       // the last elements of a sequence that comes one by one
    // of training programs alone: see training.hpp
    map_gradient,         // dx of map
    matmul_input,         // dx = dy . w^T
    matmul_weights,       // dw = x^T . dy
    conv_input,           // dx of conv
    conv_weights,         // dw of conv
    depthwise_input,      // dx of depthwise
    depthwise_weights,    // dw of depthwise
    pool_gradient,        // dx of pool
    softmax_gradient,     // dx of softmax and its relatives
    standardize_gradient, // dx of standardize
    gather_gradient,      // the table's gradient
    resample_gradient,    // dx of resample
    recurrent_states,     // a recurrence with all that its gradient reads
    recurrent_result,     // what a recurrence gives, from that
    recurrent_gradient,   // the gradient of a recurrence's gates
    broadcast,            // the same elements along stretched axes: the gradient of a sum
    reduce_gradient,      // dx of a maximum
    custom_gradient,      // a user's derivative
    moments,              // mean and variance of a batch
    normalize,            // with a batch's mean and variance
    normalize_sums,       // what its gradient sums up
    normalize_gradient,   // dx of normalize
    random,               // numbers of a generator
    pick,                 // one number of each row
    pick_gradient,        // dx of pick
    one_hot,              // 1 at the place that a number names
    crossentropy,         // of targets and logits
    ctc,                  // of labels and logits in time
    ctc_gradient,         // dx of ctc
    circle,               // of labels and embeddings of a batch
    circle_gradient,      // dx of circle
};

enum class zip_kind : unsigned char { add, subtract, multiply, divide, maximum, minimum };
enum class reduce_kind : unsigned char { sum, mean, maximum };
enum class pool_kind : unsigned char { maximum, mean };
enum class softmax_kind : unsigned char { softmax, log_softmax, sparsemax };
enum class recurrent_kind : unsigned char { simple, lstm, gru, gru_reset_after };
enum class resample_kind : unsigned char { bilinear, bicubic, lanczos3, lanczos5 };

/// A sliding window over up to three spatial axes. `before` is the padding in front, or what a transposed convolution drops there.
struct window {
    int rank;
    int size[3], stride[3], dilation[3], before[3];
    /// (As that of extents: what is behind the rank is not looked at.)
    constexpr bool operator==(const window& other) const {
        if (rank != other.rank) return false;
        for (int d = 0; d < rank; ++d)
            if (size[d] != other.size[d] || stride[d] != other.stride[d] || dilation[d] != other.dilation[d] ||
                before[d] != other.before[d])
                return false;
        return true;
    }
};
/// A window of one element along each axis.
constexpr window unit_window(int rank) { return {rank, {1, 1, 1}, {1, 1, 1}, {1, 1, 1}, {}}; }

/// A user's function: reads inputs of the given shapes, writes every element of the output.
using custom_function = void (*)(const float* const* in, const extents* in_shapes, float* out, const extents& out_shape);

inline constexpr int max_operands = 8;
/// A network has at most this many outputs.
inline constexpr int max_outputs = 16;

/// What an operation is, apart from where its operands come from. Each kind uses the members that its file names; the
/// others are zero. No member has an initializer here: what is zero and was never written costs the compiler nothing.
struct attributes {
    int index;               ///< input, parameter, copy: which one
    int axis;                ///< scale_shift, concat, reverse, resample
    unsigned axes;           ///< reduce, softmax, standardize: a bit an axis
    int variant;             ///< a zip_kind, reduce_kind, ... of this kind
    int groups;              ///< conv; pack_pairs: side by side in a row
    extents at;              ///< slice: first element; pad: before; permute: order; repeat: times; recurrent: states
    window win;              ///< conv, conv_transpose, depthwise, pool, winograd
    function f;              ///< map, recurrent: the function; softmax: whether e^x is fast
    function g;              ///< recurrent: the gates' function
    float value;             ///< constant, pad: the value; standardize: epsilon
    bool reverse;            ///< recurrent: from the last step to the first
    custom_function call, derivative; ///< custom
    // what passes put into the operation that makes the value, in this order: + bias, + residual, activation, pooling
    bool bias, residual;
    function epilogue;
    bool residual_last;      ///< conv, winograd: the residual comes behind the activation
    int pool;                ///< conv, winograd: maximum of so many outputs along each axis, of which `out` is left
    int tile; ///< winograd, winograd_weights: outputs along an axis that are computed together; recurrent: see
              ///< strip_plan.hpp
    int panel;               ///< the kernel reads its weights from panels of this many columns, see pack; 0: as Keras has them
    bool bf16;               ///< panels hold two rows in one, see pack_pairs
    int part;                ///< of the last panel's columns there is a multiple of this, 0: of whole vectors

    /// Whether passes put something behind the operation itself, besides a pooling.
    constexpr bool fuses() const { return bias || residual || epilogue.kind != function_kind::identity; }
    constexpr int pooling() const { return pool > 1 ? pool : 1; }
    constexpr bool operator==(const attributes&) const = default;
};

/// One operation. It runs `times` times, each time on the next part of its output and of every operand that has as many
/// (an operand that has times = 1 is the same for all): a layer over time steps, or samples of a batch.
///
/// In a training program the batch has no extent. An operation is run for `each_sample`, or once, on weights; and one that
/// goes `across` makes one result of all runs of its operands for all samples, a sum if its file says nothing else.
struct op {
    op_kind kind;
    int times;
    int operands;
    int in[max_operands];
    extents out;             ///< of one run
    attributes attr;
    bool each_sample, across;

    constexpr std::size_t size() const { return std::size_t(times) * out.size(); }
};

/// An operation that runs once.
constexpr op op_of(op_kind kind) {
    op o = {};
    o.kind = kind, o.times = 1;
    return o;
}

/// `o` without the pooling behind it: no more outputs than the pooling reads.
template<unsigned Options = compiled_for>
constexpr op unpooled(op o) {
    for (int d = 0; d + 1 < o.out.rank; ++d) o.out[d] *= o.attr.pooling();
    o.attr.pool = 0;
    return o;
}

} // namespace ctnn::ops
