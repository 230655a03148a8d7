/// Where the parts of a running program are.
#pragma once
#include "../kernel/kernel.hpp"
#include "preparation.hpp"

namespace ctnn::detail {

struct frame {
    const float* weights;
    const float* prepared;
    float* workspace;
    const float* const* in;
    float* const* out;
};

/// Where a result is. `offset` counts elements.
struct location {
    place_kind place;
    int segment; ///< which input or output
    std::size_t offset;
};
template<class Def, class Program>
constexpr location locate(const Program& p, int i) {
    const step& s = p.steps[i];
    return {s.place, s.segment, s.offset + (s.place == place_kind::weights ? weight_places<Def>::value.at[s.segment] : 0)};
}

/// A step's descriptor as a member of a type: a template argument with a short name. Program: a type with a planned
/// program as its member `value`.
template<class Program, int I>
struct step_descriptor {
    static constexpr descriptor value = descriptor::of(Program::value, Program::value.op(I));
};

} // namespace ctnn::detail
