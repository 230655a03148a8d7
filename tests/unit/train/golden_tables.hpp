/// The tables of tests/golden/optimizers, which real Keras made.
#pragma once
#include <cmath>
#include <ctnn/io/npz.hpp>
#include <string>
#include <vector>

namespace test {

inline ctnn::io::npz optimizer_table(const std::string& name) {
    return ctnn::io::read_npz(std::filesystem::path(__FILE__).parent_path() / "../../golden/optimizers" / name);
}

template<class Real>
inline const char* number_name = sizeof(Real) == 4 ? "/float32" : "/float64";

/// The largest |a - b| / (absolute + relative |b|): at most 1 is right.
template<class A, class B>
double worst(const std::vector<A>& a, const std::vector<B>& b, double absolute, double relative) {
    if (a.size() != b.size()) return 1e300;
    double most = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        const double is = double(a[i]), should = double(b[i]);
        const double off = std::abs(is - should) / (absolute + relative * std::abs(should));
        if (!(off <= most)) most = off;
    }
    return most;
}

} // namespace test
