#include "kernels.hpp"
#if __has_include(<dnnl.hpp>)
#include <dlfcn.h>
#include <dnnl.hpp>
#include <unordered_map>

namespace bench {
namespace {

using dnnl::memory;
using tag = memory::format_tag;

const dnnl::engine& engine() {
    static const dnnl::engine e = [] {
        if (void* threads = dlsym(RTLD_DEFAULT, "omp_set_num_threads")) reinterpret_cast<void (*)(int)>(threads)(1);
        return dnnl::engine(dnnl::engine::kind::cpu, 0);
    }();
    return e;
}

memory::desc floats(const memory::dims& d, tag t) { return {d, memory::data_type::f32, t}; }

/// One primitive. Weights are brought into the layout that it asks for, once.
class primitive final : public contestant {
public:
    primitive(int batch, std::size_t in, std::size_t out)
        : contestant("oneDNN", batch), x_(in), y_(out), stream_(engine()) {
        const dnnl_version_t& v = *dnnl_version();
        version = std::to_string(v.major) + "." + std::to_string(v.minor) + "." + std::to_string(v.patch);
    }
    void set_input(std::span<const float> x) override { std::copy(x.begin(), x.end(), x_.data()); }
    void run(int times) override {
        for (int i = 0; i < times; ++i) primitive_.execute(stream_, arguments_);
    }
    std::vector<float> output() override { return {y_.data(), y_.data() + y_.size()}; }

    void input(const memory::desc& d) { arguments_.insert({DNNL_ARG_SRC, memory(d, engine(), x_.data())}); }
    void output(const memory::desc& d) { arguments_.insert({DNNL_ARG_DST, memory(d, engine(), y_.data())}); }
    void weights(int argument, std::span<const float> values, const memory::desc& as_given,
                 const memory::desc& wanted) {
        memory given(as_given, engine(), const_cast<float*>(values.data()));
        memory own(wanted, engine());
        dnnl::reorder(given, own).execute(stream_, given, own);
        stream_.wait();
        arguments_.insert({argument, own});
    }
    /// Of an LSTM: its sequence and its cells go nowhere.
    void last_state(const memory::desc& sequence, const memory::desc& state, const memory::desc& cells) {
        arguments_.insert({DNNL_ARG_DST_LAYER, memory(sequence, engine())});
        arguments_.insert({DNNL_ARG_DST_ITER, memory(state, engine(), y_.data())});
        arguments_.insert({DNNL_ARG_DST_ITER_C, memory(cells, engine())});
    }
    void compute(dnnl::primitive p) { primitive_ = std::move(p); }

private:
    aligned_floats x_, y_;
    dnnl::stream stream_;
    dnnl::primitive primitive_;
    std::unordered_map<int, memory> arguments_;
};

std::size_t size(const std::vector<std::int64_t>& shape) {
    std::size_t n = 1;
    for (const auto d : shape) n *= std::size_t(d);
    return n;
}
std::unique_ptr<primitive> make(const layer_data& d, int batch) {
    return std::make_unique<primitive>(batch, size(d.input) * std::size_t(batch), size(d.output) * std::size_t(batch));
}

/// `filters`: the kernel's dimensions as oneDNN counts them, and how Keras' array has them in memory.
std::unique_ptr<contestant> conv(const layer_data& d, int batch, const memory::dims& filters, tag in_memory) {
    auto p = make(d, batch);
    const memory::dims x{batch, d.input[2], d.input[0], d.input[1]}, y{batch, d.output[2], d.output[0], d.output[1]};
    const memory::dim before = (filters.back() - 1) / 2, after = filters.back() - 1 - before;
    const dnnl::convolution_forward::primitive_desc pd({dnnl::prop_kind::forward_inference,
                                                        dnnl::algorithm::convolution_auto,
                                                        floats(x, tag::nhwc),
                                                        floats(filters, tag::any),
                                                        floats({d.output[2]}, tag::x),
                                                        floats(y, tag::nhwc),
                                                        {1, 1},
                                                        {before, before},
                                                        {after, after}},
                                                       engine());
    p->input(pd.src_desc());
    p->output(pd.dst_desc());
    p->weights(DNNL_ARG_WEIGHTS, d.weights[0], floats(filters, in_memory), pd.weights_desc());
    p->weights(DNNL_ARG_BIAS, d.weights[1], pd.bias_desc(), pd.bias_desc());
    p->compute(dnnl::convolution_forward(pd));
    return p;
}

} // namespace

std::unique_ptr<contestant> onednn_dense(const layer_data& d, int batch) {
    auto p = make(d, batch);
    const memory::dim in = d.input[0], out = d.output[0];
    const dnnl::matmul::primitive_desc pd({floats({batch, in}, tag::ab), floats({in, out}, tag::any),
                                           floats({1, out}, tag::ab), floats({batch, out}, tag::ab)},
                                          engine());
    p->input(pd.src_desc());
    p->output(pd.dst_desc());
    p->weights(DNNL_ARG_WEIGHTS, d.weights[0], floats({in, out}, tag::ab), pd.weights_desc());
    p->weights(DNNL_ARG_BIAS, d.weights[1], pd.bias_desc(), pd.bias_desc());
    p->compute(dnnl::matmul(pd));
    return p;
}

std::unique_ptr<contestant> onednn_conv(const layer_data& d, int batch) {
    const memory::dim channels = d.input[2], filters = d.output[2];
    const memory::dim taps = memory::dim(d.weights[0].size()) / channels / filters, side = taps == 1 ? 1 : 3;
    return conv(d, batch, {filters, channels, side, side}, tag::hwio);
}

std::unique_ptr<contestant> onednn_depthwise(const layer_data& d, int batch) {
    return conv(d, batch, {d.input[2], 1, 1, 3, 3}, tag::hwigo);
}

std::unique_ptr<contestant> onednn_lstm(const layer_data& d, int batch) {
    auto p = make(d, batch);
    const memory::dim steps = d.input[0], in = d.input[1], units = d.output[0];
    const memory::dims kernel{1, 1, in, 4, units}, recurrent{1, 1, units, 4, units}, bias{1, 1, 4, units};
    const memory::desc none;
    const dnnl::lstm_forward::primitive_desc pd(
        {dnnl::prop_kind::forward_inference, dnnl::rnn_direction::unidirectional_left2right,
         floats({steps, batch, in}, tag::tnc), none, none, floats(kernel, tag::any), floats(recurrent, tag::any),
         floats(bias, tag::ldgo), floats({steps, batch, units}, tag::tnc), floats({1, 1, batch, units}, tag::ldnc),
         floats({1, 1, batch, units}, tag::ldnc)},
        engine());
    p->input(pd.src_layer_desc());
    p->weights(DNNL_ARG_WEIGHTS_LAYER, d.weights[0], floats(kernel, tag::ldigo), pd.weights_layer_desc());
    p->weights(DNNL_ARG_WEIGHTS_ITER, d.weights[1], floats(recurrent, tag::ldigo), pd.weights_iter_desc());
    p->weights(DNNL_ARG_BIAS, d.weights[2], pd.bias_desc(), pd.bias_desc());
    p->last_state(pd.dst_layer_desc(), pd.dst_iter_desc(), pd.dst_iter_c_desc());
    p->compute(dnnl::lstm_forward(pd));
    return p;
}

} // namespace bench

#else

namespace bench {

std::unique_ptr<contestant> onednn_dense(const layer_data&, int) { return nullptr; }
std::unique_ptr<contestant> onednn_conv(const layer_data&, int) { return nullptr; }
std::unique_ptr<contestant> onednn_depthwise(const layer_data&, int) { return nullptr; }
std::unique_ptr<contestant> onednn_lstm(const layer_data&, int) { return nullptr; }

} // namespace bench

#endif
