/// LiteRT (TensorFlow Lite with XNNPACK) by its C functions.
#include "library.hpp"
#include "peer.hpp"
#include <cstring>

namespace bench {
namespace {

/// LiteRtRankedTensorType.
struct tensor_type {
    int element = 1; // float32
    unsigned char rank = 0;
    std::int32_t dims[8] = {};
    std::uint32_t strides[8] = {};
};
static_assert(sizeof(tensor_type) == 72);

class compiled_model final : public peer {
public:
    compiled_model(const library& lib, const peer_files& f, int batch)
        : peer("LiteRT", f, batch),
          run_(lib.function<int(void*, std::size_t, std::size_t, void**, std::size_t, void**)>(
              "LiteRtRunCompiledModel")) {
        static void* environment = nullptr;
        if (!environment)
            check("LiteRtCreateEnvironment",
                  lib.function<int(int, const void*, void**)>("LiteRtCreateEnvironment")(0, nullptr, &environment));
        void *model = nullptr, *options = nullptr, *threads = nullptr;
        check("LiteRtCreateModelFromFile", lib.function<int(void*, const char*, void**)>("LiteRtCreateModelFromFile")(
                                               environment, f.file(batch, ".tflite").c_str(), &model));
        check("LiteRtCreateOptions", lib.function<int(void**)>("LiteRtCreateOptions")(&options));
        check("LiteRtSetOptionsHardwareAccelerators",
              lib.function<int(void*, int)>("LiteRtSetOptionsHardwareAccelerators")(options, 1 /* CPU */));
        check("LiteRtCreateOpaqueOptions",
              lib.function<int(const char*, void*, void (*)(void*), void**)>("LiteRtCreateOpaqueOptions")(
                  "xnnpack", strdup("num_threads = 1\n"), std::free, &threads));
        check("LiteRtAddOpaqueOptions", lib.function<int(void*, void*)>("LiteRtAddOpaqueOptions")(options, threads));
        check("LiteRtCreateCompiledModel", lib.function<int(void*, void*, void*, void**)>("LiteRtCreateCompiledModel")(
                                               environment, model, options, &model_));
        xb_ = buffer(lib, x, f.batched(f.input, batch));
        yb_ = buffer(lib, y, f.batched(f.output, batch));
    }
    void run(int times) override {
        for (int i = 0; i < times; ++i) check("LiteRtRunCompiledModel", run_(model_, 0, 1, &xb_, 1, &yb_));
    }

private:
    int (*run_)(void*, std::size_t, std::size_t, void**, std::size_t, void**);
    void *model_ = nullptr, *xb_, *yb_;

    static void check(const char* what, int status) {
        if (status != 0) throw std::runtime_error(std::string(what) + ": status " + std::to_string(status));
    }
    static void* buffer(const library& lib, aligned_floats& to, const std::vector<std::int64_t>& shape) {
        tensor_type type;
        type.rank = static_cast<unsigned char>(shape.size());
        for (std::size_t i = 0; i < shape.size(); ++i) type.dims[i] = std::int32_t(shape[i]);
        void* b = nullptr;
        check("LiteRtCreateTensorBufferFromHostMemory",
              lib.function<int(const tensor_type*, void*, std::size_t, void (*)(void*), void**)>(
                  "LiteRtCreateTensorBufferFromHostMemory")(&type, to.data(), to.bytes(), nullptr, &b));
        return b;
    }
};

} // namespace

std::unique_ptr<contestant> litert(const peer_files& f, int batch) {
    static const library lib(find_file(f.site_packages / "ai_edge_litert", "libLiteRt.so"));
    return std::make_unique<compiled_model>(lib, f, batch);
}

} // namespace bench
