/// Whole model files as users save them, through the importer and the operations' scalar definitions, against the samples
/// that Keras recorded; and files that must be refused.
#include "../../tools/import/build.hpp"
#include <algorithm>
#include <cmath>
#include <ctnn/io/file_error.hpp>
#include <ctnn/io/npz.hpp>
#include <doctest/doctest.h>
#include <fstream>
#include <nlohmann/json.hpp>

using namespace ctnn;
namespace fs = std::filesystem;

namespace {

const fs::path folder = fs::path(__FILE__).parent_path() / "files";

import::archive open(const fs::path& stem) {
    for (const char* ending : {".keras", ".h5"})
        if (const auto p = fs::path(stem.string() + ending); fs::exists(p)) return import::read_archive(p);
    return import::read_archive(stem.string() + ".weights.h5", stem.string() + ".config.json");
}

/// "" when every output of every sample is what Keras recorded.
std::string difference(const import::imported& net, const io::npz& samples) {
    const auto all = [&](const std::string& kind) {
        std::vector<std::vector<float>> values;
        while (const auto* a = samples.find(kind + std::to_string(values.size()))) values.push_back(a->as_float());
        return values;
    };
    const auto inputs = all("inputs/"), expected = all("outputs/");
    const auto n = samples["inputs/0"].shape[0];
    for (std::size_t s = 0; s < n; ++s) {
        std::vector<const float*> x;
        for (const auto& i : inputs) x.push_back(i.data() + s * i.size() / n);
        const auto y = import::predict(net, x);
        if (y.size() != expected.size()) return "another number of outputs";
        for (std::size_t o = 0; o < y.size(); ++o) {
            if (y[o].size() * n != expected[o].size()) return "an output of another size";
            for (std::size_t i = 0; i < y[o].size(); ++i) {
                const float a = y[o][i], b = expected[o][s * y[o].size() + i];
                if (!(std::abs(a - b) <= 1e-5f + 1e-4f * std::abs(b)))
                    return "got " + std::to_string(a) + ", Keras has " + std::to_string(b);
            }
        }
    }
    return {};
}

} // namespace

TEST_CASE("model files as users save them predict what Keras recorded") {
    int n = 0;
    for (const auto& f : fs::directory_iterator(folder)) {
        if (f.path().extension() != ".npz") continue;
        const auto name = f.path().stem().string();
        std::string wrong;
        try {
            wrong = difference(import::build(open(folder / name)), io::read_npz(f.path()));
        } catch (const std::exception& e) {
            wrong = e.what();
        }
        CHECK_MESSAGE(wrong.empty(), name, ": ", wrong);
        ++n;
    }
    CHECK(n >= 24);
}

TEST_CASE("files that cannot be imported are refused with the reason") {
    std::ifstream list(folder / "refused" / "refused.json");
    const auto refused = nlohmann::json::parse(list);
    for (const auto& [name, words] : refused.items()) {
        std::string said;
        try {
            import::build(import::read_archive(folder / "refused" / name));
        } catch (const file_error& e) {
            said = e.what();
        }
        CHECK_MESSAGE(said.find(name + ": ") != said.npos, name, ": ", said);
        for (const auto& w : words) CHECK_MESSAGE(said.find(w.get<std::string>()) != said.npos, name, ": ", said);
        MESSAGE(said);
    }
}
