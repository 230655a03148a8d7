/// What a program measures: a network, and the contestants that compute it.
#pragma once
#include "ctnn_contestant.hpp"
#include <array>
#include <cmath>
#include <functional>
#include <random>

namespace bench {

using contestants = std::vector<std::unique_ptr<contestant>>;

struct subject {
    std::string name;
    std::vector<std::int64_t> input, output; ///< shapes of one sample
    double macs;                             ///< multiply-adds for one sample
    double weight_bytes;                     ///< that the program reads, as they are folded and packed
    std::function<std::unique_ptr<contestant>(int batch)> ctnn;
    /// (samples, input) -> (samples, output) by the operations' scalar definitions: slow.
    std::function<std::vector<float>(std::span<const float>)> by_definition;
    /// Contestants of the program's own.
    std::function<contestants(int batch)> others = [](int) { return contestants{}; };
};

/// Where a model has initial weights of its own: He's for convolutions, or else a deep network without an activation
/// that grows puts out zeros, whatever its kernels do. Imported weights stay as they are.
template<class Model>
void keep_alive(Model& model) {
    if constexpr (requires { model.prepare(); }) {
        std::mt19937 engine(7);
        for (int i = 0; i < Model::weight_count; ++i) {
            const auto shape =
                Model::weight_shape(i); // (taps..., channels, filters), (taps..., channels, 1) by channel
            if (shape.rank < 3) continue;
            const std::size_t inputs = shape.product(0, shape.rank - (shape.last() == 1 ? 2 : 1));
            std::normal_distribution<float> normal(0, std::sqrt(2 / float(inputs)));
            for (float& w : model.weight(i)) w = normal(engine);
        }
        model.prepare();
    }
}

/// The model must outlive the subject.
template<class Net, class Model>
subject make_subject(std::string name, const Net&, const Model& model) {
    constexpr auto dims = [](const auto& shape) {
        return std::vector<std::int64_t>(shape.dims, shape.dims + shape.rank);
    };
    const auto by_definition = [&model](std::span<const float> x) {
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
    };
    const auto with_ctnn = [&model](int batch) { return make_ctnn<Net>(model, batch); };
    return {std::move(name),   dims(Net::input_shape),      dims(Net::output_shape),
            double(Net::macs), double(Model::weight_bytes), with_ctnn,
            by_definition};
}
/// With a stream of the network as another contestant, if it is made of what streams.
template<class Net, class Model>
subject make_subject_and_stream(std::string name, const Net& net, const Model& model) {
    subject s = make_subject(std::move(name), net, model);
    s.others = [&model](int batch) { return batch == 1 ? make_stream<Net>(model) : contestants{}; };
    return s;
}

} // namespace bench
