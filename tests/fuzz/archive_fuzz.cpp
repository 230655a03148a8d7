/// libFuzzer target: whatever the bytes are, a model file becomes C++ source or is refused with file_error; nothing else
/// may happen.
/// The first byte chooses the reader, so that one corpus serves all. Run with -rss_limit_mb: no input of a few
/// kilobytes may ask for more than the 16 MiB that small files may unfold to, a few times over.
///   clang++ -std=c++20 -O1 -g -fsanitize=fuzzer,address,undefined -Iinclude tests/fuzz/archive_fuzz.cpp
///       $(ls tools/import/*.cpp | grep -v main.cpp) -lzip -lz -o archive_fuzz
///   archive_fuzz -rss_limit_mb=1024 -timeout=10 -max_len=60000 corpus/
/// corpus.py makes a corpus of the golden files.
#include "../../tools/import/archive_config.hpp"
#include "../../tools/import/generate.hpp"
#include "../../tools/import/network_source.hpp"
#include <cstdlib>
#include <ctnn/io/npz.hpp>
#include <ctnn/io/weights.hpp>

namespace {

using namespace ctnn;

void read_hdf5(std::vector<std::byte> bytes) {
    const io::hdf5_file file(std::move(bytes), "fuzz");
    auto visit = [&](auto self, const io::hdf5_node& node) -> void {
        if (node.is_dataset()) {
            try {
                const auto a = file.read(node);
                if (a.bytes.size() != io::detail::element_count(a.shape) * io::size_of(a.type)) std::abort();
                (void)a.as_float("fuzz");
            } catch (const file_error&) {}
        }
        for (const auto& [name, below] : node.links) self(self, below);
    };
    visit(visit, file.root());
}

void load(const std::vector<std::byte>& bytes) {
    float values[6] = {}, before[6] = {};
    const io::weight_entry entries[] = {{"first", "Dense", "layers/dense", "kernel", {2, 3}, values}};
    try {
        io::load_weights_h5(io::hdf5_file(bytes, "fuzz"), entries);
    } catch (const file_error&) {
        if (std::memcmp(values, before, sizeof values) != 0) std::abort(); // refused, but changed the model
    }
}

/// Everything that ctnn-import does before it writes.
void import_archive(const ctnn::import::archive& file) {
    ctnn::import::generate_options options;
    options.name = options.name_space = "fuzz";
    options.program = true;
    (void)ctnn::import::generate(ctnn::import::build(file), options);
}

/// A configuration alone, with shapes from outside where it has none.
void import_config(std::string text) {
    ctnn::import::check_config(text, "fuzz", "it");
    for (const auto* version : {"3", "2"})
        (void)ctnn::import::network_source(ctnn::import::build_graph(text, "fuzz", version, {ctnn::extents(6, 5, 4)}));
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    const auto all = std::as_bytes(std::span(data, size)).subspan(1);
    std::vector<std::byte> bytes(all.begin(), all.end());
    try {
        switch (data[0] % 8) {
        case 1:
            (void)io::parse_npy(bytes, "fuzz");
            break;
        case 2:
            (void)io::parse_npz(std::move(bytes), "fuzz");
            break;
        case 3:
            (void)io::parse_safetensors(bytes, "fuzz");
            break;
        case 4:
            read_hdf5(std::move(bytes));
            break;
        case 5:
            load(bytes);
            break;
        case 6:
            (void)ctnn::import::parse_archive(std::move(bytes), "fuzz", R"({"class_name": "A", "config": {}})",
                                              "config");
            break;
        case 7:
            import_config(std::string(io::detail::as_text(bytes)));
            break;
        default:
            import_archive(ctnn::import::parse_archive(std::move(bytes), "fuzz"));
            break;
        }
    } catch (const file_error&) {}
    return 0;
}
