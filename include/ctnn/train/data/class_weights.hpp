/// class_weight = std::map<int, float>{{0, 1.f}, {1, 5.f}}: what the samples of a class count.
#pragma once
#include "../../shape/text.hpp"
#include "../../tensor/failure.hpp"
#include <cmath>
#include <vector>

namespace ctnn {

/// A class that is not in the list counts 1.
class class_weights {
public:
    class_weights() = default;
    /// From anything that goes over pairs of a class and its weight.
    template<class Map>
    requires requires(const Map& m) {
        m.begin()->first + 0;
        m.begin()->second + 0.f;
    }
    explicit class_weights(const Map& m) {
        for (const auto& [label, weight] : m)
            weights_.push_back({static_cast<long long>(label), static_cast<float>(weight)});
    }

    bool empty() const { return weights_.empty(); }

    /// The weight of a sample by its target (elements): one number is the label, of several the largest tells it.
    template<unsigned Options = compiled_for>
    float operator()(const float* target, std::size_t elements) const {
        long long label = 0;
        if (elements == 1)
            label = std::llrint(target[0]);
        else
            for (std::size_t i = 1; i < elements; ++i)
                if (target[i] > target[std::size_t(label)]) label = static_cast<long long>(i);
        for (const auto& w : weights_)
            if (w.first == label) return w.second;
        return 1;
    }

private:
    std::vector<std::pair<long long, float>> weights_;
};

} // namespace ctnn
