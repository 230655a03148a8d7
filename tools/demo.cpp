// What tools/demo runs: the imported network on the digits that its training never saw.
#include "digits.hpp" // made by ctnn-import
#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <ctnn/io/npz.hpp>
#include <iostream>

static_assert(digits::net.output_shape == ctnn::shape<10>);

int main(int count, char** arguments) {
    if (count != 3) return std::puts("usage: demo heldout.npz keras_accuracy"), 2;
    const auto file = ctnn::io::read_npz(arguments[1]);
    const auto images = file["images"].as_float("images");   // (n, 8, 8, 1)
    const auto labels = file["labels"].as_float("labels");   // (n)
    const auto outputs = file["outputs"].as_float("outputs"); // (n, 10): Keras' own
    const std::size_t n = labels.size();
    std::vector<ctnn::tensor<float, 8, 8, 1>> x(n);
    for (std::size_t i = 0; i < n; ++i) std::copy_n(images.data() + i * 64, 64, x[i].data());

    constexpr auto& net = digits::net;
    const auto model = digits::model();
    net.summary();
    std::printf("\nconstants of the type: %zu parameters, %zu bytes of weights, %zu bytes of workspace, %zu multiply-adds\n\n",
                std::size_t(net.param_count), std::size_t(net.weight_bytes), std::size_t(net.workspace_bytes),
                std::size_t(net.macs));

    std::size_t right = 0, keras_right = 0;
    float largest = 0;
    for (std::size_t i = 0; i < n; ++i) {
        const ctnn::tensor<float, 10> y = model.predict(x[i]);
        const float* keras = outputs.data() + i * 10;
        const auto label = std::ptrdiff_t(labels[i]);
        right += std::max_element(y.begin(), y.end()) - y.begin() == label;
        keras_right += std::max_element(keras, keras + 10) - keras == label;
        for (std::size_t k = 0; k < 10; ++k) {
            const float difference = std::abs(y[k] - keras[k]);
            if (!(difference <= largest)) largest = difference; // a NaN stays
        }
    }
    std::printf("held-out digits right: %zu of %zu (%.4f) here, %zu (%.4f) in Keras\n", right, n, double(right) / double(n),
                keras_right, std::atof(arguments[2]));
    std::printf("largest difference from Keras' recorded outputs: %.2g\n", double(largest));

    std::vector<double> times;
    float sum = 0;
    for (int round = 0; round < 30; ++round) {
        const auto start = std::chrono::steady_clock::now();
        for (const auto& image : x) sum += model.predict(image)[0];
        const std::chrono::duration<double, std::micro> took = std::chrono::steady_clock::now() - start;
        times.push_back(took.count() / double(n));
    }
    std::sort(times.begin(), times.end());
    std::printf("one prediction: %.1f us (median of %zu rounds; the fastest %.1f us)\n", times[times.size() / 2], times.size(),
                times.front());
    return right == keras_right && largest <= 1e-5f && std::isfinite(sum) ? 0 : 1;
}
