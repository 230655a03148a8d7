/// What a loss is: a structural value with Keras' arguments that says, as operations, what it makes of a target and an
/// output, before anything is reduced. A trainer asks it
///   operator()(y_true, y_pred)   its values: for most losses one for every row of the last axis, (..., n) -> (...)
///   target_shape(y_pred)         the shape of a target for an output of that shape
///   check(say, y_true, y_pred, ends_in)   what is wrong with its arguments, with a target, with the output
///   reduction                    how the values become one number; the trainer's work
///   values_of(loss)              whether there is a value for every sample or one for the whole batch
///   counted(y_true, y_pred)      where it exists: which values count, 1 or 0; no value where all of them do
///   classes_of(y_pred), ignored()   where targets are class numbers: how many there are, and which number is none
/// A loss of your own needs the first alone.
#pragma once
#include "../dsl/values.hpp"
#include "../layer/axes.hpp"
#include "../op/map.hpp"
#include "../op/reshape.hpp"
#include "../op/softmax.hpp"
#include "../op/zip.hpp"
#include "../shape/text.hpp"
#include "configured.hpp"
#include "losses/keywords.hpp"

namespace ctnn {

/// How values v with sample weights w become a number. n values; the weights do not enter the n of Keras' default.
enum class reduction_kind : unsigned char {
    sum_over_batch_size,     // sum(w v) / n
    sum,                     // sum(w v)
    mean,                    // sum(w v) / n
    mean_with_sample_weight, // sum(w v) / sum(w)
    none,                    // the values themselves
    unknown                  // a name that Keras does not have
};
template<>
inline constexpr std::string_view keras_names<reduction_kind>[] = {"sum_over_batch_size", "sum", "mean",
                                                                   "mean_with_sample_weight", "none"};

/// What a loss has for a batch: a value (or several) for each sample, or one that looks at all of them.
enum class values_kind : unsigned char { of_each_sample, of_the_batch };

/// What an output's last operation is, which losses look at.
enum class output_kind : unsigned char { other, softmax, sigmoid };

/// The class that is left out, or none.
struct class_number {
    static constexpr std::string_view expected = "a whole number or None, for example 255_c";
    bool given = false;
    int number = 0;
    constexpr bool operator==(const class_number&) const = default;
};

/// What every loss takes.
struct loss_options {
    reduction_kind reduction = reduction_kind::sum_over_batch_size;
    name_text name{}; ///< empty: Keras' name for the loss
    constexpr bool operator==(const loss_options&) const = default;
};

namespace detail {

template<>
struct accept<reduction_kind> {
    template<class V>
    static constexpr bool from = std::is_same_v<V, reduction_kind> || is_constant_of<V, reduction_kind> ||
                                 std::is_same_v<V, none_t> || is_text_argument<V>;
    template<class V>
    static constexpr reduction_kind make(const V& v) {
        if constexpr (std::is_same_v<V, none_t>)
            return reduction_kind::none;
        else if constexpr (is_text_argument<V>) {
            reduction_kind k = reduction_kind::unknown;
            find_value(std::string_view(v), k);
            return k;
        } else
            return v;
    }
};

template<>
struct accept<class_number> {
    template<class V>
    static constexpr bool from = is_whole_argument<V> || std::is_same_v<V, none_t> || std::is_same_v<V, class_number>;
    template<class V>
    static constexpr class_number make(const V& v) {
        if constexpr (std::is_same_v<V, class_number>)
            return v;
        else if constexpr (std::is_same_v<V, none_t>)
            return {};
        else
            return {true, accept<int>::make(v)};
    }
};

template<>
struct accept<name_text> {
    template<class V>
    static constexpr bool from = is_text_argument<V> || std::is_same_v<V, none_t>;
    template<class V>
    static constexpr name_text make(const V& v) {
        if constexpr (std::is_same_v<V, none_t>)
            return {};
        else
            return name_text(std::string_view(v));
    }
};

/// Whether `y` comes straight out of a softmax or a sigmoid: Keras then computes crossentropies from what is in front.
constexpr output_kind ends_in(const ops::value& y) {
    const ops::op& o = y.op();
    if (o.kind == ops::op_kind::softmax && o.attr.variant == int(ops::softmax_kind::softmax))
        return output_kind::softmax;
    if (o.kind == ops::op_kind::map && o.attr.f.kind == ops::function_kind::sigmoid) return output_kind::sigmoid;
    return output_kind::other;
}
/// What stands in front of the softmax or sigmoid that y comes out of.
constexpr ops::value logits_of(const ops::value& y) { return {y.to, y.op().in[0]}; }

/// `longer` with a last axis of extent 1 is `shorter` with one axis more.
constexpr bool is_expanded(const extents& longer, const extents& shorter) {
    return longer.rank > 0 && longer.last() == 1 && longer.without(longer.rank - 1) == shorter;
}

/// The shape of the output once target and output have as many axes: Keras adds an axis of extent 1 to a single number,
/// otherwise it drops one. An output that is a single number is a vector of one.
constexpr extents aligned_shape(const extents& y_true, const extents& y_pred) {
    const extents& shorter = y_true.rank < y_pred.rank ? y_true : y_pred;
    if (is_expanded(y_true, y_pred) || is_expanded(y_pred, y_true) || y_pred.rank == 0)
        return shorter.rank == 0 ? extents(1) : shorter;
    return y_pred;
}
struct aligned_pair {
    ops::value y_true, y_pred;
};
constexpr aligned_pair aligned(const ops::value& y_true, const ops::value& y_pred) {
    const extents common = aligned_shape(y_true.shape(), y_pred.shape());
    return {ops::reshape(y_true, common), ops::reshape(y_pred, common)};
}

/// What is wrong with any loss.
constexpr void check_options(text& say, const loss_options& options, const extents& y_pred, output_kind ends_in) {
    if (!say.empty()) return;
    if (options.reduction == reduction_kind::unknown)
        say << "reduction must be sum_over_batch_size, sum, mean, mean_with_sample_weight or none";
    else if (ends_in == output_kind::softmax && y_pred.last() == 1)
        say << "the output is a softmax of one unit, which is always 1; hint: activation = sigmoid with "
               "binary_crossentropy, or a unit for each class";
}

/// An axis as Keras counts it, of a loss that runs along it.
constexpr void check_loss_axis(text& say, int axis, const extents& y_true, const extents& y_pred) {
    report wrong;
    check_axis(wrong, "axis", axis, aligned_shape(y_true, y_pred));
    if (say.empty()) say << wrong.sentence();
}

/// A number that must be in [low, high].
constexpr void check_range(text& say, words what, float value, float low, float high) {
    if (say.empty() && !(value >= low && value <= high))
        say << std::string_view(what) << " must be from " << double(low) << " to " << double(high) << ", got "
            << double(value);
}

/// A target has the output's shape; an axis of extent 1 at the end may be there or not.
constexpr void check_target(text& say, const extents& y_true, const extents& y_pred) {
    if (!say.empty() || y_true == y_pred || is_expanded(y_true, y_pred) || is_expanded(y_pred, y_true)) return;
    say << "targets must have shape " << y_pred << ", got " << y_true;
}

} // namespace detail

/// The name of a loss: the user's, or Keras' own.
template<class Loss>
constexpr std::string_view name_of_loss(const Loss& loss) {
    return loss.name.length ? loss.name.view() : Loss::default_name;
}

/// Whether the loss has a value for each sample.
template<class Loss>
constexpr values_kind values_of(const Loss& loss) {
    if constexpr (requires { loss.values(); })
        return loss.values();
    else
        return values_kind::of_each_sample;
}

namespace losses {

/// A loss that compares target and output element by element.
struct elementwise_loss : loss_options {
    static constexpr extents target_shape(const extents& y_pred) { return y_pred; }
    constexpr void check(text& say, const extents& y_true, const extents& y_pred,
                         output_kind ends_in = output_kind::other) const {
        detail::check_options(say, *this, y_pred, ends_in);
        detail::check_target(say, y_true, y_pred);
    }
    constexpr bool operator==(const elementwise_loss&) const = default;
};

} // namespace losses
} // namespace ctnn
