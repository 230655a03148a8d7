/// compile(model, optimizer = adam, loss = mse, metrics = accuracy): a trainer for a model.
#pragma once
#include "optimizers.hpp"
#include "trainer.hpp"

namespace ctnn {
namespace detail {

template<class T>
inline constexpr bool is_broken_model = false;
template<const text& T, bool Silent>
inline constexpr bool is_broken_model<broken_network<T, Silent>> = true;

template<class T>
inline constexpr bool is_model = false;
template<class Def, passes Passes, class Target>
inline constexpr bool is_model<model<Def, Passes, Target>> = true;

template<class Given>
struct optimizer_type {
    static constexpr text wrong = [] {
        text t;
        if constexpr (is_plain_string<Given>)
            say_plain_string(t, "compile(): optimizer", "optimizer", "adam");
        else if constexpr (!requires(const Given& o) { o.slots(extents(), ""); })
            t << "compile(): optimizer takes one of Keras', for example optimizer = adam or Adam(learning_rate = 0.01)";
        return t;
    }();
    using type = Given;
};
template<fixed_string Name, fixed_string Shown = Name>
struct named_optimizer {
    static constexpr bool known = requires { optimizer_of(shortcut<Name>{}); };
    static constexpr text wrong = [] {
        text t;
        if (!known)
            t << "compile(): '" << Shown.view()
              << "' is no optimizer; hint: sgd, rmsprop, adam, adamw, nadam or adagrad is one";
        return t;
    }();
    using type = decltype([] {
        if constexpr (known)
            return optimizer_of(shortcut<Name>{});
        else
            return optimizers::rmsprop{};
    }());
};
template<fixed_string Name>
struct optimizer_type<shortcut<Name>> : named_optimizer<Name> {};
template<fixed_string Name, fixed_string Shown>
struct optimizer_type<short_form<Name, Shown>> : named_optimizer<Name, Shown> {};
template<fixed_string Name>
struct optimizer_type<string_constant<Name>> : named_optimizer<Name> {};

template<class T>
inline constexpr bool is_name = false;
template<fixed_string Name>
inline constexpr bool is_name<shortcut<Name>> = true;
template<fixed_string Name, fixed_string Shown>
inline constexpr bool is_name<short_form<Name, Shown>> = true;
template<fixed_string Name>
inline constexpr bool is_name<string_constant<Name>> = true;

/// What is wrong with the type of a metric. Names are looked up where shapes are known, see metric_of.
template<class M>
constexpr void say_metric_mistake(text& t, std::string_view key) {
    if (!t.empty()) return;
    if constexpr (is_plain_string<M>) {
        text what;
        what << "compile(): " << key;
        say_plain_string(t, what.view(), key, "mae");
    } else if constexpr (!is_metric<M> && !is_name<M> && !std::is_same_v<M, none_t> &&
                         !std::is_invocable_v<const M&, metric_row, metric_row>)
        t << "compile(): " << key << " takes metrics, for example " << key << " = accuracy or " << key
          << " = std::tuple(mae, AUC())";
}
template<class Given>
constexpr void say_metrics_mistake(text& t, std::string_view key) {
    const auto one = [&]<class M>(const std::tuple<M>*) {
        [&]<class... Inner>(const std::tuple<Inner...>*) {
            (say_metric_mistake<Inner>(t, key), ...);
        }(static_cast<const typename given_list<M>::type*>(nullptr));
    };
    [&]<class... M>(const std::tuple<M...>*) {
        (one(static_cast<const std::tuple<M>*>(nullptr)), ...);
    }(static_cast<const typename given_list<Given>::type*>(nullptr));
}

template<class Key>
inline constexpr bool is_compile_keyword =
    std::is_same_v<Key, keyword<"optimizer">> || std::is_same_v<Key, keyword<"loss">> ||
    std::is_same_v<Key, keyword<"loss_weights">> || std::is_same_v<Key, keyword<"metrics">> ||
    std::is_same_v<Key, keyword<"weighted_metrics">>;

/// Losses, one for each output.
template<class Given, int Outputs>
struct losses_given {
    using list = typename given_list<Given>::type;
    static constexpr bool fits = std::tuple_size_v<list> == std::size_t(Outputs);
    template<class... L>
    static auto types(const std::tuple<L...>*) -> std::tuple<typename loss_type<L>::type...>;
    using type = decltype(types(static_cast<const list*>(nullptr)));
    template<class... L>
    static constexpr text first_wrong(const std::tuple<L...>*) {
        text t;
        ((t.empty() && !loss_type<L>::wrong.empty() ? void(t = loss_type<L>::wrong) : void()), ...);
        return t;
    }
    static constexpr text wrong = first_wrong(static_cast<const list*>(nullptr));
};

template<class Model, class... A>
struct compile_mistake;
template<class Def, passes Passes, class Target, class... A>
struct compile_mistake<model<Def, Passes, Target>, A...> {
    static constexpr const auto& a = architecture<Def>::value;
    static constexpr int outputs = a.models[0].outputs.count;

    template<class One>
    static constexpr void check_keyword(text& t) {
        if (!t.empty()) return;
        if constexpr (!is_compile_keyword<typename One::key>)
            t << "compile() has no keyword '" << One::key::name
              << "', it takes optimizer, loss, loss_weights, metrics and weighted_metrics";
        else if constexpr ((int(std::is_same_v<typename One::key, typename A::key>) + ... + 0) > 1)
            t << "compile(): " << One::key::name << " is given twice";
        else if constexpr (std::is_same_v<typename One::value_type, in_braces>)
            t << "compile(): " << One::key::name << " takes several as a tuple; hint: " << One::key::name
              << " = std::tuple("
              << (One::key::name.ends_with("metrics") ? "mae, accuracy)"
                  : One::key::name == "loss"          ? "mse, mae)"
                                                      : "1, 0.5)");
        else if constexpr (One::key::name.ends_with("metrics"))
            say_metrics_mistake<typename One::value_type>(t, One::key::name);
    }
    /// What a loss says about its output.
    template<class... L>
    static constexpr void check_losses(text& t, const std::tuple<L...>*) {
        int k = 0;
        const auto one = [&]<class Loss>(const Loss& loss) {
            if constexpr (requires { loss.check(t, extents(), extents(), output_kind::other); })
                if (t.empty()) {
                    text wrong;
                    loss.check(wrong, target_shape(loss, a.output(k)), a.output(k), ends<Def>(k));
                    if (!wrong.empty()) {
                        t << "compile(): ";
                        if (outputs > 1) t << "output " << k + 1 << ": ";
                        t << wrong.view();
                    }
                }
            ++k;
        };
        (one(L{}), ...);
    }
    /// What the output's last operation is.
    template<class D>
    static constexpr output_kind ends(int k) {
        const auto& p = compilation<D>::lowered;
        const ops::op& o = p.op(p.outputs[k]);
        if (o.kind == ops::op_kind::softmax && o.attr.variant == int(ops::softmax_kind::softmax))
            return output_kind::softmax;
        if (o.kind == ops::op_kind::map && o.attr.f.kind == ops::function_kind::sigmoid) return output_kind::sigmoid;
        return output_kind::other;
    }
    static constexpr text of_arguments = [] {
        text t;
        if constexpr (!(is_argument<A> && ...))
            t << "compile(): what follows the model are keywords; hint: compile(model, optimizer = adam, loss = mse)";
        else {
            (check_keyword<A>(t), ...);
            if (!t.empty()) return t;
            if constexpr (!has_option<keyword<"loss">, A...>)
                t << "compile() needs a loss; hint: compile(model, optimizer = adam, loss = mse)";
            else {
                using given = losses_given<option_type<keyword<"loss">, A...>, outputs>;
                if constexpr (!given::fits)
                    t << "compile(): loss must hold " << outputs
                      << (outputs == 1 ? " loss" : " losses, one for each output") << ", got "
                      << std::tuple_size_v<typename given::list> << "; hint: None for an output without one";
                else if constexpr (!given::wrong.empty())
                    t << given::wrong.view();
                else
                    check_losses(t, static_cast<const typename given::type*>(nullptr));
            }
            if constexpr (has_option<keyword<"optimizer">, A...>)
                if (t.empty()) t = optimizer_type<option_type<keyword<"optimizer">, A...>>::wrong;
            if (t.empty() && a.trainable_param_count == 0)
                t << "compile(): this network has no weights that can be trained";
        }
        return t;
    }();
    /// Whether all that is on the way to a weight has a gradient.
    template<class... L>
    static constexpr text of_gradients(const std::tuple<L...>*) {
        using compiled = training_compilation<Def, true, Passes, hardware_of<Target>, L...>;
        if constexpr (compiled::ok)
            return {};
        else
            return untrainable<Def, compiled::made.missing, compiled::made.full>::value;
    }
    static constexpr text value = [] {
        if constexpr (of_arguments.empty())
            return of_gradients(
                static_cast<const typename losses_given<option_type<keyword<"loss">, A...>, outputs>::type*>(nullptr));
        else
            return of_arguments;
    }();
};

/// Metrics of all outputs, as they were given, as a tuple of `measured`.
template<class Def, class... Losses, class Given>
auto collect_metrics(const Given& given, bool weighted) {
    static constexpr const auto& a = architecture<Def>::value;
    static constexpr int outputs = a.models[0].outputs.count;
    using list = typename given_list<Given>::type;
    const auto of_output = [&]<int Output>(std::integral_constant<int, Output>, const auto& m) {
        using loss = std::tuple_element_t<std::size_t(Output), std::tuple<Losses...>>;
        static constexpr extents y_pred = a.output(Output), y_true = target_shape(loss{}, y_pred);
        const auto one = [&](const auto& metric) {
            const auto found = metric_of<y_true, y_pred>(metric);
            std::string name(found.name);
            if (outputs > 1)
                name = std::string(a.name(a.calls[a.edges[a.models[0].outputs.first + Output].call].layer).view()) +
                       "_" + name;
            return std::tuple(
                measured<std::remove_cvref_t<decltype(found)>>(found, Output, weighted, name, y_true, y_pred));
        };
        using type = std::remove_cvref_t<decltype(m)>;
        if constexpr (std::is_same_v<type, none_t>)
            return std::tuple<>();
        else if constexpr (requires { std::tuple_size<type>::value; })
            return std::apply([&](const auto&... inner) { return std::tuple_cat(one(inner)...); }, m);
        else
            return one(m);
    };
    const list all(given);
    return [&]<std::size_t... I>(std::index_sequence<I...>) {
        return std::tuple_cat(
            of_output(std::integral_constant < int, outputs == 1 ? 0 : int(I) > {}, std::get<I>(all))...);
    }
    (std::make_index_sequence<std::tuple_size_v<list>>{});
}

template<class Model, class Def, class Target, class Losses>
struct trainer_for;
template<class Model, class Def, class Target, class... Losses>
struct trainer_for<Model, Def, Target, std::tuple<Losses...>> {
    static constexpr int outputs = int(sizeof...(Losses));

    template<class... A>
    static auto make(Model& m, const A&... a) {
        const auto metrics_in = [&]<class Key>(Key, bool weighted) {
            if constexpr (has_option<Key, A...>)
                return collect_metrics<Def, Losses...>(option_of<Key>(a...), weighted);
            else
                return std::tuple<>();
        };
        auto all =
            std::tuple_cat(metrics_in(keyword<"metrics">{}, false), metrics_in(keyword<"weighted_metrics">{}, true));
        std::array<double, std::size_t(outputs)> weights{};
        weights.fill(1);
        if constexpr (has_option<keyword<"loss_weights">, A...>) {
            std::size_t i = 0;
            const auto given = option_of<keyword<"loss_weights">>(a...);
            if constexpr (requires { std::tuple_size<std::remove_cvref_t<decltype(given)>>::value; })
                std::apply(
                    [&](const auto&... w) { ((i < weights.size() ? void(weights[i++] = double(w)) : void()), ...); },
                    given);
            else
                weights[0] = double(given);
        }
        const auto optimizer = [&] {
            if constexpr (has_option<keyword<"optimizer">, A...>) {
                using given = option_type<keyword<"optimizer">, A...>;
                if constexpr (std::is_same_v<typename optimizer_type<given>::type, given>)
                    return option_of<keyword<"optimizer">>(a...);
                else
                    return typename optimizer_type<given>::type{};
            } else
                return optimizers::rmsprop{}; // as in Keras
        }();
        if (const text wrong = optimizer_mistake(optimizer); !wrong.empty()) fail(wrong);
        using optimizer_t = std::remove_cvref_t<decltype(optimizer)>;
        return std::apply(
            [&](auto&... metric) {
                using list = metric_list<std::remove_cvref_t<decltype(metric)>...>;
                return trainer<Model, Def, Target, optimizer_t, list, Losses...>(m, optimizer, list(std::move(all)),
                                                                                 weights);
            },
            all);
    }
};

/// A model that a trainer cannot refer to.
template<class Model, bool Constant>
struct untrainable_model {
    static constexpr text value = [] {
        text t;
        if (Constant)
            return t << "compile(): the model must not be const, training changes its weights; hint: auto model = "
                        "net.build(seed = 42)";
        return t << "compile(): the model must be a variable, the trainer changes its weights; hint: auto model = "
                    "net.build(seed = 42); compile(model, ...)";
    }();
};

/// Something else than a model that owns its weights.
template<class M>
struct no_model_to_train {
    static constexpr text value = [] {
        text t;
        t << "compile(): ";
        if constexpr (requires(const M& m) {
                          m.layer_count;
                          m.output_shape;
                      })
            t << "a network is a type and has no weights; hint: auto model = net.build(seed = 42); compile(model, ...)";
        else if constexpr (requires(const M& m) { m.weight(0); })
            t << "this model's weights are part of the program and cannot change; hint: auto mine = net.build(); "
                 "mine.copy_weights(model)";
        else
            t << "takes a model; hint: auto model = net.build(seed = 42); compile(model, ...)";
        return t;
    }();
};

} // namespace detail

/// What compile() returns after a mistake was reported: no call on it is another one.
struct broken_trainer {
    bool stop_training = false;
    template<class... A>
    History fit(const A&...) const {
        return {};
    }
    template<class... A>
    measurements evaluate(const A&...) const {
        return {};
    }
    template<class... A>
    measurements train_on_batch(const A&...) const {
        return {};
    }
    template<class... A>
    measurements test_on_batch(const A&...) const {
        return {};
    }
    static constexpr std::int64_t iterations() { return 0; }
    static constexpr double learning_rate() { return 0; }
    void learning_rate(double) const {}
    static constexpr detail::anything model() { return {}; }
    void save_weights(std::string_view) const {}
    void load_weights(std::string_view) const {}
    void save(std::string_view) const {}
    void save_state(std::string_view) const {}
    void load_state(std::string_view) const {}
};
/// The network's own mistake was reported where it is.
template<const text& T, bool Silent, class... A>
broken_trainer compile(const detail::broken_network<T, Silent>&, const A&...) {
    return {};
}

template<class M, class... A>
requires(!detail::is_model<M> && !detail::is_broken_model<M>) auto compile(const M&, const A&...) {
    CTNN_SAY_ALWAYS(detail::no_model_to_train<M>::value);
    return broken_trainer{};
}

template<class Def, passes Passes, class Target, class... A>
broken_trainer compile(const model<Def, Passes, Target>&, const A&...) {
    CTNN_SAY_ALWAYS((detail::untrainable_model<Def, true>::value));
    return {};
}
template<class Def, passes Passes, class Target, class... A>
broken_trainer compile(model<Def, Passes, Target>&&, const A&...) {
    CTNN_SAY_ALWAYS((detail::untrainable_model<Def, false>::value));
    return {};
}

/// A trainer for the model. optimizer: rmsprop unless given; loss: one, or a tuple of one for each output, None for
/// none; loss_weights, metrics, weighted_metrics: as Keras takes them, tuples for lists.
template<class Def, passes Passes, class Target, class... A>
auto compile(model<Def, Passes, Target>& m, const A&... arguments) {
    using mistake = detail::compile_mistake<model<Def, Passes, Target>, A...>;
    if constexpr (!mistake::value.empty()) {
        CTNN_SAY_ALWAYS(mistake::value);
        return broken_trainer{};
    } else {
        using losses = typename detail::losses_given<detail::option_type<keyword<"loss">, A...>,
                                                     detail::architecture<Def>::value.models[0].outputs.count>::type;
        return detail::trainer_for<model<Def, Passes, Target>, Def, Target, losses>::make(m, arguments...);
    }
}

} // namespace ctnn
