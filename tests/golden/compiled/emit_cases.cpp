/// The golden cases as C++: every case of the given .npz files as the importer writes a network, many in one source.
///
///     emit_cases DIR COUNT FILE.npz ...
///
/// writes DIR/cases_0.cpp, DIR/cases_1.cpp, ..., COUNT of them or fewer, and beside each a .bin with its numbers: for
/// each case the weights, padded as imported() wants them, then every input, then every output. The environment's
/// CASES: names or parts of names; its PACKED_FOR: a name as of ctnn-import --packed-for, what is packed is among the numbers.
#include "../../../tools/import/cpp_text.hpp"
#include "../../../tools/import/network_source.hpp"
#include "../../../tools/import/pack.hpp"
#include <algorithm>
#include <ctnn/io/file.hpp>
#include <ctnn/io/npz.hpp>
#include <filesystem>
#include <iostream>
#include <iterator>
#include <sstream>

namespace {

using namespace ctnn;
using io::detail::join;
namespace fs = std::filesystem;

struct golden_case {
    const io::npz* file;
    std::string group, name;
};

/// One source and its numbers, as they grow.
struct unit {
    std::string source = "#include \"check_case.hpp\"\n", calls{};
    std::vector<float> numbers{};
    int cases = 0;

    /// Where in `numbers` they begin: at a multiple of 64 bytes.
    std::size_t add(const std::vector<float>& values, std::size_t after = 16) {
        const auto at = numbers.size();
        numbers.insert(numbers.end(), values.begin(), values.end());
        numbers.resize((numbers.size() + after - 1) / after * after);
        return at;
    }

    /// The type of the case's weights, which begin at `at`.
    std::string weights_type(const import::imported& net, std::size_t at, std::size_t end, const hardware* machine) {
        if (!machine) return join("using weights = numbers_at<", at, ", ", end - at, ">;\n");
        const auto packed = import::pack(net, *machine);
        const auto packed_at = add(packed.values);
        return join("using weights = packed_at<", at, ", ", end - at, ", ", packed_at, ", ", packed.values.size(), ", ",
                    packed.machine.lanes, ", ", packed.machine.registers, ", ", packed.fingerprint, "u>;\n");
    }

    void add_case(const golden_case& c, const hardware* machine) {
        const auto part = [&](const char* kind, std::size_t i) {
            return c.file->find(join(c.name, '/', kind, '/', i));
        };
        const auto& text = (*c.file)[c.name + "/config"].bytes;
        auto net = import::build_graph({reinterpret_cast<const char*>(text.data()), text.size()}, c.name);
        std::vector<const io::array*> given;
        while (const auto* w = part("weights", given.size())) given.push_back(w);
        import::set_weights(net, given);

        const auto weights_at = add({});
        for (int p : import::weights_in_order(net)) {
            const auto* at = net.weights.data() + net.offset[std::size_t(p)];
            add({at, at + net.graph->parameters[p].shape.size()});
        }
        const auto weights = weights_type(net, weights_at, numbers.size(), machine);
        const auto recorded_at = numbers.size();
        for (std::size_t i = 0; const auto* a = part("inputs", i); ++i) add(a->as_float(), 1);
        for (std::size_t i = 0; const auto* a = part("outputs", i); ++i) add(a->as_float(), 1);
        const auto recorded_end = numbers.size();
        add({});

        const auto own = "case_" + std::to_string(++cases), title = c.group + '/' + c.name;
        const auto network = import::network_source(net);
        const auto define = [&](const auto& variable, const auto& as) {
            source += join("inline constexpr auto ", variable, " = ", as, ";\n\n");
        };
        source += join("\n// ", import::comment_text(title), "\nnamespace ", own, " {\n\n",
                       "using namespace ctnn;\nusing namespace ctnn::literals;\n\n");
        for (const auto& d : network.inner) define(d.variable, d.source);
        define("net", network.source);
        source += weights;
        source += join("using recorded = samples_at<", part("inputs", 0)->shape[0], ", ", recorded_at, ", ",
                       recorded_end - recorded_at, ">;\n\n} // namespace ", own, '\n');
        calls += join("    check_case<", own, "::weights, ", own, "::recorded>(", import::string_literal(title), ", ",
                      own, "::net);\n");
    }

    void write(const fs::path& folder, int number) const {
        const auto stem = "cases_" + std::to_string(number);
        const auto text = join(source, "\nint main(int, char** arguments) {\n    read_numbers(arguments[1]);\n", calls,
                               "    return result();\n}\n");
        io::replace_file(folder / (stem + ".cpp"), std::as_bytes(std::span(text)));
        io::replace_file(folder / (stem + ".bin"), std::as_bytes(std::span(numbers)));
    }
};

std::vector<std::string> listed(const char* variable) {
    std::istringstream s(std::getenv(variable) ? std::getenv(variable) : "");
    return {std::istream_iterator<std::string>(s), {}};
}

} // namespace

int main(int count, char** values) {
    if (count < 4) return std::cerr << "usage: emit_cases DIR COUNT FILE.npz ...\n", 2;
    const auto wanted = listed("CASES");
    const hardware* machine = nullptr;
    for (const auto& name : listed("PACKED_FOR"))
        for (const auto& s : instruction_sets)
            if (s.name == name) machine = &s.is;
    std::vector<io::npz> files;
    std::vector<golden_case> cases;
    files.reserve(std::size_t(count));
    try {
        for (int i = 3; i < count; ++i) {
            files.push_back(io::read_npz(values[i]));
            for (const auto& member : files.back()) {
                if (!member.name.ends_with("/config")) continue;
                const auto name = member.name.substr(0, member.name.size() - 7);
                if (wanted.empty() ||
                    std::ranges::any_of(wanted, [&](const auto& w) { return name.find(w) != name.npos; }))
                    cases.push_back({&files.back(), fs::path(values[i]).stem().string(), name});
            }
        }
        // neighbours share kernels, so each source gets a row of them
        const auto units = std::min(cases.size(), std::size_t(std::max(1, std::atoi(values[2]))));
        for (std::size_t u = 0; u < units; ++u) {
            unit of;
            for (auto i = u * cases.size() / units; i < (u + 1) * cases.size() / units; ++i) of.add_case(cases[i], machine);
            of.write(values[1], int(u));
        }
        std::cout << cases.size() << " cases in " << units << " sources\n";
    } catch (const std::exception& e) {
        return std::cerr << "emit_cases: " << e.what() << '\n', 1;
    }
    return 0;
}
