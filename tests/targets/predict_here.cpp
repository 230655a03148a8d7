// Compiled twice into one program, with other -m flags and another name: what a program does with a model at run time.
#include "network.hpp"
#include <stdexcept>
#include <vector>

using namespace ctnn;

namespace {

bool close(const tensor<float, 4>& a, const tensor<float, 4>& b) {
    for (std::size_t i = 0; i < a.size(); ++i)
        if (const float d = a[i] - b[i]; !(d < 1e-4f && d > -1e-4f)) return false;
    return true;
}

/// Wrong data has its sentence, which is put together at run time.
bool refuses(const std::vector<float>& values) {
    try {
        return tensor<float, 4>(values)[0] != values[0];
    } catch (const std::invalid_argument& e) {
        return std::string_view(e.what()) == "tensor of shape (4): expected 4 values, got 3";
    }
}

} // namespace

tensor<float, 4> PREDICT_HERE() {
    auto model = net.build(seed = 11), other = net.build(seed = 12);
    const auto x = sample();
    const auto y = model.predict(x);
    const auto weights = model.get_weights();
    other.set_weights(weights);
    const auto again = reshape(reshape(x, shape<126>), shape<7, 6, 3>);
    const auto many = other.predict(std::vector{x, again});
    const bool right = many[0] == y && many[1] == y && again == x && close(net(weights, x), y) && refuses({1, 2, 3});
    return right ? y : tensor<float, 4>();
}
