// A kernel against its operation's scalar definition. Operands and results lie against pages that must not be touched,
// once at their end and once at their beginning, and results are full of NaN beforehand.
#pragma once
#include <cmath>
#include <cstring>
#include <ctnn/kernel/kernel.hpp>
#include <ctnn/kernel/registers.hpp>
#include <ctnn/kernel/simd.hpp>
#include <ctnn/op/training.hpp>
#include <ctnn/program/scratch.hpp>
#include <doctest/doctest.h>
#include <memory>
#include <random>
#include <string>
#include <sys/mman.h>
#include <unistd.h>
#include <vector>

namespace ctnn::test {

using batch = simd::batch<simd::native>;
inline constexpr int L = simd::lanes<batch>;

/// n floats between two pages that cannot be touched, at the end or at the beginning of what can.
class guarded {
    std::size_t page_ = std::size_t(sysconf(_SC_PAGESIZE)), bytes_;
    char* all_;
    float* data_;

public:
    guarded(std::size_t n, bool at_end) : bytes_((n * sizeof(float) + page_ - 1) / page_ * page_ + 2 * page_) {
        all_ = static_cast<char*>(mmap(nullptr, bytes_, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
        mprotect(all_, page_, PROT_NONE);
        mprotect(all_ + bytes_ - page_, page_, PROT_NONE);
        data_ = reinterpret_cast<float*>(at_end ? all_ + bytes_ - page_ - n * sizeof(float) : all_ + page_);
    }
    guarded(const guarded&) = delete;
    ~guarded() { munmap(all_, bytes_); }
    float* data() { return data_; }
};

/// The operation that Make(builder) puts last, with the shapes of its operands.
template<auto Make>
struct described {
    static constexpr descriptor value = [] {
        ops::builder b;
        const ops::value v = Make(b);
        ops::op o = b.list[v.index];
        const ops::op* operands[ops::max_operands + 1] = {};
        for (int i = 0; i < o.operands; ++i) operands[i] = &b.list[o.in[i]];
        return descriptor::of(o, operands);
    }();
};

inline bool same(float a, float b) {
    if (std::uint32_t bits = math::bits(b); math::is_nan(b) || math::is_infinite(b))
        return math::is_nan(b) ? math::is_nan(a) : math::bits(a) == bits;
    return std::fabs(a - b) <= 1e-5f + 1e-4f * std::fabs(b);
}

/// Numbers for operand k; by default spread around 0.
using filler = void (*)(int k, std::vector<float>& x, std::mt19937& random);
inline void normal(int, std::vector<float>& x, std::mt19937& random) {
    std::normal_distribution<float> d;
    for (float& v : x) v = d(random);
}
/// Among ordinary numbers infinities and NaN, one in `one_in`.
template<int OneIn>
void with_specials(int k, std::vector<float>& x, std::mt19937& random) {
    normal(k, x, random);
    const float inf = math::infinity<float>, all[] = {inf, -inf, math::nan<float>, 0.f, -0.f};
    for (float& v : x)
        if (random() % OneIn == 0) v = all[random() % 5];
}

/// What an operation means.
using definition = void (*)(const descriptor& d, const float* const* x, float* y);
template<ops::op_kind K>
void evaluate(const descriptor& d, const float* const* x, float* y) {
    if constexpr (K >= ops::op_kind::map_gradient) // of training alone
        ops::evaluate_runs_of<K>(d.op, d.in, d.each, d.op.times, x, y);
    else
        ops::evaluate_of<K>(d.op, d.in, d.each, x, y);
}

/// The index of the first element that differs from the definition, -1 if there is none, or -2 - k when operand k was
/// written to.
inline int first_difference(const descriptor& d, void (*run)(const float* const*, float*), filler fill,
                            definition define) {
    std::mt19937 random(7);
    std::vector<std::vector<float>> operand;
    std::vector<float> expected(d.op.size());
    const float* x[ops::max_operands + 1] = {};
    for (int k = 0; k < d.op.operands; ++k) {
        operand.emplace_back(std::size_t(d.each[k] > 0 ? d.op.times : 1) * d.in[k].size());
        fill(k, operand.back(), random);
    }
    for (int k = 0; k < d.op.operands; ++k) x[k] = operand[std::size_t(k)].data();
    define(d, x, expected.data());
    for (const bool at_end : {true, false}) {
        std::vector<std::unique_ptr<guarded>> memory;
        for (int k = 0; k < d.op.operands; ++k) {
            const auto& from = operand[std::size_t(k)];
            memory.push_back(std::make_unique<guarded>(from.size(), at_end));
            std::memcpy(memory.back()->data(), from.data(), from.size() * sizeof(float));
            x[k] = memory.back()->data();
        }
        guarded result(d.op.size(), at_end);
        float* y = result.data();
        std::fill_n(y, d.op.size(), math::nan<float>);
        run(x, y);
        for (std::size_t i = 0; i < d.op.size(); ++i)
            if (!same(y[i], expected[i])) {
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

/// Runs the kernel of D::value, with scratch full of NaN if it wants some.
template<class D>
void run_described(const float* const* x, float* y) {
    constexpr std::size_t n = detail::scratch_elements(D::value.op, D::value.in, detail::hardware_of<simd::native>);
    using k = kernel<D::value.op.kind>;
    if constexpr (n > 0) {
        guarded scratch((n + 15) / 16 * 16, true);
        std::fill_n(scratch.data(), n, math::nan<float>);
        k::template run<D, simd::native>(x, y, scratch.data());
    } else
        k::template run<D, simd::native>(x, y);
}
template<auto Make>
void run_kernel(const float* const* x, float* y) {
    run_described<described<Make>>(x, y);
}

/// Checks a list of operations: each a lambda of a builder that returns the last one's value. Without a definition
/// given it is that of its kind.
template<auto... Make>
void agree(filler fill = normal, definition given = nullptr) {
    int n = 0;
    const auto check = [&](const descriptor& d, void (*run)(const float* const*, float*), definition of_kind) {
        CAPTURE(n);
        CHECK(first_difference(d, run, fill, given ? given : of_kind) == -1);
        ++n;
    };
    (check(described<Make>::value, run_kernel<Make>, evaluate<described<Make>::value.op.kind>), ...);
}

/// Input number i of the shape; `many`: of `times` runs.
constexpr ops::value in(ops::builder& b, int i, const extents& e) { return ops::input(b, i, e); }
constexpr ops::value many(ops::builder& b, int i, int times, const extents& e) {
    return ops::unstack(ops::input(b, i, e.prepend(times)));
}

} // namespace ctnn::test
