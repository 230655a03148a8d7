#include "kernels.hpp"
#include <ctnn/ctnn.hpp>

namespace bench {
namespace {

using namespace ctnn;
using namespace ctnn::literals;

/// Of 32 steps, with as many features as units.
template<int Units>
kernel lstm() {
    return make_kernel("lstm " + std::to_string(Units),
                       Sequential(LSTM(hana::int_c<Units>, input_shape = shape<32, Units>)), {onednn_lstm});
}
template<int Units>
kernel gru() {
    return make_kernel("gru " + std::to_string(Units),
                       Sequential(GRU(hana::int_c<Units>, input_shape = shape<32, Units>)));
}

} // namespace

std::vector<kernel> recurrent_kernels() {
    return {lstm<32>(), lstm<64>(), lstm<128>(), lstm<256>(), gru<24>(), gru<32>(), gru<64>(), gru<128>()};
}

} // namespace bench
