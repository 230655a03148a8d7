/// ctnn as a contestant: the only place that calls predict.
#pragma once
#include "contestant.hpp"
#include <algorithm>
#include <ctnn/ctnn.hpp>
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
class ctnn_many final : public contestant {
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

private:
    const Model& model_;
    ctnn::workspace work_;
    std::vector<input> x_;
    typename Model::many_output_type y_;
};

template<class Net, class Model>
std::unique_ptr<contestant> make_ctnn(const Model& model, int batch) {
    if (batch == 1) return std::make_unique<ctnn_one<Net, Model>>(model);
    return std::make_unique<ctnn_many<Net, Model>>(model, batch);
}

} // namespace bench
