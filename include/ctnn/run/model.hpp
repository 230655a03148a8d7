/// The model: a network's program with weights, ready to predict.
#pragma once
#include "../kernel/all.hpp"
#include "../program/compiled.hpp"
#include "../tensor/tensor.hpp"
#include "initialize.hpp"
#include <new>
#include <span>
#include <vector>

namespace ctnn {

/// predict(x) keeps its workspace on the stack up to this many bytes; above it takes predict(x, workspace).
inline constexpr std::size_t max_stack_workspace = 256 * 1024;

namespace detail {

/// Where the parts of a running program are.
struct frame {
    const float* weights;
    float* prepared;
    float* scratch;   // of the preparation
    float* workspace;
    const float* const* in;
    float* const* out;
};

/// Where every weight begins in the model's block, each on a cache line of its own.
template<class Def>
struct weight_places {
    static constexpr auto& a = architecture<Def>::value;
    struct list {
        std::size_t at[unsigned(a.weight_count) + 1];
    };
    static constexpr list value = [] {
        list l{};
        std::size_t n = 0;
        for (int i = 0; i < a.weight_count; ++i) l.at[i] = n, n += padded(a.weights[i].shape.size());
        l.at[a.weight_count] = n;
        return l;
    }();
};

template<class Def, passes Passes, class Target>
struct machine {
    static constexpr const auto& p = compilation<Def, Passes>::value;

    template<int I>
    [[gnu::always_inline]] static const float* read(const frame& f) {
        constexpr const step& s = p.steps[I];
        if constexpr (s.place == place_kind::input)
            return f.in[s.segment] + s.offset;
        else if constexpr (s.place == place_kind::weights)
            return f.weights + weight_places<Def>::value.at[s.segment] + s.offset;
        else
            return write<I>(f);
    }
    template<int I>
    [[gnu::always_inline]] static float* write(const frame& f) {
        constexpr const step& s = p.steps[I];
        if constexpr (s.place == place_kind::output)
            return f.out[s.segment] + s.offset;
        else if constexpr (s.place == place_kind::prepared)
            return f.prepared + s.offset;
        else if constexpr (s.place == place_kind::workspace)
            return f.workspace + s.offset;
        else
            return f.scratch + s.offset;
    }
    template<int I, int... K>
    static constexpr descriptor describe(std::integer_sequence<int, K...>) {
        const ops::op* const operands[] = {&p.steps[p.steps[I].op.in[K]].op..., nullptr};
        return descriptor::of(p.steps[I].op, operands);
    }
    template<int I>
    static constexpr bool works(bool preparing) {
        const step& s = p.steps[I];
        return s.op.kind != ops::op_kind::input && s.op.kind != ops::op_kind::parameter && !alias_of(p, s.op).is &&
               s.prepares == preparing;
    }
    /// Step I's descriptor as a member of a type: a template argument with a short name.
    template<int I>
    struct step_descriptor {
        static constexpr descriptor value = describe<I>(std::make_integer_sequence<int, p.steps[I].op.operands>{});
    };
    template<int I, bool Preparing, int... K>
    [[gnu::always_inline]] static void execute(const frame& f, std::integer_sequence<int, K...>) {
        using d = step_descriptor<I>;
        const float* const x[] = {read<p.steps[I].op.in[K]>(f)..., nullptr};
        if constexpr (Preparing) // once, when weights are loaded: the scalar definition is small
            ops::evaluate(d::value.op, d::value.in, d::value.each, x, write<I>(f));
        else
            kernel<d::value.op.kind>::template run<d, Target>(x, write<I>(f));
    }
    template<int I, bool Preparing>
    [[gnu::always_inline]] static void run_step(const frame& f) {
        if constexpr (works<I>(Preparing))
            execute<I, Preparing>(f, std::make_integer_sequence<int, p.steps[I].op.operands>{});
    }
    template<bool Preparing>
    static void run(const frame& f) {
        [&]<int... I>(std::integer_sequence<int, I...>) {
            using all = int[];
            (void)all{0, (run_step<I, Preparing>(f), 0)...};
        }(std::make_integer_sequence<int, p.size>{});
    }
};

/// The output, or the outputs as a std::tuple.
template<class Def>
struct output_types {
    static constexpr auto& a = architecture<Def>::value;
    static constexpr int count = a.models[0].outputs.count;
    template<int I>
    static constexpr extents shape = a.output(I);
    template<int... I>
    static auto all(std::integer_sequence<int, I...>) -> std::tuple<typename tensor_shaped<shape<I>>::type...>;
    using tuple = decltype(all(std::make_integer_sequence<int, count>{}));
    using type = std::conditional_t<count == 1, std::tuple_element_t<0, tuple>, tuple>;
};

/// What predict says about an argument of another shape.
template<class Def, class... X>
struct input_mistake {
    template<class T>
    static constexpr void put_shape(text& t) {
        if constexpr (is_tensor<T>)
            t << extents(T::shape);
        else
            t << "no tensor";
    }
    template<class T>
    static constexpr bool fits(const extents& e) {
        if constexpr (is_tensor<T>)
            return e == extents(T::shape);
        else
            return (void)e, false;
    }
    static constexpr text value = [] {
        text t;
        const auto& a = architecture<Def>::value;
        const int n = a.models[0].inputs.count;
        if (int(sizeof...(X)) != n)
            t << "predict(): takes " << n << (n == 1 ? " input, got " : " inputs, got ") << int(sizeof...(X));
        else {
            int i = 0;
            const auto check = [&]<class T>(const type_of<T>&) {
                if (t.empty() && !fits<T>(a.input(i))) {
                    t << "predict(): x";
                    if (n > 1) t << i + 1;
                    t << " must have shape " << a.input(i) << ", got ";
                    put_shape<T>(t);
                }
                ++i;
            };
            (check(type_of<X>{}), ...);
        }
        return t;
    }();
};

} // namespace detail

/// Scratch memory of a prediction, one for each thread: auto w = model.workspace().
class workspace {
public:
    explicit workspace(std::size_t bytes)
        : data_(static_cast<float*>(::operator new(bytes ? bytes : 64, std::align_val_t(64)))) {}
    workspace(workspace&& o) noexcept : data_(o.data_) { o.data_ = nullptr; }
    workspace& operator=(workspace&& o) noexcept {
        float* d = data_;
        data_ = o.data_, o.data_ = d;
        return *this;
    }
    ~workspace() { ::operator delete(data_, std::align_val_t(64)); }
    float* data() { return data_; }

private:
    float* data_;
};

/// A network with weights of its own: what net.build(seed = 42) returns. Movable; predictions from many threads are safe.
template<class Def, passes Passes = passes{}, class Target = simd::native>
class model {
    using places = detail::weight_places<Def>;
    using machine = detail::machine<Def, Passes, Target>;
    static constexpr const auto& a = detail::architecture<Def>::value;
    static constexpr std::size_t weight_elements = places::value.at[a.weight_count];
    static constexpr std::size_t elements = weight_elements + machine::p.prepared;

public:
    using output_type = typename detail::output_types<Def>::type;
    static constexpr network<Def> architecture{};
    static constexpr std::size_t param_count = network<Def>::param_count;
    static constexpr std::size_t workspace_bytes = machine::p.workspace * sizeof(float);
    static constexpr int weight_count = a.weight_count;

    /// Weights by Keras' initializers; the same seed gives the same weights.
    explicit model(unsigned long long seed = 0) : block_(elements * sizeof(float)) {
        for (int i = 0; i < weight_count; ++i) detail::initialize(a.weights[i], seed, i, weight(i).data());
        prepare();
    }

    /// Weight number `i` in Keras' order, its elements row-major: shape weight_shape(i).
    std::span<const float> weight(int i) const { return {block() + places::value.at[i], a.weights[i].shape.size()}; }
    static constexpr const extents& weight_shape(int i) { return a.weights[i].shape; }
    /// Replaces weight `i`; call prepare() when all are there.
    std::span<float> weight(int i) { return {block() + places::value.at[i], a.weights[i].shape.size()}; }

    /// Computes what the program makes of the weights (folded BatchNormalization, for example). After every change of them.
    void prepare() {
        ctnn::workspace scratch(machine::p.preparation * sizeof(float));
        machine::template run<true>(
            {block(), block() + weight_elements, scratch.data(), nullptr, nullptr, nullptr});
    }

    ctnn::workspace workspace() const { return ctnn::workspace(workspace_bytes); }

    /// One sample: one tensor for each of the network's inputs, of its shape.
    template<class... X>
        requires((!std::is_same_v<X, ctnn::workspace>) && ...)
    output_type predict(const X&... x) const {
        if constexpr (fits<X...>()) {
            static_assert(workspace_bytes <= max_stack_workspace,
                          "predict(): this network's workspace is larger than max_stack_workspace; write auto w = "
                          "model.workspace() and predict(x, w)");
            alignas(64) float arena[machine::p.workspace ? machine::p.workspace : 1];
            return run(arena, x...);
        } else {
            CTNN_SAY_ALWAYS((detail::input_mistake<Def, X...>::value));
            return {};
        }
    }
    template<class X>
    output_type predict(const X& x, ctnn::workspace& w) const {
        if constexpr (fits<X>())
            return run(w.data(), x);
        else {
            CTNN_SAY_ALWAYS((detail::input_mistake<Def, X>::value));
            return {};
        }
    }
    /// Any number of samples.
    template<class X>
        requires(detail::is_tensor<X>)
    std::vector<output_type> predict(const std::vector<X>& samples) const {
        std::vector<output_type> y(samples.size());
        for (std::size_t i = 0; i < samples.size(); ++i) y[i] = predict(samples[i]);
        return y;
    }

private:
    ctnn::workspace block_;

    float* block() const { return const_cast<ctnn::workspace&>(block_).data(); }

    template<class... X>
    static constexpr bool fits() {
        return detail::input_mistake<Def, X...>::value.empty();
    }
    template<class... X>
    output_type run(float* arena, const X&... x) const {
        output_type y;
        const float* const in[] = {x.data()...};
        [&]<int... I>(std::integer_sequence<int, I...>) {
            float* const out[] = {output<I>(y)...};
            machine::template run<false>({block(), block() + weight_elements, nullptr, arena, in, out});
        }(std::make_integer_sequence<int, detail::output_types<Def>::count>{});
        return y;
    }
    template<int I>
    static float* output(output_type& y) {
        if constexpr (detail::output_types<Def>::count == 1)
            return y.data();
        else
            return std::get<I>(y).data();
    }
};

/// net.build(seed = 42), net.build()
template<class Def>
auto build_network(const network<Def>&) {
    return model<Def>();
}
template<class Def, class V>
auto build_network(const network<Def>&, const argument<keyword<"seed">, V>& s) {
    return model<Def>(static_cast<unsigned long long>(detail::accept<int>::make(s.value)));
}

} // namespace ctnn
