/// Sets the learning rate at the start of every epoch.                        keras.callbacks.LearningRateScheduler
#pragma once
#include "../python_text.hpp"
#include "arguments.hpp"
#include "hooks.hpp"

namespace ctnn {

/// schedule(epoch, learning_rate), or schedule(epoch), returns the epoch's learning rate; epochs count from 0.
///
///     LearningRateScheduler([](int epoch, double lr) { return epoch < 10 ? lr : lr * 0.9; }, verbose = 1)
template<class Schedule>
class learning_rate_scheduler {
public:
    Schedule schedule;
    int verbose = 0;

    template<class Trainer>
    void on_epoch_begin(Trainer& trainer, int epoch) {
        double rate = 0;
        if constexpr (requires { rate = schedule(epoch, trainer.learning_rate()); })
            rate = static_cast<double>(schedule(epoch, trainer.learning_rate()));
        else
            rate = static_cast<double>(schedule(epoch));
        trainer.learning_rate(rate);
        if (verbose > 0)
            detail::say(trainer, "\nEpoch " + std::to_string(epoch + 1) +
                                     ": LearningRateScheduler setting learning rate to " + detail::python_repr(rate) +
                                     ".\n");
    }
    template<class Trainer>
    void on_epoch_end(Trainer& trainer, int, logs& l) {
        l.set("learning_rate", trainer.learning_rate());
    }
};

namespace detail {

template<class V>
inline constexpr bool is_schedule = requires(V& f, int epoch, double lr) {
    static_cast<double>(f(epoch, lr));
}
|| requires(V& f, int epoch) { static_cast<double>(f(epoch)); };

struct learning_rate_scheduler_factory {
    template<class...> // so that it is said for a wrong call alone
    struct mistake {
        static constexpr text value = [] {
            text t;
            return t << "LearningRateScheduler takes a function of the epoch and the learning rate, and verbose; hint: "
                        "LearningRateScheduler([](int epoch, double lr) { return lr * 0.9; }, verbose = 1)";
        }();
    };
    template<class V>
    static V plain(V v) {
        return v;
    }
    template<class Key, class V>
    static V plain(argument<Key, V> a) {
        return a.value;
    }
    template<class Key, class A>
    static constexpr bool may_be = !is_argument<A> || requires {
        requires std::is_same_v<typename A::key, Key>;
    };

    template<class F, class Verbose = argument<keyword<"verbose">, int>>
    auto operator()(F f, Verbose loud = {0}) const {
        using function = decltype(plain(f));
        using number = decltype(plain(loud));
        if constexpr (may_be<keyword<"schedule">, F> && may_be<keyword<"verbose">, Verbose> && is_schedule<function> &&
                      accept<int>::from<number>)
            return learning_rate_scheduler<function>{plain(f), accept<int>::make(plain(loud))};
        else {
            CTNN_SAY_ALWAYS(mistake<F, Verbose>::value);
            return learning_rate_scheduler<double (*)(int)>{nullptr, 0};
        }
    }
};

} // namespace detail

inline constexpr detail::learning_rate_scheduler_factory LearningRateScheduler{};

} // namespace ctnn
