/// A network whose weights are part of the binary: read where they are, no heap at all.
#pragma once
#include "../shape/inline.hpp"
#include "build_options.hpp"
#include "packed.hpp"
#include "predict.hpp"
#include "weights.hpp"

namespace ctnn {

namespace detail {

/// What the program computes from a block of weights before the first sample (folded BatchNormalization, for example):
/// one for each network and block, in static storage, made when it is first asked for.
template<class Weights, class Machine>
class static_preparation {
    static constexpr std::size_t scratch_elements = Machine::p.preparation;
    alignas(64) float data_[Machine::p.prepared ? Machine::p.prepared : 1];

    static_preparation() {
        if constexpr (scratch_elements * sizeof(float) <= max_stack_workspace) {
            alignas(64) float scratch[scratch_elements ? scratch_elements : 1];
            prepare(scratch);
        } else {
            alignas(64) static float scratch[scratch_elements];
            prepare(scratch);
        }
    }
    void prepare(float* scratch) {
        Machine::prepare(Weights::data(), data_, scratch);
    }

public:
    static const float* get() {
        if constexpr (Machine::p.prepared > 0) {
            static const static_preparation once;
            return once.data_;
        } else
            return nullptr;
    }
};

/// Where the program finds it: in the binary, if an import put it there.
template<class Weights, class Def, passes Passes, class Target>
const float* prepared_for() {
    if constexpr (packed_state_of<Weights, Def, Passes, hardware_of<Target>>() == packed_state::fits)
        return Weights::packed::data();
    else
        return static_preparation<Weights, detail::machine<Def, Passes, Target>>::get();
}

template<class Weights, class Def>
struct block_mistake {
    static constexpr text value = [] {
        text t;
        const auto& places = weight_places<Def>::value;
        const std::size_t n = places.at[architecture<Def>::value.weight_count];
        if (Weights::size != n)
            t << "imported(): this network's weights are a block of " << n << " floats, got one of "
              << std::size_t(Weights::size) << "; hint: network and weights belong together, import the file again";
        return t;
    }();
};

template<class... A>
struct imported_mistake {
    static constexpr text value = [] {
        text t;
        if (!(has_policies<A...> && ((policy_kind<A> > 0) && ...)))
            t << "imported() takes activations = fast, weight_dtype = bf16 and winograd = false_c besides the network; "
                 "its weights are in the binary";
        return t;
    }();
};
template<>
struct imported_mistake<> {
    static constexpr text value{};
};

} // namespace detail

/// What imported() returns: as small as a pointer, copies refer to the same weights; predictions from many threads are
/// safe.
template<class Weights, class Def, passes Passes = passes{}, class Target = simd::native>
class imported_model : public detail::predictor<imported_model<Weights, Def, Passes, Target>, Def, Passes, Target>,
                       public detail::weight_access<imported_model<Weights, Def, Passes, Target>, Def>,
                       public detail::no_training {
    using places = detail::weight_places<Def>;
    static constexpr const auto& a = detail::architecture<Def>::value;
    friend class detail::predictor<imported_model, Def, Passes, Target>;

public:
    using definition = Def;
    imported_model() : prepared_(detail::prepared_for<Weights, Def, Passes, Target>()) {}

    /// Weight number `i` in Keras' order, its elements row-major: shape weight_shape(i).
    std::span<const float> weight(int i) const {
        return {Weights::data() + places::value.at[i], a.weight(i).shape.size()};
    }

private:
    const float* prepared_;

    static const float* weights() { return Weights::data(); }
    const float* prepared() const { return prepared_; }
};

/// The network with weights that the binary holds. Weights is a type with
///   static constexpr std::size_t size;   how many floats
///   static const float* data();          where they are, 64-byte aligned
/// Each weight stands in Keras' order and row-major, padded with zeros to a multiple of 16 floats. What the program
/// computes from them is in static storage, made by the first call, from whichever thread, with up to
/// max_stack_workspace bytes of the stack; predict takes no lock. Weights that `ctnn-import --packed-for` wrote hold
/// that, too, in Weights::packed, see packed.hpp: then nothing is made.
/// imported<weights>(net, activations = fast): as build does it. With weight_dtype = bf16 or winograd = false_c the
/// program reads other numbers, which the first call makes even if the weights are packed. Inlined, because the type of
/// the model is another one in a source that is compiled for another instruction set.
template<class Weights, class Def, class... A>
CTNN_INLINE inline auto imported(const network<Def>&, const A&...) {
    if constexpr (!detail::block_mistake<Weights, Def>::value.empty())
        CTNN_SAY_ALWAYS((detail::block_mistake<Weights, Def>::value));
    if constexpr (!detail::imported_mistake<A...>::value.empty()) {
        CTNN_SAY_ALWAYS((detail::imported_mistake<A...>::value));
        return imported_model<Weights, Def>();
    } else {
        constexpr passes with = detail::passes_of_policies<A...>();
        constexpr hardware machine = detail::hardware_of<simd::native>;
        if constexpr (detail::block_mistake<Weights, Def>::value.empty())
            if constexpr (detail::packed_state_of<Weights, Def, with, machine>() == detail::packed_state::mistaken)
                CTNN_SAY_ALWAYS((detail::packed_mistake<Weights, Def, with, machine>::value));
        return imported_model<Weights, Def, with>();
    }
}
/// Its mistake was reported where the network is.
template<class Weights, const text& T, bool Silent, class... A>
constexpr auto imported(const detail::broken_network<T, Silent>& net, const A&...) {
    return net;
}

} // namespace ctnn
