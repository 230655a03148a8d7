/// How fit calls callbacks: a type is one when it has any of Keras' on_... members.
///
/// A member takes what it needs, in this order: the trainer, the number of the epoch or batch, the logs. All of these
/// are right, the first one that compiles is called:
///
///     void on_epoch_end(auto& trainer, int epoch, ctnn::logs& logs);
///     void on_epoch_end(int epoch, const ctnn::logs& logs);
///     void on_epoch_end(auto& trainer, int epoch);
///     void on_epoch_end(int epoch);
///
/// on_train_begin, on_test_end and their like have no number: (trainer, logs), (trainer), (logs) or (). What is written
/// to the logs of on_epoch_end is seen by the callbacks behind: by History and the progress bar too.
///
/// What callbacks do to training they do through the trainer, which has
///
///     double learning_rate();  void learning_rate(double);   the optimizer's, before its schedule's next step
///     bool stop_training;                                    true ends fit after this batch and its epoch
///     std::span<float> weights();                            all of them, trainable or not, as one block
///     void weights_changed();                                (may be missing) called after they were written to
///     void save_weights(std::string_view path);              atomic; a .weights.h5 file
///     void save(std::string_view path);                      atomic; a .keras file
///     int metric_direction(std::string_view name);           (may be missing) 1: more is better, -1: less, 0: no metric
///     void swap_ema_weights();  void finalize_ema_weights(); SwapEMAWeights' alone
///     void print(std::string_view text);                     (may be missing) instead of standard output
///     void warn(std::string_view text);                      (may be missing) instead of standard error
#pragma once
#include "../../dsl/keyword.hpp"
#include "../logs.hpp"
#include <cstdio>
#include <functional>

namespace ctnn {

/// What fit, evaluate and predict tell callbacks that have a member set_params(const fit_params&).
struct fit_params {
    int verbose = 1, epochs = 1;
    long long steps = 0; ///< batches an epoch, 0 if unknown
};

namespace detail {

template<class C, class Member>
struct inherits_both : C, Member {};

/// LambdaCallback's share in a hook: a function under the hook's name.
template<class Key, class F>
struct function_of_hook;

// a hook is called by its name, which no template argument can say
#define CTNN_HOOK(NAME)                                                                                                \
    struct NAME##_hook {                                                                                               \
        static constexpr std::string_view name = #NAME;                                                                \
        struct member {                                                                                                \
            int NAME;                                                                                                  \
        };                                                                                                             \
        /* a name that two bases have is ambiguous */                                                                  \
        template<class C>                                                                                              \
        static constexpr bool missing = requires {                                                                     \
            &inherits_both<C, member>::NAME;                                                                           \
        };                                                                                                             \
        template<class C, class... A>                                                                                  \
        static constexpr bool takes = requires(C & c, A&... a) {                                                       \
            c.NAME(a...);                                                                                              \
        };                                                                                                             \
        template<class C, class... A>                                                                                  \
        static void call(C& c, A&... a) {                                                                              \
            c.NAME(a...);                                                                                              \
        }                                                                                                              \
    };                                                                                                                 \
    template<class F>                                                                                                  \
    struct function_of_hook<keyword<#NAME>, F> {                                                                       \
        F function;                                                                                                    \
        template<class... A>                                                                                           \
        requires requires(F & f, A&... a) { f(a...); }                                                                 \
        void NAME(A&... a) { function(a...); }                                                                         \
    }

CTNN_HOOK(on_train_begin);
CTNN_HOOK(on_train_end);
CTNN_HOOK(on_epoch_begin);
CTNN_HOOK(on_epoch_end);
CTNN_HOOK(on_train_batch_begin);
CTNN_HOOK(on_train_batch_end);
CTNN_HOOK(on_test_begin);
CTNN_HOOK(on_test_end);
CTNN_HOOK(on_test_batch_begin);
CTNN_HOOK(on_test_batch_end);
CTNN_HOOK(on_predict_begin);
CTNN_HOOK(on_predict_end);
CTNN_HOOK(on_predict_batch_begin);
CTNN_HOOK(on_predict_batch_end);
#undef CTNN_HOOK

template<class C, class... Hooks>
inline constexpr bool misses_all = (Hooks::template missing<C> && ...);
/// Whether a type has any of the members.
template<class C>
inline constexpr bool is_callback = [] {
    if constexpr (!std::is_class_v<C> || std::is_final_v<C>)
        return false;
    else
        return !misses_all<C, on_train_begin_hook, on_train_end_hook, on_epoch_begin_hook, on_epoch_end_hook,
                           on_train_batch_begin_hook, on_train_batch_end_hook, on_test_begin_hook, on_test_end_hook,
                           on_test_batch_begin_hook, on_test_batch_end_hook, on_predict_begin_hook, on_predict_end_hook,
                           on_predict_batch_begin_hook, on_predict_batch_end_hook>;
}();

/// A member that is there but takes something else would never be called.
template<class Hook, bool Numbered>
struct hook_mistake {
    static constexpr text value = [] {
        text t;
        const std::string_view n = !Numbered                                     ? ""
                                   : Hook::name.find("epoch") != Hook::name.npos ? "int epoch, "
                                                                                 : "int batch, ";
        return t << "callbacks: " << Hook::name << " takes (auto& trainer, " << n << "ctnn::logs& logs) or (" << n
                 << "const ctnn::logs& logs), or these without the logs";
    }();
};

/// Calls the member of one callback, if it has it. `number`: none, or the epoch or batch.
template<class Hook, class C, class Trainer, class... Number>
void notify(C& c, Trainer& trainer, logs& l, const Number... number) {
    if constexpr (Hook::template takes<C, Trainer, const Number..., logs>)
        Hook::call(c, trainer, number..., l);
    else if constexpr (sizeof...(Number) == 0 && Hook::template takes<C, Trainer>)
        Hook::call(c, trainer); // before the logs, whose type can be named: auto& is the trainer
    else if constexpr (Hook::template takes<C, const Number..., logs>)
        Hook::call(c, number..., l);
    else if constexpr (Hook::template takes<C, Trainer, const Number...>)
        Hook::call(c, trainer, number...);
    else if constexpr (Hook::template takes<C, const Number...>)
        Hook::call(c, number...);
    else if constexpr (!Hook::template missing<C>)
        CTNN_SAY_ALWAYS(hook_mistake<Hook, (sizeof...(Number) > 0)>::value);
}

/// Prints as Keras' io_utils.print_msg: to standard output, at once.
template<class Trainer, unsigned Options = compiled_for>
void say(Trainer& trainer, std::string_view s) {
    if (s.empty()) return;
    if constexpr (requires { trainer.print(s); })
        trainer.print(s);
    else {
        std::fwrite(s.data(), 1, s.size(), stdout);
        std::fflush(stdout);
    }
}
template<class Trainer, unsigned Options = compiled_for>
void warn(Trainer& trainer, std::string_view s) {
    if constexpr (requires { trainer.warn(s); })
        trainer.warn(s);
    else
        std::fprintf(stderr, "warning: %.*s\n", int(s.size()), s.data());
}

/// "accuracy,loss"
template<unsigned Options = compiled_for>
std::string names_in(const logs& l) {
    std::string s;
    for (const auto& e : l) s.append(s.empty() ? "" : ",").append(e.first);
    return s;
}

} // namespace detail
} // namespace ctnn
