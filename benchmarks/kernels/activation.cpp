#include "kernels.hpp"
#include <ctnn/ctnn.hpp>

namespace bench {

using namespace ctnn;
using namespace ctnn::literals;

/// Of 1,024 numbers.
std::vector<kernel> activation_kernels() {
    const auto of = [](std::string name, const auto& kind) {
        return make_kernel(std::move(name), Sequential(Activation(kind, input_shape = shape<1024>)));
    };
    return {of("relu", "relu"_s),         of("tanh", "tanh"_s),
            of("sigmoid", "sigmoid"_s),   of("exponential", "exponential"_s),
            of("softplus", "softplus"_s), of("gelu", "gelu"_s),
            of("softmax", "softmax"_s)};
}

} // namespace bench
