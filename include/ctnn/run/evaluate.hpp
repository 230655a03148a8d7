/// net(weights, x): a network evaluated by the operations' scalar definitions, also in a constant expression.
#pragma once
#include "../program/compiled.hpp"
#include "../program/interpret.hpp"
#include "../tensor/tensor.hpp"
#include <array>
#include <tuple>

namespace ctnn {
namespace detail {

/// What net(weights, x...) says about arguments that do not fit; empty if they do.
template<class Def, class W, class... X>
struct evaluate_mistake {
    static constexpr const auto& a = architecture<Def>::value;

    template<class T>
    static constexpr void put(text& t) {
        if constexpr (is_tensor<T>)
            t << extents(T::shape);
        else
            t << "no tensor<float, ...>";
    }
    template<class T>
    static constexpr bool fits(const extents& e) {
        if constexpr (is_tensor<T>)
            return std::is_same_v<typename T::value_type, float> && extents(T::shape) == e;
        else
            return (void)e, false;
    }
    template<class... T>
    static constexpr void check_weights(text& t, const std::tuple<T...>*) {
        if (int(sizeof...(T)) != a.weight_count) {
            t << "net(weights, x): this network has " << a.weight_count << " weights, got " << int(sizeof...(T));
            return;
        }
        int i = 0;
        [[maybe_unused]] const auto check = [&]<class U>(const type_of<U>&) {
            const weight_row& w = a.weight(i++);
            if (!t.empty() || fits<U>(w.shape)) return;
            t << "net(weights, x): weight " << i << ", '" << w.name << "' of '" << a.name(a.weights[i - 1].layer).view() << "', must have shape "
              << w.shape << ", got ";
            put<U>(t);
        };
        (check(type_of<T>{}), ...);
    }
    template<std::size_t N>
    static constexpr void check_weights(text& t, const std::array<float, N>*) {
        if (N != a.param_count)
            t << "net(weights, x): this network has " << a.param_count << " parameters, got an array of " << N;
    }
    static constexpr void check_weights(text& t, const void*) {
        t << "net(weights, x): weights are a tuple of tensors in Keras' order, or a std::array<float, " << a.param_count
          << "> of all their elements";
    }
    static constexpr text value = [] {
        text t;
        check_weights(t, static_cast<const W*>(nullptr));
        const int n = a.models[0].inputs.count;
        if (t.empty() && int(sizeof...(X)) != n)
            t << "net(weights, x): takes " << n << (n == 1 ? " input, got " : " inputs, got ") << int(sizeof...(X));
        int i = 0;
        [[maybe_unused]] const auto check = [&]<class U>(const type_of<U>&) {
            if (t.empty() && !fits<U>(a.input(i))) {
                t << "net(weights, x): x";
                if (n > 1) t << i + 1;
                t << " must have shape " << a.input(i) << ", got ";
                put<U>(t);
            }
            ++i;
        };
        (check(type_of<X>{}), ...);
        return t;
    }();
};

template<class Def, int I>
inline constexpr extents output_extents = architecture<Def>::value.output(I);

/// Where each weight's elements are.
template<class Def, unsigned Options = compiled_for>
struct weight_pointers {
    static constexpr const auto& a = architecture<Def>::value;
    const float* at[unsigned(a.weight_count) + 1] = {};

    template<class... T>
    constexpr explicit weight_pointers(const std::tuple<T...>& weights) {
        int i = 0;
        std::apply([&](const auto&... w) { ((at[i++] = w.data()), ...); }, weights);
    }
    template<std::size_t N>
    constexpr explicit weight_pointers(const std::array<float, N>& all) {
        for (int i = 0; i < a.weight_count; ++i) at[i] = all.data() + a.weights[i].offset;
    }
};

} // namespace detail

/// The network's output for one sample; several outputs as a std::tuple. `weights`: a tuple of tensors in Keras' order
/// (what get_weights returns), or a std::array of all their elements in that order. Runs in constant expressions, about
/// 80,000 multiply-adds with the compilers' default limits; at run time model.predict is the fast way.
template<unsigned Options = compiled_for, class Def, class W, class... X>
constexpr auto evaluate_network(const network<Def>&, const W& weights, const X&... x) {
    using mistake = detail::evaluate_mistake<Def, W, X...>;
    if constexpr (!mistake::value.empty()) {
        CTNN_SAY_ALWAYS(mistake::value);
        return detail::anything{};
    } else {
        constexpr const auto& a = detail::architecture<Def>::value;
        constexpr const auto& p = detail::compilation<Def>::lowered;
        const detail::weight_pointers<Def> w(weights);
        const float* const in[] = {x.data()..., nullptr};
        return [&]<int... I>(std::integer_sequence<int, I...>) {
            std::tuple<typename detail::tensor_shaped<detail::output_extents<Def, I>>::type...> y;
            float* const out[] = {std::get<I>(y).data()...};
            detail::interpret(p.steps, p.size, p.outputs, p.output_count, [&](int i) { return w.at[i]; }, in, out);
            if constexpr (sizeof...(I) == 1)
                return std::get<0>(y);
            else
                return y;
        }(std::make_integer_sequence<int, a.models[0].outputs.count>{});
    }
}

} // namespace ctnn
