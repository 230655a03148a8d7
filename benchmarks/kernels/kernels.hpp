/// Kernels: networks of one layer, so that a loss in a whole network can be traced to one of them.
#pragma once
#include "aligned_floats.hpp"
#include "subject.hpp"
#include <utility>

namespace bench {

struct kernel {
    subject of;
    int batch;
};

std::vector<kernel> dense_kernels();
std::vector<kernel> convolution_kernels();
std::vector<kernel> recurrent_kernels();
std::vector<kernel> activation_kernels();

/// A layer's weights in Keras' order, and the shapes of one sample.
struct layer_data {
    std::vector<std::span<const float>> weights;
    std::vector<std::int64_t> input, output;
};
/// Another library that computes the same; null where it is not there.
using make_peer = std::unique_ptr<contestant> (*)(const layer_data&, int batch);

// oneDNN (onednn.cpp), of Dense, Conv2D with padding = same, DepthwiseConv2D likewise, LSTM without return_sequences
std::unique_ptr<contestant> onednn_dense(const layer_data&, int batch);
std::unique_ptr<contestant> onednn_conv(const layer_data&, int batch);
std::unique_ptr<contestant> onednn_depthwise(const layer_data&, int batch);
std::unique_ptr<contestant> onednn_lstm(const layer_data&, int batch);

// XNNPACK (xnnpack.cpp), of the first three
std::unique_ptr<contestant> xnnpack_dense(const layer_data&, int batch);
std::unique_ptr<contestant> xnnpack_conv(const layer_data&, int batch);
std::unique_ptr<contestant> xnnpack_depthwise(const layer_data&, int batch);

/// The network has a model of its own, with initial weights; one for each type.
template<class Net>
kernel make_kernel(std::string name, const Net& net, std::vector<make_peer> peers = {}, int batch = 1) {
    static auto model = Net{}.build(ctnn::seed = 42);
    keep_alive(model);
    subject s = make_subject(std::move(name), net, model);
    layer_data data{{}, s.input, s.output};
    for (int i = 0; i < decltype(model)::weight_count; ++i) data.weights.push_back(std::as_const(model).weight(i));
    s.others = [data, peers](int n) {
        contestants all;
        for (const make_peer peer : peers)
            if (auto c = peer(data, n)) all.push_back(std::move(c));
        return all;
    };
    return {std::move(s), batch};
}

} // namespace bench
