/// The results file: a line for each network, batch size and contestant.
#pragma once
#include "calibrate.hpp"
#include <filesystem>
#include <string>
#include <vector>

namespace bench {

struct row {
    std::string model;
    int batch = 0;
    std::string contestant, version;
    double minimum = 0, median = 0; ///< microseconds for one sample
    double error = 0;               ///< the largest, over what is tolerated
    double macs = 0, weight_bytes = 0;
    machine_rates rates; ///< the best in these rounds
};
/// One network with one batch size.
struct group {
    std::string model;
    int batch;
    std::vector<row> rows;
};

void append(const std::filesystem::path& csv, const std::vector<row>&);
/// In the order of the file; of a line that is there twice the last one counts.
std::vector<group> read_results(const std::filesystem::path& csv);

const row* find(const group&, const std::string& contestant);
std::vector<std::string> names(const std::vector<group>&); ///< of contestants, without variants
std::vector<int> batches(const std::vector<group>&);
/// Whether it is ctnn, run otherwise: these have tables of their own, see variants.hpp.
bool is_variant(const row&);
bool is_float32(const row&);
/// What the machine can do at best, microseconds for one sample: to be compared with minimum. 0 if nothing is
/// multiplied.
double limit_us(const group&);
/// Three digits.
std::string digits(double);
/// The machine, the compiler with its flags and the contestants' versions, as Markdown.
std::string description(const std::vector<group>&);

/// Every contestant as a point: how many times the limit it takes at best. What has none (no multiply-adds) is left
/// out.
void write_plot(std::vector<group>, const std::filesystem::path& svg);

} // namespace bench
