#include "passes.hpp"
#include <ctnn/architecture.hpp>
#include <doctest/doctest.h>

using namespace passes_test;
using namespace ctnn::literals;

namespace {

using detail::plan, detail::plan_options, detail::with_outputs;

constexpr ops::value relu_of(const ops::value& x) { return ops::map(x, ops::function_of(f::relu)); }

/// Whether no two results that are needed at the same time overlap in the workspace, and none is outside of it.
template<int N>
constexpr bool disjoint(const program<N>& p) {
    int last[N] = {};
    bool view[N] = {};
    for (int i = 0; i < p.size; ++i) {
        for (int j = 0; j < p.op(i).operands; ++j)
            for (int o = p.op(i).in[j]; true; o = p.op(o).in[0]) {
                last[o] = i;
                if (!detail::alias_of(p, p.op(o)).is) break;
            }
        view[i] = detail::alias_of(p, p.op(i)).is;
    }
    for (int i = 0; i < p.size; ++i) {
        const step& a = p.steps[i];
        if (a.place != place_kind::workspace || view[i]) continue;
        if (a.offset % detail::alignment_elements || a.offset + a.op.size() > p.workspace) return false;
        for (int j = 0; j < i; ++j) {
            const step& b = p.steps[j];
            if (b.place != place_kind::workspace || view[j] || last[j] < i) continue;
            if (a.offset < b.offset + b.op.size() && b.offset < a.offset + a.op.size()) return false;
        }
    }
    return true;
}

// a chain of five: two places are enough; unshared it takes four, the output being elsewhere
constexpr auto chain = program_of<6>([](ops::builder& b, growing<ops::value>& out) {
    auto x = ops::input(b, 0, extents(20));
    for (int i = 0; i < 5; ++i) x = relu_of(x);
    out.push(x);
});
constexpr auto shared = plan(with_outputs<7>(chain), {}), apart = plan(with_outputs<7>(chain), {.share = false});
static_assert(shared.size == chain.size && shared.workspace == 2 * 32 && apart.workspace == 4 * 32);
static_assert(disjoint(shared) && disjoint(apart));
static_assert(shared.steps[0].place == place_kind::input && shared.steps[5].place == place_kind::output);
static_assert(shared.prepared == 0 && shared.preparation == 0);

// a value that is read later keeps its place
constexpr auto residual = program_of<8>([](ops::builder& b, growing<ops::value>& out) {
    const auto x = relu_of(ops::input(b, 0, extents(20)));
    out.push(ops::add(relu_of(relu_of(relu_of(x))), x));
});
constexpr auto planned = plan(with_outputs<8>(residual), {});
static_assert(disjoint(planned) && planned.workspace == 3 * 32);

// a result never stands where an operand is that it is made from, also when the larger of them was placed first
constexpr auto growing_chain = program_of<5>([](ops::builder& b, growing<ops::value>& out) {
    const auto x = relu_of(ops::input(b, 0, extents(20)));
    out.push(relu_of(ops::concat(x, x, 0)));
});
constexpr auto planned_growing = plan(with_outputs<5>(growing_chain), {});
static_assert(disjoint(planned_growing) && planned_growing.workspace == 32 + 48);

// more than 128 results are planned in the order in which they run
constexpr auto many = program_of<160>([](ops::builder& b, growing<ops::value>& out) {
    auto x = ops::input(b, 0, extents(3));
    for (int i = 0; i < 50; ++i) x = ops::add(relu_of(relu_of(x)), x);
    out.push(x);
});
constexpr auto planned_many = plan(with_outputs<161>(many), {});
static_assert(disjoint(planned_many) && planned_many.workspace == 3 * 16);

// what depends on weights alone runs when they are loaded: `prepared` if samples read it, else scratch of that moment
constexpr auto weights = program_of<8>([](ops::builder& b, growing<ops::value>& out) {
    const auto w = ops::parameter(b, 0, {3, 2}), s = ops::parameter(b, 1, extents(2));
    const auto scaled = ops::multiply(w, relu_of(s));
    out.push(ops::matmul(ops::input(b, 0, extents(3)), scaled));
});
constexpr auto prepared = plan(with_outputs<9>(weights), {}),
               computed = plan(with_outputs<9>(weights), {.prepare = false});
static_assert(runs(prepared, {k::parameter, k::parameter, k::map, k::zip, k::input, k::matmul}));
static_assert(prepared.steps[2].prepares && prepared.steps[2].place == place_kind::none);
static_assert(prepared.steps[3].prepares && prepared.steps[3].place == place_kind::prepared);
static_assert(!prepared.steps[5].prepares && prepared.steps[5].place == place_kind::output);
static_assert(prepared.prepared == 16 && prepared.preparation == 16 && prepared.workspace == 0);
static_assert(computed.prepared == 0 && computed.preparation == 0 && computed.workspace == 32 && disjoint(computed));

// a reshape is a name for its operand's memory, also in the output
constexpr auto reshaped = program_of<6>([](ops::builder& b, growing<ops::value>& out) {
    const auto x = relu_of(ops::input(b, 0, {4, 5}));
    out.push(ops::reshape(relu_of(ops::reshape(x, extents(20))), {5, 4}));
});
constexpr auto planned_reshaped = plan(with_outputs<7>(reshaped), {});
static_assert(planned_reshaped.size == reshaped.size && planned_reshaped.workspace == 32);
static_assert(planned_reshaped.steps[2].place == place_kind::workspace &&
              planned_reshaped.steps[2].offset == planned_reshaped.steps[1].offset);
static_assert(planned_reshaped.steps[3].place == place_kind::output &&
              planned_reshaped.steps[4].place == place_kind::output);

// so is a contiguous slice that begins at a multiple of 16 elements; others are copied
constexpr auto slice_of = [](int first) {
    return [=](ops::builder& b, growing<ops::value>& out) {
        const auto x = relu_of(ops::input(b, 0, {4, 16}));
        out.push(relu_of(ops::slice(x, {first, 0}, {1, 16}))), out.push(relu_of(ops::slice(x, {0, first}, {4, 8})));
    };
};
constexpr auto sliced = plan(with_outputs<8>(program_of<6>(slice_of(2))), {});
static_assert(detail::alias_of(sliced, sliced.op(2)).is && sliced.steps[2].offset == sliced.steps[1].offset + 32);
static_assert(!detail::alias_of(sliced, sliced.op(4)).is && sliced.steps[4].place == place_kind::workspace &&
              disjoint(sliced));

constexpr auto unaligned = program_of<4>([](ops::builder& b, growing<ops::value>& out) {
    out.push(relu_of(ops::slice(relu_of(ops::input(b, 0, {4, 8})), {1, 0}, {1, 8})));
});
static_assert(!detail::alias_of(unaligned, unaligned.op(2)).is);

// outputs that are an input, a weight, or the same result twice are copied
constexpr auto copies = program_of<4>([](ops::builder& b, growing<ops::value>& out) {
    const auto w = ops::parameter(b, 0, extents(2));
    const auto x = ops::input(b, 0, extents(2)), y = relu_of(x);
    out.push(x), out.push(w), out.push(y), out.push(y);
});
constexpr auto copied = plan(with_outputs<8>(copies), {});
static_assert(runs(copied, {k::parameter, k::input, k::map, k::copy, k::copy, k::copy}));
static_assert(copied.outputs[0] == 3 && copied.outputs[1] == 4 && copied.outputs[2] == 2 && copied.outputs[3] == 5);
static_assert(copied.steps[2].place == place_kind::output && copied.steps[2].segment == 2 &&
              copied.steps[5].segment == 3);

// each part switched off, in a network
constexpr auto net = Sequential(Input(shape<3>), Dense(40_c), BatchNormalization(), Dense(40_c, activation = relu),
                                Dense(40_c), Dense(2_c));
template<passes P>
constexpr const auto& compiled_with = detail::compilation<decltype(net)::definition, P>::value;
static_assert(compiled_with<passes{}>.workspace == 2 * 48 && compiled_with<passes{}>.prepared > 0);
static_assert(compiled_with<passes{.share_memory = false}>.workspace == 3 * 48);
static_assert(compiled_with<passes{.prepare = false}>.prepared == 0 &&
              compiled_with<passes{.prepare = false}>.workspace > 2 * 48);
static_assert(disjoint(compiled_with<passes{}>) && disjoint(compiled_with<passes{.share_memory = false}>) &&
              disjoint(compiled_with<passes{.prepare = false}>));

} // namespace

TEST_CASE("Results that are not needed at the same time share memory") {}
