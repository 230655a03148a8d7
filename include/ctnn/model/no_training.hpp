/// Keras' words for training as members: a model is trained by a trainer, see train/.
#pragma once
#include "layer_view.hpp"

namespace ctnn::detail {

template<fixed_string Word, class... A>
struct training_mistake {
    static constexpr text value = [] {
        text t;
        return t << Word.view() << "(): a trainer does that, with <ctnn/train.hpp>; hint: auto trainer = compile(model, optimizer = "
                    "adam, loss = mse); trainer.fit(x, y)";
    }();
};

/// A network or a model that is asked to learn.
struct no_training {
    template<class... A>
    constexpr anything compile(const A&...) const {
        CTNN_SAY_ALWAYS((training_mistake<"compile", A...>::value));
        return {};
    }
    template<class... A>
    constexpr anything fit(const A&...) const {
        CTNN_SAY_ALWAYS((training_mistake<"fit", A...>::value));
        return {};
    }
    template<class... A>
    constexpr anything evaluate(const A&...) const {
        CTNN_SAY_ALWAYS((training_mistake<"evaluate", A...>::value));
        return {};
    }
};

} // namespace ctnn::detail
