// Samples for models, and how far predictions are apart.
#pragma once
#include <cmath>
#include <cstddef>

namespace ctnn::test {

template<class T>
T waves(float size) {
    T x;
    for (std::size_t i = 0; i < x.size(); ++i) x.data()[i] = size * std::sin(1 + 0.7f * float(i));
    return x;
}
/// The largest difference, as a part of what Keras' tolerance allows.
template<class T>
float difference(const T& a, const T& b) {
    float most = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        const float off = std::abs(a.data()[i] - b.data()[i]) / (1e-5f + 1e-4f * std::abs(b.data()[i]));
        if (!(off <= most)) most = off;
    }
    return most;
}

} // namespace ctnn::test
