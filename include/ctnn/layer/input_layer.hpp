/// Where a network begins.                                                         keras.Input, keras.layers.InputLayer
#pragma once
#include "layer.hpp"

namespace ctnn::layers {

/// Input(shape<28, 28, 1>): the shape of one sample. `Input(shape = ...)` is the one spelling of Keras' that C++ cannot keep.
struct input_layer {
    extents shape{};
    int batch_size = -1; // shown by the summary only
    extents batch_shape{};
    std::string_view name{}, dtype{};

    static constexpr std::string_view keras_name = "InputLayer";
    static constexpr auto arguments() {
        return takes(keyword<"shape">{}, &input_layer::shape, ctnn::batch_size, &input_layer::batch_size,
                     ctnn::batch_shape, &input_layer::batch_shape, ctnn::batch_input_shape, &input_layer::batch_shape,
                     ctnn::name, &input_layer::name, ctnn::dtype, &input_layer::dtype);
    }
    template<class... Args>
    static constexpr void argument_types(text& t) {
        using given = detail::given<Args...>;
        constexpr bool first_is_shape = (0 + ... + !detail::is_argument<Args>) > 0;
        if (!first_is_shape && std::is_void_v<typename given::template value<keyword<"shape">>> &&
            std::is_void_v<typename given::template value<keyword<"batch_shape">>> &&
            std::is_void_v<typename given::template value<keyword<"batch_input_shape">>>)
            t << "Input: shape is missing: Input(shape<3>)";
    }
};

} // namespace ctnn::layers
