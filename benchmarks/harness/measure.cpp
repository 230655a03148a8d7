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

/// Of the package that a contestant comes from: what NAME-1.2.3.dist-info says.
std::string version_of(const std::filesystem::path& site_packages, const std::string& contestant) {
    const std::string package = contestant == "ONNX Runtime"         ? "onnxruntime-"
                                : contestant.starts_with("OpenVINO") ? "openvino-"
                                : contestant == "LiteRT"             ? "ai_edge_litert-"
                                                                     : "";
    if (contestant == "ctnn") return BENCHMARK_VERSION;
    if (package.empty()) return "";
    const auto name = find_file(site_packages, package).filename().string();
    return name.substr(std::min(name.size(), package.size()), name.find(".dist-info") - package.size());
}

contestants all_contestants(const subject& s, const arguments& a, int batch) {
    contestants all;
    all.push_back(s.ctnn(batch));
    for (auto& c : s.others(batch)) all.push_back(std::move(c));
    if (a.data.empty() || a.site_packages.empty()) return all;
    const peer_files files{a.site_packages, a.data, s.input, s.output};
    const auto add = [&](const char* name, const char* extension, auto make) {
        if (!std::filesystem::exists(files.file(batch, extension))) return;
        try {
            if (auto c = make(files, batch)) all.push_back(std::move(c));
        } catch (const std::exception& e) {
            std::cerr << s.name << ", batch " << batch << ": no " << name << ": " << e.what() << '\n';
        }
    };
    add("ONNX Runtime", ".onnx", onnx_runtime);
    add("OpenVINO", ".onnx", openvino);
    add("LiteRT", ".tflite", litert);
    add("OpenVINO's default", ".onnx", openvino_default);
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
                std::cerr << s.name << ", batch " << batch << ": " << c->name << " is wrong by " << e << " tolerances\n";
                ++wrong;
            }
        }
        if (right.empty()) continue;
        const measurement m = interleave(right, r.x, r.samples, a.seconds);
        std::printf("%s, batch %d: FMA %.0f (median %.0f) GFLOP/s, L2 %.0f (%.0f) GB/s\n", s.name.c_str(), batch,
                    2 * m.machine.fma_best, 2 * m.machine.fma_median, m.machine.l2_best, m.machine.l2_median);
        std::vector<row> rows;
        for (std::size_t i = 0; i < right.size(); ++i) {
            const std::string& name = right[i]->name;
            const figures& f = m.of[i];
            std::printf("  %-14s %9.3f %9.3f us/sample, %4d rounds, error %.2g tolerances\n", name.c_str(), f.minimum,
                        f.median, f.rounds, errors[i]);
            rows.push_back({s.name, batch, name, version_of(a.site_packages, name), f.minimum, f.median, errors[i], s.macs,
                            s.weight_bytes, m.machine.fma_best, m.machine.l2_best});
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
