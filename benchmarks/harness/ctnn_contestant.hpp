/// ctnn as a contestant: the only place that calls predict.
#pragma once
#include "contestant.hpp"
#include <algorithm>
#include <ctnn/ctnn.hpp>
#include <string>
#include <utility>

namespace bench {

/// tensor<float, D...> of a shape that is a constant.
template<class Net, int... I>
ctnn::tensor<float, Net::input_shape[I]...> input_tensor(std::integer_sequence<int, I...>);
template<class Net>
using input_of = decltype(input_tensor<Net>(std::make_integer_sequence<int, Net::input_shape.rank>{}));

template<class Net, class Model>
class ctnn_one final : public contestant {
    using input = input_of<Net>;
    using output_type = typename Model::output_type;

public:
    explicit ctnn_one(const Model& model) : contestant("ctnn", 1), model_(model), work_(model.workspace()) {}

    void set_input(std::span<const float> x) override { std::copy(x.begin(), x.end(), x_.data()); }
    void run(int times) override {
        for (int i = 0; i < times; ++i) {
            touch(x_);
            y_ = model_.predict(x_, work_);
            touch(y_);
        }
    }
    std::vector<float> output() override { return {y_.data(), y_.data() + y_.size()}; }

private:
    const Model& model_;
    ctnn::workspace work_;
    input x_;
    output_type y_;
};

/// Many samples, into memory that is there.
template<class Net, class Model>
class ctnn_many : public contestant {
    using input = input_of<Net>;

public:
    ctnn_many(const Model& model, int batch)
        : contestant("ctnn", batch), model_(model), work_(model.batch_workspace()), x_(std::size_t(batch)),
          y_(std::size_t(batch)) {}

    void set_input(std::span<const float> x) override {
        for (std::size_t i = 0; i < x_.size(); ++i)
            std::copy_n(x.begin() + std::ptrdiff_t(i * input::size()), input::size(), x_[i].data());
    }
    void run(int times) override {
        for (int i = 0; i < times; ++i) {
            touch(x_);
            model_.predict(x_, work_, ctnn::out = std::span(y_));
            touch(y_);
        }
    }
    std::vector<float> output() override {
        std::vector<float> all;
        for (const auto& y : y_) all.insert(all.end(), y.data(), y.data() + y.size());
        return all;
    }

protected:
    const Model& model_;
    ctnn::workspace work_;
    std::vector<input> x_;
    typename Model::many_output_type y_;
};

/// One sample, one time step after the other.
template<class Net, class Model>
class ctnn_stream final : public contestant {
    using stream = decltype(std::declval<const Model&>().stream());
    static constexpr int steps = Net::input_shape[0];

public:
    explicit ctnn_stream(const Model& model)
        : contestant(stream_name + std::to_string(steps), 1), stream_(model.stream()), x_(steps), y_(steps) {}

    void set_input(std::span<const float> x) override {
        for (std::size_t t = 0; t < steps; ++t) std::copy_n(x.data() + t * x_[t].size(), x_[t].size(), x_[t].data());
    }
    void run(int times) override {
        for (int i = 0; i < times; ++i) {
            stream_.reset();
            for (std::size_t t = 0; t < steps; ++t) {
                touch(x_[t]);
                y_[t] = stream_.step(x_[t]);
                touch(y_[t]);
            }
        }
    }
    std::vector<float> output() override {
        std::vector<float> all;
        const std::size_t first = Net::output_shape.size() == steps * y_[0].size() ? 0 : steps - 1; // or what follows from all
        for (std::size_t t = first; t < steps; ++t) all.insert(all.end(), y_[t].data(), y_[t].data() + y_[t].size());
        return all;
    }

private:
    stream stream_;
    std::vector<typename stream::input_type> x_;
    std::vector<typename stream::output_type> y_;
};

/// A stream of the network if it is made of what streams.
template<class Net, class Model>
std::vector<std::unique_ptr<contestant>> make_stream(const Model& model) {
    std::vector<std::unique_ptr<contestant>> all;
    if constexpr (Net::input_shape.rank > 1)
        if constexpr (ctnn::detail::stream_mistake<typename Net::definition>::value.empty())
            all.push_back(std::make_unique<ctnn_stream<Net, Model>>(model));
    return all;
}

template<class Net, class Model>
std::unique_ptr<contestant> make_ctnn(const Model& model, int batch) {
    // a large result is written where it is wanted, as the others do; a small one is returned
    if (batch == 1 && Net::output_shape.size() <= 1024) return std::make_unique<ctnn_one<Net, Model>>(model);
    return std::make_unique<ctnn_many<Net, Model>>(model, batch);
}

} // namespace bench
