/// A model with weights of its own: what net.build(seed = 42) returns.
#pragma once
#include "build_options.hpp"
#include "initialize.hpp"
#include "predict.hpp"
#include "weights.hpp"

namespace ctnn {

/// Owns its weights in one aligned block. Movable, a small object; predictions from many threads are safe.
template<class Def, passes Passes = passes{}, class Target = simd::native>
class model : public detail::predictor<model<Def, Passes, Target>, Def, Passes, Target>,
              public detail::weight_access<model<Def, Passes, Target>, Def>,
              public detail::no_training {
    using places = detail::weight_places<Def>;
    using machine = detail::machine<Def, Passes, Target>;
    static constexpr const auto& a = detail::architecture<Def>::value;
    static constexpr std::size_t weight_elements = places::value.at[a.weight_count];
    static constexpr std::size_t elements = weight_elements + machine::p.prepared;
    friend class detail::predictor<model, Def, Passes, Target>;

public:
    using definition = Def;
    using detail::weight_access<model, Def>::weight_count;

    /// Weights by Keras' initializers; the same seed gives the same weights.
    explicit model(unsigned long long seed = 0) : block_(elements * sizeof(float)) {
        std::memset(block_.data(), 0, weight_elements * sizeof(float)); // what stands between weights, too
        for (int i = 0; i < weight_count; ++i) detail::initialize<Target>(a.weight(i), seed, i, weight(i).data());
        prepare();
    }

    /// Weight number `i` in Keras' order, its elements row-major: shape weight_shape(i).
    std::span<const float> weight(int i) const { return {weights() + places::value.at[i], a.weight(i).shape.size()}; }
    /// The same to be written to; call prepare() when all are there.
    std::span<float> weight(int i) { return {block_.data() + places::value.at[i], a.weight(i).shape.size()}; }

    /// Takes over the weights of another model of this network, of an imported one for example.
    template<class Other>
        requires std::is_same_v<typename Other::definition, Def>
    void copy_weights(const Other& other) {
        for (int i = 0; i < weight_count; ++i) {
            const std::span<const float> from = other.weight(i);
            std::memcpy(weight(i).data(), from.data(), from.size_bytes());
        }
        prepare();
    }

    /// Computes what the program makes of the weights (folded BatchNormalization, for example). After every change of
    /// them.
    void prepare() {
        ctnn::workspace scratch(machine::p.preparation * sizeof(float));
        machine::prepare(block_.data(), block_.data() + weight_elements, scratch.data());
    }

private:
    ctnn::workspace block_;

    const float* weights() const { return block_.data(); }
    const float* prepared() const { return block_.data() + weight_elements; }
};

/// net.build(seed = 42), net.build(). A seed that is negative at run time is an error: detail::fail.
template<class Def, class Target = simd::native>
auto build_network(const network<Def>&) {
    return model<Def, passes{}, Target>();
}
template<class Def, class V, class Target = simd::native>
    requires requires(const V& v) { detail::seed_of(v); }
auto build_network(const network<Def>&, const argument<keyword<"seed">, V>& s) {
    return model<Def, passes{}, Target>(detail::seed_of(s.value));
}
/// The same with policies: net.build(seed = 42, activations = fast).
template<class Def, class... A, class Target = simd::native>
    requires(detail::has_policies<A...>)
auto build_network(const network<Def>&, const A&... arguments) {
    constexpr passes with = detail::passes_of_policies<A...>();
    if constexpr ((std::is_same_v<typename A::key, keyword<"seed">> || ...))
        return model<Def, with, Target>(detail::seed_of(detail::option_of<keyword<"seed">>(arguments...)));
    else
        return model<Def, with, Target>();
}

} // namespace ctnn
