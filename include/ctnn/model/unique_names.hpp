/// Names given by the user, which must differ within a model: weight files and get_layer go by them.
#pragma once
#include "order.hpp"

namespace ctnn::detail {

/// A number that differs for most names that differ; names must be settled.
constexpr unsigned name_hash(const graph& g, const layer_record& l) {
    unsigned h = 2166136261u;
    const auto add = [&](const char* s, int n) {
        for (int i = 0; i < n; ++i) h = (h ^ static_cast<unsigned char>(s[i])) * 16777619u;
    };
    if (l.counter < 0)
        add(g.characters.begin() + l.name.first, l.name.count);
    else {
        const name_text& prefix = g.counters[l.counter].prefix;
        add(prefix.chars, prefix.length);
        if (l.ordinal) {
            int power = 1;
            while (l.ordinal / power >= 10) power *= 10;
            add("_", 1);
            for (; power; power /= 10) add(&"0123456789"[l.ordinal / power % 10], 1);
        }
    }
    return h;
}

/// Says which layers of a model have the same name. Counted names differ from each other: without given ones there is
/// nothing to do.
constexpr void check_names(graph& g) {
    bool given = false;
    for (const layer_record& l : g.layers) given |= l.name.count > 0;
    for (int m = 0; given && m < g.models.size() && !g.failed(); ++m) {
        growing<int> order;
        layer_order(g, g.models[m], order);
        int slots = 4;
        while (slots < 2 * order.size()) slots *= 2;
        auto* table = new int[std::size_t(slots)](); // layer + 1, by hash
        for (int l : order) {
            unsigned at = name_hash(g, g.layers[l]) & unsigned(slots - 1);
            for (; table[at]; at = (at + 1) & unsigned(slots - 1)) {
                const int other = table[at] - 1;
                if (!(g.name(other) == g.name(l))) continue;
                const bool first = g.layers[other].stamp > g.layers[l].stamp;
                const int earlier = first ? l : other, later = first ? other : l;
                text t;
                t << "has the same name as ";
                if (g.is_input(earlier))
                    t << "an input";
                else
                    t << "layer " << g.number(earlier) << ' ' << g.layers[earlier].class_name;
                t << "; hint: layers of one model need names of their own";
                g.fail(later, g.layers[later].line, t.view());
                break;
            }
            if (g.failed()) break;
            table[at] = l + 1;
        }
        delete[] table;
    }
}

} // namespace ctnn::detail
