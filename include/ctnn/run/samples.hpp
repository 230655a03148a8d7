/// What goes into a prediction and what comes out, as types.
#pragma once
#include "../model/network.hpp"
#include "../tensor/tensor.hpp"
#include <span>
#include <tuple>
#include <vector>

namespace ctnn::detail {

/// The tensors of a network's inputs or outputs.
template<class Def>
struct sample_types {
    static constexpr auto& a = architecture<Def>::value;
    static constexpr int inputs = a.models[0].inputs.count, outputs = a.models[0].outputs.count;
    template<int I>
    static constexpr extents input_shape = a.input(I);
    template<int I>
    static constexpr extents output_shape = a.output(I);
    template<int I>
    using input = typename tensor_shaped<input_shape<I>>::type;
    template<int I>
    using output = typename tensor_shaped<output_shape<I>>::type;

    template<int... I>
    static auto list_inputs(std::integer_sequence<int, I...>) -> std::tuple<input<I>...>;
    template<int... I>
    static auto list_outputs(std::integer_sequence<int, I...>) -> std::tuple<output<I>...>;
    template<int... I>
    static auto list_many(std::integer_sequence<int, I...>) -> std::tuple<std::vector<output<I>>...>;
    template<int... I>
    static auto list_spans(std::integer_sequence<int, I...>) -> std::tuple<std::span<output<I>>...>;
    template<class T>
    using one_or_all = std::conditional_t<std::tuple_size_v<T> == 1, std::tuple_element_t<0, T>, T>;

    using input_tuple = decltype(list_inputs(std::make_integer_sequence<int, inputs>{}));
    using output_tuple = decltype(list_outputs(std::make_integer_sequence<int, outputs>{}));
    using span_tuple = decltype(list_spans(std::make_integer_sequence<int, outputs>{}));
    using many_tuple = decltype(list_many(std::make_integer_sequence<int, outputs>{}));
    /// Of one sample: the tensor, or the tensors as a std::tuple. Of many: a vector, or the vectors as a std::tuple.
    using output_type = one_or_all<output_tuple>;
    using many_type = one_or_all<many_tuple>;

    // not zeros: those of a large output cost more than some networks
    static output_type unwritten_output() {
        return []<int... I>(std::integer_sequence<int, I...>) {
            return output_type((void(I), unwritten())...);
        }(std::make_integer_sequence<int, outputs>{});
    }
    template<int I>
    static std::vector<output<I>> unwritten_outputs(std::size_t n) {
        std::vector<output<I>> y;
        y.reserve(n);
        while (y.size() < n) y.emplace_back(unwritten());
        return y;
    }
};

template<class T>
inline constexpr bool is_std_tuple = false;
template<class... T>
inline constexpr bool is_std_tuple<std::tuple<T...>> = true;

enum class argument_form : unsigned char { none, sample, samples };

/// What an argument of predict is.
template<class A>
struct predict_argument {
    static constexpr argument_form form = argument_form::none;
    using element = A;
};
template<class A>
    requires(is_tensor<A> || is_row<A>)
struct predict_argument<A> {
    static constexpr argument_form form = argument_form::sample;
    using element = A;
};
/// Tensors in a row in memory: std::vector, std::array, std::span, an array.
template<class A>
    requires(!is_tensor<A> && !is_row<A> && requires(const A& a) {
        std::size(a);
        requires is_tensor<std::remove_cvref_t<decltype(*std::data(a))>>;
    })
struct predict_argument<A> {
    static constexpr argument_form form = argument_form::samples;
    using element = std::remove_cvref_t<decltype(*std::data(std::declval<const A&>()))>;
};

/// The tensor that an argument becomes, void if none.
template<class A>
struct sample_of {
    using type = void;
};
template<class T, int... D>
struct sample_of<tensor<T, D...>> {
    using type = tensor<T, D...>;
};
template<class T, int... D>
struct sample_of<tensor_row<T, D...>> {
    using type = tensor<std::remove_const_t<T>, D...>;
};

/// Whether a network reads an input only as numbers of rows: every way from it ends in an Embedding, nothing but its
/// shape changes before. Such an input may hold whole numbers.
template<class Program>
constexpr bool numbers_rows(const Program& p, int input) {
    bool whole[Program::capacity + 1] = {};
    for (int i = 0; i < p.size; ++i) {
        const ops::op& o = p.op(i);
        using k = ops::op_kind;
        if (o.kind == k::input) {
            whole[i] = o.attr.index == input;
            continue;
        }
        const bool moves = o.kind == k::reshape || o.kind == k::slice || o.kind == k::permute || o.kind == k::reverse ||
                           o.kind == k::repeat || o.kind == k::concat;
        bool all = moves, any = false;
        for (int j = 0; j < o.operands; ++j) {
            const bool is = whole[o.in[j]];
            any = any || is, all = all && is;
            if (is && !moves && !(o.kind == k::gather && j == 0)) return false;
        }
        if (any && moves && !all) return false;
        whole[i] = any && all;
    }
    for (int i = 0; i < p.output_count; ++i)
        if (whole[p.outputs[i]]) return false;
    return true;
}

} // namespace ctnn::detail
