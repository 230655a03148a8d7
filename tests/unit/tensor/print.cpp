// What NumPy's print writes was recorded from numpy 2.4 (float32 arrays with the same elements).
#include <ctnn/tensor/tensor.hpp>
#include <doctest/doctest.h>
#include <sstream>

using namespace ctnn;

namespace {
template<class T, int... D>
tensor<T, D...> count(T step) {
    tensor<T, D...> x;
    for (std::size_t i = 0; i < x.size(); ++i) x.data()[i] = T(i) * step;
    return x;
}
const float inf = __builtin_huge_valf();
} // namespace

TEST_CASE("a tensor prints as NumPy prints it: aligned, the fewest digits that are the number") {
    CHECK(to_string(tensor<float, 3>{1, 2.25f, -3}) == "[ 1.    2.25 -3.  ]");
    CHECK(to_string(tensor<float, 2>{1.0000001f, 123.456f}) == "[  1.0000001 123.456    ]");
    CHECK(to_string(tensor<int, 2, 2>{{1, -20}, {300, 4}}) == "[[  1 -20]\n [300   4]]");
    CHECK(to_string(tensor<bool, 2>{true, false}) == "[ True False]");
    CHECK(to_string(tensor<float>{3}) == "3.0");
    CHECK(to_string(tensor<float, 1, 2>{{0, 0}}) == "[[0. 0.]]");
    CHECK(to_string(count<float, 2, 3>(1)[1]) == "[3. 4. 5.]");
    CHECK(to_string(tensor<float, 0>{}) == "[]");
    std::ostringstream s;
    s << tensor<float, 1>{0.5f} << ' ' << count<float, 2, 1>(1)[1];
    CHECK(s.str() == "[0.5] [1.]");
}

TEST_CASE("large and small numbers together are written with exponents") {
    CHECK(to_string(tensor<float, 3>{1e-5f, 1, 20}) == "[1.e-05 1.e+00 2.e+01]");
    CHECK(to_string(tensor<float, 2>{1e10f, 1.25f}) == "[1.00e+10 1.25e+00]");
    CHECK(to_string(tensor<float, 3>{inf - inf, -inf, 1}) == "[ nan -inf   1.]");
    CHECK(to_string(tensor<float, 3>{inf, 1e-5f, -1}) == "[    inf  1.e-05 -1.e+00]");
}

TEST_CASE("blocks are apart by an empty line, long rows are wrapped") {
    CHECK(to_string(count<float, 2, 2, 2>(1)) == "[[[0. 1.]\n  [2. 3.]]\n\n [[4. 5.]\n  [6. 7.]]]");
    CHECK(to_string(count<int, 40>(1)) ==
          "[ 0  1  2  3  4  5  6  7  8  9 10 11 12 13 14 15 16 17 18 19 20 21 22 23\n"
          " 24 25 26 27 28 29 30 31 32 33 34 35 36 37 38 39]");
}

TEST_CASE("of more than a thousand elements the ends are shown") {
    CHECK(to_string(count<int, 1200>(1)) == "[   0    1    2 ... 1197 1198 1199]");
    CHECK(to_string(count<float, 50, 40>(1)) == "[[0.000e+00 1.000e+00 2.000e+00 ... 3.700e+01 3.800e+01 3.900e+01]\n"
                                               " [4.000e+01 4.100e+01 4.200e+01 ... 7.700e+01 7.800e+01 7.900e+01]\n"
                                               " [8.000e+01 8.100e+01 8.200e+01 ... 1.170e+02 1.180e+02 1.190e+02]\n"
                                               " ...\n"
                                               " [1.880e+03 1.881e+03 1.882e+03 ... 1.917e+03 1.918e+03 1.919e+03]\n"
                                               " [1.920e+03 1.921e+03 1.922e+03 ... 1.957e+03 1.958e+03 1.959e+03]\n"
                                               " [1.960e+03 1.961e+03 1.962e+03 ... 1.997e+03 1.998e+03 1.999e+03]]");
}
