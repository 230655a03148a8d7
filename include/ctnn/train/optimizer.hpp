/// An optimizer at work: a step over all weights, in Keras' order.
#pragma once
#include "../tensor/failure.hpp"
#include "constrain.hpp"
#include "optimizer_formulas.hpp"
#include "penalty.hpp"
#include <span>

namespace ctnn {
namespace detail {

constexpr std::size_t rounded_slot(std::size_t elements) { return (elements + 15) / 16 * 16; }

/// The first mistake in an optimizer's numbers; empty if there is none.
template<class Optimizer>
constexpr text optimizer_mistake(const Optimizer& o) {
    text t = o.common_mistake(Optimizer::keras_name);
    if constexpr (requires { o.mistake(); })
        if (const std::string_view own = o.mistake(); t.empty() && !own.empty())
            t << Optimizer::keras_name << ": " << own;
    return t;
}

} // namespace detail

/// An optimizer with all that changes while it works, but for the slots: those are where `start` is told, so that a
/// step allocates nothing. All of it runs in constant expressions, too.
template<class Optimizer, class Real = float, class Target = simd::native>
struct optimizer_run {
    Optimizer optimizer;
    std::int64_t iterations = 0; ///< steps so far, each of which may be a part of an update
    Real rate;                   ///< the learning rate, if that is a number
    Real product = 1;            ///< of Nadam

    constexpr explicit optimizer_run(const Optimizer& o) : optimizer(o), rate(o.learning_rate.template at<Real>(0)) {}

    /// What the optimizer keeps for a weight: the own slots in the formula's order, then those that all optimizers may
    /// have.
    constexpr slot_list slots_of(const trained_weight<Real>& w) const {
        if (!w.trainable) return {};
        slot_list all = optimizer.slots(w.shape, w.path);
        if (optimizer.use_ema) all.add("average", w.shape, 0, -2);
        if (optimizer.accumulates()) all.add("gradient_accumulator", w.shape, 0, -1);
        return all;
    }
    /// Elements that `start` and `apply` want to be given.
    constexpr std::size_t state_elements(std::span<const trained_weight<Real>> weights) const {
        std::size_t n = 0;
        for (const auto& w : weights) {
            const slot_list all = slots_of(w);
            for (int k = 0; k < all.size; ++k) n += detail::rounded_slot(all.at[k].shape.size());
        }
        return n;
    }
    constexpr std::size_t scratch_elements(std::span<const trained_weight<Real>> weights) const {
        std::size_t most = 0;
        for (const auto& w : weights)
            if (const std::size_t n = w.trainable ? optimizer.scratch_elements(w.shape) : 0; n > most) most = n;
        return most;
    }
    /// Puts the weights' slots into `state` and fills them. The weights have their first values.
    constexpr void start(std::span<trained_weight<Real>> weights, Real* state) {
        for (auto& w : weights) {
            const slot_list all = slots_of(w);
            for (int k = 0; k < all.size; ++k) {
                const std::size_t n = all.at[k].shape.size(), whole = detail::rounded_slot(n);
                w.slots[k] = state;
                for (std::size_t i = 0; i < whole; ++i)
                    state[i] = i >= n ? Real(0) : all.at[k].starts_as_weight ? w.value[i] : Real(all.at[k].initial);
                state += whole;
            }
        }
    }

    /// Keras' optimizer.learning_rate: of the step that comes next.
    constexpr Real learning_rate() const {
        return optimizer.learning_rate.is_number() ? rate : optimizer.learning_rate.template at<Real>(iterations);
    }
    /// As Keras, refuses a number where a schedule is; a schedule or function may replace either.
    constexpr void set_learning_rate(const learning_rate_source& source) {
        if (source.is_number() && !optimizer.learning_rate.is_number() &&
            optimizer.learning_rate.kind != learning_rate_source::kind_of::function) {
            text t;
            t << Optimizer::keras_name
              << ": learning_rate is a schedule, which no number can replace; hint: learning_rate = a number";
            detail::fail(t);
        }
        optimizer.learning_rate = source;
        rate = source.template at<Real>(0);
    }

    /// The sum of the penalties of the weights that learn, a part of the loss; their gradients are added to theirs,
    /// unless it is Alone.
    template<bool Alone = false>
    constexpr Real add_penalties(std::span<const trained_weight<Real>> weights) const {
        Real sum = 0;
        for (const auto& w : weights)
            if (w.trainable && w.penalty)
                sum += detail::add_penalty<Target, Real>(w.penalty, w.value, Alone ? nullptr : w.gradient, w.shape);
        return sum;
    }

    /// In front of a step whose gradients come one by one: use(a list of what is done to Count of the weights
    /// meanwhile), which is null where all gradients are needed first. `apply` does the rest.
    template<int Count, class Use>
    void update_early(std::span<trained_weight<Real>> weights, const int* which, const Use& use) const {
        if constexpr (requires { optimizer.with_formula(next_step(iterations), [](const auto&) {}); })
            if (!optimizer.accumulates() && !(optimizer.clipnorm.value > 0) && !(optimizer.global_clipnorm.value > 0)) {
                for (int i = 0; i < Count; ++i) {
                    trained_weight<Real>& w = weights[std::size_t(which[i])];
                    w.updated = w.trainable && !w.penalty;
                }
                plan_updates(weights, next_step(iterations), 1, true);
                detail::vector_update list[Count + 1];
                int n = 0;
                for (int i = 0; i < Count; ++i)
                    if (const trained_weight<Real>& w = weights[std::size_t(which[i])]; w.updated) list[n++] = w.update;
                list[n].g = nullptr;
                use(static_cast<const detail::vector_update*>(list));
                return;
            }
        for (int i = 0; i < Count; ++i) weights[std::size_t(which[i])].updated = false;
        use(static_cast<const detail::vector_update*>(nullptr));
    }

    /// One step with the gradients of all weights: Keras' optimizer.apply.
    constexpr void apply(std::span<trained_weight<Real>> weights, Real* scratch) {
        apply(weights, scratch, [](const auto& task) { task(alone{}); });
    }
    /// On several threads: together(task) calls task(a team, or one alone) on each. Elements of a weight are shared;
    /// norms and what follows the update are a single one's.
    template<class Together>
    constexpr void apply(std::span<trained_weight<Real>> weights, Real* scratch, const Together& together) {
        const int parts = optimizer.accumulates() ? optimizer.gradient_accumulation_steps : 1;
        const std::int64_t updates = iterations / parts;
        const bool complete = (iterations + 1) % parts == 0;
        if (parts > 1) accumulate(weights, complete, parts);
        if (complete) {
            const optimizer_step<Real> step = next_step(updates);
            product = step.product;
            const Real all = global_scale(weights);
            if constexpr (requires { optimizer.with_formula(step, [](const auto&) {}); }) {
                update(weights, step, all, together);
                for (const auto& w : weights)
                    if (w.trainable) finish(w, updates);
            } else
                for (const auto& w : weights)
                    if (w.trainable) {
                        if (const auto p = preparation(w, step, all); p.needed()) {
                            Real* const gradient[] = {w.gradient};
                            p.template update<Target>(detail::keep_gradient<Real>{}, w, gradient);
                        }
                        optimizer.template update<Target>(
                            whole_weight<Real>{w.value, w.gradient, w.slots, w.shape, w.path}, step, scratch);
                        finish(w, updates);
                    }
        } else
            for (const auto& w : weights)
                if (w.trainable) finish(w, updates);
        ++iterations;
    }

    /// With use_ema, makes the weights their moving averages: Keras' finalize_variable_values, at the end of fit.
    constexpr void finalize(std::span<const trained_weight<Real>> weights) const {
        if (!optimizer.use_ema) return;
        for (const auto& w : weights)
            if (w.trainable) {
                const Real* const average = w.slots[own_slots(w)];
                for (std::size_t i = 0, n = w.shape.size(); i < n; ++i) w.value[i] = average[i];
            }
    }

    /// With use_ema, exchanges the weights and their moving averages.
    constexpr void swap_averages(std::span<const trained_weight<Real>> weights) const {
        if (!optimizer.use_ema) return;
        for (const auto& w : weights)
            if (w.trainable) {
                Real* const average = w.slots[own_slots(w)];
                for (std::size_t i = 0, n = w.shape.size(); i < n; ++i) {
                    const Real v = w.value[i];
                    w.value[i] = average[i], average[i] = v;
                }
            }
    }

    /// f(an optimizer_variable) for all that the optimizer keeps, in the order of Keras' optimizer.variables.
    template<class F>
    constexpr void each_variable(std::span<const trained_weight<Real>> weights, F f) {
        f(optimizer_variable<Real>{text() << "iteration", extents::filled(0, 1), nullptr, &iterations});
        if (optimizer.learning_rate.is_number())
            f(optimizer_variable<Real>{text() << "learning_rate", extents::filled(0, 1), &rate, nullptr});
        for (int pass = -2; pass < slot_list::capacity; ++pass)
            for (const auto& w : weights) {
                const slot_list all = slots_of(w);
                for (int k = 0; k < all.size; ++k)
                    if (all.at[k].pass == pass)
                        f(optimizer_variable<Real>{variable_path(w, all.at[k].name), all.at[k].shape, w.slots[k],
                                                   nullptr});
            }
        if constexpr (requires(const optimizer_step<Real>& step) { optimizer.next_product(step); })
            f(optimizer_variable<Real>{text() << "variable", extents::filled(0, 1), &product, nullptr});
    }

private:
    constexpr optimizer_step<Real> next_step(std::int64_t updates) const {
        optimizer_step<Real> step{updates, learning_rate(), !optimizer.learning_rate.is_number(), product};
        if constexpr (requires { optimizer.next_product(step); }) step.product = optimizer.next_product(step);
        return step;
    }
    constexpr int own_slots(const trained_weight<Real>& w) const { return optimizer.slots(w.shape, w.path).size; }

    static constexpr text variable_path(const trained_weight<Real>& w, std::string_view slot) {
        text t;
        if (slot.empty()) return t << w.name();
        for (char c : w.path) t << (c == '/' ? '_' : c);
        return t << '_' << slot;
    }

    constexpr void accumulate(std::span<const trained_weight<Real>> weights, bool complete, int parts) const {
        for (const auto& w : weights)
            if (w.trainable) {
                const std::size_t n = w.shape.size();
                Real* const slot[] = {w.slots[own_slots(w) + optimizer.use_ema]};
                const Real* const g = w.gradient;
                detail::update_elements<Target>(detail::accumulate_formula<Real>{Real(parts), complete}, w.gradient, g,
                                                slot, n);
            }
    }

    /// Says how weights are updated that learn: those that are `early`, or the others.
    [[gnu::noinline]] void plan_updates(std::span<trained_weight<Real>> weights, const optimizer_step<Real>& step,
                                        Real all, bool early) const {
        optimizer.with_formula(step, [&](const auto& f) {
            for (auto& w : weights)
                if (w.trainable && w.updated == early)
                    preparation(w, step, all).with(f, [&](const auto& prepared) {
                        w.update = detail::vector_update::of<Target>(prepared, w.value, w.gradient, w.slots);
                    });
        });
    }
    /// The update of all weights that have not had theirs, each thread's part of their elements.
    template<class Together>
    constexpr void update(std::span<trained_weight<Real>> weights, const optimizer_step<Real>& step, Real all,
                          const Together& together) const {
        if constexpr (std::is_same_v<Real, float>)
            if (!__builtin_is_constant_evaluated()) {
                plan_updates(weights, step, all, false);
                return together([&](const auto& t) {
                    for (const auto& w : weights)
                        if (w.trainable && !w.updated) {
                            const part_of_all own = t.part(std::ptrdiff_t(w.shape.size()), 16);
                            if (own.first != own.end) w.update.run_over(own.first, own.end);
                        }
                });
            }
        optimizer.with_formula(step, [&](const auto& f) {
            for (const auto& w : weights)
                if (w.trainable) preparation(w, step, all).template update<Target>(f, w, w.slots);
        });
    }

    /// What global_clipnorm makes of all gradients; NaN if one of them is not finite.
    constexpr Real global_scale(std::span<const trained_weight<Real>> weights) const {
        if (!(optimizer.global_clipnorm.value > 0)) return 1;
        const Real limit(optimizer.global_clipnorm.value);
        Real sum = 0;
        for (const auto& w : weights)
            if (w.trainable)
                sum += detail::sum_of_squares<Target>(static_cast<const Real*>(w.gradient), w.shape.size());
        if (!math::is_finite(sum)) return math::nan<Real>;
        const Real norm = math::sqrt(sum);
        return norm > limit ? limit / norm : Real(1);
    }

    constexpr detail::preparation_of<Real> preparation(const trained_weight<Real>& w, const optimizer_step<Real>& step,
                                                       Real all) const {
        detail::preparation_of<Real> p;
        p.scale = all;
        p.decay = Real(optimizer.decay_of(w.shape, w.path));
        p.learning_rate = step.learning_rate;
        if (optimizer.clipnorm.value > 0) {
            const Real limit(optimizer.clipnorm.value),
                norm = math::sqrt(detail::sum_of_squares<Target>(static_cast<const Real*>(w.gradient), w.shape.size()));
            p.scale = limit / (norm < limit ? limit : norm);
        } else if (optimizer.clipvalue.value > 0)
            p.bound = Real(optimizer.clipvalue.value);
        return p;
    }

    /// Moving average and constraint.
    constexpr void finish(const trained_weight<Real>& w, std::int64_t updates) const {
        if (optimizer.use_ema) {
            const std::size_t n = w.shape.size();
            Real* const slot[] = {w.slots[own_slots(w)]};
            const Real m = updates == 0 ? Real(0) : Real(optimizer.ema_momentum);
            const Real* const unused = w.value;
            const int every = optimizer.ema_overwrite_frequency;
            const bool overwrite = every > 0 && (updates + 1) % every == 0;
            detail::update_elements<Target>(detail::average_formula<Real>{m, 1 - m, overwrite}, w.value, unused, slot,
                                            n);
        }
        if (w.bound) detail::constrain<Target>(w.bound, w.value, w.shape);
    }
};

} // namespace ctnn
