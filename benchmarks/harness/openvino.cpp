/// OpenVINO by its C functions. It reads ONNX.
#include "library.hpp"
#include "peer.hpp"

namespace bench {
namespace {

struct shape {
    std::int64_t rank;
    const std::int64_t* dims;
};

class request final : public peer {
public:
    /// `precision`: "f32", or "" for what OpenVINO chooses on this machine.
    request(const library& lib, const peer_files& f, int batch, const std::string& precision)
        : peer("OpenVINO", f, batch), last_error_(lib.function<const char*()>("ov_get_last_err_msg")),
          infer_(lib.function<int(void*)>("ov_infer_request_infer")) {
        static void* core = nullptr;
        if (!core) check(lib.function<int(void**)>("ov_core_create")(&core));
        void* model = nullptr;
        const std::size_t arguments = precision.empty() ? 6 : 8; // keys and values
        check(lib.function<int(const void*, const char*, const char*, std::size_t, void**, ...)>(
            "ov_core_compile_model_from_file")(core, f.file(batch, ".onnx").c_str(), "CPU", arguments, &model,
                                               "INFERENCE_NUM_THREADS", "1", "NUM_STREAMS", "1", "PERFORMANCE_HINT",
                                               "LATENCY", "INFERENCE_PRECISION_HINT", precision.c_str()));
        char* chosen = nullptr;
        check(lib.function<int(const void*, const char*, char**)>("ov_compiled_model_get_property")(
            model, "INFERENCE_PRECISION_HINT", &chosen));
        if (std::string(chosen) != "f32") name.append(" ").append(chosen), exact = false;
        check(lib.function<int(const void*, void**)>("ov_compiled_model_create_infer_request")(model, &request_));
        check(lib.function<int(void*, const void*)>("ov_infer_request_set_input_tensor")(
            request_, tensor(lib, x, f.batched(f.input, batch))));
        check(lib.function<int(void*, const void*)>("ov_infer_request_set_output_tensor")(
            request_, tensor(lib, y, f.batched(f.output, batch))));
    }
    void run(int times) override {
        for (int i = 0; i < times; ++i) check(infer_(request_));
    }

private:
    const char* (*last_error_)();
    int (*infer_)(void*);
    void* request_ = nullptr;

    void check(int status) const {
        if (status != 0) throw std::runtime_error(last_error_());
    }
    void* tensor(const library& lib, aligned_floats& to, const std::vector<std::int64_t>& dims) const {
        void* t = nullptr;
        check(lib.function<int(int, shape, void*, void**)>("ov_tensor_create_from_host_ptr")(
            4 /* f32 */, {std::int64_t(dims.size()), dims.data()}, to.data(), &t));
        return t;
    }
};

const library& openvino_library(const peer_files& f) {
    static const library lib(find_file(f.site_packages / "openvino/libs", "libopenvino_c.so"));
    return lib;
}

} // namespace

std::unique_ptr<contestant> openvino(const peer_files& f, int batch) {
    return std::make_unique<request>(openvino_library(f), f, batch, "f32");
}
std::unique_ptr<contestant> openvino_default(const peer_files& f, int batch) {
    auto r = std::make_unique<request>(openvino_library(f), f, batch, "");
    if (r->exact) return nullptr;
    return r;
}

} // namespace bench
