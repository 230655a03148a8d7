/// The other libraries, as a Python environment has them. Each reads the network from a file that Keras was converted
/// to.
#pragma once
#include "contestant.hpp"
#include <filesystem>

namespace bench {

/// What a peer needs to load a network.
struct peer_files {
    std::filesystem::path site_packages; ///< of the environment
    std::filesystem::path folder;        ///< of the model: batch1.onnx, batch64.tflite, ...
    std::vector<std::int64_t> input;     ///< shape of one sample
    std::vector<std::int64_t> output;

    std::filesystem::path file(int batch, const char* extension) const {
        return folder / ("batch" + std::to_string(batch) + extension);
    }
    static std::size_t size(const std::vector<std::int64_t>& shape) {
        std::size_t n = 1;
        for (const auto d : shape) n *= std::size_t(d);
        return n;
    }
    static std::vector<std::int64_t> batched(const std::vector<std::int64_t>& shape, int batch) {
        std::vector<std::int64_t> s{batch};
        s.insert(s.end(), shape.begin(), shape.end());
        return s;
    }
};

// They throw std::runtime_error with the library's own words when it is not there or cannot load the network.
std::unique_ptr<contestant> onnx_runtime(const peer_files&, int batch);
std::unique_ptr<contestant> openvino(const peer_files&, int batch);
/// What OpenVINO does if it is not told to be exact: bf16 on some machines; null where that is float32.
std::unique_ptr<contestant> openvino_default(const peer_files&, int batch);
std::unique_ptr<contestant> litert(const peer_files&, int batch);

} // namespace bench
