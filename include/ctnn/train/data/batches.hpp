/// The batches of an epoch, from arrays and files.
#pragma once
#include "dataset.hpp"
#include "permutation.hpp"

namespace ctnn {

/// Cuts a data set into batches; the last one of a pass may be smaller. The loop:
///
///     batches.begin_epoch(epoch);
///     while (batches.next()) { batches.copy_input(0, x); batches.copy_target(0, y); ... batches.size() ... }
///
/// With `shuffle`, pass number p over the data goes in the order permutation(n, seed, p). A pass is an epoch; with
/// steps_per_epoch, epochs take that many batches and go on where the one before ended. An epoch in which the data ends
/// is shorter (ran_out()), as in Keras. Which samples an epoch sees depends on its number alone, so that a training
/// that was interrupted goes on with the same ones. Nothing is allocated after the constructor.
template<int Inputs, int Targets, unsigned Options = compiled_for>
class array_batches {
public:
    array_batches(const dataset<Inputs, Targets>& data, int batch_size, bool shuffle = false, std::uint64_t seed = 0,
                  long long steps_per_epoch = 0)
        : data_(data), batch_size_(std::size_t(batch_size)), shuffle_(shuffle), seed_(seed),
          steps_per_epoch_(steps_per_epoch), order_(data.size(), seed, 0),
          which_(shuffle ? batch_size_ < data.size() ? batch_size_ : data.size() : 0),
          target_(data.class_weight ? data.y[0].elements() : 0) {}

    /// How many batches an epoch has.
    long long steps() const { return steps_per_epoch_ > 0 ? steps_per_epoch_ : (long long)batches_in_pass(); }

    void begin_epoch(int epoch) {
        std::size_t pass = std::size_t(epoch), first = 0;
        if (steps_per_epoch_ > 0) {
            const auto steps = std::size_t(steps_per_epoch_), epochs = (batches_in_pass() + steps - 1) / steps;
            pass = std::size_t(epoch) / epochs, first = std::size_t(epoch) % epochs * steps;
        }
        if (shuffle_) order_ = permutation(data_.size(), seed_, pass);
        batch_ = first, step_ = 0, ran_out_ = false;
    }
    /// Goes to the epoch's next batch; false at its end.
    bool next() {
        if (steps_per_epoch_ > 0 && step_ == steps_per_epoch_) return false;
        if (batch_ == batches_in_pass()) {
            ran_out_ = steps_per_epoch_ > 0;
            return false;
        }
        first_ = batch_ * batch_size_;
        size_ = data_.size() - first_ < batch_size_ ? data_.size() - first_ : batch_size_;
        if (shuffle_)
            for (std::size_t i = 0; i < size_; ++i) which_[i] = std::size_t(order_(first_ + i));
        ++batch_, ++step_;
        return true;
    }
    /// Whether the epoch ended before its steps_per_epoch.
    bool ran_out() const { return ran_out_; }

    /// Samples in this batch.
    std::size_t size() const { return size_; }
    /// Samples first, first + 1... of this batch (count, elements), as floats.
    void copy_input(int i, float* to, std::size_t first, std::size_t count) const {
        copy(data_.x[std::size_t(i)], first, count, to);
    }
    void copy_target(int i, float* to, std::size_t first, std::size_t count) const {
        copy(data_.y[std::size_t(i)], first, count, to);
    }
    /// All samples of this batch.
    void copy_input(int i, float* to) const { copy_input(i, to, 0, size_); }
    void copy_target(int i, float* to) const { copy_target(i, to, 0, size_); }

    /// The same where they lie, if they are in the batch's order and form; else null.
    const float* input_in_place(int i) const {
        return shuffle_ ? nullptr : data_.x[std::size_t(i)].template in_place<Options>(first_);
    }

    bool weighted() const { return data_.weighted(); }
    /// (size()): what each sample counts for output i.
    void copy_weights(int i, float* to) {
        if (data_.class_weight)
            for (std::size_t k = 0; k < size_; ++k) {
                copy(data_.y[0], k, 1, target_.data());
                to[k] = (*data_.class_weight)(target_.data(), target_.size());
            }
        else if (const auto& w = data_.sample_weight[std::size_t(i)]; w.is_given())
            copy(w, 0, size_, to);
        else
            for (std::size_t k = 0; k < size_; ++k) to[k] = 1;
    }

private:
    dataset<Inputs, Targets> data_;
    std::size_t batch_size_;
    bool shuffle_, ran_out_ = false;
    std::uint64_t seed_;
    long long steps_per_epoch_, step_ = 0;
    permutation order_;
    std::vector<std::size_t> which_;
    std::vector<float> target_;
    std::size_t batch_ = 0, first_ = 0, size_ = 0;

    std::size_t batches_in_pass() const { return (data_.size() + batch_size_ - 1) / batch_size_; }
    void copy(const sample_view& v, std::size_t first, std::size_t count, float* to) const {
        if (shuffle_)
            v.template copy<Options>(std::span(which_).subspan(first, count), to);
        else
            v.template copy<Options>(first_ + first, count, to);
    }
};

} // namespace ctnn
