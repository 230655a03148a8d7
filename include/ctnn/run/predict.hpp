/// predict(), the same for every kind of model.
#pragma once
#include "machine.hpp"
#include "samples.hpp"
#include "workspace.hpp"
#include <vector>

namespace ctnn::detail {

/// Base of the models. Model has weights() and prepared(): where the program finds what it reads.
template<class Model, class Def, passes Passes, class Target>
class predictor {
    using machine = detail::machine<Def, Passes, Target>;

public:
    using output_type = typename output_types<Def>::type;
    static constexpr network<Def> architecture{};
    static constexpr std::size_t param_count = network<Def>::param_count;
    static constexpr std::size_t workspace_bytes = machine::p.workspace * sizeof(float);

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
            CTNN_SAY_ALWAYS((input_mistake<Def, X...>::value));
            return {};
        }
    }
    template<class X>
    output_type predict(const X& x, ctnn::workspace& w) const {
        if constexpr (fits<X>())
            return run(w.data(), x);
        else {
            CTNN_SAY_ALWAYS((input_mistake<Def, X>::value));
            return {};
        }
    }
    /// Any number of samples, with a workspace of its own.
    template<class X>
        requires(is_tensor<X>)
    std::vector<output_type> predict(const std::vector<X>& samples) const {
        ctnn::workspace w = workspace();
        std::vector<output_type> y(samples.size());
        for (std::size_t i = 0; i < samples.size(); ++i) y[i] = predict(samples[i], w);
        return y;
    }

private:
    template<class... X>
    static constexpr bool fits() {
        return input_mistake<Def, X...>::value.empty();
    }
    template<class... X>
    output_type run(float* arena, const X&... x) const {
        output_type y;
        const float* const in[] = {x.data()..., nullptr};
        const auto& m = static_cast<const Model&>(*this);
        [&]<int... I>(std::integer_sequence<int, I...>) {
            float* const out[] = {output<I>(y)...};
            machine::run({m.weights(), m.prepared(), arena, in, out});
        }(std::make_integer_sequence<int, output_types<Def>::count>{});
        return y;
    }
    template<int I>
    static float* output(output_type& y) {
        if constexpr (output_types<Def>::count == 1)
            return y.data();
        else
            return std::get<I>(y).data();
    }
};

} // namespace ctnn::detail
