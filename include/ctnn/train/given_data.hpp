/// The data that calls of a trainer are given: what the compiler says of their types, and what is wrong in them.
#pragma once
#include "data.hpp"
#include "fit_options.hpp"
#include "loss.hpp"
#include "lower.hpp"

namespace ctnn::detail {

template<class Def, class... Losses>
struct given_data {
    static constexpr const auto& a = architecture<Def>::value;
    static constexpr int inputs = a.models[0].inputs.count, outputs = a.models[0].outputs.count;
    using dataset_type = dataset<inputs, outputs>;
    static constexpr std::array<extents, inputs> input_shapes = [] {
        std::array<extents, inputs> s{};
        for (int i = 0; i < inputs; ++i) s[std::size_t(i)] = a.input(i);
        return s;
    }();
    static constexpr std::array<extents, outputs> target_shapes = [] {
        std::array<extents, outputs> s{};
        int k = 0;
        ((s[std::size_t(k)] = target_shape(Losses{}, a.output(k)), ++k), ...);
        return s;
    }();
    static constexpr std::array<extents, outputs> weight_shapes = [] {
        std::array<extents, outputs> s{};
        for (auto& e : s) e = extents(1);
        return s;
    }();

    /// What the loss of output K adds where targets were given with an axis less than the output: "; hint: ...".
    template<std::size_t K>
    static constexpr text hint_of_loss = [] {
        text t, hint;
        using loss = std::tuple_element_t<K, std::tuple<Losses...>>;
        const extents y = a.output(int(K));
        if constexpr (requires(const loss& l) { l.check(t, y, y, output_kind::other); })
            if (y.rank > 0) loss().check(t, y.without(y.rank - 1), y, output_kind::other);
        if (const std::size_t at = t.view().find("; hint: sparse"); at != std::string_view::npos)
            hint << t.view().substr(at) << ", categorical_crossentropy one-hot tensors";
        return hint;
    }();

    /// What the compiler says about the types that a call was given. Threads: it may take threads = ...
    template<bool Threads, fixed_string Call, class X, class Y, class... Options>
    struct mistake {
        template<class X1, class Y1>
        static constexpr text of_data(std::string_view call) {
            text t = data_mistake<X1, input_shapes, inputs>(call, "x");
            if (!t.empty()) return t;
            t = data_mistake<Y1, target_shapes, outputs>(call, "y");
            if constexpr (outputs == 1 && form_of_data<Y1>() == data_form::tensors)
                if (element_in_row<Y1>::shape.size() * std::size_t(target_shapes[0].last()) ==
                        target_shapes[0].size() &&
                    !t.empty())
                    t << hint_of_loss<0>.view();
            return t;
        }
        template<class V>
        static constexpr text of_validation() {
            if constexpr (batch_parts<V> != 0)
                return of_data<std::tuple_element_t<0, V>, std::tuple_element_t<1, V>>("fit(): validation_data");
            text t;
            return t << "fit(): validation_data takes x and y; hint: validation_data = std::pair(x_val, y_val)";
        }
        static constexpr text value = [] {
            text t = fit_options_mistake<Call, Options...>::value;
            if (t.empty()) t = threads_given_mistake<Threads, Options...>(Call.view());
            if (t.empty()) t = of_data<X, Y>(Call.view());
            if constexpr ((is_argument<Options> && ...)) {
                if constexpr (has_option<keyword<"validation_data">, Options...>)
                    if (t.empty()) t = of_validation<option_type<keyword<"validation_data">, Options...>>();
                if constexpr (has_option<keyword<"sample_weight">, Options...>) {
                    using w = option_type<keyword<"sample_weight">, Options...>;
                    constexpr int count = is_data_tuple<w> ? outputs : 1; // one alone weighs all outputs
                    if (t.empty()) t = data_mistake<w, weight_shapes, count>(Call.view(), "sample_weight");
                }
            }
            return t;
        }();
    };

    static void weigh_classes(dataset_type& d, const class_weights& by_class, bool sample_weight,
                              std::string_view call) {
        check_weights<outputs>(!by_class.empty(), sample_weight, target_shapes[0], call);
        if (!by_class.empty()) d.class_weight = &by_class;
    }

    /// x and y as the network and its losses take them, with sample_weight = ...; every number was looked at.
    template<class X, class Y, class... Options>
    static dataset_type data(std::string_view call, const X& x, const Y& y, const Options&... options) {
        dataset_type d;
        d.x = view_all<inputs>(x, input_shapes, call, "x");
        check_numbers(y, d.x[0].size(), call);
        d.y = view_all<outputs>(y, target_shapes, call, "y");
        if constexpr (has_option<keyword<"sample_weight">, Options...>)
            add_weights(d, call, option_at<keyword<"sample_weight">>(options...));
        check(d, call);
        return d;
    }
    /// Class numbers are too few for targets that have a number for each class: said here, where it is known how many
    /// samples there are.
    template<class Y>
    static void check_numbers(const Y& y, std::size_t samples, std::string_view call) {
        if constexpr (is_data_tuple<Y>) [&]<std::size_t... I>(std::index_sequence<I...>) {
                (check_numbers_of<I>(std::get<I>(y), samples, call), ...);
            }
        (std::make_index_sequence<std::size_t(outputs)>{});
        else check_numbers_of<0>(y, samples, call);
    }
    template<std::size_t K, class Y>
    static void check_numbers_of(const Y& y, std::size_t samples, std::string_view call) {
        constexpr extents shape = target_shapes[K];
        if constexpr (form_of_data<Y>() == data_form::numbers && shape.last() > 1)
            if (samples > 0 && std::size(y) == samples * (shape.size() / std::size_t(shape.last()))) {
                text t;
                t << call << ": ";
                target_name(int(K)).put(t);
                t << " has " << std::size(y) << " numbers for " << samples << " samples, a target must have shape "
                  << shape << hint_of_loss<K>.view();
                fail(t);
            }
    }
    static constexpr data_name target_name(int output) { return {"y", outputs > 1 ? output : -1}; }
    static void check(const dataset_type& d, std::string_view call) {
        check_counts(d, call);
        int k = 0;
        const auto one = [&]<class Loss>(const Loss&) {
            if constexpr (is_loss<Loss>)
                check_targets(d.y[std::size_t(k)], target_shapes[std::size_t(k)], call, target_name(k));
            ++k;
        };
        (one(Losses{}), ...);
        check_class_numbers(d, call);
    }
    static void check_class_numbers(const dataset_type& d, std::string_view call) {
        int k = 0;
        const auto one = [&]<class Loss>(const Loss& loss) {
            if constexpr (requires { loss.classes_of(a.output(k)); })
                check_classes(d.y[std::size_t(k)], target_shapes[std::size_t(k)], loss.classes_of(a.output(k)),
                                      loss.ignored(), call, target_name(k));
            ++k;
        };
        (one(Losses{}), ...);
    }
    /// validation_data = (x, y) or (x, y, sample_weight)
    template<class V>
    static dataset_type validation_set(const V& v) {
        return std::apply(
            [&](const auto& x, const auto& y, const auto&... weight) {
                dataset_type d = data("fit(): validation_data", x, y);
                if constexpr (sizeof...(weight) == 1) {
                    add_weights(d, "fit(): validation_data", weight...);
                    check_counts(d, "fit(): validation_data");
                }
                return d;
            },
            v);
    }
    template<class W>
    static void add_weights(dataset_type& d, std::string_view call, const W& weights) {
        if constexpr (is_data_tuple<W>)
            d.sample_weight = view_all<outputs>(weights, weight_shapes, call, "sample_weight");
        else
            d.sample_weight.fill(view_data(weights, weight_shapes[0], call, {"sample_weight"}));
    }
};

} // namespace ctnn::detail
