// Penalties and their gradients against tables of real Keras.
#include "golden_tables.hpp"
#include <ctnn/train/penalty.hpp>
#include <doctest/doctest.h>

using namespace ctnn;
using namespace ctnn::literals;

namespace {

struct here; // this source's

template<class Real>
void compare(const std::string& name, const regularizer& r, double tolerance) {
    CAPTURE(name);
    static const io::npz table = test::optimizer_table("regularizers.npz");
    const auto matrix = table["matrix"].template as<float>();
    const std::vector<Real> w(matrix.begin(), matrix.end());
    std::vector<Real> gradient(w.size(), 1); // something was there before
    const Real penalty = detail::add_penalty<here>(r, w.data(), gradient.data(), extents(4, 6));
    for (Real& g : gradient) g -= 1;
    const auto key = name + test::number_name<Real>;
    CHECK(test::worst(std::vector{penalty}, table[key + "/penalty"].template as<Real>(), 0, tolerance) <= 1);
    CHECK(test::worst(gradient, table[key + "/gradient"].template as<Real>(), tolerance, tolerance) <= 1);
}
void compare(const std::string& name, const regularizer& r) {
    CHECK(r.mistake(extents(4, 6)).empty());
    compare<float>(name, r, 1e-6);
    compare<double>(name, r, 1e-14);
}

/// As an argument of a layer.
template<class V>
constexpr regularizer taken(const V& v) {
    static_assert(detail::accept<regularizer>::from<V>);
    return detail::accept<regularizer>::make(v);
}
template<regularizer R>
constexpr regularizer in_a_type() {
    return R;
}

} // namespace

// constants if their arguments are, so that Sequential can take them
static_assert(detail::is_constant<decltype(L2(0.5_c))> && !detail::is_constant<decltype(L2(0.5))>);
static_assert(taken(L2(0.5_c)) == taken(L1L2(l2 = 0.5)) && taken(None) == regularizer() && !taken(None));
static_assert(taken("l2"_s) == taken(L2()) && taken("L1L2"_s) == taken(L1L2()) && taken("l1") == taken(L1(0.01)));
static_assert(in_a_type<regularizer(OrthogonalRegularizer(0.5, mode = "columns"_s))>().mode ==
              orthogonal_mode::columns);
static_assert(taken(L1(-1)).mistake(extents(2)) == "the factors of a regularizer must not be negative");
static_assert(taken(OrthogonalRegularizer()).mistake(extents(2)) == "OrthogonalRegularizer is for weights of two axes");
static_assert(!detail::accept<regularizer>::from<int>);

// in a constant expression
static_assert([] {
    const double w[] = {1, -2};
    double g[] = {0, 0};
    const double penalty = detail::add_penalty<here>(L1L2(0.5, 0.25), w, g, extents(2));
    return penalty == 0.5 * 3 + 0.25 * 5 && g[0] == 1 && g[1] == -1.5;
}());

TEST_CASE("regularizers are Keras'") {
    compare("l1", L1(0.03));
    compare("l2", L2(0.02));
    compare("l1l2", L1L2(0.01, 0.05));
    compare("l1_default", L1());
    compare("l2_default", L2());
    compare("rows", OrthogonalRegularizer(0.2));
    compare("columns", OrthogonalRegularizer(0.1, mode = "columns"_s));
}
