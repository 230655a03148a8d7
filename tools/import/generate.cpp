/// Writes what belongs to one model: its header, its weights, and the program and self-check that were asked for.
#include "generate.hpp"
#include "cpp_text.hpp"
#include "network_source.hpp"
#include "pack.hpp"
#include <ctnn/io/file_error.hpp>
#include <cstring>
#include <filesystem>

namespace ctnn::import {
namespace {

using io::detail::join;

std::string file_name(const std::string& path) {
    return comment_text(std::filesystem::path(path).filename().string());
}

/// "(8, 8, 1)", several as "(3), (6, 6, 2)"; with `samples` in front of each.
std::string shapes_text(const imported& net, int first, int count, bool samples) {
    const auto& g = *net.graph;
    std::string s;
    for (int i = 0; i < count; ++i) {
        const extents& e = g.shape(g.edges[first + i]);
        s.append(i ? ", (" : "(").append(samples ? "samples" : "");
        for (int d = 0; d < e.rank; ++d) s.append(d || samples ? ", " : "").append(std::to_string(e[d]));
        s += ")";
    }
    return s;
}

/// "tensor<float, 8, 8, 1>"
std::string tensor_text(const extents& e) {
    std::string s = "ctnn::tensor<float";
    for (int i = 0; i < e.rank; ++i) s.append(", ").append(std::to_string(e[i]));
    return s + ">";
}

/// "dense_1: kernel (16, 3)"
std::string weight_title(const imported& net, int parameter) {
    const auto& g = *net.graph;
    const auto& p = g.parameters[parameter];
    std::string s;
    for (const auto& l : g.layers)
        if (l.parameters > 0 && l.first_parameter <= parameter && parameter < l.first_parameter + l.parameters)
            s = std::string(g.characters.begin() + l.name.first, std::size_t(l.name.count)) + ": ";
    for (int d = 0; d < p.depth; ++d) s.append(std::string_view(p.path[d])).append("/");
    s.append(std::string_view(p.name)).append(" (");
    for (int i = 0; i < p.shape.rank; ++i) s.append(i ? ", " : "").append(std::to_string(p.shape[i]));
    return s + ")";
}

std::string joined(const std::set<std::string>& words) {
    std::string s;
    std::size_t i = 0;
    for (const auto& w : words) s.append(i == 0 ? "" : i + 1 == words.size() ? " and " : ", ").append(w), ++i;
    return s;
}

/// A name for the assembler: of the namespace, the header and a number made from the data.
std::string symbol_of(const generate_options& o, const std::vector<block>& blocks, const char* what) {
    std::uint64_t hash = 14695981039346656037u;
    for (const auto& b : blocks)
        for (float v : b.values) {
            std::uint32_t bits;
            std::memcpy(&bits, &v, sizeof bits);
            hash = (hash ^ bits) * 1099511628211u;
        }
    std::string s = "ctnn_" + o.name_space + "_" + what + "_";
    for (char& c : s)
        if (c == ':') c = '_';
    for (int i = 0; i < 8; ++i) s.push_back("0123456789abcdef"[hash >> (60 - 4 * i) & 15]);
    return s;
}

output_file header(const imported& net, const generate_options& o, const network_text& text) {
    const auto& g = *net.graph;
    const auto m = g.models[net.model];
    std::string s = join(made_by, file_name(net.file), " (Keras ", comment_text(net.keras_version), ").\n//\n");
    std::string x;
    for (int i = 0; i < m.inputs; ++i) {
        const auto v = m.inputs == 1 ? "x" : "x" + std::to_string(i + 1);
        s += join("//     const ", tensor_text(g.shape(g.edges[m.first_input + i])), ' ', v, " = ...;\n");
        x.append(i ? ", " : "").append(v);
    }
    s += join("//     const auto y = ", o.name_space, "::model().predict(", x, ");");
    s += join(m.outputs == 1 ? "    // " : "    // a std::tuple: ", shapes_text(net, m.first_output, m.outputs, false), '\n');
    auto left_out = net.left_out;
    if (text.initializers) left_out.insert("initializers");
    if (!left_out.empty() || text.renumbered || o.packed_for) s += "//\n";
    if (o.packed_for) {
        const auto name = std::string(name_of(*o.packed_for));
        s += join("// Packed for ", name, ": what programs for it compute from the weights is beside them, so that nothing is computed at the\n"
                  "// start and no memory is taken for it. With model(weight_dtype = bf16) or model(winograd = false_c) it is computed,\n"
                  "// as other numbers are read.\n");
    }
    if (!left_out.empty()) s += join("// Left out, since only training needs them: ", joined(left_out), ".\n");
    if (text.renumbered) s += "// Layers without a name of their own are numbered from the start, as in a fresh Keras process.\n";
    s += join("#pragma once\n#include \"", o.name, "_weights.hpp\"\n#include <ctnn/ctnn.hpp>\n\nnamespace ", o.name_space, " {\n\n",
              "using namespace ctnn;\nusing namespace ctnn::literals;\n\n");
    for (const auto& d : text.inner) s += join("inline constexpr auto ", d.variable, " = ", d.source, ";\n\n");
    s += join("inline constexpr auto net = ", text.source, ";\n\n",
              "/// The network with its weights, which are read where the program has them: no heap, as small as a pointer.\n",
              "/// model(activations = fast) is less exact, see ctnn/dsl/policies.hpp.\n",
              "template<class... Policies>\n[[gnu::always_inline]] inline auto model(const Policies&... policies) {\n"
              "    return imported<weights>(net, policies...);\n}\n\n} // namespace ", o.name_space, '\n');
    return {o.name + ".hpp", s};
}

/// A struct of numbers, and what is said of it.
struct number_type {
    std::string name, doc, members;
    embedded numbers;
};

/// A header that holds such structs, and their binaries if they have any.
void add_numbers(std::vector<output_file>& files, const std::string& header, const generate_options& o, const std::string& first,
                 std::vector<number_type> types) {
    std::string before, code;
    bool bytes = false;
    for (auto& t : types) {
        if (t.numbers.binary) files.push_back(std::move(*t.numbers.binary));
        bytes = bytes || t.numbers.bytes;
        before += t.numbers.before;
        code += join(t.doc, "struct ", t.name, " {\n", t.members, t.numbers.members, "};\n\n");
    }
    files.push_back({header, join(first, "#pragma once\n", bytes ? "#include <bit>\n" : "", "#include <cstddef>\n\n",
                                  bytes ? byte_order : "", before, "namespace ", o.name_space, " {\n\n", code, "} // namespace ",
                                  o.name_space, '\n')});
}

/// What programs compute from the weights.
number_type packed(const imported& net, const generate_options& o, const std::string& header) {
    const auto made = pack(net, *o.packed_for);
    const std::vector<block> blocks{{"in the order in which the program reads them", made.values}};
    const auto name = std::string(name_of(made.machine));
    return {"packed_weights",
            join("/// What programs for ", name, " compute from the weights below. A program that is compiled for something else, or\n"
                 "/// would compute something else, does not compile.\n"),
            join("    static constexpr int lanes = ", made.machine.lanes, ", registers = ", made.machine.registers, ";\n",
                 "    static constexpr unsigned long long fingerprint = ", made.fingerprint, "u;\n"),
            embed(blocks, 16, header, symbol_of(o, blocks, "packed_weights"), o.form, ".packed.bin")};
}

void add_weights(std::vector<output_file>& files, const imported& net, const generate_options& o) {
    std::vector<block> blocks;
    const auto& g = *net.graph;
    for (int p : weights_in_order(net)) {
        const auto* at = net.weights.data() + net.offset[std::size_t(p)];
        blocks.push_back({comment_text(weight_title(net, p)), {at, at + g.parameters[p].shape.size()}});
    }
    const auto name = o.name + "_weights.hpp";
    std::vector<number_type> types;
    if (o.packed_for) types.push_back(packed(net, o, name));
    types.push_back({"weights", "/// Keras' model.get_weights(), each padded with zeros to a multiple of 16 floats.\n",
                     o.packed_for ? "    using packed = packed_weights;\n" : "",
                     embed(blocks, 16, name, symbol_of(o, blocks, "weights"), o.form)});
    add_numbers(files, name, o, join(made_by, file_name(net.file), ".\n"), std::move(types));
}

void add_check(std::vector<output_file>& files, const imported& net, const generate_options& o) {
    std::vector<block> blocks;
    for (bool outputs : {false, true}) {
        const auto& all = outputs ? o.check->outputs : o.check->inputs;
        for (std::size_t i = 0; i < all.size(); ++i) blocks.push_back({join(outputs ? "output " : "input ", i), all[i]});
    }
    const auto name = o.name + "_check.hpp";
    add_numbers(files, name, o, join(made_by, file_name(o.check_file), ", for ", file_name(net.file), ".\n"),
                {{"recorded",
                  "/// Samples and what Keras predicted for them: every input, then every output, each (count, shape of one sample).\n",
                  join("    static constexpr std::size_t count = ", o.check->count, ";\n"),
                  embed(blocks, 1, name, symbol_of(o, blocks, "recorded"), o.form)}});
}

output_file program(const imported& net, const generate_options& o) {
    const auto m = net.graph->models[net.model];
    const auto list = [](const char* what, int count) {
        std::string s;
        for (int i = 0; i < count; ++i) s += join(" --", what, "put ", what, i, ".npy");
        return s;
    };
    std::string s = join(made_by, file_name(net.file), ".\n//\n//     c++ -std=c++20 -O2 -march=native -I include main.cpp -o program\n",
                         "//     ./program", list("in", m.inputs), list("out", m.outputs), '\n');
    if (o.check) s += join("//     ./program --check    compares with the predictions that Keras recorded, ", o.name, "_check.hpp\n");
    s += join("//\n// ", shapes_text(net, m.first_input, m.inputs, true), " -> ", shapes_text(net, m.first_output, m.outputs, true), '\n');
    s += join("#include \"", o.name, ".hpp\"\n");
    if (o.check) s += join("#include \"", o.name, "_check.hpp\"\n");
    s += "#include <ctnn/io/predict_program.hpp>\n\nint main(int count, char** arguments) {\n";
    s += join("    return ctnn::io::predict_program", o.check ? join('<', o.name_space, "::recorded>") : "", '(', o.name_space,
              "::model(), count, arguments);\n}\n");
    return {"main.cpp", s};
}

} // namespace

std::vector<output_file> generate(const imported& net, const generate_options& o) {
    const auto text = network_source(net);
    std::vector<output_file> files;
    add_weights(files, net, o);
    if (o.check) add_check(files, net, o);
    files.push_back(header(net, o, text));
    if (o.program) files.push_back(program(net, o));
    return files;
}

} // namespace ctnn::import
