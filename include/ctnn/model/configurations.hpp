/// The layers' configurations, each of its own type: what net.layers shows, and what is lowered for training. It runs the
/// network's body again, for those who ask.
#pragma once
#include "definition.hpp"
#include <array>
#include <tuple>

namespace ctnn::detail {

/// Runs the network's body again: f(number in the architecture, its row, the graph's layer).
template<class Def, class F>
constexpr void each_layer_again(const F& f) {
    const model_ref m = as_model(Def{}());
    graph& g = m.g();
    g.settle_names();
    census c;
    rows_sink rows(g, c);
    architecture_walk walk(g, rows);
    walk.walk(m.handle->first_model + m.model);
    for (int i = 0; i < rows.layers.size(); ++i) f(i, rows.layers[i], g.layers[rows.graph_layer[i]]);
}

template<class Def, class = std::make_integer_sequence<int, definition<Def>::value.kinds>>
struct configurations;
template<class Def, int... K>
struct configurations<Def, std::integer_sequence<int, K...>> {
    template<int I>
    using config = typename decltype(published(handle_key<definition<Def>::value.kind[I]>{}))::type;
    using type = std::tuple<std::array<config<K>, std::size_t(definition<Def>::value.count[K])>...>;

    static consteval type collect() {
        type all{};
        each_layer_again<Def>([&](int, const layer_row& row, const layer_record& l) {
            ((l.config && row.kind == K ? void(std::get<K>(all)[std::size_t(row.slot)] =
                                                   static_cast<const layer_of<config<K>>&>(*l.config).config)
                                        : void()),
             ...);
        });
        return all;
    }
    static constexpr type value = collect();
};

/// Calls f(configuration) for a layer that has one.
template<class Def, class F>
constexpr void with_configuration(const layer_row& l, const F& f) {
    const auto& all = configurations<Def>::value;
    [&]<std::size_t... K>(std::index_sequence<K...>) {
        ((int(K) == l.kind ? f(std::get<K>(all)[std::size_t(l.slot)]) : void()), ...);
    }(std::make_index_sequence<std::tuple_size_v<typename configurations<Def>::type>>{});
}

} // namespace ctnn::detail
