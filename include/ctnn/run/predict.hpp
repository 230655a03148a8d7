/// predict(), the same for every kind of model.
#pragma once
#include "blocks.hpp"
#include "predict_mistake.hpp"
#include "predict_options.hpp"
#include "stream.hpp"
#include <string>

namespace ctnn::detail {

template<unsigned Options = compiled_for>
constexpr void check_workspace(std::size_t needed, std::size_t got) {
    if (got >= needed) return;
    text t;
    t << "predict(): the workspace has " << got << " bytes, this network needs " << needed
      << "; hint: auto w = model.workspace()";
    fail(t);
}
template<unsigned Options = compiled_for>
constexpr void check_samples(int input, std::size_t first, std::size_t got) {
    if (got == first) return;
    text t;
    t << "predict(): x1 has " << first << " samples, x" << input + 1 << " has " << got
      << "; every input must have as many";
    fail(t);
}

template<unsigned Options = compiled_for>
constexpr void check_outputs(int output, std::size_t samples, std::size_t got) {
    if (got >= samples) return;
    text t;
    t << "predict(): out" << (output ? " number " : "");
    if (output) t << output + 1;
    t << " has room for " << got << " samples, got " << samples;
    fail(t);
}

/// plot is a member of models, too; there the free function is found by its arguments alone.
template<class Network, class... Options>
auto plot_network(const Network& net, const Options&... options) {
    return plot(net, options...);
}

/// Base of the models. Model has weights() and prepared(): where the program finds what it reads.
template<class Model, class Def, passes Passes, class Target, class Inputs = typename sample_types<Def>::input_tuple>
class predictor;

template<class Model, class Def, passes Passes, class Target, class... Input>
class predictor<Model, Def, Passes, Target, std::tuple<Input...>> {
    using machine = detail::machine<Def, Passes, Target>;
    using types = sample_types<Def>;
    /// Inputs that are not tensors of float are converted behind the workspace of the program.
    static constexpr std::size_t input_elements = (padded(Input::size()) + ...);

public:
    /// One sample's output: a tensor, or a std::tuple of them. Of many samples: a std::vector, or a std::tuple of them.
    using output_type = typename types::output_type;
    using many_output_type = typename types::many_type;
    static constexpr network<Def> architecture{};
    static constexpr std::size_t param_count = network<Def>::param_count;
    static constexpr std::size_t workspace_bytes = machine::p.workspace * sizeof(float);
    /// The most that predict(x) takes of the stack in an optimized build, its workspace included where it is there. Besides
    /// this: inputs that are not tensors of float (another copy of them), and what functions of yours take.
    static constexpr std::size_t stack_bytes =
        machine::stack_bytes + (workspace_bytes <= max_stack_workspace ? workspace_bytes : 0);
    /// The same of predict(xs), whose workspace is elsewhere, for each thread.
    static constexpr std::size_t batch_stack_bytes = blocks<Def, Passes, Target>::stack_bytes;
    /// As of the network, with the policies that the model was built with.
    static constexpr std::size_t weight_bytes = compilation<Def, Passes, hardware_of<Target>>::read_bytes();

    /// As of the network: Keras' table on standard output, Graphviz text.
    template<class... Options>
    void summary(const Options&... options) const {
        architecture.summary(options...);
    }
    template<class... Options>
    std::string plot(const Options&... options) const {
        return plot_network(architecture, options...);
    }

    /// Memory for predictions, for one thread: predict(x, w).
    ctnn::workspace workspace() const { return ctnn::workspace(workspace_bytes + input_elements * sizeof(float)); }
    /// The same for many samples: predict(xs, w) allocates nothing but what it returns. (With a workspace() it does not
    /// either, but runs samples one by one.)
    ctnn::workspace batch_workspace() const {
        return ctnn::workspace(blocks<Def, Passes, Target>::elements * sizeof(float));
    }

    /// For a sequence that comes one time step at a time: see stream.hpp.
    template<unsigned Options = compiled_for>
    auto stream() const {
        if constexpr (!stream_mistake<Def>::value.empty()) {
            CTNN_SAY_ALWAYS(stream_mistake<Def>::value);
            return anything{};
        } else {
            const auto& m = static_cast<const Model&>(*this);
            return ctnn::stream<Def, Passes, Target>(m.weights(), m.prepared());
        }
    }

    /// predict({1, 2, 3}): one sample in braces, or anything that converts to the inputs' tensors.
    output_type predict(const Input&... x) const { return predict_inputs(nullptr, predict_options(), x...); }
    output_type predict(const Input&... x, ctnn::workspace& w) const { return predict_inputs(&w, predict_options(), x...); }

    /// One sample: for each input a tensor of its shape, as arguments or as one std::tuple. Const, and safe from many
    /// threads; nothing is allocated, locked, thrown or written. Many samples: for each input a std::vector, std::array
    /// or std::span of tensors, which run several at once and may differ from one alone in the last bits; inputs that
    /// differ in their number throw std::invalid_argument (without exceptions: print the sentence and abort). Tensors
    /// of int are for inputs that only an Embedding reads; a number that has no row gives NaN. A workspace may come
    /// last: for one sample it must where workspace_bytes is above max_stack_workspace.
    ///
    /// predict(xs, out = std::span(ys)): into memory of the caller's, as many tensors as there are samples; several
    /// outputs as a std::tuple of spans. predict(xs, threads = 2), with <ctnn/run/threads.hpp>: the same numbers for
    /// any number.
    template<class... A>
    auto predict(A&&... arguments) const {
        if constexpr (!options_mistake<std::remove_cvref_t<A>...>::value.empty()) {
            CTNN_SAY_ALWAYS((options_mistake<std::remove_cvref_t<A>...>::value));
            return anything{};
        } else {
            constexpr std::size_t keywords = (std::size_t(is_argument<std::remove_cvref_t<A>>) + ... + 0);
            constexpr bool workspace_last = is_workspace_at<sizeof...(A) - keywords, std::remove_cvref_t<A>...>;
            constexpr std::size_t inputs = sizeof...(A) - keywords - workspace_last;
            return split(std::make_index_sequence<inputs>{}, std::make_index_sequence<keywords>{},
                         std::bool_constant<workspace_last>{}, std::forward_as_tuple(arguments...));
        }
    }

private:
    /// Whether the argument in front of the keywords is a workspace.
    template<std::size_t N, class... A>
    static constexpr bool is_workspace_at = [] {
        std::size_t i = 0;
        bool is = false;
        ((++i == N ? void(is = std::is_same_v<A, ctnn::workspace>) : void()), ...);
        return is;
    }();
    template<std::size_t... I, std::size_t... K, bool Workspace, class All>
    auto split(std::index_sequence<I...>, std::index_sequence<K...>, std::bool_constant<Workspace>, const All& all) const {
        const auto options = predict_options(std::get<sizeof...(I) + Workspace + K>(all)...);
        if constexpr (sizeof...(I) == 0)
            return predict_inputs(nullptr, options);
        else if constexpr (Workspace)
            return unfold(&std::get<sizeof...(I)>(all), options, std::get<I>(all)...);
        else
            return unfold(nullptr, options, std::get<I>(all)...);
    }

    template<class W, class O, class... X>
    auto unfold(W w, const O& options, const X&... x) const {
        if constexpr (sizeof...(X) == 1 && (is_std_tuple<X> && ...))
            return std::apply([&](const auto&... each) { return predict_inputs(w, options, each...); }, x...);
        else
            return predict_inputs(w, options, x...);
    }

    /// An argument as it is, or what converts to the tensor of the input that it is for.
    template<class I, class X>
    static decltype(auto) as_argument(const X& x) {
        if constexpr (predict_argument<X>::form == argument_form::none && std::is_convertible_v<const X&, I>)
            return static_cast<I>(x);
        else
            return static_cast<const X&>(x);
    }
    template<class I, class X>
    using argument = std::remove_cvref_t<decltype(as_argument<I>(std::declval<const X&>()))>;

    template<class W, class O, class... X>
    auto predict_inputs(W w, const O& options, const X&... x) const {
        constexpr bool many = ((predict_argument<X>::form == argument_form::samples) || ...);
        using result = std::conditional_t<many, many_output_type, output_type>;
        if constexpr (sizeof...(X) != sizeof...(Input)) {
            CTNN_SAY_ALWAYS((input_mistake<Def, X...>::value));
            return result{};
        } else if constexpr (!input_mistake<Def, argument<Input, X>...>::value.empty()) {
            CTNN_SAY_ALWAYS((input_mistake<Def, argument<Input, X>...>::value));
            return result{};
        } else if constexpr (!many && (O::has_out || O::has_threads)) {
            CTNN_SAY_ALWAYS(options_of_one_mistake<O>::value);
            return result{};
        } else if constexpr (many) {
            return predict_many(w, options, as_argument<Input>(x)...);
        } else {
            constexpr std::size_t elements = machine::p.workspace + converted<argument<Input, X>...>;
            if constexpr (!std::is_null_pointer_v<W>) {
                check_workspace(elements * sizeof(float), w->bytes());
                return run_one(w->data(), as_argument<Input>(x)...);
            } else if constexpr (elements * sizeof(float) <= max_stack_workspace) {
                alignas(64) float arena[elements ? elements : 1];
                float* start = arena;
                asm("" : "+r"(start)); // g++ warns of reading what kernels behind calls have written
                return run_one(start, as_argument<Input>(x)...);
            } else {
                CTNN_SAY_ALWAYS((workspace_mistake<elements * sizeof(float)>::value));
                return result{};
            }
        }
    }

    template<class X>
    static constexpr bool direct =
        is_tensor<typename predict_argument<X>::element> &&
        std::is_same_v<typename predict_argument<X>::element::value_type, float>;
    template<class... X>
    static constexpr std::size_t converted = ((direct<X> ? 0 : padded(Input::size())) + ... + 0);

    /// Where the program reads a sample: as it is, or copied to `room` as float.
    template<class X>
    static const float* elements_of(const X& x, float*& room) {
        if constexpr (is_row<X> || !std::is_same_v<std::remove_cvref_t<decltype(*x.data())>, float>) {
            float* const to = room;
            for (std::size_t i = 0; i < x.size(); ++i) to[i] = static_cast<float>(x.data()[i]);
            room += padded(x.size());
            return to;
        } else
            return x.data();
    }

    /// y is built where it is returned, since a copy would wait for its stores: compilers do that for a variable of the
    /// function's own block, clang if the function's type is written there.
    template<class... X>
    output_type run_one(float* arena, const X&... x) const {
        float* room = arena + machine::p.workspace;
        const float* const in[] = {elements_of(x, room)...};
        output_type y = types::unwritten_output();
        if constexpr (types::outputs == 1) {
            float* const out[] = {y.data()};
            run(arena, in, out);
        } else
            std::apply(
                [&](auto&... each) {
                    float* const out[] = {each.data()...};
                    run(arena, in, out);
                },
                y);
        return y;
    }

    template<class W, class O, class... X>
    auto predict_many(W w, const O& options, const X&... x) const {
        std::size_t n = 0;
        int input = 0;
        ((input == 0 ? void(n = std::size(x)) : check_samples(input, n, std::size(x)), ++input), ...);
        const std::tuple<const typename predict_argument<X>::element*...> from(std::data(x)...);
        return [&]<int... I>(std::integer_sequence<int, I...>) {
            if constexpr (O::has_out) {
                using mistake = out_mistake<typename O::out_type, typename types::template output<I>...>;
                using spans = typename types::span_tuple;
                if constexpr (!mistake::value.empty()) {
                    CTNN_SAY_ALWAYS(mistake::value);
                } else {
                    const spans to = options.template outs<spans>();
                    ((check_outputs(I, n, std::get<I>(to).size())), ...);
                    run_many(w, options, n, from, std::tuple(std::get<I>(to).data()...));
                }
            } else {
                std::tuple y{types::template unwritten_outputs<I>(n)...};
                run_many(w, options, n, from, std::tuple(std::get<I>(y).data()...));
                return one_or_all(std::move(y));
            }
        }(std::make_integer_sequence<int, types::outputs>{});
    }
    template<class W, class O, class... X, class Y>
    void run_many(W w, const O& options, std::size_t n, const std::tuple<const X*...>& x, const Y& y) const {
        using all = blocks<Def, Passes, Target>;
        const auto& m = static_cast<const Model&>(*this);
        const std::size_t count = all::count(n);
        const auto run_blocks = [&](float* arena, auto&& next) {
            for (std::size_t b = next(); b < count; b = next()) all::run_block(b, n, m.weights(), m.prepared(), arena, x, y);
        };
        std::size_t block = 0;
        const auto in_order = [&] { return block++; };
        if constexpr (O::has_threads && !knows_threads<Model>) {
            CTNN_SAY_ALWAYS(threads_mistake<Model>::value);
        } else if constexpr (O::has_threads) { // each with memory of its own
            const auto threads = std::size_t(options.thread_count());
            if (n == 0) return;
            model_threads<Model>::run(int(threads < count ? threads : count), [&](const auto& next) {
                ctnn::workspace own(all::elements * sizeof(float));
                run_blocks(own.data(), next);
            });
        } else if constexpr (!std::is_null_pointer_v<W>) {
            check_workspace(all::template one_elements<X...> * sizeof(float), w->bytes());
            if (w->bytes() >= all::elements * sizeof(float))
                run_blocks(w->data(), in_order);
            else // of workspace(), not of batch_workspace()
                all::run_each(0, n, m.weights(), m.prepared(), w->data(), x, y);
        } else if (n > 0) {
            ctnn::workspace own(all::elements * sizeof(float));
            run_blocks(own.data(), in_order);
        }
    }
    template<class T>
    static typename types::template one_or_all<T> one_or_all(T&& y) {
        if constexpr (types::outputs == 1)
            return std::move(std::get<0>(y));
        else
            return std::move(y);
    }
    void run(float* arena, const float* const* in, float* const* out) const {
        const auto& m = static_cast<const Model&>(*this);
        machine::run({m.weights(), m.prepared(), arena, in, out});
    }
};

} // namespace ctnn::detail
