/// A layer's configuration behind one interface, whatever its type: what the network calls.
#pragma once
#include "../op/builder.hpp"
#include "parameters.hpp"
#include "weight_rule.hpp"
#include <concepts>

namespace ctnn {

/// The shapes that go into a layer.
struct input_shapes {
    const extents* shapes = nullptr;
    int n = 0;
    constexpr const extents& operator[](int i) const { return shapes[i]; }
    constexpr int size() const { return n; }
};

/// What goes into a layer that takes several inputs.
struct inputs_view {
    const ops::value* values = nullptr;
    int n = 0;
    constexpr const ops::value& operator[](int i) const { return values[i]; }
    constexpr int size() const { return n; }
};

/// What comes out of a layer that has several outputs, 8 at the most.
struct results {
    static constexpr int capacity = 8;
    ops::value values[capacity] = {};
    int n = 0;
    constexpr results() = default;
    constexpr results(const ops::value& v) : n(1) { values[0] = v; }
    constexpr const ops::value& operator[](int i) const { return values[i]; }
    constexpr void push(const ops::value& v) {
        if (n < capacity) values[n++] = v;
    }
};

namespace detail {

using inputs = inputs_view;

/// Calls C's own `call`, which takes one value or a view of several; while it is trained its `call_training`, if it has one.
template<class C>
constexpr results call_layer(const C& c, parameters& own, const inputs& x) {
    if constexpr (requires { c.call_training(own, x[0]); })
        if (own.training()) return c.call_training(own, x[0]);
    if constexpr (requires { c.call(own, x); })
        return c.call(own, x);
    else
        return c.call(own, x[0]);
}

/// C's own checks, and that a layer of one input gets one.
template<class C>
constexpr void check_layer(const C& c, report& say, const input_shapes& x) {
    constexpr bool several = requires(parameters& own, const inputs& v) { c.call(own, v); };
    if constexpr (!several) say.unless(x.size() == 1, "takes one input, got ", x.size());
    if constexpr (requires { c.check(say, x); })
        if (!say.failed()) c.check(say, x);
}

/// Whether a class has an operator== of its own; one that it inherits compares a part of it.
template<class C>
concept compares_itself = requires { static_cast<bool (C::*)(const C&) const>(&C::operator==); };

struct layer_base {
    weight_rule* rules = nullptr; ///< owned; what weights are in training, not what the layer computes

    constexpr layer_base() = default;
    layer_base(const layer_base&) = delete;
    layer_base& operator=(const layer_base&) = delete;
    constexpr virtual ~layer_base() { weight_rule::release(rules); }
    constexpr virtual void check(report& say, const input_shapes& x) const = 0;
    constexpr virtual results call(parameters& own, const inputs& x) const = 0;
    /// Whether another configuration of the same type is known to be equal.
    constexpr virtual bool same(const layer_base& other) const = 0;
};

template<class C>
struct layer_of final : layer_base {
    C config{};
    constexpr layer_of() = default;
    constexpr explicit layer_of(const C& c) : config(c) {}
    constexpr ~layer_of() override {}
    constexpr void check(report& say, const input_shapes& x) const override { check_layer(config, say, x); }
    constexpr results call(parameters& own, const inputs& x) const override { return call_layer(config, own, x); }
    constexpr bool same(const layer_base& other) const override {
        if constexpr (std::is_empty_v<C>)
            return true;
        else if constexpr (compares_itself<C>)
            return static_cast<const layer_of&>(other).config == config;
        else
            return false;
    }
};

// A type's handle: an address that leads back to the type, by a friend that is found in every later translation step.
template<class C>
struct handle_of {
    static constexpr char id = 0;
};
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wnon-template-friend" // one function for each handle is the point
#endif
template<const char* Handle>
struct handle_key {
    friend constexpr auto published(handle_key);
};
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic pop
#endif
template<class C>
struct type_of {
    using type = C;
};
template<class C>
struct publish {
    friend constexpr auto published(handle_key<&handle_of<C>::id>) { return type_of<C>{}; }
};
template<const char* Handle>
using type_at = typename decltype(published(handle_key<Handle>{}))::type;

/// "LSTM" -> "lstm", "Conv2DTranspose" -> "conv2d_transpose": Keras' name for a layer of a class, the first or number n.
constexpr name_text counted_name(std::string_view class_name, int n) {
    text t;
    const auto lower = [](char c) { return c >= 'a' && c <= 'z'; };
    const auto upper = [](char c) { return c >= 'A' && c <= 'Z'; };
    for (std::size_t i = 0; i < class_name.size(); ++i) {
        const char c = class_name[i];
        if (upper(c)) {
            const char p = i ? class_name[i - 1] : '\0', next = i + 1 < class_name.size() ? class_name[i + 1] : '\0';
            if (i && (lower(p) || (next != '\0' && lower(next)))) t << '_';
            t << char(c - 'A' + 'a');
        } else
            t << c;
    }
    if (n) t << '_' << n;
    return name_text(t.view());
}

} // namespace detail
} // namespace ctnn
