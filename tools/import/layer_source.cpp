/// Spells a layer's configuration in C++: the arguments that are not Keras' defaults.
#include "layer_source.hpp"
#include "layer_list.hpp"
#include <charconv>
#include <cmath>
#include <ctnn/io/file_error.hpp>

namespace ctnn::import {
namespace {

using io::detail::join;

std::string list(const extents& e) {
    std::string s;
    for (int i = 0; i < e.rank; ++i) s.append(i ? ", " : "").append(std::to_string(e[i]));
    return s;
}

/// Values as arguments.
struct speller {
    spelling how;

    std::string number(const std::string& digits) const { return how == spelling::plain ? digits : digits + "_c"; }
    std::string text(int v) const { return number(std::to_string(v)); }
    std::string text(bool v) const { return std::string(v ? "true" : "false") + (how == spelling::plain ? "" : "_c"); }
    std::string text(float v) const {
        if (std::isinf(v)) return "None";
        char s[40];
        std::string digits(s, std::to_chars(s, s + sizeof s, v).ptr);
        return number(digits);
    }
    std::string text(const extents& e) const {
        if (!e.rank) return "None";
        return e.rank == 1 ? text(e[0]) : "shape<" + list(e) + ">";
    }
    std::string text(const pairs& p) const {
        if (!p.rank) return text(p.values[0][0]);
        std::string s;
        for (int i = 0; i < std::abs(p.rank); ++i) {
            s.append(i ? ", " : "");
            s.append(p.rank < 0 ? std::to_string(p.values[i][0])
                                : join("shape<", p.values[i][0], ", ", p.values[i][1], '>'));
        }
        return p.rank < 0 ? "shape<" + s + ">" : p.rank == 1 ? s : "tuple(" + s + ")";
    }
    std::string text(const numbers& v) const {
        if (v.rank < 0) return "None";
        if (v.rank == 0) return text(v.values[0]);
        std::string s;
        for (int i = 0; i < v.n; ++i) s.append(i ? ", " : "").append(text(v.values[i]));
        return "tuple(" + s + ")";
    }
    /// Keras' class and its arguments by position; the norm's axis where it is not the first.
    std::string text(const regularizer& r) const {
        const auto number = [&](double v) { return text(static_cast<float>(v)); };
        if (r.kind == regularizer_kind::orthogonal)
            return join("OrthogonalRegularizer(", number(r.factor),
                        r.mode == orthogonal_mode::columns ? ", \"columns\"_s)" : ")");
        if (r.l1 != 0 && r.l2 != 0) return join("L1L2(", number(r.l1), ", ", number(r.l2), ')');
        return r.l1 != 0 ? join("L1(", number(r.l1), ')') : join("L2(", number(r.l2), ')');
    }
    std::string text(const constraint& c) const {
        const auto number = [&](double v) { return text(static_cast<float>(v)); };
        const std::string axis = c.axis == extents(0) ? "" : text(c.axis), behind = axis.empty() ? "" : ", " + axis;
        switch (c.kind) {
        case constraint_kind::max_norm: return join("MaxNorm(", number(c.max_value), behind, ')');
        case constraint_kind::unit_norm: return join("UnitNorm(", axis, ')');
        case constraint_kind::min_max_norm:
            return join("MinMaxNorm(", number(c.min_value), ", ", number(c.max_value), ", ", number(c.rate), behind, ')');
        default: return "NonNeg()";
        }
    }
    /// Keras' names are also constants of ctnn.
    template<class M>
        requires(std::is_enum_v<M>)
    std::string text(M v) const {
        return std::string(keras_name(v));
    }
};

/// Windows that are equal along every axis are one number.
template<class M>
M shortest(std::string_view key, M v) {
    if constexpr (std::is_same_v<M, extents>)
        if (key == "kernel_size" || key == "strides" || key == "dilation_rate" || key == "pool_size" || key == "size") {
            for (int i = 1; i < v.rank; ++i)
                if (v[i] != v[0]) return v;
            if (v.rank > 1) return extents(v[0]);
        }
    return v;
}

template<class C>
struct writer {
    speller say;
    int rank = 0;
    const detail::weight_rule* rules = nullptr; // of this layer or of all that are inside it
    std::string_view scope{};                   // which of these
    bool initializers = false;

    /// The arguments that are not defaults; required ones come without their keyword.
    std::string arguments(const C& config, const std::vector<std::string>& more) {
        std::string s;
        bool by_position = true;
        const auto add = [&](const std::string& a) { s.append(s.empty() ? "" : ", ").append(a); };
        const auto one = [&]<class Key, class D, class M, bool R>(const detail::slot<Key, D, M, R>& slot) {
            const auto argument = value(std::string_view(Key::name), R, config.*slot.member, standard().*slot.member, config);
            if (!argument.empty()) add(R && by_position ? argument : join(Key::name, " = ", argument));
            by_position = by_position && R;
        };
        constexpr const auto& all = detail::arguments_of<C>;
        [&]<class... S>(const detail::slots<S...>& slots) { (one(static_cast<const S&>(slots)), ...); }(all);
        if constexpr (!requires { config.layer; })
            for (const auto* r = rules; r; r = r->next)
                if (r->inside == scope)
                    add(join(r->keyword, " = ", r->penalty ? say.text(r->penalty) : say.text(r->bound)));
        for (const auto& m : more) add(m);
        return s;
    }
    std::string call(const C& config, const std::vector<std::string>& more) {
        return join(C::keras_name, '(', arguments(config, more), ')');
    }

private:
    static const C& standard() {
        static const C c{};
        return c;
    }

    /// A layer inside this one.
    template<class Inside>
    std::string inside(const Inside& config, std::string_view key) {
        const bool step = C::keras_name == "TimeDistributed";
        writer<Inside> w{say, step ? rank - 1 : rank, rules, step ? scope : key == "layer" ? "forward_layer" : key};
        auto s = w.call(config, {});
        initializers = initializers || w.initializers;
        return s;
    }
    /// The arguments of the forward layer's twin that runs the other way, or of the backward layer.
    template<class Inside>
    std::string turned(Inside c) const {
        if constexpr (requires { c.go_backwards; }) c.go_backwards = !c.go_backwards;
        return writer<Inside>{{spelling::plain}, 0, rules, "forward_layer"}.arguments(c, {});
    }
    template<class Inside>
    std::string backward(const Inside& c) const {
        return writer<Inside>{{spelling::plain}, 0, rules, "backward_layer"}.arguments(c, {});
    }

    /// An argument's value, "" for one that need not be written.
    template<class M>
    std::string value(std::string_view key, bool required, const M& v, const M& usual, const C& config) {
        if constexpr (requires { M::keras_name; }) {
            if (required) return inside(v.inside(), key);
            if constexpr (requires { v.units; }) { // the twin of the forward layer says nothing
                using Inside = std::remove_cvref_t<decltype(v.inside())>;
                if (v.units == 0) return {};
                if constexpr (std::is_same_v<Inside, std::remove_cvref_t<decltype(config.layer.inside())>>)
                    if (turned(config.layer.inside()) == backward(v.inside())) return {};
                return inside(v.inside(), key);
            }
            return {};
        } else if constexpr (std::is_same_v<M, initializer>) {
            initializers = initializers || !(v == usual);
            return {};
        } else if constexpr (requires { say.text(v); }) {
            if (key == "input_length" || key == "seed") return {}; // the input says it; only training needs it
            if constexpr (std::is_same_v<M, int> || std::is_same_v<M, extents>) // Keras 2 writes out which axis is the last
                if (key == "axis" && usual == M(-1) && v == M(rank)) return {};
            const M shown = shortest(key, v);
            if (!required && shown == shortest(key, usual)) return {};
            if constexpr (requires { config.pool_size; }) // strides follow pool_size
                if (key == "strides" && config.strides == config.pool_size) return {};
            if constexpr (std::is_same_v<M, extents>)
                if (key == "target_shape" || key == "dims") return "shape<" + list(v) + ">";
            if constexpr (std::is_same_v<M, bool>)
                if (key == "return_state") return v ? "true_c" : "false_c"; // it decides how many results there are
            return say.text(shown);
        } else
            return {};
    }
};

} // namespace

layer_text layer_source(const detail::layer_record& layer, spelling how, const std::vector<std::string>& more, int rank) {
    layer_text t;
    with_configuration(layer, [&]<class C>(const C& config) {
        writer<C> w{{how}, rank, layer.config->rules};
        t.source = w.call(config, more);
        t.initializers = w.initializers;
    });
    return t;
}

} // namespace ctnn::import
