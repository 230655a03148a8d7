/// report RESULTS.csv TABLE.md PLOT.svg: what the models' programs measured, as tables and as a picture.
///
/// The limit of a network is what the machine can do at best: multiply-adds over the FMA rate, or the bytes of the
/// weights that the program reads (folded, packed, transformed) over the rate at which L2 delivers them (once for all
/// samples of a batch), or L1 if all of them stay there, where that is longer; rates as calibrated in the same rounds.
/// Winograd's algorithm, or rows of weights that are not read, can be below.
#include "contestant.hpp"
#include "results.hpp"
#include <fstream>
#include <iostream>
#include <string_view>

namespace bench {
namespace {

std::string digits(double v) {
    char text[32];
    std::snprintf(text, sizeof text, v < 1 ? "%.3f" : v < 10 ? "%.2f" : v < 100 ? "%.1f" : "%.0f", v);
    return text;
}

/// The time for one step of those that got their sequence step by step, next to that of the whole sequence at once.
void write_streams(const std::vector<group>& groups, std::ostream& out) {
    bool any = false;
    for (const group& g : groups)
        for (const row& r : g.rows) {
            if (!is_stream(r)) continue;
            if (!any) out << "\n| stream | steps | ns a step | of the whole sequence at once, ns a step |\n|---|---|---|---|\n";
            any = true;
            const int steps = std::stoi(r.contestant.substr(std::string_view(stream_name).size()));
            const auto each = [&](const row* of) { return of ? digits(of->minimum * 1000 / steps) + " / " + digits(of->median * 1000 / steps) : ""; };
            out << "| " << g.model << " | " << steps << " | " << each(&r) << " | " << each(find(g, "ctnn")) << " |\n";
        }
}

/// The float32 peer with the least median; null if there is none.
const row* best_peer(const group& g) {
    const row* best = nullptr;
    for (const row& r : g.rows)
        if (r.contestant != "ctnn" && !is_stream(r) && is_float32(r) && (!best || r.median < best->median)) best = &r;
    return best;
}

void write_tables(const std::vector<group>& groups, std::ostream& out) {
    const auto contestants = names(groups);
    for (const int batch : batches(groups)) {
        out << "\n| batch " << batch << " | limit";
        for (const auto& c : contestants) out << " | " << c;
        const bool peers = contestants.size() > 1;
        if (peers) out << " | best float32 peer / ctnn";
        out << " | ctnn / limit |\n|---|---";
        for (std::size_t i = 0; i < contestants.size() + peers; ++i) out << "|---";
        out << "|---|\n";
        for (const group& g : groups) {
            if (g.batch != batch) continue;
            out << "| " << g.model << " | " << (limit_us(g) > 0 ? digits(limit_us(g)) : "");
            for (const auto& c : contestants) {
                const row* r = find(g, c);
                out << " | " << (r ? digits(r->minimum) + " / " + digits(r->median) : "");
            }
            const row *own = find(g, "ctnn"), *best = best_peer(g);
            if (peers) out << " | " << (own && best ? digits(best->median / own->median) + " " + best->contestant : "");
            out << " | " << (own && limit_us(g) > 0 ? digits(own->minimum / limit_us(g)) : "") << " |\n";
        }
    }
}

} // namespace
} // namespace bench

int main(int argc, char** argv) {
    using namespace bench;
    if (argc != 4) {
        std::cerr << "report RESULTS.csv TABLE.md PLOT.svg\n";
        return 1;
    }
    const auto groups = read_results(argv[1]);
    if (groups.empty()) {
        std::cerr << argv[1] << " holds no results\n";
        return 1;
    }
    std::ofstream table(argv[2]);
    table << "Microseconds for one sample, minimum / median, one thread. Ratios to peers are of medians, those to the "
             "limit of "
             "minima.\n\n"
          << description(groups);
    write_tables(groups, table);
    write_streams(groups, table);
    write_plot(groups, argv[3]);
}
