#include "results.hpp"
#include <algorithm>
#include <cmath>
#include <fstream>

namespace bench {
namespace {

constexpr int left = 200, width = 620, line = 17, top = 56;
constexpr const char* colors[] = {"#d62728", "#1f77b4", "#2ca02c", "#9467bd", "#8c8c8c", "#bcbd22"};

} // namespace

void write_plot(std::vector<group> groups, const std::filesystem::path& svg) {
    std::erase_if(groups, [](const group& g) { return limit_us(g) == 0; });
    const auto contestants = names(groups);
    double low = 1, high = 2;
    for (const group& g : groups)
        for (const row& r : g.rows) {
            low = std::min(low, r.minimum / limit_us(g));
            high = std::max(high, r.minimum / limit_us(g));
        }
    low = std::pow(2, std::floor(std::log2(low))), high = std::min(64.0, std::pow(2, std::ceil(std::log2(high))));
    const auto x_of = [&](double ratio) {
        return left + width * std::log2(std::clamp(ratio, low, high) / low) / std::log2(high / low);
    };
    const auto all = batches(groups);
    const int height = top + line * int(groups.size()) + line * int(all.size()) + 20;

    std::ofstream out(svg);
    out << "<svg xmlns='http://www.w3.org/2000/svg' width='" << left + width + 40 << "' height='" << height
        << "' font-family='sans-serif' font-size='12'>\n<rect width='100%' height='100%' fill='white'/>\n"
        << "<text x='" << left
        << "' y='16'>time for one sample (minimum), in limits of the machine; left is faster</text>\n";
    for (std::size_t i = 0; i < contestants.size(); ++i)
        out << "<circle cx='" << left + 10 + 125 * int(i) << "' cy='30' r='5' fill='" << colors[i % 6] << "'/><text x='"
            << left + 20 + 125 * int(i) << "' y='34'>" << contestants[i] << "</text>\n";
    for (double r = low; r <= high; r *= 2)
        out << "<line x1='" << x_of(r) << "' x2='" << x_of(r) << "' y1='" << top << "' y2='" << height - 20
            << "' stroke='" << (r == 1 ? "black" : "#ddd") << "'/><text x='" << x_of(r) << "' y='" << height - 6
            << "' text-anchor='middle'>" << r << "</text>\n";
    int y = top;
    for (const int batch : all) {
        y += line;
        out << "<text x='" << left - 8 << "' y='" << y << "' text-anchor='end' font-weight='bold'>batch " << batch
            << "</text>\n";
        for (const group& g : groups) {
            if (g.batch != batch) continue;
            y += line;
            out << "<text x='" << left - 8 << "' y='" << y << "' text-anchor='end'>" << g.model << "</text><line x1='"
                << left << "' x2='" << left + width << "' y1='" << y - 4 << "' y2='" << y - 4 << "' stroke='#eee'/>\n";
            for (std::size_t i = contestants.size(); i-- > 0;) // the first one on top
                if (const row* r = find(g, contestants[i]))
                    out << "<circle cx='" << x_of(r->minimum / limit_us(g)) << "' cy='" << y - 4 << "' r='5' fill='"
                        << colors[i % 6] << "' fill-opacity='0.85'><title>" << g.model << ", " << contestants[i] << ": "
                        << r->minimum << " us</title></circle>\n";
        }
    }
    out << "</svg>\n";
}

} // namespace bench
