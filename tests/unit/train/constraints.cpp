// Constraints against tables of real Keras.
#include "golden_tables.hpp"
#include <ctnn/train/constrain.hpp>
#include <doctest/doctest.h>

using namespace ctnn;
using namespace ctnn::literals;

namespace {

struct here; // this source's

template<class Real>
void compare(const std::string& name, const constraint& c, const char* of, double tolerance) {
    CAPTURE(name);
    static const io::npz table = test::optimizer_table("constraints.npz");
    extents shape = {};
    for (std::size_t n : table[of].shape) shape = shape.append(int(n));
    const auto values = table[of].template as<float>();
    std::vector<Real> w(values.begin(), values.end());
    CHECK(c.mistake(shape).empty());
    detail::constrain<here>(c, w.data(), shape);
    CHECK(test::worst(w, table[name + test::number_name<Real>].template as<Real>(), 1e-300, tolerance) <= 1);
}
void compare(const std::string& name, const constraint& c, const char* of) {
    compare<float>(name, c, of, 1e-6);
    compare<double>(name, c, of, 1e-14);
}

/// As an argument of a layer.
template<class V>
constexpr constraint taken(const V& v) {
    static_assert(detail::accept<constraint>::from<V>);
    return detail::accept<constraint>::make(v);
}
template<constraint C>
constexpr constraint in_a_type() {
    return C;
}

} // namespace

static_assert(detail::is_constant<decltype(MaxNorm(2_c, axis = shape<0, 1>))> &&
              detail::is_constant<decltype(NonNeg())>);
static_assert(taken("max_norm"_s) == taken(MaxNorm()) && taken("NonNeg") == taken(NonNeg()) && !taken(None));
static_assert(taken("unit_norm"_s) == taken(UnitNorm()) && taken("MinMaxNorm"_s) == taken(MinMaxNorm()));
static_assert(in_a_type<constraint(MinMaxNorm(0.5, 2, rate = 0.5))>().rate == 0.5);
static_assert(taken(MaxNorm(axis = 2)).mistake(extents(3, 4)) == "axis names no axis of the weight");
static_assert([] {
    double w[] = {3, 4, -1};
    detail::constrain<here>(UnitNorm(), w, extents(3));
    detail::constrain<here>(NonNeg(), w, extents(3));
    return w[0] > 0.588 && w[0] < 0.589 && w[2] == 0;
}());

TEST_CASE("constraints are Keras'") {
    compare("max_norm", MaxNorm(), "matrix");
    compare("max_norm_rows", MaxNorm(0.9, axis = 1), "matrix");
    compare("max_norm_filters", MaxNorm(0.7, axis = shape<0, 1, 2>), "filters");
    compare("non_neg", NonNeg(), "filters");
    compare("unit_norm", UnitNorm(), "matrix");
    compare("unit_norm_last", UnitNorm(axis = -1), "filters");
    compare("min_max_norm", MinMaxNorm(), "matrix");
    compare("min_max_norm_options", MinMaxNorm(0.9, 1.1, rate = 0.4, axis = shape<0, 1>), "filters");
}
