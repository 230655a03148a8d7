/// What the sources that emit_cases writes are made with: numbers read at run time, and the comparison with Keras'.
#pragma once
#include <bit>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctnn/ctnn.hpp>
#include <utility>
#include <vector>

namespace {

const float* numbers = nullptr;
int compared = 0, different = 0;

void read_numbers(const char* path) {
    std::FILE* const f = std::fopen(path, "rb");
    if (!f || std::fseek(f, 0, SEEK_END)) std::perror(path), std::exit(2);
    const auto bytes = std::size_t(std::ftell(f));
    std::rewind(f);
    auto* const to = static_cast<float*>(::operator new(bytes + 64, std::align_val_t(64)));
    if (std::fread(to, 1, bytes, f) != bytes) std::perror(path), std::exit(2);
    std::fclose(f);
    numbers = to;
}

/// What imported() takes.
template<std::size_t At, std::size_t Size>
struct numbers_at {
    static constexpr std::size_t size = Size;
    static const float* data() { return numbers + At; }
};

/// What imported() takes of an import with --packed-for.
template<std::size_t At, std::size_t Size, std::size_t PackedAt, std::size_t PackedSize, int Lanes, int Registers,
         unsigned long long Fingerprint>
struct packed_at : numbers_at<At, Size> {
    struct packed : numbers_at<PackedAt, PackedSize> {
        static constexpr int lanes = Lanes, registers = Registers;
        static constexpr unsigned long long fingerprint = Fingerprint;
    };
};

/// Every input, then every output, each (Count, shape of one sample).
template<std::size_t Count, std::size_t At, std::size_t Size>
struct samples_at {
    static constexpr std::size_t count = Count, size = Size;
    static const float* data() { return numbers + At; }
};

/// By its bits, since this must also be right under -ffast-math.
bool is_finite(float v) { return (std::bit_cast<std::uint32_t>(v) >> 23 & 255) != 255; }

bool equal(float a, float b) {
    if (!is_finite(a) || !is_finite(b)) {
        const auto x = std::bit_cast<std::uint32_t>(a), y = std::bit_cast<std::uint32_t>(b);
        return x == y || (!is_finite(a) && !is_finite(b) && (x & 0x7fffff) && (y & 0x7fffff));
    }
    return std::abs(a - b) <= 1e-5f + 1e-4f * std::abs(b);
}

/// The first difference of a case is printed.
struct comparison {
    const char* name;
    bool good = true;

    void compare(std::size_t sample, int output, const float* got, const float* keras, std::size_t n) {
        for (std::size_t i = 0; i < n && good; ++i)
            if (!equal(got[i], keras[i])) {
                good = false;
                std::printf("%s: sample %zu output %d element %zu: got %.9g, Keras has %.9g\n", name, sample, output, i,
                            double(got[i]), double(keras[i]));
            }
    }
    ~comparison() { ++compared, different += !good; }
};

template<class T>
const auto& as_tuple(const T& x) {
    return x;
}
template<class T, int... D>
auto as_tuple(const ctnn::tensor<T, D...>& x) {
    return std::tuple<const ctnn::tensor<T, D...>&>(x);
}

/// Whether a packed block is what the program would compute itself.
template<class Weights, class Def>
bool is_packed(const char* name) {
    using machine = ctnn::detail::machine<Def, ctnn::passes{}, ctnn::simd::native>;
    std::vector<float> made(machine::p.prepared), scratch(machine::p.preparation);
    machine::prepare(Weights::data(), made.data(), scratch.data());
    const float* const got = Weights::packed::data();
    for (std::size_t i = 0; i < made.size(); ++i)
        if (std::bit_cast<std::uint32_t>(got[i]) != std::bit_cast<std::uint32_t>(made[i])) {
            std::printf("%s: packed number %zu is %.9g, the program computes %.9g\n", name, i, double(got[i]), double(made[i]));
            return false;
        }
    return true;
}

/// Predicts from the recorded inputs in memory that is full of NaN, and compares.
template<class Weights, class Recorded, class Def>
[[gnu::noinline]] void check_case(const char* name, const ctnn::network<Def>& net) {
    using types = ctnn::detail::sample_types<Def>;
    comparison to{name};
    if constexpr (ctnn::detail::packed_weights<Weights>) to.good = is_packed<Weights, Def>(name);
    const auto model = ctnn::imported<Weights>(net);
    auto room = model.workspace();
    typename types::input_tuple x;
    for (std::size_t s = 0; s < Recorded::count; ++s) {
        const float* at = Recorded::data();
        const auto next = [&](std::size_t n) { return std::exchange(at, at + Recorded::count * n) + s * n; };
        std::apply([&](auto&... in) { (std::memcpy(in.data(), next(in.size()), sizeof(float) * in.size()), ...); }, x);
        std::memset(room.data(), 0xff, room.bytes());
        const auto y = model.predict(x, room);
        int output = 0;
        const auto compare = [&](const auto& out) {
            to.compare(s, output++, out.data(), next(out.size()), out.size());
        };
        std::apply([&](const auto&... out) { (compare(out), ...); }, as_tuple(y));
        if (at != Recorded::data() + Recorded::size) to.good = false, std::printf("%s: other shapes\n", name);
    }
}

int result() {
    std::printf("%d compared, %d different\n", compared, different);
    return different != 0;
}

} // namespace
