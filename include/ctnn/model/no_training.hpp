/// Keras' words for training, which are not there yet.
#pragma once
#include "layer_view.hpp"

namespace ctnn::detail {

template<fixed_string Word, class... A>
struct training_mistake {
    static constexpr text value = [] {
        text t;
        return t << Word.view() << "(): training is not there yet, networks only predict; hint: train with Keras, "
                    "model.save(\"model.keras\"), then ctnn-import model.keras";
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
