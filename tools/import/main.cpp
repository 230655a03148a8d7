/// ctnn-import: a trained Keras model as C++ source. `ctnn-import --help` says how.
#include "cpp_text.hpp"
#include "draw.hpp"
#include "generate.hpp"
#include <CLI/CLI.hpp>
#include <algorithm>
#include <cctype>
#include <charconv>
#include <ctnn/io/file.hpp>
#include <fmt/format.h>
#include <fmt/ostream.h>

namespace {

using namespace ctnn;
namespace fs = std::filesystem;

/// A mistake on the command line: one sentence.
struct usage_error : std::runtime_error {
    using std::runtime_error::runtime_error;
};

struct arguments {
    fs::path file, output, config, check;
    std::string name, name_space;
    std::vector<std::string> input_shapes;
    std::optional<import::embedding> embed;
    std::optional<hardware> packed_for;
    bool program = false, dot = false, svg = false;
};

/// "28,28,1", "(28, 28, 1)" or "28x28x1"; None or -1 for what the file knows.
extents parse_shape(const std::string& text) {
    extents e = {};
    const auto fail = [&] {
        return usage_error(fmt::format("--input-shape {}: is no shape of at most {} axes; hint: give the numbers of one sample, without "
                                       "the batch, for example --input-shape 28,28,1", text, max_rank));
    };
    std::string word;
    const auto take = [&] {
        if (word.empty()) return;
        int n = 0;
        const auto [end, problem] = std::from_chars(word.data(), word.data() + word.size(), n);
        const bool unknown = word == "None" || word == "-1" || word == "?";
        if (!unknown && (problem != std::errc{} || end != word.data() + word.size() || n <= 0)) throw fail();
        if (e.rank == max_rank) throw fail();
        e.dims[e.rank++] = unknown ? -1 : n;
        word.clear();
    };
    for (char c : text) {
        if (c == ',' || c == 'x' || c == ' ' || c == '(' || c == ')' || c == '[' || c == ']')
            take();
        else
            word += c;
    }
    take();
    if (e.rank == 0) throw fail();
    return e;
}

/// The file's name without what says which kind of file it is.
std::string stem_of(fs::path file) {
    if (!file.has_filename()) file = file.parent_path(); // a folder with a slash behind it
    auto name = file.filename().string();
    for (const char* ending : {".weights.h5", ".keras", ".h5", ".hdf5"})
        if (name.size() > std::strlen(ending) && name.ends_with(ending)) {
            name.resize(name.size() - std::strlen(ending));
            break;
        }
    return name;
}

/// Every part between :: must be an identifier.
void check_namespace(const std::string& text) {
    std::size_t begin = 0;
    for (bool more = true; more;) {
        const auto end = text.find("::", begin);
        more = end != text.npos;
        const auto part = text.substr(begin, more ? end - begin : text.npos);
        if (!import::is_identifier(part))
            throw usage_error(fmt::format("--namespace {}: is no name of a C++ namespace", text));
        if (begin == 0 && (part == "ctnn" || part == "std" || import::is_in_c_library(part)))
            throw usage_error(fmt::format("--namespace {}: {} is taken; hint: --namespace {}_net", text, part, part));
        begin = end + 2;
    }
}

/// What --name cannot be, and a name in its place: headers and code are called so.
[[noreturn]] void refuse_name(const std::string& name) {
    const auto problem = [&] {
        const bool plain =
            !name.empty() && std::ranges::all_of(name, [](unsigned char c) { return std::isalnum(c) || c == '_'; });
        if (import::is_reserved(name)) return "is a keyword of C++ or a macro, and code is called so";
        if (plain && std::isdigit(static_cast<unsigned char>(name[0])))
            return "must not begin with a digit, since code is called so";
        if (plain) return "is a name that C++ keeps for itself, with __, or with _ in front";
        return "must be letters, digits and _, since headers and code are called so";
    }();
    const auto likely = import::identifier(name);
    const bool own =
        !import::is_reserved(name) && (!likely.starts_with("layer") || name.starts_with(likely.substr(0, 5)));
    throw usage_error(
        fmt::format("--name {}: {}; hint: --name {}", name, problem,
                    own ? likely : import::identifier(import::is_reserved(name) ? name + "_net" : "net_" + name)));
}

void settle_names(arguments& a) {
    const auto stem = import::identifier(stem_of(a.file));
    if (a.name.empty()) a.name = stem;
    if (!import::is_identifier(a.name)) refuse_name(a.name);
    if (a.name_space.empty()) {
        a.name_space = a.name;
        if (a.name == "ctnn" || a.name == "std" || import::is_in_c_library(a.name)) a.name_space += "_net";
    }
    check_namespace(a.name_space);
}

import::archive read(const arguments& a) {
    if (!a.config.empty()) return import::read_archive(a.file, a.config);
    return import::read_archive(a.file);
}

/// What is there already must be of our making.
void check_output(const fs::path& folder, const std::vector<import::output_file>& files) {
    std::error_code problem;
    if (fs::exists(folder, problem) && !fs::is_directory(folder, problem))
        throw file_error(folder.string(), "is not a folder", "give another --output");
    for (const auto& f : files) {
        const auto path = folder / f.name;
        if (!fs::exists(path, problem) || (path.extension() != ".hpp" && path.extension() != ".cpp")) continue;
        const auto old = io::read_file(path);
        if (!io::detail::as_text(old).starts_with(import::made_by) && !old.empty())
            throw file_error(path.string(), "is there already, and ctnn-import did not make it", "give another --output, or move it away");
    }
}

void write(const fs::path& folder, const std::vector<import::output_file>& files) {
    std::error_code problem;
    fs::create_directories(folder, problem);
    if (problem) throw file_error(folder.string(), "cannot be made: " + problem.message(), "give another --output");
    for (const auto& f : files) {
        io::replace_file(folder / f.name, std::as_bytes(std::span(f.content)));
        fmt::print("{}\n", (folder / f.name).string());
    }
}

void run(arguments a) {
    settle_names(a);
    std::vector<extents> shapes;
    for (const auto& s : a.input_shapes) shapes.push_back(parse_shape(s));
    const auto net = import::build(read(a), shapes);

    std::optional<import::samples> samples;
    if (!a.check.empty()) {
        samples = import::find_samples(net, io::read_npz(a.check), a.check.string());
        const auto c = import::compare(net, *samples, a.check.string(), 10);
        fmt::print(stderr, "{} of {} samples compared: the largest difference is {:.3g}\n", c.compared, samples->count, c.largest);
    }
    import::generate_options options;
    options.name = a.name;
    options.name_space = a.name_space;
    options.program = a.program;
    if (samples) options.check = &*samples;
    options.check_file = a.check.string();
    options.form = a.embed;
    options.packed_for = a.packed_for;
    auto files = import::generate(net, options);
    if (a.dot || a.svg) {
        auto dot = import::dot_text(net);
        if (a.svg) files.push_back({a.name + ".svg", import::svg_text(dot)});
        if (a.dot) files.push_back({a.name + ".dot", std::move(dot)});
    }
    check_output(a.output, files);
    write(a.output, files);
}

} // namespace

int main(int count, char** values) {
    CLI::App app("Turns a trained Keras model into C++ source: DIR/<name>.hpp with the network and its weights.", "ctnn-import");
    arguments a;
    app.add_option("FILE", a.file, "model.keras, a legacy model.h5, or model.weights.h5 with --config")->required();
    app.add_option("--output", a.output, "the folder to write to; made if it is not there")->required()->type_name("DIR");
    app.add_option("--name", a.name, "of the header; the file's name if not given")->type_name("N");
    app.add_option("--namespace", a.name_space, "of the code; the header's name if not given")->type_name("NS");
    app.add_flag("--program", a.program, "also write DIR/main.cpp, which predicts from .npy files to .npy files");
    app.add_option("--check", a.check, "samples.npz, inputs and outputs that Keras recorded: compare now, and write a self-check")->type_name("NPZ");
    const std::map<std::string, import::embedding> forms{
        {"literals", import::embedding::literals}, {"bytes", import::embedding::bytes}, {"binary", import::embedding::binary}};
    app.add_option_function<std::string>("--embed", [&](const std::string& form) { a.embed = forms.at(form); },
                   "how the code holds its numbers: literals (constants for the compiler, too), bytes (a string) or binary (a file "
                   "beside the header); by how many there are if not given")
        ->type_name("FORM")->check(CLI::IsMember(forms));
    std::map<std::string, hardware> targets;
    for (const auto& s : instruction_sets) targets.emplace(s.name, s.is);
    app.add_option_function<std::string>("--packed-for", [&](const std::string& name) { a.packed_for = targets.at(name); },
                   "also write what programs for this instruction set compute from the weights, so that they start at once and need "
                   "no memory for it; it must be the one that the program is compiled for")
        ->type_name("TARGET")->check(CLI::IsMember(targets));
    app.add_option("--config", a.config, "config.json, what model.to_json() gives, for weights without a model")->type_name("JSON");
    app.add_option("--input-shape", a.input_shapes, "of one sample, 28,28,1, where the file has None; once for each input")
        ->type_name("SHAPE")->take_all()->expected(1)->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
    app.add_flag("--dot", a.dot, "also write DIR/<name>.dot, the network as Graphviz text");
    app.add_flag("--svg", a.svg, "also write DIR/<name>.svg, a picture; needs Graphviz' dot");
    try {
        app.parse(count, values);
    } catch (const CLI::ParseError& e) {
        if (e.get_exit_code() == 0) return app.exit(e); // --help
        fmt::print(stderr, "ctnn-import: {}\n", e.what());
        return 2;
    }
    try {
        run(std::move(a));
    } catch (const usage_error& e) {
        fmt::print(stderr, "ctnn-import: {}\n", e.what());
        return 2;
    } catch (const std::bad_alloc&) {
        fmt::print(stderr, "ctnn-import: there is not enough memory for this model\n");
        return 1;
    } catch (const std::exception& e) {
        fmt::print(stderr, "ctnn-import: {}\n", e.what());
        return 1;
    }
    return 0;
}
