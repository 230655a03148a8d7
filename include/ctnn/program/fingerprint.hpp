/// Whether what one program computed from its weights is what another one would: a number that stands for every step on
/// weights, where its result is, and the hardware that it is for.
#pragma once
#include "../shape/hardware.hpp"
#include "program.hpp"
#include <bit>
#include <cstdint>

namespace ctnn::detail {

/// So many of the first steps are what the preparation runs, or reads.
template<int N>
constexpr int count_preparing(const program<N>& p) {
    int n = 0;
    for (int i = 0; i < p.size; ++i)
        if (p.steps[i].prepares && p.steps[i].works) n = i + 1;
    return n;
}

/// FNV-1a, a word at a time.
struct word_hash {
    std::uint64_t value = 14695981039346656037u;

    template<class... T>
    constexpr void add(const T&... x) {
        ((value = (value ^ static_cast<std::uint64_t>(x)) * 1099511628211u, value ^= value >> 32), ...);
    }
    constexpr void add_function(const ops::function& f) {
        add(f.kind, std::bit_cast<std::uint32_t>(f.a), std::bit_cast<std::uint32_t>(f.b), std::bit_cast<std::uint32_t>(f.c));
    }
    constexpr void add_extents(const extents& e) {
        add(e.rank);
        for (int d = 0; d < e.rank; ++d) add(e[d]);
    }
    constexpr void add_operation(const ops::op& o) {
        add(o.kind, o.times, o.operands);
        for (int k = 0; k < o.operands; ++k) add(o.in[k]);
        add_extents(o.out);
        const ops::attributes& a = o.attr;
        add(a.index, a.axis, a.axes, a.variant, a.groups, std::bit_cast<std::uint32_t>(a.value), a.reverse, a.bias, a.residual,
            a.residual_last, a.pool, a.tile, a.panel, a.bf16, a.part, a.win.rank);
        for (int d = 0; d < a.win.rank; ++d) add(a.win.size[d], a.win.stride[d], a.win.dilation[d], a.win.before[d]);
        add_extents(a.at);
        add_function(a.f), add_function(a.g), add_function(a.epilogue);
    }
};

/// Of a planned program. The first word is to be changed when an operation begins to compute something else of weights.
template<int N>
constexpr std::uint64_t preparation_fingerprint(const program<N>& p, const hardware& h) {
    word_hash hash;
    hash.add(2, h.lanes, h.registers, p.prepared);
    const int size = count_preparing(p);
    for (int i = 0; i < size; ++i) {
        const step& s = p.steps[i];
        hash.add(s.place, s.segment, s.offset, s.prepares, s.works);
        hash.add_operation(s.op);
    }
    return hash.value;
}

} // namespace ctnn::detail
