// Moves between memory and lanes, and between lanes. Memory lies against pages that must not be touched, or among NaN
// that must stay.
#include "against_definition.hpp"
#include <array>

using namespace ctnn;
using namespace ctnn::test;

namespace {

constexpr std::uint32_t poison = 0x7fc0'1234; // a NaN that nothing computes

std::array<float, L> lanes_of(batch x) {
    std::array<float, L> all;
    simd::store(all.data(), x);
    return all;
}
/// No two alike, `first` and more.
batch numbers(float first) {
    float all[L];
    for (int i = 0; i < L; ++i) all[i] = first + float(i);
    return simd::load<batch>(all);
}
void fill_with_poison(float* p, std::size_t n) { std::fill_n(p, n, math::from_bits(poison)); }
bool is_poison(float x) { return math::bits(x) == poison; }

} // namespace

TEST_CASE("the last n floats of a vector are loaded without touching those in front") {
    for (const bool at_end : {true, false})
        for (int n = 0; n <= L; ++n) {
            guarded memory(std::size_t(n), at_end);
            for (int i = 0; i < n; ++i) memory.data()[i] = float(i + 1);
            const auto x = lanes_of(simd::load_last<batch>(memory.data() - (L - n), n));
            CAPTURE(n);
            for (int i = 0; i < L; ++i) CHECK(x[std::size_t(i)] == (i < L - n ? 0 : float(i - (L - n) + 1)));
        }
}

TEST_CASE("one float or two become every other lane") {
    for (const bool at_end : {true, false}) {
        guarded one(1, at_end), two(2, at_end);
        one.data()[0] = 3, two.data()[0] = 5, two.data()[1] = -7;
        const auto even = lanes_of(simd::broadcast_even<batch>(one.data())),
                   pair = lanes_of(simd::broadcast_pair<batch>(two.data()));
        for (std::size_t i = 0; i < std::size_t(L); ++i) {
            CHECK(even[i] == (i % 2 ? 0 : 3));
            CHECK(pair[i] == (i % 2 ? -7 : 5));
        }
    }
}

TEST_CASE("sums of neighbours, of one vector and then of another") {
    const auto sums = lanes_of(simd::pair_sums(numbers(1), numbers(100)));
    for (int i = 0; i < L / 2; ++i) {
        CHECK(sums[std::size_t(i)] == float(4 * i + 3));
        CHECK(sums[std::size_t(L / 2 + i)] == float(4 * i + 201));
    }
}

TEST_CASE("half of a vector and half of the next") {
    const auto x = lanes_of(simd::middle(numbers(1), numbers(100)));
    for (int i = 0; i < L / 2; ++i) {
        CHECK(x[std::size_t(i)] == float(L / 2 + i + 1));
        CHECK(x[std::size_t(L / 2 + i)] == float(100 + i));
    }
}

TEST_CASE("what is not zero is stored with its numbers, wherever it is") {
    std::mt19937 random(1);
    // of the least size, of both signs, and NaN; and the two zeros
    const float kept[] = {1, -2, 0x1p-149f, -0x1p-126f, math::infinity<float>, math::nan<float>}, zeros[] = {0.f, -0.f};
    for (int run = 0; run < 500; ++run) {
        const unsigned which = run == 0 ? 0 : run == 1 ? ~0u : run < 2 + L ? 1u << (run - 2) : unsigned(random());
        float x[L], expected[L], values[L + 2];
        std::int32_t places[L], numbers[L + 2];
        int n = 0;
        for (int i = 0; i < L; ++i) {
            x[i] = which >> i & 1 ? kept[random() % 6] : zeros[random() % 2];
            if (which >> i & 1) expected[n] = x[i], places[n++] = 1000 + i;
        }
        fill_with_poison(values, L + 2);
        std::fill_n(numbers, L + 2, -1);
        CAPTURE(which);
        REQUIRE(simd::store_nonzero(values + 1, numbers + 1, simd::load<batch>(x), 1000) == n);
        CHECK(std::memcmp(values + 1, expected, std::size_t(n) * sizeof(float)) == 0);
        CHECK(std::equal(places, places + n, numbers + 1));
        CHECK((is_poison(values[0]) && is_poison(values[L + 1])));
        CHECK((numbers[0] == -1 && numbers[L + 1] == -1));
    }
}

namespace {

template<int N>
struct rows {
    static constexpr int size = N;
};

/// What lies between rows is neither read nor written.
template<class Block>
void transposes() {
    constexpr int n = Block::size;
    for (const bool at_end : {true, false})
        for (const int x_step : {4, 7})
            for (const int y_step : {n, n + 3}) {
                CAPTURE(n);
                CAPTURE(x_step);
                CAPTURE(y_step);
                const std::size_t x_size = std::size_t((n - 1) * x_step + 4), y_size = std::size_t(3 * y_step + n);
                guarded x(x_size, at_end), y(y_size, at_end);
                fill_with_poison(x.data(), x_size), fill_with_poison(y.data(), y_size);
                for (int i = 0; i < n; ++i)
                    for (int j = 0; j < 4; ++j) x.data()[i * x_step + j] = float(4 * i + j);
                simd::transpose_to_4<Block>(x.data(), x_step, y.data(), y_step);
                int wrong = 0;
                for (int j = 0; j < 4; ++j) {
                    for (int i = 0; i < n; ++i) wrong += y.data()[j * y_step + i] != float(4 * i + j);
                    for (int i = n; j < 3 && i < y_step; ++i) wrong += !is_poison(y.data()[j * y_step + i]);
                }
                CHECK(wrong == 0);
            }
}

/// Where the machine has them; a template, since elsewhere they do not compile.
template<class Batch>
void fours() {
    if constexpr (simd::has_four<Batch>)
        for (const bool at_end : {true, false}) {
            guarded memory(4, at_end);
            for (int i = 0; i < 4; ++i) memory.data()[i] = float(i + 1);
            const Batch four = simd::broadcast_four<Batch>(memory.data());
            const auto all = lanes_of(four), first = lanes_of(simd::lane_of_four<0>(four)),
                       second = lanes_of(simd::lane_of_four<1>(four)), third = lanes_of(simd::lane_of_four<2>(four)),
                       fourth = lanes_of(simd::lane_of_four<3>(four));
            for (std::size_t i = 0; i < std::size_t(L); ++i) {
                CHECK(all[i] == float(i % 4 + 1));
                CHECK((first[i] == 1 && second[i] == 2 && third[i] == 3 && fourth[i] == 4));
            }
        }
}

} // namespace

TEST_CASE("rows of four are transposed, with any distance from row to row") {
    transposes<simd::quad>();
    transposes<batch>();
    transposes<rows<8>>(); // where vectors are shorter or longer, too
    transposes<rows<16>>();
}

TEST_CASE("four floats in every four lanes, and each of them in all") { fours<batch>(); }
