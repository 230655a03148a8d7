/// Weights that an import packed: what the program computes from them stands in the binary.
#pragma once
#include "preparation.hpp"

namespace ctnn::detail {

/// Whether a type of weights has, besides its own,
///   struct packed {
///       static constexpr int lanes, registers;         the hardware that this is for
///       static constexpr std::uint64_t fingerprint;    preparation_fingerprint of the program
///       static constexpr std::size_t size;             how many floats
///       static const float* data();                    where they are, 64-byte aligned
///   };
template<class Weights>
concept packed_weights = requires { typename Weights::packed; };

template<class Weights, class Def, passes Passes, hardware Hardware>
struct packed_mistake {
    static constexpr void put(text& t, const hardware& h) {
        const auto name = name_of(h);
        t << name << (name.empty() ? "" : " (") << h.lanes << " lanes" << (name.empty() ? "" : ")");
    }
    static constexpr text value = [] {
        text t;
        using packed = typename Weights::packed;
        constexpr hardware is{packed::lanes, packed::registers};
        const auto& p = compilation<Def, Passes, Hardware>::value;
        if (!(is == Hardware)) {
            t << "model(): the weights of this network are packed for ", put(t, is);
            t << ", this program is compiled for ", put(t, Hardware);
            t << "; hint: another -march, or import the file again ";
            if (const auto name = name_of(Hardware); name.empty())
                t << "without --packed-for";
            else
                t << "with --packed-for " << name;
        } else if (packed::size != p.prepared || packed::fingerprint != preparation_fingerprint(p, Hardware))
            t << "model(): the weights of this network are packed otherwise than this version of ctnn reads them; hint: "
                 "import the file again, with this version's ctnn-import";
        return t;
    }();
};

enum class packed_state { none, fits, mistaken };

/// Programs that read other numbers than the file's, by a policy, compute them themselves.
template<class Weights, class Def, passes Passes, hardware Hardware>
consteval packed_state packed_state_of() {
    if constexpr (!packed_weights<Weights> || Passes.bf16_weights || !Passes.winograd)
        return packed_state::none;
    else
        return packed_mistake<Weights, Def, Passes, Hardware>::value.empty() ? packed_state::fits : packed_state::mistaken;
}

} // namespace ctnn::detail
