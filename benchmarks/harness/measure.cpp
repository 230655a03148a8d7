#include "measure.hpp"
#include "library.hpp"
#include "peers.hpp"
#include "reference.hpp"
#include "results.hpp"
#include "rounds.hpp"
#include <cstdio>
#include <iostream>

namespace bench {
namespace {

/// What NAME-1.2.3.dist-info says of the package that a peer comes from.
std::string version_of(const std::filesystem::path& site_packages, const std::string& package) {
    const auto name = find_file(site_packages, package + "-").filename().string();
    const std::size_t start = std::min(name.size(), package.size() + 1);
    return name.substr(start, name.find(".dist-info") - start);
}

contestants all_contestants(const subject& s, const arguments& a, int batch) {
    contestants all;
    all.push_back(s.ctnn(batch));
    all.back()->version = BENCHMARK_VERSION;
    for (auto& c : s.others(batch)) {
        if (c->name.starts_with("ctnn")) c->version = BENCHMARK_VERSION;
        all.push_back(std::move(c));
    }
    if (a.data.empty() || a.site_packages.empty()) return all;
    const peer_files files{a.site_packages, a.data, s.input, s.output};
    const auto add = [&](const char* package, const char* extension, auto make) {
        if (!std::filesystem::exists(files.file(batch, extension))) return;
        try {
            if (auto c = make(files, batch)) {
                c->version = version_of(a.site_packages, package);
                all.push_back(std::move(c));
            }
        } catch (const std::exception& e) {
            std::cerr << s.name << ", batch " << batch << ": not with " << package << ": " << e.what() << '\n';
        }
    };
    add("onnxruntime", ".onnx", onnx_runtime);
    add("openvino", ".onnx", openvino);
    add("ai_edge_litert", ".tflite", litert);
    add("openvino", ".onnx", openvino_default);
    return all;
}

} // namespace

int measure(const subject& s, const arguments& a) {
    int wrong = 0;
    for (const int batch : a.batches) {
        const reference r = make_reference(s, a, batch);
        contestants right;
        std::vector<double> errors;
        for (auto& c : all_contestants(s, a, batch)) {
            const double e = error_of(*c, r);
            if (!c->exact || e <= 1) {
                right.push_back(std::move(c));
                errors.push_back(e);
            } else {
                std::cerr << s.name << ", batch " << batch << ": " << c->name << " is wrong by " << e
                          << " tolerances\n";
                ++wrong;
            }
        }
        if (right.empty()) continue;
        const measurement m =
            interleave(right, r.x, r.samples, a.seconds, a.threads > 1 ? wall_seconds : process_seconds);
        std::printf("%s, batch %d: FMA %.0f (median %.0f) GFLOP/s, L1 %.0f (%.0f), L2 %.0f (%.0f) GB/s\n",
                    s.name.c_str(), batch, 2 * m.best.fma, 2 * m.median.fma, m.best.l1, m.median.l1, m.best.l2,
                    m.median.l2);
        std::vector<row> rows;
        for (std::size_t i = 0; i < right.size(); ++i) {
            const std::string& name = right[i]->name;
            const figures& f = m.of[i];
            std::printf("  %-14s %9.3f %9.3f us/sample, %4d rounds, error %.2g tolerances\n", name.c_str(), f.minimum,
                        f.median, f.rounds, errors[i]);
            rows.push_back({s.name, batch, name, right[i]->version, f.minimum, f.median, errors[i], s.macs,
                            s.weight_bytes, m.best});
        }
        std::fflush(stdout);
        if (!a.csv.empty()) append(a.csv, rows);
    }
    return wrong;
}

int benchmark(const subject& s, int argc, char** argv) {
    try {
        return measure(s, parse(argc, argv));
    } catch (const std::exception& e) {
        std::cerr << s.name << ": " << e.what() << '\n';
        return 1;
    }
}

} // namespace bench
