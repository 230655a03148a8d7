/// How much of the stack a program takes while it runs.
#pragma once
#include "frame.hpp"

namespace ctnn::detail {

/// For what the calls of predict have there besides: return addresses, registers, lists of operands. 4 KB were measured.
inline constexpr std::size_t call_frames_bytes = 6 * 1024;

template<class D, class Target>
consteval std::size_t kernel_stack_bytes() {
    using k = kernel<D::value.op.kind>;
    if constexpr (requires { k::template stack_bytes<D, Target>(); })
        return k::template stack_bytes<D, Target>();
    else
        return 0;
}

/// Without the workspace. Program: a type with a planned program as its member `value`; Working: which of its steps run.
template<class Program, class Target, class Working, int... N>
consteval std::size_t make_stack_bytes(std::integer_sequence<int, N...>) {
    std::size_t most = 0;
    for (const std::size_t bytes :
         {std::size_t(0), kernel_stack_bytes<step_descriptor<Program, Working::at(N)>, Target>()...})
        if (bytes > most) most = bytes;
    return most + call_frames_bytes;
}

} // namespace ctnn::detail
