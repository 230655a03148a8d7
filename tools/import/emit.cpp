#include "emit.hpp"
#include "layer_list.hpp"
#include <cctype>
#include <charconv>
#include <cmath>
#include <ctnn/io/file_error.hpp>
#include <ctnn/model/order.hpp>
#include <map>
#include <set>

namespace ctnn::import {
namespace {

using detail::edge;
using io::detail::join;

std::string list(const extents& e) {
    std::string s;
    for (int i = 0; i < e.rank; ++i) s.append(i ? ", " : "").append(std::to_string(e[i]));
    return s;
}

std::string value_text(int v) { return std::to_string(v) + "_c"; }
std::string value_text(bool v) { return v ? "true_c" : "false_c"; }
std::string value_text(float v) {
    if (std::isinf(v)) return "None";
    char s[40];
    return std::string(s, std::to_chars(s, s + sizeof s, v).ptr) + "_c";
}
std::string value_text(const extents& e) {
    if (!e.rank) return "None";
    return e.rank == 1 ? value_text(e[0]) : "shape<" + list(e) + ">";
}
std::string value_text(const pairs& p) {
    if (!p.rank) return value_text(p.values[0][0]);
    std::string s;
    for (int i = 0; i < std::abs(p.rank); ++i) {
        s.append(i ? ", " : "");
        s.append(p.rank < 0 ? std::to_string(p.values[i][0]) : join("shape<", p.values[i][0], ", ", p.values[i][1], '>'));
    }
    return p.rank < 0 ? "shape<" + s + ">" : "tuple(" + s + ")";
}
std::string value_text(const numbers& v) {
    if (v.rank < 0) return "None";
    if (v.rank == 0) return value_text(v.values[0]);
    std::string s;
    for (int i = 0; i < v.n; ++i) s.append(i ? ", " : "").append(value_text(v.values[i]));
    return "tuple(" + s + ")";
}
std::string value_text(activation_kind v) { return std::string(keras_name(v)); }
template<class M>
    requires(std::is_enum_v<M>)
std::string value_text(M v) {
    for (const char* name : {"valid", "same", "causal", "channels_last", "channels_first", "concat", "sum", "mul", "ave",
                             "nearest", "bilinear", "bicubic", "lanczos3", "lanczos5"})
        if (M other{}; find_value(name, other) && other == v) {
            constexpr bool has_constant = std::is_same_v<M, padding_kind> || std::is_same_v<M, data_format_kind> ||
                std::is_same_v<M, merge_mode_kind>;
            return has_constant ? name : join('"', name, "\"_s");
        }
    return "None";
}

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
std::string call_text(const C& config, const std::vector<std::string>& more);

template<class C>
std::string arguments_text(const C& config, const std::vector<std::string>& more);

/// The arguments of a recurrent layer's twin that runs the other way.
template<class C>
std::string turned_text(C c) {
    if constexpr (requires { c.go_backwards; }) c.go_backwards = !c.go_backwards;
    return arguments_text(c, {});
}

/// The arguments that are not defaults; required ones come without their keyword.
template<class C>
std::string arguments_text(const C& config, const std::vector<std::string>& more) {
    std::string s;
    bool by_position = true;
    const auto add = [&](const std::string& argument) { s.append(s.empty() ? "" : ", ").append(argument); };
    constexpr auto all = C::arguments();
    const C standard{};
    const auto one = [&]<class Key, class D, class M, bool R>(const detail::slot<Key, D, M, R>& slot, const auto& config) {
        const M& value = config.*slot.member;
        const auto keyed = [&](const std::string& text) {
            add(R && by_position ? text : join(Key::name, " = ", text));
            by_position = by_position && R;
        };
        if constexpr (requires { M::keras_name; }) {
            if constexpr (R)
                keyed(call_text(value.inside(), {}));
            else if constexpr (requires { value.units; }) { // the twin of the forward layer says nothing
                using Inside = std::remove_cvref_t<decltype(value.inside())>;
                bool twin = value.units == 0;
                if constexpr (std::is_same_v<Inside, std::remove_cvref_t<decltype(config.layer.inside())>>) {
                    twin = twin || turned_text(config.layer.inside()) == arguments_text(value.inside(), {});
                }
                if (!twin) keyed(call_text(value.inside(), {}));
            }
        } else if constexpr (requires { value_text(value); }) {
            const M v = shortest(Key::name, value), usual = shortest(Key::name, M(standard.*slot.member));
            bool said = R || !(v == usual);
            if constexpr (requires { config.pool_size; }) // strides follow pool_size
                if (Key::name == "strides" && config.strides == config.pool_size) said = false;
            if (said) keyed(value_text(v));
        }
        by_position = by_position && R;
    };
    [&]<class... S>(const detail::slots<S...>& s) { (one(static_cast<const S&>(s), config), ...); }(all);
    for (const auto& m : more) add(m);
    return s;
}
template<class C>
std::string call_text(const C& config, const std::vector<std::string>& more) {
    return join(C::keras_name, '(', arguments_text(config, more), ')');
}

template<class... C>
std::string layer_text(const detail::layer_record& l, const std::vector<std::string>& more, type_list<C...>) {
    std::string s;
    (void)((l.kind == &detail::handle_of<C>::id &&
      (s = call_text(static_cast<const detail::layer_of<C>*>(l.config)->config, more), true)) ||
     ...);
    return s;
}

struct writer {
    const imported& net;
    const detail::graph& g = *net.graph;
    std::map<std::string, int> counted{};
    std::set<std::string> taken{};

    /// Arguments that every layer has.
    std::vector<std::string> common(int layer) {
        const auto& l = g.layers[layer];
        std::vector<std::string> more;
        const auto name = std::string(g.name(layer).view());
        const auto n = counted[std::string(l.class_name)];
        if (name == detail::counted_name(l.class_name, n).view())
            ++counted[std::string(l.class_name)];
        else if (!name.empty()) {
            std::string quoted;
            for (char c : name) quoted.append(c == '"' || c == '\\' ? "\\" : "").push_back(c);
            more.push_back(join("name = \"", quoted, "\"_s"));
        }
        if (!l.trainable) more.emplace_back("trainable = false_c");
        return more;
    }
    std::string identifier(std::string_view name) {
        std::string s;
        for (char c : name) s.push_back(std::isalnum(static_cast<unsigned char>(c)) ? c : '_');
        s = (s.empty() || std::isdigit(static_cast<unsigned char>(s[0])) ? "x_" : "") + s + "_out";
        auto unique = s;
        for (int i = 1; !taken.insert(unique).second; ++i) unique = s + std::to_string(i);
        return unique;
    }

    bool chain(const detail::model_record& m) const {
        if (!m.sequential) return false;
        for (const auto& l : g.layers)
            if (l.model >= 0) return false;
        return true;
    }

    std::string sequential(const detail::model_record& m) {
        const edge in = g.edges[m.first_input];
        std::string s = "Sequential(";
        s.append(join("\n    Input(shape<", list(g.shape(in)), ">)"));
        for (const auto& n : g.nodes)
            if (!g.is_input(n.layer)) s.append(",\n    ").append(layer_text(g.layers[n.layer], common(n.layer), layer_types{}));
        return s + ")";
    }

    std::string functional(const detail::model_record& m) {
        std::map<std::pair<int, int>, std::string> value; // (node, output)
        std::map<int, std::string> object;                // layers that are called more than once
        std::map<int, int> calls;
        for (const auto& n : g.nodes) ++calls[n.layer];
        std::string s = "functional([] {\n";
        const auto line = [&](const std::string& text) { s.append("    ").append(text).append(";\n"); };
        const auto tuple_of = [&](int first, int count) {
            std::string t;
            for (int i = 0; i < count; ++i) {
                const edge e = g.edges[first + i];
                t.append(i ? ", " : "").append(value[{e.node, e.output}]);
            }
            return t;
        };
        for (int k = 0; k < g.nodes.size(); ++k) {
            const auto& n = g.nodes[k];
            const auto& l = g.layers[n.layer];
            if (l.model >= 0)
                throw file_error(net.file, "holds a model inside a functional model, which cannot be written yet", "");
            const auto name = std::string(g.name(n.layer).view());
            std::string call;
            if (g.is_input(n.layer))
                call = join("Input(shape<", list(g.shape({k, 0})), ">)");
            else {
                if (calls[n.layer] > 1 && !object.contains(n.layer)) {
                    object[n.layer] = identifier(name + "_layer");
                    line(join("auto ", object[n.layer], " = ", layer_text(l, common(n.layer), layer_types{})));
                }
                call = object.contains(n.layer) ? object[n.layer] : layer_text(l, common(n.layer), layer_types{});
                const bool states = n.inputs > 1 &&
                    (l.class_name == "LSTM" || l.class_name == "GRU" || l.class_name == "SimpleRNN" || l.class_name == "Bidirectional");
                if (states)
                    call += join('(', tuple_of(n.first_edge, 1), ", initial_state = tuple(", tuple_of(n.first_edge + 1, n.inputs - 1), "))");
                else
                    call += join('(', tuple_of(n.first_edge, n.inputs), ')');
            }
            std::string to;
            for (int o = 0; o < n.outputs; ++o) {
                value[{k, o}] = identifier(name);
                to.append(o ? ", " : "").append(value[{k, o}]);
            }
            line(join("auto ", n.outputs > 1 ? "[" : "", to, n.outputs > 1 ? "]" : "", " = ", call));
        }
        const auto end = [&](int first, int count) {
            return count == 1 ? tuple_of(first, 1) : "tuple(" + tuple_of(first, count) + ")";
        };
        line(join("return Model(inputs = ", end(m.first_input, m.inputs), ", outputs = ", end(m.first_output, m.outputs), ')'));
        return s + "})";
    }
};

} // namespace

std::string network_source(const imported& net) {
    const auto m = net.graph->models[net.model];
    writer w{net};
    return w.chain(m) ? w.sequential(m) : w.functional(m);
}

} // namespace ctnn::import
