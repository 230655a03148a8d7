#include "kernels.hpp"
#include <ctnn/ctnn.hpp>

namespace bench {

using namespace ctnn;
using namespace ctnn::literals;

std::vector<kernel> convolution_kernels() {
    const auto conv = [](std::string name, const auto& layer) {
        return make_kernel("conv " + name, Sequential(layer), {onednn_conv, xnnpack_conv});
    };
    return {
        conv("3x3 28x28x1 to 32", Conv2D(32_c, 3_c, padding = same, input_shape = shape<28, 28, 1>)),
        conv("3x3 14x14x32 to 64", Conv2D(64_c, 3_c, padding = same, input_shape = shape<14, 14, 32>)),
        conv("3x3 56x56x64 to 64", Conv2D(64_c, 3_c, padding = same, input_shape = shape<56, 56, 64>)),
        conv("1x1 14x14x256 to 512", Conv2D(512_c, 1_c, padding = same, input_shape = shape<14, 14, 256>)),
        make_kernel("depthwise 3x3 112x112x32",
                    Sequential(DepthwiseConv2D(3_c, padding = same, input_shape = shape<112, 112, 32>)),
                    {onednn_depthwise, xnnpack_depthwise}),
    };
}

} // namespace bench
