/// NAME [--data FOLDER] [--site-packages FOLDER] [--batch N]... [--core N] [--seconds S] [--csv FILE]
///
///   --data           NAME.npz (inputs and Keras' outputs) and the networks for the peers, as models/make.py writes them;
///                    without, ctnn runs alone and is compared with the operations' scalar definitions
///   --site-packages  of a Python environment that holds the peers
///   --batch          1 and 64 if not given
///   --core           to run on; the last one if not given
///   --seconds        to measure each batch size for, 2 if not given
///   --csv            the results are added to this file
#include "benchmark.hpp"
#include "library.hpp"
#include "peers.hpp"
#include "results.hpp"
#include "rounds.hpp"
#include <cmath>
#include <cstdio>
#include <ctnn/io/npz.hpp>
#include <fstream>
#include <iostream>
#include <random>
#include <sched.h>
#include <unistd.h>

namespace bench {
namespace {

constexpr int samples = 64;

struct arguments {
    std::filesystem::path data, site_packages, csv;
    std::vector<int> batches;
    int core = int(sysconf(_SC_NPROCESSORS_ONLN)) - 1;
    double seconds = 2;
};
arguments parse(int argc, char** argv) {
    arguments a;
    for (int i = 1; i + 1 < argc; i += 2) {
        const std::string key = argv[i], value = argv[i + 1];
        if (key == "--data") a.data = value;
        else if (key == "--site-packages") a.site_packages = value;
        else if (key == "--csv") a.csv = value;
        else if (key == "--batch") a.batches.push_back(std::stoi(value));
        else if (key == "--core") a.core = std::stoi(value);
        else if (key == "--seconds") a.seconds = std::stod(value);
        else throw std::runtime_error("unknown argument " + key);
    }
    if (argc % 2 == 0) throw std::runtime_error(std::string(argv[argc - 1]) + " needs a value");
    if (a.batches.empty()) a.batches = {1, 64};
    return a;
}

void run_on(int core) {
    cpu_set_t set;
    CPU_ZERO(&set);
    CPU_SET(core, &set);
    if (sched_setaffinity(0, sizeof set, &set) != 0) throw std::runtime_error("cannot run on core " + std::to_string(core));
}

struct recorded {
    std::vector<float> x, y; // (samples, ...)
};
recorded reference(const subject& s, const arguments& a) {
    if (!a.data.empty()) {
        const auto file = ctnn::io::read_npz(a.data / (s.name + ".npz"));
        return {file["inputs/0"].as_float(), file["outputs/0"].as_float()};
    }
    constexpr std::size_t few = 4; // the definitions are slow
    recorded r;
    std::mt19937 engine(3);
    std::normal_distribution<float> normal;
    r.x.resize(few * peer_files::size(s.input));
    for (auto& v : r.x) v = normal(engine);
    r.y = s.by_definition(r.x);
    const auto repeat = [](std::vector<float>& v) {
        const auto once = v;
        while (v.size() < once.size() / few * samples) v.insert(v.end(), once.begin(), once.end());
    };
    repeat(r.x), repeat(r.y);
    return r;
}

/// The largest |got - expected| / (1e-5 + 1e-4 |expected|) over all samples: at most 1 is equal to Keras.
double error_of(contestant& c, const recorded& r) {
    const std::size_t steps = samples / std::size_t(c.batch), in = r.x.size() / steps, out = r.y.size() / steps;
    double worst = 0;
    for (std::size_t k = 0; k < steps; ++k) {
        c.set_input(std::span(r.x).subspan(k * in, in));
        c.run(1);
        const auto y = c.output();
        for (std::size_t i = 0; i < out; ++i) {
            const double b = r.y[k * out + i], d = std::abs(y[i] - b) / (1e-5 + 1e-4 * std::abs(b));
            worst = d <= worst ? worst : d; // NaN is the worst
        }
    }
    return worst;
}

/// Of the package that a contestant comes from: what NAME-1.2.3.dist-info says.
std::string version_of(const arguments& a, const std::string& contestant) {
    const std::string package = contestant == "ctnn"                   ? ""
                                : contestant == "ONNX Runtime"         ? "onnxruntime-"
                                : contestant.starts_with("OpenVINO")   ? "openvino-"
                                                                       : "ai_edge_litert-";
    if (package.empty()) return BENCHMARK_VERSION;
    const auto name = find_file(a.site_packages, package).filename().string();
    return name.substr(std::min(name.size(), package.size()), name.find(".dist-info") - package.size());
}

std::vector<std::unique_ptr<contestant>> contestants(const subject& s, const arguments& a, int batch) {
    std::vector<std::unique_ptr<contestant>> all;
    all.push_back(s.ctnn(batch));
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

int measure(const subject& s, const arguments& a) {
    run_on(a.core);
    const recorded r = reference(s, a);
    int wrong = 0;
    for (const int batch : a.batches) {
        auto all = contestants(s, a, batch);
        std::vector<double> errors;
        for (std::size_t i = 0; i < all.size();) {
            const double e = error_of(*all[i], r);
            if (all[i]->exact && !(e <= 1)) {
                std::cerr << s.name << ", batch " << batch << ": " << all[i]->name << " is wrong: " << e
                          << " times the tolerance\n";
                all.erase(all.begin() + std::ptrdiff_t(i));
                ++wrong;
                continue;
            }
            errors.push_back(e), ++i;
        }
        if (all.empty()) continue;
        const auto m = interleave(all, r.x, a.seconds);
        std::printf("%s, batch %d: FMA %.0f (median %.0f) GFLOP/s, L2 %.0f (%.0f) GB/s\n", s.name.c_str(), batch,
                    2 * m.machine.fma_best, 2 * m.machine.fma_median, m.machine.l2_best, m.machine.l2_median);
        std::vector<row> rows;
        for (std::size_t i = 0; i < all.size(); ++i) {
            const std::string& name = all[i]->name;
            const figures& f = m.of[i];
            std::printf("  %-14s %9.3f %9.3f us/sample, %4d rounds, error %.2g of the tolerance\n", name.c_str(), f.minimum,
                        f.median, f.rounds, errors[i]);
            rows.push_back({s.name, batch, name, version_of(a, name), f.minimum, f.median, errors[i], s.macs, s.weight_bytes,
                            m.machine.fma_best, m.machine.l2_best});
        }
        if (!a.csv.empty()) append(a.csv, rows);
        std::fflush(stdout);
    }
    return wrong;
}

} // namespace

int benchmark(const subject& s, int argc, char** argv) {
    try {
        return measure(s, parse(argc, argv));
    } catch (const std::exception& e) {
        std::cerr << s.name << ": " << e.what() << '\n';
        return 1;
    }
}

} // namespace bench
