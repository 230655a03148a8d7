#include <algorithm>
#include <cmath>
#include <ctnn/ctnn.hpp>
#include <doctest/doctest.h>
#include <vector>

using namespace ctnn;
using namespace ctnn::literals;

namespace {

struct here {}; // generators are keyed by the instruction set

std::vector<float> filled(const initializer& init, const extents& shape, unsigned long long seed = 7, int number = 0) {
    weight_row row;
    row.shape = shape, row.init = init;
    std::vector<float> w(shape.size());
    detail::initialize<here>(row, seed, number, w.data());
    return w;
}
initializer named(std::string_view name) {
    initializer i;
    CHECK(find_value(name, i));
    return i;
}

struct moments {
    double mean = 0, variance = 0, least = 1e9, most = -1e9;
    explicit moments(const std::vector<float>& w) {
        for (double v : w) mean += v / double(w.size()), least = std::min(least, v), most = std::max(most, v);
        for (double v : w) variance += (v - mean) * (v - mean) / double(w.size());
    }
};
double share(const std::vector<float>& w, auto condition) {
    return double(std::count_if(w.begin(), w.end(), condition)) / double(w.size());
}
const extents dense(200, 300); // 60,000 numbers: the variance is within 3% with more than five deviations to spare

void check_uniform(const std::vector<float>& w, double low, double high) {
    const moments m(w);
    const double width = high - low;
    CHECK(std::abs(m.mean - (low + high) / 2) < .01 * width);
    CHECK(std::abs(m.variance / (width * width / 12) - 1) < .03);
    CHECK(m.least >= low);
    CHECK(m.most <= high);
    CHECK(m.most - m.least > .999 * width);
    for (double q : {.25, .5, .75}) CHECK(std::abs(share(w, [&](float v) { return v < low + q * width; }) - q) < .015);
}
/// `deviation` is that of the numbers, after truncation.
void check_truncated(const std::vector<float>& w, double deviation, double mean = 0) {
    const moments m(w);
    const double sigma = deviation / .87962566103423978; // before it
    CHECK(std::abs(m.mean - mean) < .03 * sigma);
    CHECK(std::abs(m.variance / (deviation * deviation) - 1) < .03);
    CHECK(m.least >= mean - 2.0001 * sigma);
    CHECK(m.most <= mean + 2.0001 * sigma);
    CHECK(m.most - m.least > 3.9 * sigma);
    CHECK(std::abs(share(w, [&](float v) { return std::abs(v - mean) < sigma; }) - .6827 / .9545) < .015);
}
void check_normal(const std::vector<float>& w, double sigma, double mean = 0) {
    const moments m(w);
    CHECK(std::abs(m.mean - mean) < .03 * sigma);
    CHECK(std::abs(m.variance / (sigma * sigma) - 1) < .03);
    CHECK(std::abs(share(w, [&](float v) { return std::abs(v - mean) < sigma; }) - .6827) < .015);
    CHECK(std::abs(share(w, [&](float v) { return std::abs(v - mean) > 2 * sigma; }) - .0455) < .006);
    CHECK(m.most - m.least > 7 * sigma);
}
void check_orthogonal(const extents& shape, double gain) {
    const auto w = filled(Orthogonal(gain), shape);
    const int n = shape.last(), m = int(shape.size()) / n;
    const bool wide = m < n; // then the rows are orthonormal, else the columns
    for (int i = 0; i < std::min(m, n); ++i)
        for (int j = 0; j <= i; ++j) {
            double dot = 0;
            for (int k = 0; k < std::max(m, n); ++k)
                dot += double(wide ? w[std::size_t(i * n + k)] : w[std::size_t(k * n + i)]) *
                       double(wide ? w[std::size_t(j * n + k)] : w[std::size_t(k * n + j)]);
            CHECK(std::abs(dot - (i == j ? gain * gain : 0)) < 1e-5);
        }
}

} // namespace

TEST_CASE("Glorot, He and Lecun: variance scale / fan, uniform and truncated normal") {
    check_uniform(filled(GlorotUniform(), dense), -std::sqrt(6. / 500), std::sqrt(6. / 500));
    check_uniform(filled(HeUniform(), dense), -std::sqrt(6. / 200), std::sqrt(6. / 200));
    check_uniform(filled(LecunUniform(), dense), -std::sqrt(3. / 200), std::sqrt(3. / 200));
    check_truncated(filled(GlorotNormal(), dense), std::sqrt(2. / 500));
    check_truncated(filled(HeNormal(), dense), std::sqrt(2. / 200));
    check_truncated(filled(LecunNormal(), dense), std::sqrt(1. / 200));
}

TEST_CASE("a convolution's fans count the taps") {
    const extents kernel(5, 5, 40, 60);
    check_truncated(filled(HeNormal(), kernel), std::sqrt(2. / (25 * 40)));
    check_uniform(filled(GlorotUniform(), kernel), -std::sqrt(6. / (25 * 100)), std::sqrt(6. / (25 * 100)));
    check_uniform(filled(LecunUniform(), extents(60000)), -std::sqrt(3. / 60000), std::sqrt(3. / 60000));
}

TEST_CASE("VarianceScaling: mode and distribution") {
    check_truncated(filled(named("variance_scaling"), dense), std::sqrt(1. / 200));
    check_truncated(filled(VarianceScaling(3_c, "fan_out"_s), dense), std::sqrt(3. / 300));
    check_normal(filled(VarianceScaling(0.5_c, "fan_avg"_s, "untruncated_normal"_s), dense), std::sqrt(.5 / 250));
    check_uniform(filled(VarianceScaling(distribution = "uniform"_s), dense), -std::sqrt(3. / 200),
                  std::sqrt(3. / 200));
}

TEST_CASE("normal, truncated normal and uniform numbers") {
    check_normal(filled(RandomNormal(), dense), .05);
    check_normal(filled(RandomNormal(2_c, 0.5_c), dense), .5, 2);
    check_truncated(filled(TruncatedNormal(), dense), .05 * .87962566103423978);
    check_truncated(filled(TruncatedNormal(-1_c, 3_c), dense), 3 * .87962566103423978, -1);
    check_uniform(filled(RandomUniform(), dense), -.05, .05);
    check_uniform(filled(RandomUniform(1_c, 4_c), dense), 1, 4);
}

TEST_CASE("Orthogonal: the shorter side is orthonormal, times the gain") {
    check_orthogonal({20, 20}, 1);
    check_orthogonal({30, 12}, 1);
    check_orthogonal({12, 30}, 2);
    check_orthogonal({3, 3, 4, 8}, .5);
    // no direction is preferred: the mean of a large one is 0, its variance 1 / n
    const moments m(filled(named("orthogonal"), {60, 60}));
    CHECK(std::abs(m.mean) < .01);
    CHECK(std::abs(m.variance * 60 - 1) < .01);
}

TEST_CASE("constants") {
    CHECK(filled(Zeros(), {2, 2}) == std::vector<float>{0, 0, 0, 0});
    CHECK(filled(Ones(), extents(3)) == std::vector<float>{1, 1, 1});
    CHECK(filled(Constant(0.5_c), extents(2)) == std::vector<float>{.5f, .5f});
    CHECK(filled(initializers::Identity(2_c), {2, 3}) == std::vector<float>{2, 0, 0, 0, 2, 0});
    CHECK(filled(named("identity"), {3, 2}) == std::vector<float>{1, 0, 0, 1, 0, 0});
    CHECK(filled({initializer_kind::unit_forget}, extents(8)) == std::vector<float>{0, 0, 1, 1, 0, 0, 0, 0});
}

TEST_CASE("STFT: the numbers that Keras gives a kernel (6, 1, 4)") {
    const auto same = [](const initializer& init, std::vector<double> keras) {
        const auto w = filled(init, {6, 1, 4});
        for (std::size_t i = 0; i < w.size(); ++i) CHECK(std::abs(double(w[i]) - keras[i]) < 1e-6);
    };
    same(STFT(), {0,         0,          0,          0,         0.2523113, 0.1261557,  -0.1261557, -0.2523113,
                  0.6605596, -0.3302799, -0.3302797, 0.6605596, 0.6605596, -0.6605596, 0.6605596,  -0.6605596,
                  0.2523113, -0.1261556, -0.1261557, 0.2523113, 0,         0,          0,          0});
    same(STFT("imag"_s, "hamming"_s, initializers::scaling = "spectrum"_s, initializers::periodic = true_c),
         {0, 0, 0, 0, 0, -0.08286047, -0.08286045, 0, 0, -0.2058147, 0.2058147, 0,
          0, 0, 0, 0, 0, 0.2058147, -0.2058146, 0, 0, 0.08286044, 0.0828605, 0});
    same(STFT("imag"_s, initializers::window = None),
         {0, 0, 0, 0, 0, -0.8660254, -0.8660253, 0, 0, -0.8660253, 0.8660254, 0,
          0, 0, 0, 0, 0, 0.8660254,  -0.8660253, 0, 0, 0.8660252,  0.8660258, 0});
    same(STFT("real"_s, "blackman"_s, None, true_c),
         {0, 0, 0, 0, 0.13, 0.065, -0.065, -0.13, 0.63, -0.315, -0.315, 0.63,
          1, -1, 1, -1, 0.63, -0.315, -0.315, 0.63, 0.13, 0.065, -0.065, -0.13});
    CHECK(filled(named("stft"), {6, 1, 4}) == filled(STFT(), {6, 1, 4}));
}

TEST_CASE("a seed is a seed: of build, of an initializer; weights of one model differ") {
    const auto init = initializer(HeNormal());
    CHECK(filled(init, {4, 4}, 1) == filled(init, {4, 4}, 1));
    CHECK_FALSE(filled(init, {4, 4}, 1) == filled(init, {4, 4}, 2));
    CHECK_FALSE(filled(init, {4, 4}, 1, 0) == filled(init, {4, 4}, 1, 1));
    CHECK(filled(HeNormal(seed = 5_c), {4, 4}, 1, 0) == filled(HeNormal(seed = 5_c), {4, 4}, 2, 3));
    const auto a = filled(init, dense, 1, 0), b = filled(init, dense, 1, 1), c = filled(init, dense, 2, 0);
    const auto correlation = [&](const auto& x, const auto& y) {
        double s = 0;
        for (std::size_t i = 0; i < x.size(); ++i) s += double(x[i]) * double(y[i]);
        return s / double(x.size()) / (2. / 200);
    };
    CHECK(std::abs(correlation(a, b)) < .02);
    CHECK(std::abs(correlation(a, c)) < .02);
}

TEST_CASE("build fills every weight by its own initializer") {
    constexpr auto net =
        Sequential(Dense(100_c, kernel_initializer = HeUniform(), bias_initializer = Ones(), input_shape = shape<200>),
                   Reshape(shape<10, 10>), LSTM(30_c));
    const auto m = net.build(seed = 3);
    check_uniform({m.weight(0).begin(), m.weight(0).end()}, -std::sqrt(6. / 200), std::sqrt(6. / 200));
    CHECK(m.weight(1)[99] == 1);
    CHECK(m.weight(4)[0] == 0); // the LSTM's bias: ones for the forget gate
    CHECK(m.weight(4)[30] == 1);
    CHECK(m.weight(4)[60] == 0);
    double dot = 0; // its recurrent kernel is orthogonal
    for (std::size_t k = 0; k < 120; ++k) dot += double(m.weight(3)[k]) * double(m.weight(3)[120 + k]);
    CHECK(std::abs(dot) < 1e-5);
}
