#include "results.hpp"
#include "contestant.hpp"
#include <algorithm>
#include <cmath>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace bench {
namespace {

constexpr const char* header =
    "model,batch,contestant,version,minimum_us,median_us,error,macs,weight_bytes,gmac_per_second,"
    "l1_gb_per_second,l2_gb_per_second,l1_bytes,l2_bytes";

/// Throws if the file has other columns.
void check_header(std::ifstream& in, const std::filesystem::path& csv) {
    std::string line;
    if (!std::getline(in, line)) throw std::runtime_error("cannot read " + csv.string());
    if (line == header) return;
    throw std::runtime_error(csv.string() +
                             " was written by another version (before l1_bytes and l2_bytes, the sizes of "
                             "the caches, were in it): measure again, into another file");
}

template<class T>
void add_new(std::vector<T>& to, const T& value) {
    if (std::find(to.begin(), to.end(), value) == to.end()) to.push_back(value);
}

std::string cpu_name() {
    std::ifstream info("/proc/cpuinfo");
    for (std::string line; std::getline(info, line);)
        if (line.starts_with("model name")) return line.substr(line.find(':') + 2);
    return "unknown processor";
}

/// The median of a rate, rounded.
long middle(const std::vector<group>& groups, double machine_rates::*rate, double factor) {
    std::vector<double> all;
    for (const group& g : groups) all.push_back(g.rows.front().rates.*rate);
    const auto m = all.begin() + std::ptrdiff_t(all.size() / 2);
    std::nth_element(all.begin(), m, all.end());
    return std::lround(*m * factor);
}

} // namespace

void append(const std::filesystem::path& csv, const std::vector<row>& rows) {
    const bool fresh = !std::filesystem::exists(csv) || std::filesystem::file_size(csv) == 0;
    if (std::ifstream in(csv); !fresh) check_header(in, csv);
    std::ofstream out(csv, std::ios::app);
    if (fresh) out << header << '\n';
    for (const row& r : rows)
        out << r.model << ',' << r.batch << ',' << r.contestant << ',' << r.version << ',' << r.minimum << ','
            << r.median << ',' << r.error << ',' << r.macs << ',' << r.weight_bytes << ',' << r.rates.fma << ','
            << r.rates.l1 << ',' << r.rates.l2 << ',' << r.rates.l1_bytes << ',' << r.rates.l2_bytes << '\n';
    if (!out) throw std::runtime_error("cannot write " + csv.string());
}

std::vector<group> read_results(const std::filesystem::path& csv) {
    std::vector<group> groups;
    std::ifstream in(csv);
    check_header(in, csv);
    for (std::string line; std::getline(in, line);) {
        std::istringstream fields(line);
        row r;
        char comma;
        std::getline(fields, r.model, ',');
        fields >> r.batch >> comma;
        std::getline(fields, r.contestant, ',');
        std::getline(fields, r.version, ',');
        fields >> r.minimum >> comma >> r.median >> comma >> r.error >> comma >> r.macs >> comma >> r.weight_bytes >>
            comma >> r.rates.fma >> comma >> r.rates.l1 >> comma >> r.rates.l2 >> comma >> r.rates.l1_bytes >> comma >>
            r.rates.l2_bytes;
        const auto same = [&](const group& g) { return g.model == r.model && g.batch == r.batch; };
        auto g = std::find_if(groups.begin(), groups.end(), same);
        if (g == groups.end()) g = groups.insert(g, {r.model, r.batch, {}});
        std::erase_if(g->rows, [&](const row& old) { return old.contestant == r.contestant; });
        g->rows.push_back(r);
    }
    return groups;
}

const row* find(const group& g, const std::string& contestant) {
    for (const row& r : g.rows)
        if (r.contestant == contestant) return &r;
    return nullptr;
}
std::vector<std::string> names(const std::vector<group>& groups) {
    std::vector<std::string> all;
    for (const group& g : groups)
        for (const row& r : g.rows)
            if (!is_variant(r)) add_new(all, r.contestant);
    return all;
}
std::vector<int> batches(const std::vector<group>& groups) {
    std::vector<int> all;
    for (const group& g : groups) add_new(all, g.batch);
    return all;
}
bool is_variant(const row& r) {
    for (const char* start : {stream_name, without_name, threads_name})
        if (r.contestant.starts_with(start)) return true;
    return false;
}
bool is_float32(const row& r) { return r.contestant.find("16") == std::string::npos; }

double limit_us(const group& g) {
    const row& r = g.rows.front();
    const double rate = r.weight_bytes > r.rates.l1_bytes ? r.rates.l2 : r.rates.l1;
    return std::max(r.macs / r.rates.fma, r.weight_bytes / r.batch / rate) * 1e-3;
}

std::string digits(double v) {
    char text[32];
    std::snprintf(text, sizeof text, v < 1 ? "%.3f" : v < 10 ? "%.2f" : v < 100 ? "%.1f" : "%.0f", v);
    return text;
}

std::string description(const std::vector<group>& groups) {
    std::ostringstream t;
    t << "- " << cpu_name() << ", one core: " << middle(groups, &machine_rates::fma, 2) << " GFLOP/s, L1 ("
      << middle(groups, &machine_rates::l1_bytes, 1.0 / 1024) << " KB) " << middle(groups, &machine_rates::l1, 1)
      << " and L2 (" << middle(groups, &machine_rates::l2_bytes, 1.0 / 1024) << " KB) "
      << middle(groups, &machine_rates::l2, 1) << " GB/s\n"
      << "- " << BENCHMARK_COMPILER << ", " << BENCHMARK_FLAGS << '\n';
    std::vector<std::string> versions;
    for (const group& g : groups)
        for (const row& r : g.rows)
            if (!is_variant(r)) add_new(versions, r.contestant + " " + r.version);
    for (std::size_t i = 0; i < versions.size(); ++i) t << (i ? ", " : "- ") << versions[i];
    t << '\n';
    return t.str();
}

} // namespace bench
