/// Inputs, and what has to come out of them.
#pragma once
#include "arguments.hpp"
#include "subject.hpp"

namespace bench {

struct reference {
    std::size_t samples;
    std::vector<float> x, y; // (samples, ...)
};
/// Keras' if --data is given, by the scalar definitions if not; as many samples as a batch has at least.
reference make_reference(const subject&, const arguments&, int batch);

/// The largest |got - expected| / (1e-5 + 1e-4 |expected|) over all samples: at most 1 is equal to Keras.
double error_of(contestant&, const reference&);

} // namespace bench
