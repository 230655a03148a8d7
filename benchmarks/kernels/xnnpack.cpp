#include "kernels.hpp"
#if __has_include(<xnnpack.h>) && __has_include(<pthreadpool.h>)
#include <limits>
#include <stdexcept>
#include <xnnpack.h>

namespace bench {
namespace {

constexpr float infinity = std::numeric_limits<float>::infinity();

void check(xnn_status status) {
    if (status != xnn_status_success) throw std::runtime_error("XNNPACK: status " + std::to_string(int(status)));
}

/// One operator, on the caller's thread. Weights are packed when it is made.
class xnn final : public contestant {
public:
    xnn(int batch, std::size_t in, std::size_t out)
        : contestant("XNNPACK", batch), x_(in + XNN_EXTRA_BYTES / sizeof(float)), y_(out) {
        static const xnn_status ready = xnn_initialize(nullptr);
        check(ready);
        version = "2022-02"; // of Debian 12: its header has none
    }
    ~xnn() override { xnn_delete_operator(operator_); }
    void set_input(std::span<const float> x) override { std::copy(x.begin(), x.end(), x_.data()); }
    void run(int times) override {
        for (int i = 0; i < times; ++i) xnn_run_operator(operator_, nullptr);
    }
    std::vector<float> output() override { return {y_.data(), y_.data() + y_.size()}; }

    void dense(const layer_data& d) {
        const auto in = std::size_t(d.input[0]), out = std::size_t(d.output[0]);
        check(xnn_create_fully_connected_nc_f32(in, out, in, out, d.weights[0].data(), d.weights[1].data(), -infinity,
                                                infinity, XNN_FLAG_TRANSPOSE_WEIGHTS, &operator_));
        check(xnn_setup_fully_connected_nc_f32(operator_, std::size_t(batch), x_.data(), y_.data(), nullptr));
    }
    /// Kernels as XNNPACK counts them: (filters, taps, channels), (taps, channels) of a depthwise one.
    void conv(const layer_data& d, std::uint32_t side, bool depthwise, const float* kernel) {
        const auto channels = std::size_t(d.input[2]), filters = std::size_t(d.output[2]);
        const std::uint32_t before = (side - 1) / 2, after = side - 1 - before;
        const std::size_t groups = depthwise ? channels : 1;
        check(xnn_create_convolution2d_nhwc_f32(before, after, after, before, side, side, 1, 1, 1, 1,
                                                std::uint32_t(groups), channels / groups, filters / groups, channels,
                                                filters, kernel, d.weights[1].data(), -infinity, infinity,
                                                depthwise ? XNN_FLAG_DEPTHWISE_CONVOLUTION : 0, &operator_));
        check(xnn_setup_convolution2d_nhwc_f32(operator_, std::size_t(batch), std::size_t(d.input[0]),
                                               std::size_t(d.input[1]), x_.data(), y_.data(), nullptr));
    }

private:
    aligned_floats x_, y_;
    xnn_operator_t operator_ = nullptr;
};

std::size_t size(const std::vector<std::int64_t>& shape) {
    std::size_t n = 1;
    for (const auto d : shape) n *= std::size_t(d);
    return n;
}
std::unique_ptr<xnn> make(const layer_data& d, int batch) {
    return std::make_unique<xnn>(batch, size(d.input) * std::size_t(batch), size(d.output) * std::size_t(batch));
}

} // namespace

std::unique_ptr<contestant> xnnpack_dense(const layer_data& d, int batch) {
    auto c = make(d, batch);
    c->dense(d);
    return c;
}

std::unique_ptr<contestant> xnnpack_conv(const layer_data& d, int batch) {
    const auto filters = std::size_t(d.output[2]), inputs = d.weights[0].size() / filters;
    std::vector<float> kernel(d.weights[0].size());
    for (std::size_t f = 0; f < filters; ++f)
        for (std::size_t i = 0; i < inputs; ++i) kernel[f * inputs + i] = d.weights[0][i * filters + f];
    auto c = make(d, batch);
    c->conv(d, inputs == std::size_t(d.input[2]) ? 1 : 3, false, kernel.data());
    return c;
}

std::unique_ptr<contestant> xnnpack_depthwise(const layer_data& d, int batch) {
    auto c = make(d, batch);
    c->conv(d, 3, true, d.weights[0].data());
    return c;
}

} // namespace bench

#else

namespace bench {

std::unique_ptr<contestant> xnnpack_dense(const layer_data&, int) { return nullptr; }
std::unique_ptr<contestant> xnnpack_conv(const layer_data&, int) { return nullptr; }
std::unique_ptr<contestant> xnnpack_depthwise(const layer_data&, int) { return nullptr; }

} // namespace bench

#endif
