#include "variants.hpp"
#include "contestant.hpp"
#include <algorithm>
#include <string_view>

namespace bench {
namespace {

/// What follows in the name of a contestant that begins so; empty if it does not.
std::string behind(const char* start, const row& r) {
    return r.contestant.starts_with(start) ? r.contestant.substr(std::string_view(start).size()) : "";
}

std::string ratio(double v) {
    char text[32];
    std::snprintf(text, sizeof text, "%.3f", v);
    return text;
}

} // namespace

void write_streams(const std::vector<group>& groups, std::ostream& out) {
    bool any = false;
    for (const group& g : groups)
        for (const row& r : g.rows) {
            const std::string count = behind(stream_name, r);
            if (count.empty()) continue;
            if (!any)
                out << "\n| stream | steps | ns a step | of the whole sequence at once, ns a step "
                       "|\n|---|---|---|---|\n";
            any = true;
            const int steps = std::stoi(count);
            const auto each = [&](const row* of) {
                return of ? digits(of->minimum * 1000 / steps) + " / " + digits(of->median * 1000 / steps) : "";
            };
            out << "| " << g.model << " | " << steps << " | " << each(&r) << " | " << each(find(g, "ctnn")) << " |\n";
        }
}

void write_passes(const std::vector<group>& groups, std::ostream& out) {
    struct line {
        std::string model, pass;
        bool operator==(const line&) const = default;
    };
    std::vector<line> lines;
    for (const group& g : groups)
        for (const row& r : g.rows)
            if (const line l{g.model, behind(without_name, r)}; !l.pass.empty())
                if (std::find(lines.begin(), lines.end(), l) == lines.end()) lines.push_back(l);
    if (lines.empty()) return;
    const auto all = batches(groups);
    out << "\nHow many times as long a prediction takes without one pass (medians; include/ctnn/program/passes.hpp has "
           "them). A pass that is not listed leaves the network's program as it is.\n\n| network | without";
    for (const int batch : all) out << " | batch " << batch;
    out << " |\n|---|---";
    for (std::size_t i = 0; i < all.size(); ++i) out << "|---";
    out << "|\n";
    for (const line& l : lines) {
        out << "| " << l.model << " | " << l.pass;
        for (const int batch : all) {
            out << " | ";
            for (const group& g : groups) {
                if (g.model != l.model || g.batch != batch) continue;
                const row *with = find(g, "ctnn"), *without = find(g, without_name + l.pass);
                if (with && without) out << ratio(without->median / with->median);
            }
        }
        out << " |\n";
    }
}

void write_threads(const std::vector<group>& groups, std::ostream& out) {
    bool any = false;
    for (const group& g : groups)
        for (const row& r : g.rows) {
            const std::string count = behind(threads_name, r);
            const row* one = find(g, "ctnn");
            if (count.empty() || !one) continue;
            if (!any)
                out << "\nSeveral threads next to one, microseconds of the wall's clock for one sample.\n\n| network | "
                       "batch | threads | one thread | several | times as fast (medians) "
                       "|\n|---|---|---|---|---|---|\n";
            any = true;
            const auto figures = [](const row& of) { return digits(of.minimum) + " / " + digits(of.median); };
            out << "| " << g.model << " | " << g.batch << " | " << count << " | " << figures(*one) << " | "
                << figures(r) << " | " << ratio(one->median / r.median) << " |\n";
        }
}

} // namespace bench
