/// report RESULTS.csv TABLE.md [PLOT.svg]: what the models' programs measured, as tables and as a picture.
///
/// The limit of a network is what the machine can do at best: multiply-adds over the FMA rate, or the bytes of the
/// weights that the program reads (folded, packed, transformed) over the rate at which L2 delivers them (once for all
/// samples of a batch), or L1 if all of them stay there, where that is longer; rates as calibrated in the same rounds.
/// Winograd's algorithm, or rows of weights that are not read, can be below.
#include "results.hpp"
#include "variants.hpp"
#include <fstream>
#include <iostream>
#include <stdexcept>

namespace bench {
namespace {

/// The float32 peer with the least median; null if there is none.
const row* best_peer(const group& g) {
    const row* best = nullptr;
    for (const row& r : g.rows)
        if (r.contestant != "ctnn" && !is_variant(r) && is_float32(r) && (!best || r.median < best->median)) best = &r;
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
    if (argc != 3 && argc != 4) {
        std::cerr << "report RESULTS.csv TABLE.md [PLOT.svg]\n";
        return 1;
    }
    try {
        const auto groups = read_results(argv[1]);
        if (groups.empty()) throw std::runtime_error(std::string(argv[1]) + " holds no results");
        std::ofstream table(argv[2]);
        table << "Microseconds for one sample, minimum / median, one thread. Ratios to peers are of medians, those to "
                 "the "
                 "limit of minima.\n\n"
              << description(groups);
        write_tables(groups, table);
        write_streams(groups, table);
        write_passes(groups, table);
        write_threads(groups, table);
        if (argc == 4) write_plot(groups, argv[3]);
    } catch (const std::exception& e) {
        std::cerr << "report: " << e.what() << '\n';
        return 1;
    }
}
