/// What a layer says about an input, for static_asserts.
#pragma once
#include <ctnn/architecture.hpp>

namespace ctnn::test {

/// Whether the layer's check of this input gives exactly this sentence ("" for none).
template<class C>
constexpr bool says(const C& layer, const extents& x, std::string_view sentence, std::string_view previous_class = "") {
    report say(previous_class);
    const extents shapes[] = {x};
    layer.check(say, input_shapes{shapes, 1});
    return say.sentence() == sentence;
}

/// A layer's configuration with its arguments read.
template<class C, class... Args>
constexpr C config(const layer_object<C, Args...>& l) {
    C c{};
    layer_options o;
    l.read(c, o);
    return c;
}

} // namespace ctnn::test
