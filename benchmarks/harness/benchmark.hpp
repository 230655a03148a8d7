/// The program of one model: all of its contestants, for every batch size.
#pragma once
#include "ctnn_contestant.hpp"
#include <functional>
#include <optional>

namespace bench {

/// A network, and how to make ctnn's contestant of it.
struct subject {
    std::string name;
    std::vector<std::int64_t> input, output; ///< shapes of one sample
    double macs;                             ///< multiply-adds for one sample
    double weight_bytes;
    std::function<std::unique_ptr<contestant>(int batch)> ctnn;
    /// (samples, input) -> (samples, output) by the operations' scalar definitions, where Keras recorded nothing.
    std::function<std::vector<float>(std::span<const float>)> by_definition;
};

/// What main returns. See benchmark.cpp for the arguments.
int benchmark(const subject&, int argc, char** argv);

template<class Net, class Model>
subject make_subject(std::string name, const Net&, const Model& model) {
    constexpr auto dims = [](const auto& shape) {
        return std::vector<std::int64_t>(shape.dims, shape.dims + shape.rank);
    };
    return {std::move(name),
            dims(Net::input_shape),
            dims(Net::output_shape),
            double(Net::macs),
            double(Net::param_count) * sizeof(float),
            [&model](int batch) { return make_ctnn<Net>(model, batch); },
            [&model](std::span<const float> x) {
                const auto weights = std::make_unique<std::array<float, Net::param_count>>();
                for (int i = 0, at = 0; i < Model::weight_count; ++i)
                    for (const float w : model.weight(i)) (*weights)[std::size_t(at++)] = w;
                const auto in = std::make_unique<input_of<Net>>();
                std::vector<float> all;
                for (std::size_t i = 0; i < x.size(); i += in->size()) {
                    std::copy_n(x.begin() + std::ptrdiff_t(i), in->size(), in->data());
                    const auto y = Net{}(*weights, *in);
                    all.insert(all.end(), y.data(), y.data() + y.size());
                }
                return all;
            }};
}

} // namespace bench
