/// What compile(model, ...) returns: fit, evaluate, train_on_batch, test_on_batch.
#pragma once
#include "../kernel/simd.hpp"
#include "../run/model.hpp"
#include "callbacks.hpp"
#include "engine.hpp"
#include "given_data.hpp"
#include "metric_list.hpp"
#include "optimizer.hpp"
#include "reduction.hpp"
#include "state_file.hpp"
#include "weight_rules.hpp"
#include <algorithm>
#include <concepts>

namespace ctnn {

/// What a batch or an evaluation measured, by name; by itself it is the loss.
struct measurements : logs {
    /// (To double alone: a conversion to a whole number would let m["loss"] be "loss"[m], too.)
    template<std::same_as<double> T>
    operator T() const {
        return (*this)["loss"];
    }
};

namespace detail {

/// Which passes a model was built with.
template<class Model>
inline constexpr passes passes_of{};
template<class Def, passes Passes, class Target>
inline constexpr passes passes_of<ctnn::model<Def, Passes, Target>> = Passes;

} // namespace detail

/// Trains a model that it refers to: what was learned is in the model. Losses are types; Metrics is a metric_list.
///
/// Samples x and targets y are what data/argument.hpp lists: vectors of tensors or of numbers, mapped files; a
/// std::tuple of them for several inputs or outputs. After a step fails (data that does not fit) weights are as they
/// were.
template<class Model, class Def, class Target, class Optimizer, class Metrics, class... Losses>
class trainer {
    using engine = detail::training_engine<Def, detail::passes_of<Model>, Target, Losses...>;
    static constexpr const auto& a = detail::architecture<Def>::value;
    static constexpr int inputs = engine::inputs, outputs = engine::outputs;
    using given = detail::given_data<Def, Losses...>;
    using dataset_type = typename given::dataset_type;
    template<fixed_string Call, class... Given>
    using mistake_of = typename given::template mistake<detail::knows_threads<Model>, Call, Given...>;
    using rules = detail::weight_rules<Def>;

public:
    using model_type = Model;

    trainer(Model& model, const Optimizer& optimizer, Metrics metrics, const std::array<double, outputs>& loss_weights)
        : model_(&model), metrics_(std::move(metrics)), loss_weights_(loss_weights), optimizer_(optimizer),
          paths_(std::size_t(a.weight_count)) {
        for (int i = 0; i < outputs; ++i)
            loss_names_[std::size_t(i)]
                .append(a.name(a.calls[a.edges[a.models[0].outputs.first + i].call].layer).view())
                .append("_loss");
        for (int i = 0; i < a.weight_count; ++i) {
            auto& w = weights_[std::size_t(i)];
            const weight_row& row = a.weight(i);
            std::string& path = paths_[std::size_t(i)];
            path.append(a.name(a.weights[i].layer).view()).append("/");
            for (int d = 0; d < row.depth; ++d) path.append(row.path[d]).append("/");
            w.value = model.weight(i).data(), w.shape = row.shape, w.path = path.append(row.name);
            w.penalty = rules::penalty(i), w.bound = rules::bound(i);
            w.trainable = engine::has_gradient(i) || learns_by_penalty(i);
        }
        state_ = workspace(optimizer_.state_elements(weights_) * sizeof(float));
        scratch_ = workspace(optimizer_.scratch_elements(weights_) * sizeof(float));
    }
    trainer(trainer&&) = default;

    /// Bytes that a step on so many samples needs besides weights and the optimizer's own. fit allocates them at its
    /// start, with what evaluating needs beyond them where it validates.
    static constexpr std::size_t training_workspace_bytes(std::size_t batch) { return engine::bytes(batch); }

    Model& model() { return *model_; }
    double learning_rate() const { return double(optimizer_.learning_rate()); }
    void learning_rate(double rate) { optimizer_.set_learning_rate(rate); }
    /// Steps that were made.
    std::int64_t iterations() const { return optimizer_.iterations; }
    bool stop_training = false;

    /// One step on all the samples given. sample_weight = ..., class_weight = ..., threads = ... (which wait for the
    /// next call of that many)
    template<class X, class Y, class... Options>
    measurements train_on_batch(const X& x, const Y& y, const Options&... options) {
        return on_batch<true, "train_on_batch()">(x, y, options...);
    }
    /// What they measure, without a step.
    template<class X, class Y, class... Options>
    measurements test_on_batch(const X& x, const Y& y, const Options&... options) {
        return on_batch<false, "test_on_batch()">(x, y, options...);
    }

    /// Keras' fit: batch_size, epochs, verbose, callbacks, validation_split, validation_data, shuffle, class_weight,
    /// sample_weight, initial_epoch, steps_per_epoch, validation_steps, validation_batch_size, validation_freq, seed;
    /// and threads, with <ctnn/run/threads.hpp>: the same bits for any number (but for -ffast-math).
    template<class X, class Y, class... Options>
    requires(!detail::is_argument<Y>) History fit(const X& x, const Y& y, const Options&... options) {
        using mistake = mistake_of<"fit()", X, Y, Options...>;
        if constexpr (!mistake::value.empty()) {
            CTNN_SAY_ALWAYS(mistake::value);
            return {};
        } else
            return fit_arrays(x, y, options...);
    }

    /// Keras' fit of a generator: see data/generator.hpp. Batches have at most batch_size samples.
    template<batch_generator G, class... Options>
    History fit(G&& generator, const Options&... options) {
        using batch = std::remove_cvref_t<decltype(*generator())>;
        using mistake =
            mistake_of<"fit()", std::tuple_element_t<0, batch>, std::tuple_element_t<1, batch>, Options...>;
        if constexpr (!mistake::value.empty()) {
            CTNN_SAY_ALWAYS(mistake::value);
            return {};
        } else
            return fit_generator(generator, options...);
    }

    /// Keras' evaluate: batch_size, verbose, sample_weight, steps, callbacks; and threads.
    template<class X, class Y, class... Options>
    measurements evaluate(const X& x, const Y& y, const Options&... options) {
        using mistake = mistake_of<"evaluate()", X, Y, Options...>;
        if constexpr (!mistake::value.empty()) {
            CTNN_SAY_ALWAYS(mistake::value);
            return {};
        } else {
            const detail::fit_settings set = detail::fit_settings_of("evaluate()", options...);
            const auto crew = hire("evaluate()", options...);
            const dataset_type all = given::data("evaluate()", x, y, options...);
            auto callbacks = detail::evaluate_callbacks(detail::callbacks_given(options...));
            const int batch_size = detail::batch_size_of(set.batch_size_given ? &set.batch_size : nullptr, all.size(),
                                                         set.steps, "evaluate()");
            callbacks.set_params({set.verbose, 1, steps_of(all.size(), batch_size, set.steps)});
            measurements m;
            static_cast<logs&>(m) = run_test(all, batch_size, set.steps, callbacks, crew);
            return m;
        }
    }

    /// The model's weights, and in a .weights.h5 file the optimizer's variables where Keras has them, so that real
    /// Keras goes on training. Needs <ctnn/io/weights.hpp>.
    template<class File>
    void save_weights(const File& file) {
        if constexpr (detail::knows_trainer_files<trainer>)
            detail::trainer_files<trainer>::save_weights(*this, file);
        else
            model_->save_weights(file); // says which header
    }
    /// The weights in a file that Keras or save_weights wrote; out of .weights.h5 and .keras with the optimizer's
    /// variables, if it has some. These must be of an optimizer of the same class for the same weights. Throws
    /// file_error, and then nothing has changed. Needs <ctnn/io/weights.hpp>.
    template<class File>
    void load_weights(const File& file) {
        if constexpr (detail::knows_trainer_files<trainer>)
            detail::trainer_files<trainer>::load_weights(*this, file);
        else
            model_->load_weights(file);
    }

    /// The whole model to a .keras file with what it was compiled with and the optimizer's variables:
    /// keras.saving.load_model reads it, and Keras' fit goes on. Needs <ctnn/io/keras.hpp>.
    template<class File>
    void save(const File& file) {
        if constexpr (detail::knows_model_archive<Model>)
            detail::model_archive<Model>::save(*this, file);
        else
            CTNN_SAY_ALWAYS(detail::model_archive_mistake<Model>::value);
    }

    /// Weights, the optimizer's state, steps made: what a training needs to go on with the same numbers. Atomic.
    void save_state(std::string_view path) {
        if (!started_) optimizer_.start(weights_, state_.data()), started_ = true;
        detail::state_head head;
        head.iterations = optimizer_.iterations, head.seed = seed_, head.started = 1;
        head.learning_rate = double(optimizer_.rate), head.product = double(optimizer_.product);
        detail::write_state(path, head, weights(), state());
    }
    /// What save_state wrote; an error changes nothing.
    void load_state(std::string_view path) {
        if (!started_) optimizer_.start(weights_, state_.data()), started_ = true;
        const detail::state_head head = detail::read_state(path, weights(), state());
        optimizer_.iterations = head.iterations, seed_ = head.seed;
        optimizer_.rate = float(head.learning_rate), optimizer_.product = float(head.product);
        model_->prepare();
    }
    /// The epoch that the fit which has just begun goes on with.
    void initial_epoch(int epoch) { resumed_epoch_ = epoch; }
    /// With use_ema, exchanges weights and their moving averages.
    void swap_ema_weights() {
        optimizer_.swap_averages(weights_);
        model_->prepare();
    }
    void finalize_ema_weights() {
        optimizer_.finalize(weights_);
        model_->prepare();
    }

    // what files need
    static constexpr std::string_view optimizer_name = Optimizer::keras_name;
    /// f(variable, whether it exists only once the optimizer knows the weights) in the order of Keras'
    /// optimizer.variables.
    template<class F>
    void each_optimizer_variable(const F& f) {
        if (!started_) optimizer_.start(weights_, state_.data()), started_ = true;
        int i = 0;
        const int before = optimizer_.optimizer.learning_rate.is_number() ? 2 : 1;
        optimizer_.each_variable(weights_, [&](const optimizer_variable<float>& v) { f(v, i++ >= before); });
    }
    const Optimizer& optimizer() const { return optimizer_.optimizer; }
    /// f(loss, its weight) for every output, f(a `measured`) for every metric.
    template<class F>
    void each_loss(const F& f) const {
        std::size_t k = 0;
        (f(Losses{}, loss_weights_[k++]), ...);
    }
    template<class F>
    void each_metric(const F& f) {
        metrics_.each(f);
    }
    /// Weights were written to; `anew`: so that the optimizer begins with them.
    void weights_loaded(bool anew) {
        if (anew) started_ = false, optimizer_.product = 1;
        model_->prepare();
    }

    // what callbacks need; see callbacks/hooks.hpp
    std::span<float> weights() { return {model_->weight(0).data(), engine::weight_elements}; }
    void weights_changed() { model_->prepare(); }
    int metric_direction(std::string_view name) {
        int direction = 0;
        if (name == "loss") direction = -1;
        metrics_.each([&](auto& m) {
            if (m.name != name) return;
            if constexpr (requires { m.metric.direction; }) direction = m.metric.direction;
        });
        return direction;
    }

private:
    Model* model_;
    Metrics metrics_;
    std::array<double, outputs> loss_weights_;
    optimizer_run<Optimizer, float, Target> optimizer_;
    std::array<trained_weight<float>, a.weight_count> weights_{};
    std::vector<std::string> paths_; ///< which weights refer to
    std::array<std::string, outputs> loss_names_;
    workspace state_{0}, scratch_{0};
    engine engine_;
    std::vector<float> sample_weights_[outputs];
    /// Of each output, and of all together times samples: Keras' means of outputs' losses count batches, that of their
    /// sum samples.
    double loss_sum_[outputs + 1] = {};
    double samples_ = 0, batches_ = 0;
    unsigned long long seed_ = 0;
    bool started_ = false;
    int resumed_epoch_ = -1;
    detail::hired_crew crew_; ///< of train_on_batch and test_on_batch

    std::span<float> state() { return {state_.data(), optimizer_.state_elements(weights_)}; }

    /// No loss depends on the weight, but it has a penalty.
    static constexpr bool learns_by_penalty(int i) {
        return !engine::has_gradient(i) && rules::penalty(i) && detail::is_trained<Def>(i);
    }

    template<class X, class Y, class... Options>
    History fit_arrays(const X& x, const Y& y, const Options&... options) {
        const detail::fit_settings set = detail::fit_settings_of("fit()", options...);
        const auto crew = hire("fit()", options...);
        dataset_type all = given::data("fit()", x, y, options...), validation;
        const class_weights by_class = detail::class_weights_given(options...);
        given::weigh_classes(all, by_class, detail::has_option<keyword<"sample_weight">, Options...>, "fit()");
        bool validates = false;
        if (set.validation_split != 0) {
            const std::size_t at = detail::split_at(all.size(), set.validation_split, "fit()");
            validation = all.part(at, all.size() - at), all = all.part(0, at), validates = true;
            validation.class_weight = nullptr;
        }
        if constexpr (detail::has_option<keyword<"validation_data">, Options...>) {
            validation = given::validation_set(detail::option_at<keyword<"validation_data">>(options...));
            validates = true;
        }
        const int batch_size = detail::batch_size_of(set.batch_size_given ? &set.batch_size : nullptr, all.size(),
                                                     set.steps_per_epoch, "fit()");
        array_batches<inputs, outputs> batches(all, batch_size, set.shuffle, set.seed, set.steps_per_epoch);
        History history;
        auto callbacks = detail::fit_callbacks(detail::callbacks_given(options...), history);
        run_fit(set, batches, batch_size, validates ? &validation : nullptr, callbacks, crew);
        return history;
    }
    template<class G, class... Options>
    History fit_generator(G& generator, const Options&... options) {
        const detail::fit_settings set = detail::fit_settings_of("fit()", options...);
        const auto crew = hire("fit()", options...);
        generated_batches<G, inputs, outputs> batches(generator, given::input_shapes, given::target_shapes,
                                                      std::size_t(set.batch_size), set.steps_per_epoch);
        dataset_type validation;
        constexpr bool validates = detail::has_option<keyword<"validation_data">, Options...>;
        if constexpr (validates) validation = given::validation_set(detail::option_at<keyword<"validation_data">>(options...));
        History history;
        auto callbacks = detail::fit_callbacks(detail::callbacks_given(options...), history);
        run_fit(set, batches, int(set.batch_size), validates ? &validation : nullptr, callbacks, crew);
        return history;
    }
    /// As many threads as were asked for; this one is one of them.
    template<class... Options>
    static auto hire(std::string_view call, const Options&... options) {
        if constexpr (detail::has_option<keyword<"threads">, Options...>) {
            const int n = detail::threads_given(call, options...);
            return n > 1 ? detail::model_threads<Model>::hire(n) : detail::hired_crew();
        } else
            return detail::no_crew{};
    }
    static long long steps_of(std::size_t n, int batch_size, long long steps) {
        const long long all = (long long)((n + std::size_t(batch_size) - 1) / std::size_t(batch_size));
        return steps > 0 && steps < all ? steps : all;
    }

    void reset() {
        metrics_.reset();
        for (double& l : loss_sum_) l = 0;
        samples_ = batches_ = 0;
    }
    template<bool... Training>
    void reserve(int batch_size, bool weighted, int threads) {
        engine_.template reserve<Training...>(std::size_t(batch_size), threads);
        for (auto& w : sample_weights_)
            if (weighted && w.size() < std::size_t(batch_size)) w.resize(std::size_t(batch_size));
    }

    /// One batch, whose samples are in the engine already.
    template<bool Training, class Crew>
    void step(int n, bool weighted, const Crew& crew) {
        const simd::flush_denormals<> flush;
        int k = 0;
        const auto coefficients = [&]<class Loss>(const Loss& loss) {
            if constexpr (detail::is_loss<Loss>)
                detail::write_coefficients(loss,
                                           {n, engine::loss_values(k).elements,
                                            weighted ? sample_weights_[k].data() : nullptr,
                                            loss_weights_[std::size_t(k)]},
                                           engine_.targets(k), engine_.coefficients(k));
            ++k;
        };
        (coefficients(Losses{}), ...);
        if constexpr (rules::any_activity) std::fill_n(engine_.activity_coefficients(), n, 1 / float(n));
        const auto run = [&](const detail::vector_update* early) {
            engine_.template run<Training>(model_->weight(0).data(), n,
                                           {seed_, (unsigned long long)(optimizer_.iterations)}, crew, early);
        };
        if constexpr (Training) {
            if (!started_)
                optimizer_.start(weights_, state_.data()), started_ = true; // with the weights as they are now
            float* const base = model_->weight(0).data();
            for (int i = 0; i < a.weight_count; ++i) {
                auto& w = weights_[std::size_t(i)];
                w.gradient = engine_.changes() + (w.value - base);
                if (learns_by_penalty(i)) std::fill_n(w.gradient, w.shape.size(), 0.f);
            }
        }
        if constexpr (Training && engine::early_weights.count > 0)
            optimizer_.template update_early<engine::early_weights.count>(weights_, engine::early_weights.at, run);
        else
            run(nullptr);
        double total = 0;
        for (int i = 0; i < outputs; ++i) {
            const double l = double(engine_.template loss<Training>(i));
            total += l;
            if (loss_weights_[std::size_t(i)] != 0) loss_sum_[i] += l / loss_weights_[std::size_t(i)];
        }
        if constexpr (rules::any_activity) total += double(engine_.template loss<Training>(outputs));
        if constexpr (Training) {
            total += double(optimizer_.add_penalties(weights_));
            optimizer_.apply(weights_, scratch_.data(), [&](const auto& task) {
                crew.run([&](const auto& t) {
                    const simd::flush_denormals<> flush_here;
                    task(t);
                });
            });
            for (int i = 0; i < a.weight_count; ++i)
                if (engine::is_assigned(i)) {
                    const auto& w = weights_[std::size_t(i)];
                    for (std::size_t e = 0, size = w.shape.size(); e < size; ++e) w.value[e] = w.gradient[e];
                }
        } else
            total += double(optimizer_.template add_penalties<true>(weights_));
        loss_sum_[outputs] += total * n;
        samples_ += n, ++batches_;
        metrics_.each([&](auto& m) {
            m.state.update(engine_.targets(m.output), engine_.template output<Training>(m.output),
                           weighted && m.weighted ? sample_weights_[m.output].data() : nullptr, n);
        });
    }
    /// What was measured since reset(), sorted by name; as floats, which is what Keras' are.
    void write(logs& l) {
        const auto set = [&](std::string_view name, double v) { l.set(name, double(float(v))); };
        if constexpr (outputs > 1)
            for (int i = 0; i < outputs; ++i)
                if (target_has_loss(i)) set(loss_names_[std::size_t(i)], loss_sum_[i] / (batches_ > 0 ? batches_ : 1));
        metrics_.each([&](auto& m) { set(m.name, m.state.result()); });
        set("loss", loss_sum_[outputs] / (samples_ > 0 ? samples_ : 1));
        l.sort();
    }
    static constexpr bool target_has_loss(int i) {
        const bool has[] = {detail::is_loss<Losses>...};
        return has[i];
    }
    template<class Batches>
    void load(Batches& b, bool weighted) {
        for (int i = 0; i < inputs; ++i) {
            const float* const at = engine::may_lie_elsewhere(int(b.size())) ? b.input_in_place(i) : nullptr;
            if (!at) b.copy_input(i, engine_.input(i));
            engine_.input_lies(i, at);
        }
        for (int i = 0; i < outputs; ++i)
            if (engine::target_elements(i)) b.copy_target(i, engine_.targets(i));
        for (int i = 0; i < outputs && weighted; ++i) b.copy_weights(i, sample_weights_[i].data());
    }

    template<bool Training, fixed_string Call, class X, class Y, class... Options>
    measurements on_batch(const X& x, const Y& y, const Options&... options) {
        using mistake = mistake_of<Call, X, Y, Options...>;
        if constexpr (!mistake::value.empty()) {
            CTNN_SAY_ALWAYS(mistake::value);
            return {};
        } else {
            dataset_type d = given::data(Call.view(), x, y, options...);
            const class_weights by_class = detail::class_weights_given(options...);
            given::weigh_classes(d, by_class, detail::has_option<keyword<"sample_weight">, Options...>, Call.view());
            if constexpr (detail::has_option<keyword<"threads">, Options...>) {
                const int n = detail::threads_given(Call.view(), options...);
                if (n != crew_.size()) crew_ = hire(Call.view(), options...);
                return on_batch_of<Training>(d, crew_);
            } else
                return on_batch_of<Training>(d, detail::no_crew{});
        }
    }
    template<bool Training, class Crew>
    measurements on_batch_of(const dataset_type& d, const Crew& crew) {
        const int n = int(d.size());
        array_batches<inputs, outputs> batches(d, n);
        reserve<Training>(n, d.weighted(), crew.size());
        batches.begin_epoch(0);
        batches.next();
        load(batches, d.weighted());
        reset();
        step<Training>(n, d.weighted(), crew);
        if (Training) model_->prepare();
        measurements m;
        write(m);
        return m;
    }

    template<class Callbacks, class Crew>
    logs run_test(const dataset_type& d, int batch_size, long long steps, Callbacks& callbacks, const Crew& crew) {
        array_batches<inputs, outputs> batches(d, batch_size, false, 0, steps);
        reserve<false>(batch_size, d.weighted(), crew.size());
        reset();
        logs l, none;
        callbacks.on_test_begin(*this, none);
        batches.begin_epoch(0);
        for (int b = 0; batches.next(); ++b) {
            callbacks.on_test_batch_begin(*this, b, none);
            load(batches, d.weighted());
            step<false>(int(batches.size()), d.weighted(), crew);
            write(l);
            callbacks.on_test_batch_end(*this, b, l);
        }
        callbacks.on_test_end(*this, l);
        return l;
    }

    template<class Batches, class Callbacks, class Crew>
    void run_fit(const detail::fit_settings& set, Batches& batches, int batch_size, const dataset_type* validation,
                 Callbacks& callbacks, const Crew& crew) {
        const int validation_batch = set.validation_batch_size > 0 ? int(set.validation_batch_size) : batch_size;
        const bool weighted = batches.weighted() || (validation && validation->weighted());
        const int most = batch_size > validation_batch ? batch_size : validation_batch;
        if (validation)
            reserve<true, false>(most, weighted, crew.size());
        else
            reserve<true>(most, weighted, crew.size());
        seed_ = set.seed;
        stop_training = false;
        bool warned = false;
        logs l, epoch_logs, none;
        callbacks.set_params({set.verbose, int(set.epochs), batches.steps()});
        resumed_epoch_ = -1;
        callbacks.on_train_begin(*this, none);
        for (int epoch = resumed_epoch_ >= 0 ? resumed_epoch_ : int(set.initial_epoch);
             epoch < set.epochs && !stop_training; ++epoch) {
            reset();
            callbacks.on_epoch_begin(*this, epoch, none);
            batches.begin_epoch(epoch);
            int b = 0;
            for (; !stop_training && batches.next(); ++b) {
                if constexpr (requires { batches.current(); }) given::check_class_numbers(batches.current(), "fit()");
                callbacks.on_train_batch_begin(*this, b, none);
                load(batches, batches.weighted());
                step<true>(int(batches.size()), batches.weighted(), crew);
                write(l);
                callbacks.on_train_batch_end(*this, b, l);
            }
            if (batches.ran_out()) {
                if (!warned) detail::warn(*this, "fit(): the data ran out; hint: steps_per_epoch * epochs batches are needed");
                warned = true, stop_training = stop_training || b == 0;
            }
            epoch_logs = l;
            if (validation && (epoch + 1) % set.validation_freq == 0) {
                const logs v = run_test(*validation, validation_batch, set.validation_steps, callbacks, crew);
                epoch_logs.update(v, "val_");
            }
            model_->prepare(); // callbacks may predict
            callbacks.on_epoch_end(*this, epoch, epoch_logs);
        }
        optimizer_.finalize(weights_);
        callbacks.on_train_end(*this, epoch_logs);
        model_->prepare();
    }
};

} // namespace ctnn
