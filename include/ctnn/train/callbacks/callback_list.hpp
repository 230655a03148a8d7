/// The callbacks of one fit, called in their order.
#pragma once
#include "../configured.hpp"
#include "../history.hpp"
#include "progbar_logger.hpp"

namespace ctnn::detail {

template<class C>
struct unwrapped {
    using type = C;
};
template<class C>
struct unwrapped<std::reference_wrapper<C>> {
    using type = C;
};
template<class C>
using callback_type = typename unwrapped<C>::type;

template<class T>
inline constexpr bool is_tuple_of_callbacks = false;
template<class... C>
inline constexpr bool is_tuple_of_callbacks<std::tuple<C...>> = true;

template<class C>
inline constexpr bool is_progbar_logger = false;
template<class Clock>
inline constexpr bool is_progbar_logger<progbar_logger<Clock>> = true;
/// EarlyStopping without its parentheses.
template<class C>
inline constexpr std::string_view factory_name = "";
template<class C>
inline constexpr std::string_view factory_name<configured<C>> = C::keras_name;

/// What is wrong with the value of callbacks = ..., empty if nothing.
template<class... C>
struct callbacks_mistake {
    template<class One>
    static constexpr void check(text& t, int i) {
        if (!t.empty() || is_callback<callback_type<One>>) return;
        t << "callbacks: number " << i + 1;
        if constexpr (!factory_name<One>.empty())
            t << " is " << factory_name<One> << " without its arguments; hint: " << factory_name<One> << "()";
        else
            t << " has none of Keras' members (on_epoch_end, on_train_batch_end...); hint: callbacks = "
                 "EarlyStopping(patience = 3), or tuple(...) of several";
    }
    static constexpr text value = [] {
        text t;
        int i = 0;
        (check<C>(t, i++), ...);
        return t;
    }();
};

/// Calls every callback. Callbacks are copies, or std::ref to the user's own, which then keep what they found. As in
/// Keras, each call sorts a copy of the logs by name; the callbacks share it, the caller's stay as they are.
template<class... C>
class callback_list {
public:
    explicit callback_list(C... all) : all_(std::move(all)...) {}

    void set_params(const fit_params& p) {
        each([&](auto& c) {
            if constexpr (requires { c.set_params(p); }) c.set_params(p);
        });
    }

    // clang-format off
    template<class T> void on_train_begin(T& t, const logs& l) { call<on_train_begin_hook>(t, l); }
    template<class T> void on_train_end(T& t, const logs& l) { call<on_train_end_hook>(t, l); }
    template<class T> void on_epoch_begin(T& t, int n, const logs& l) { call<on_epoch_begin_hook>(t, l, n); }
    template<class T> void on_epoch_end(T& t, int n, const logs& l) { call<on_epoch_end_hook>(t, l, n); }
    template<class T> void on_train_batch_begin(T& t, int n, const logs& l) { call<on_train_batch_begin_hook>(t, l, n); }
    template<class T> void on_train_batch_end(T& t, int n, const logs& l) { call<on_train_batch_end_hook>(t, l, n); }
    template<class T> void on_test_begin(T& t, const logs& l) { call<on_test_begin_hook>(t, l); }
    template<class T> void on_test_end(T& t, const logs& l) { call<on_test_end_hook>(t, l); }
    template<class T> void on_test_batch_begin(T& t, int n, const logs& l) { call<on_test_batch_begin_hook>(t, l, n); }
    template<class T> void on_test_batch_end(T& t, int n, const logs& l) { call<on_test_batch_end_hook>(t, l, n); }
    template<class T> void on_predict_begin(T& t, const logs& l) { call<on_predict_begin_hook>(t, l); }
    template<class T> void on_predict_end(T& t, const logs& l) { call<on_predict_end_hook>(t, l); }
    template<class T> void on_predict_batch_begin(T& t, int n, const logs& l) {
        call<on_predict_batch_begin_hook>(t, l, n);
    }
    template<class T> void on_predict_batch_end(T& t, int n, const logs& l) { call<on_predict_batch_end_hook>(t, l, n); }
    // clang-format on

private:
    std::tuple<C...> all_;
    logs sorted_;

    template<class F>
    void each(F f) {
        std::apply([&](auto&... c) { (f(static_cast<callback_type<std::remove_cvref_t<decltype(c)>>&>(c)), ...); },
                   all_);
    }
    template<class Hook, class T, class... Number>
    void call(T& trainer, const logs& l, Number... number) {
        sorted_ = l;
        sorted_.sort();
        each([&](auto& c) { notify<Hook>(c, trainer, sorted_, number...); });
    }
};

template<class... C>
auto list_callbacks(C... all) {
    if constexpr (callbacks_mistake<C...>::value.empty())
        return callback_list<C...>(std::move(all)...);
    else {
        CTNN_SAY_ALWAYS(callbacks_mistake<C...>::value);
        return callback_list<>();
    }
}

/// From the value of callbacks = ... (one, a tuple, or std::tuple<>() for none) to what fit calls: the user's, then
/// `history`, then a progress bar unless there is one among them or verbose is 0 (it prints nothing then).
template<class V>
auto fit_callbacks(V value, History& history) {
    const auto with_defaults = [&](auto... c) {
        if constexpr ((is_progbar_logger<callback_type<decltype(c)>> || ...))
            return list_callbacks(std::move(c)..., std::ref(history));
        else
            return list_callbacks(std::move(c)..., std::ref(history), ProgbarLogger());
    };
    if constexpr (is_tuple_of_callbacks<V>)
        return std::apply(with_defaults, std::move(value));
    else
        return with_defaults(std::move(value));
}
/// evaluate and predict have no history.
template<class V>
auto evaluate_callbacks(V value) {
    const auto with_progress = [](auto... c) {
        if constexpr ((is_progbar_logger<callback_type<decltype(c)>> || ...))
            return list_callbacks(std::move(c)...);
        else
            return list_callbacks(std::move(c)..., ProgbarLogger());
    };
    if constexpr (is_tuple_of_callbacks<V>)
        return std::apply(with_progress, std::move(value));
    else
        return with_progress(std::move(value));
}

} // namespace ctnn::detail
