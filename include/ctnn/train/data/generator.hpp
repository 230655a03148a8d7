/// Batches from a function of the user's: data that is made or read while it trains.
#pragma once
#include "dataset.hpp"
#include <optional>

namespace ctnn {

namespace detail {

template<class B>
inline constexpr int batch_parts = 0;
template<class X, class Y>
inline constexpr int batch_parts<std::tuple<X, Y>> = 2;
template<class X, class Y>
inline constexpr int batch_parts<std::pair<X, Y>> = 2;
template<class X, class Y, class W>
inline constexpr int batch_parts<std::tuple<X, Y, W>> = 3;

} // namespace detail

/// A function without arguments that returns std::optional<std::tuple<X, Y>> or <X, Y, Weights>, each of them what fit
/// takes as x, y and sample_weight. std::nullopt ends the epoch; the next one asks again.
///
///     auto batches = [&]() -> std::optional<std::tuple<std::vector<tensor<float, 3>>, std::vector<float>>> { ... };
///     trainer.fit(batches, steps_per_epoch = 100, epochs = 5);
template<class G>
concept batch_generator = requires(G& g) {
    { g().has_value() } -> std::same_as<bool>;
    requires detail::batch_parts<std::remove_cvref_t<decltype(*g())>>
    != 0;
};

/// The same members as array_batches. XShapes and YShapes: static constexpr arrays of extents. Every batch is checked
/// before it is used: samples at most `batch_size`, as many in x as in y, no NaN among the targets.
template<batch_generator G, int Inputs, int Targets, unsigned Options = compiled_for>
class generated_batches {
    using batch = std::remove_cvref_t<decltype(*std::declval<G&>()())>;
    static constexpr int parts = detail::batch_parts<batch>;

public:
    generated_batches(G& generator, const std::array<extents, std::size_t(Inputs)>& x,
                      const std::array<extents, std::size_t(Targets)>& y, std::size_t batch_size,
                      long long steps_per_epoch = 0, std::string_view call = "fit()")
        : generator_(&generator), x_(x), y_(y), batch_size_(batch_size), steps_per_epoch_(steps_per_epoch),
          call_(call) {
        weights_.fill(extents{1});
    }

    /// 0 if unknown.
    long long steps() const { return steps_per_epoch_; }
    void begin_epoch(int) { step_ = 0, ran_out_ = false; }
    bool next() {
        if (steps_per_epoch_ > 0 && step_ == steps_per_epoch_) return false;
        current_.reset();
        current_.emplace((*generator_)());
        if (!current_->has_value()) {
            ran_out_ = steps_per_epoch_ > 0 || step_ == 0;
            return false;
        }
        const batch& b = **current_;
        data_.x = detail::view_all<Inputs>(std::get<0>(b), x_, call_, "x");
        data_.y = detail::view_all<Targets>(std::get<1>(b), y_, call_, "y");
        if constexpr (parts == 3) {
            using w = std::remove_cvref_t<decltype(std::get<2>(b))>;
            if constexpr (Targets > 1 && !detail::is_data_tuple<w>)
                data_.sample_weight.fill(detail::view_data(std::get<2>(b), weights_[0], call_, {"sample_weight"}));
            else
                data_.sample_weight = detail::view_all<Targets>(std::get<2>(b), weights_, call_, "sample_weight");
        }
        detail::check_counts(data_, call_);
        if (data_.size() > batch_size_) {
            text t;
            t << call_ << ": the generator gave a batch of " << data_.size()
              << " samples, more than batch_size = " << batch_size_;
            detail::fail(t);
        }
        for (int i = 0; i < Targets; ++i)
            detail::check_targets(data_.y[std::size_t(i)], y_[std::size_t(i)], call_, {"y", Targets > 1 ? i : -1});
        ++step_;
        return true;
    }
    /// Whether there were no batches, or fewer than steps_per_epoch: Keras ends training then.
    bool ran_out() const { return ran_out_; }

    const dataset<Inputs, Targets>& current() const { return data_; }
    std::size_t size() const { return data_.size(); }
    void copy_input(int i, float* to, std::size_t first, std::size_t count) const {
        data_.x[std::size_t(i)].template copy<Options>(first, count, to);
    }
    void copy_target(int i, float* to, std::size_t first, std::size_t count) const {
        data_.y[std::size_t(i)].template copy<Options>(first, count, to);
    }
    void copy_input(int i, float* to) const { copy_input(i, to, 0, size()); }
    void copy_target(int i, float* to) const { copy_target(i, to, 0, size()); }
    const float* input_in_place(int i) const { return data_.x[std::size_t(i)].template in_place<Options>(0); }
    bool weighted() const { return parts == 3; }
    void copy_weights(int i, float* to) const {
        if constexpr (parts == 3)
            data_.sample_weight[std::size_t(i)].template copy<Options>(0, size(), to);
        else
            for (std::size_t k = 0; k < size(); ++k) to[k] = 1;
    }

private:
    G* generator_;
    std::array<extents, std::size_t(Inputs)> x_;
    std::array<extents, std::size_t(Targets)> y_, weights_;
    std::size_t batch_size_;
    long long steps_per_epoch_, step_ = 0;
    bool ran_out_ = false;
    std::string_view call_;
    dataset<Inputs, Targets> data_;
    std::optional<std::remove_cvref_t<decltype(std::declval<G&>()())>> current_;
};

} // namespace ctnn
