// A kernel that goes across the runs of a batch against the scalar definition, for several numbers of runs.
#pragma once
#include "against_definition.hpp"
#include <ctnn/kernel/across.hpp>

namespace ctnn::test {

/// An input with elements for each sample.
constexpr ops::value sample(ops::builder& b, int i, const extents& e) {
    ops::op o = ops::op_of(ops::op_kind::input);
    o.out = e, o.attr.index = i, o.each_sample = true;
    return b.emit(o);
}

/// The last operation of Make(builder), as a training step runs it.
template<auto Make>
struct described_across {
    static constexpr descriptor value = [] {
        ops::builder b;
        const ops::value v = Make(b);
        ops::op o = b.list[v.index];
        const ops::op* operands[ops::max_operands + 1] = {};
        for (int i = 0; i < o.operands; ++i) operands[i] = &b.list[o.in[i]];
        descriptor d = descriptor::of(o, operands);
        for (int i = 0; i < o.operands; ++i)
            if (operands[i]->each_sample) d.each[i] = int(operands[i]->out.size());
        return d;
    }();
};

using across_definition = void (*)(const descriptor& d, int runs, const double* const* x, double* y);
template<ops::op_kind K>
void evaluate_across(const descriptor& d, int runs, const double* const* x, double* y) {
    ops::evaluate_across_of<K>(d.op, d.in, d.each, runs, x, y);
}

inline int across_difference(const descriptor& d, void (*run)(const float* const*, float*, int), int runs, filler fill,
                             across_definition define) {
    std::mt19937 random(7);
    std::vector<std::vector<float>> operand;
    std::vector<std::vector<double>> exact;
    std::vector<double> expected(d.op.out.size());
    const float* x[ops::max_operands + 1] = {};
    const double* in[ops::max_operands + 1] = {};
    for (int k = 0; k < d.op.operands; ++k) {
        operand.emplace_back(std::size_t(d.each[k] > 0 ? runs : 1) * d.in[k].size());
        fill(k, operand.back(), random);
        exact.emplace_back(operand.back().begin(), operand.back().end());
    }
    for (int k = 0; k < d.op.operands; ++k) in[k] = exact[std::size_t(k)].data();
    define(d, runs, in, expected.data());
    for (const bool at_end : {true, false}) {
        std::vector<std::unique_ptr<guarded>> memory;
        for (int k = 0; k < d.op.operands; ++k) {
            const auto& from = operand[std::size_t(k)];
            memory.push_back(std::make_unique<guarded>(from.size(), at_end));
            std::memcpy(memory.back()->data(), from.data(), from.size() * sizeof(float));
            x[k] = memory.back()->data();
        }
        guarded result(d.op.out.size(), at_end);
        float* y = result.data();
        std::fill_n(y, d.op.out.size(), math::nan<float>);
        run(x, y, runs);
        for (std::size_t i = 0; i < d.op.out.size(); ++i)
            if (!same(y[i], float(expected[i]))) {
                MESSAGE("element " << i << " is " << y[i] << ", should be " << expected[i]);
                return int(i);
            }
        for (int k = 0; k < d.op.operands; ++k)
            if (const auto& from = operand[std::size_t(k)];
                std::memcmp(x[k], from.data(), from.size() * sizeof(float)) != 0)
                return -2 - k;
    }
    return -1;
}

/// Checks a list of operations that go across, each for the given numbers of runs.
template<auto... Make>
void agree_across(std::initializer_list<int> all_runs, filler fill = normal) {
    int n = 0;
    const auto check = [&](const descriptor& d, void (*run)(const float* const*, float*, int),
                           across_definition define) {
        CAPTURE(n);
        for (int runs : all_runs) {
            CAPTURE(runs);
            CHECK(across_difference(d, run, runs, fill, define) == -1);
        }
        ++n;
    };
    (check(
         described_across<Make>::value,
         [](const float* const* x, float* y, int runs) {
             using D = described_across<Make>;
             across_kernel<D::value.op.kind>::template run<D, simd::native>(x, y, runs);
         },
         evaluate_across<described_across<Make>::value.op.kind>),
     ...);
}

} // namespace ctnn::test
