/// Every golden case through the importer and the operations' scalar definitions, against what Keras computed.
///
///   meson test -C build golden
///   CASES="dense_3 relu" FILES="core activation" build/tests/test_golden
/// CASES: names or parts of names, FILES: groups of cases; none means all.
/// A layer that tools/import/layer_list.hpp does not list is skipped, and counted as such.
#include "../../tools/import/build.hpp"
#include "../../tools/import/read_layer.hpp"
#include <algorithm>
#include <cstdlib>
#include <ctnn/io/npz.hpp>
#include <doctest/doctest.h>
#include <iostream>
#include <map>
#include <set>

using namespace ctnn;

namespace {

std::vector<std::string> listed(const char* variable) {
    std::istringstream s(std::getenv(variable) ? std::getenv(variable) : "");
    return {std::istream_iterator<std::string>(s), {}};
}

std::filesystem::path folder() { return std::filesystem::path(__FILE__).parent_path(); }

/// "" when everything is as Keras computed it, else what is not.
std::string difference(const io::npz& file, const std::string& name) {
    const auto part = [&](const std::string& kind, std::size_t i) { return file.find(name + "/" + kind + "/" + std::to_string(i)); };
    const auto& text = file[name + "/config"].bytes;
    auto net = import::build_graph({reinterpret_cast<const char*>(text.data()), text.size()}, name);
    std::vector<const io::array*> weights;
    while (const auto* w = part("weights", weights.size())) weights.push_back(w);
    import::set_weights(net, weights);

    std::vector<std::vector<float>> inputs, expected;
    while (const auto* a = part("inputs", inputs.size())) inputs.push_back(a->as_float());
    while (const auto* a = part("outputs", expected.size())) expected.push_back(a->as_float());
    const std::size_t samples = part("inputs", 0)->shape[0];
    for (std::size_t s = 0; s < samples; ++s) {
        std::vector<const float*> x;
        for (const auto& i : inputs) x.push_back(i.data() + s * i.size() / samples);
        const auto y = import::predict(net, x);
        if (y.size() != expected.size()) return "outputs: " + std::to_string(y.size());
        for (std::size_t o = 0; o < y.size(); ++o) {
            if (y[o].size() * samples != expected[o].size())
                return "output " + std::to_string(o) + " has " + std::to_string(y[o].size()) + " elements, Keras' has " +
                    std::to_string(expected[o].size() / samples);
            for (std::size_t i = 0; i < y[o].size(); ++i) {
                const float a = y[o][i], b = expected[o][s * y[o].size() + i];
                if (!(std::abs(a - b) <= 1e-5f + 1e-4f * std::abs(b)))
                    return "sample " + std::to_string(s) + " output " + std::to_string(o) + " element " + std::to_string(i) +
                        ": got " + std::to_string(a) + ", Keras has " + std::to_string(b);
            }
        }
    }
    return {};
}

} // namespace

TEST_CASE("the golden cases: the layers compute what Keras computes") {
    const auto cases = listed("CASES"), groups = listed("FILES");
    std::map<std::string, std::set<std::string>> skipped;
    int passed = 0, failed = 0, left_out = 0;
    std::vector<std::filesystem::path> files;
    for (const auto& f : std::filesystem::directory_iterator(folder()))
        if (f.path().extension() == ".npz") files.push_back(f.path());
    std::sort(files.begin(), files.end());
    for (const auto& path : files) {
        if (!groups.empty() && std::find(groups.begin(), groups.end(), path.stem().string()) == groups.end()) continue;
        const auto file = io::read_npz(path);
        for (const auto& member : file) {
            if (!member.name.ends_with("/config")) continue;
            const auto name = member.name.substr(0, member.name.size() - 7);
            if (!cases.empty() && std::none_of(cases.begin(), cases.end(), [&](const auto& c) { return name.find(c) != name.npos; }))
                continue;
            std::string wrong;
            try {
                wrong = difference(file, name);
            } catch (const import::unknown_layer& e) {
                ++left_out, skipped[e.class_name].insert(name);
                continue;
            } catch (const std::exception& e) {
                wrong = e.what();
            }
            ++(wrong.empty() ? passed : failed);
            CHECK_MESSAGE(wrong.empty(), path.stem().string(), "/", name, ": ", wrong);
        }
    }
    for (const auto& [layer, names] : skipped) {
        std::cout << "skipped, no layer " << layer << " (" << names.size() << "):";
        for (const auto& n : names) std::cout << ' ' << n;
        std::cout << '\n';
    }
    std::cout << "golden cases: " << passed << " passed, " << failed << " failed, " << left_out << " skipped\n";
}
