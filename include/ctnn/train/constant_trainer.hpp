/// A network trained in a constant expression: forward, backward and the optimizer's step by the scalar definitions.
///
///     constexpr auto learned = [] {
///         constant_trainer trainer(net, SGD(0.5), mse, 1);          // 1: seed of the first weights
///         for (int epoch = 0; epoch < 100; ++epoch) trainer.train_on_batch(x, y);
///         return trainer.learned();
///     }();
///     static_assert(learned.loss < 0.02f);
///     static_assert(net(learned.weights, x[0])[0] < 0.5f);
///
/// About 100 steps of a network with 30 weights on 4 samples stay within both compilers' default limits.
#pragma once
#include "../program/interpret_training.hpp"
#include "../tensor/tensor.hpp"
#include "compilation.hpp"
#include "compiled_losses.hpp"
#include "optimizer.hpp"
#include "optimizers.hpp"
#include "weight_rules.hpp"
#include <array>

namespace ctnn {

/// What a constant trainer gives: the weights in Keras' order, as net(weights, x) takes them, and the last step's loss.
template<std::size_t Parameters>
struct learned_weights {
    std::array<float, Parameters> weights;
    float loss;
};

/// For networks of one input and one output whose weights are all trained, and losses that are a mean over samples.
template<class Def, class Optimizer, class Loss>
class constant_trainer {
    static constexpr const auto& a = detail::architecture<Def>::value;
    static_assert(a.models[0].inputs.count == 1 && a.models[0].outputs.count == 1 &&
                      a.trainable_param_count == a.param_count,
                  "constant_trainer: a network of one input and one output, whose weights are all trained");
    using loss_given = detail::loss_type<Loss>;
    using compilation =
        detail::training_compilation<Def, true, passes{.conv_pools = false, .winograd = false, .early_updates = false},
                                     hardware{}, typename loss_given::type>;
    static constexpr const auto& p = compilation::value;
    static constexpr std::size_t parameters = a.param_count;
    using rules = detail::weight_rules<Def>;

public:
    /// Kernels begin as Keras' glorot_uniform, vectors as zeros.
    constexpr constant_trainer(const network<Def>&, const Optimizer& optimizer, const Loss&, unsigned long long seed)
        : optimizer_(optimizer) {
        for (int i = 0; i < a.weight_count; ++i) {
            const extents& e = a.weight(i).shape;
            float* const w = weights_ + a.weights[i].offset;
            const double fans =
                e.rank < 2 ? 1 : double(e.size() / std::size_t(e.last())) + double(e.size()) / e[e.rank - 2];
            const double limit = e.rank < 2 ? 0 : math::sqrt(6 / fans);
            for (std::size_t k = 0; k < e.size(); ++k)
                w[k] = float(
                    limit *
                    (2 * ops::detail::uniform(ops::detail::random_bits(seed + 977 * a.weights[i].offset + k)) - 1));
        }
        start();
    }
    constant_trainer(const constant_trainer&) = delete;
    constant_trainer& operator=(const constant_trainer&) = delete;
    constexpr ~constant_trainer() { delete[] state_; }

    /// One step on all samples. x (samples, ...), y (samples, ...) -> the loss before it.
    template<class X, class Y, std::size_t N>
    constexpr float train_on_batch(const std::array<X, N>& x, const std::array<Y, N>& y) {
        static_assert(extents(X::shape) == a.input(0) &&
                          Y::size() == detail::target_shape(typename loss_given::type{}, a.output(0)).size(),
                      "train_on_batch(): samples and targets have the shapes of the network and its loss");
        constexpr std::size_t values = loss_values();
        float in[N * X::size()] = {}, targets[N * Y::size()] = {}, coefficients[N * values] = {};
        for (std::size_t s = 0; s < N; ++s) {
            for (std::size_t k = 0; k < X::size(); ++k) in[s * X::size() + k] = x[s].data()[k];
            for (std::size_t k = 0; k < Y::size(); ++k) targets[s * Y::size() + k] = y[s].data()[k];
            for (std::size_t k = 0; k < values; ++k) coefficients[s * values + k] = 1 / float(N * values);
        }
        float each[N] = {}, activity = 0;
        for (float& e : each) e = 1 / float(N);
        const float* const inputs[] = {in, targets, coefficients, each};
        int results[p.result_count] = {};
        float* out[p.result_count] = {};
        float output[N * a.output(0).size()] = {};
        for (int r = 0; r < p.result_count; ++r) {
            results[r] = p.results[r].step;
            switch (p.results[r].what) {
            case training_result::gradient:
                out[r] = gradients_ + a.weights[p.results[r].index].offset;
                break;
            case training_result::loss:
                out[r] = p.results[r].index ? &activity : &loss_;
                break;
            default:
                out[r] = output;
                break; // (nothing is assigned: all weights are trained)
            }
        }
        detail::interpret_training<float>([](int i) -> const ops::op& { return p.op(i); }, p.size, int(N), results,
                                          p.result_count,
                                          [&](int i) -> const float* { return weights_ + a.weights[i].offset; },
                                          [&](int i) { return inputs[i]; }, out);
        loss_ += activity + optimizer_.add_penalties(all_);
        optimizer_.apply(all_, nullptr);
        return loss_;
    }

    constexpr learned_weights<parameters> learned() const {
        learned_weights<parameters> r{{}, loss_};
        for (std::size_t i = 0; i < parameters; ++i) r.weights[i] = weights_[i];
        return r;
    }

private:
    float weights_[parameters] = {}, gradients_[parameters] = {};
    float loss_ = 0;
    optimizer_run<Optimizer, float> optimizer_;
    trained_weight<float> all_[unsigned(a.weight_count)] = {};
    float* state_ = nullptr;

    static constexpr std::size_t loss_values() {
        for (int i = 0; i < p.size; ++i)
            if (p.op(i).kind == ops::op_kind::input && p.op(i).attr.index == 2) return p.op(i).out.size();
        return 1;
    }
    constexpr void start() {
        for (int i = 0; i < a.weight_count; ++i) {
            all_[i].value = weights_ + a.weights[i].offset, all_[i].gradient = gradients_ + a.weights[i].offset;
            all_[i].shape = a.weight(i).shape;
            all_[i].path = a.weight(i).name;
            all_[i].penalty = rules::penalty(i), all_[i].bound = rules::bound(i);
        }
        state_ = new float[optimizer_.state_elements(all_) + 1]();
        optimizer_.start(all_, state_);
    }
};
template<class Def, class Optimizer, class Loss>
constant_trainer(const network<Def>&, const Optimizer&, const Loss&, int) -> constant_trainer<Def, Optimizer, Loss>;

} // namespace ctnn
