/// What the sources that ../compiled/emit_cases writes are made with here: each case's network, with the recorded
/// weights, is saved as Keras saves it.
#pragma once
#include <cstdio>
#include <cstdlib>
#include <ctnn/ctnn.hpp>
#include <ctnn/io/keras.hpp>

namespace {

const float* numbers = nullptr;
int saved = 0, refused = 0;

void read_numbers(const char* path) {
    const auto bytes = ctnn::io::read_file(path);
    auto* const to = static_cast<float*>(::operator new(bytes.size() + 64, std::align_val_t(64)));
    std::memcpy(to, bytes.data(), bytes.size());
    numbers = to;
}

template<std::size_t At, std::size_t Size>
struct numbers_at {
    static constexpr std::size_t size = Size;
    static const float* data() { return numbers + At; }
};
template<std::size_t Count, std::size_t At, std::size_t Size>
struct samples_at {};

/// SAVE_TO/<group>__<name>.keras
template<class Weights, class Recorded, class Def>
[[gnu::noinline]] void check_case(const char* name, const ctnn::network<Def>& net) {
    std::string file(name);
    file.replace(file.find('/'), 1, "__");
    auto model = net.build();
    model.copy_weights(ctnn::imported<Weights>(net));
    try {
        model.save(std::string(std::getenv("SAVE_TO")) + '/' + file + ".keras");
        ++saved;
    } catch (const ctnn::file_error& e) {
        std::printf("%s: %s\n", name, e.what());
        ++refused;
    }
}

int result() {
    std::printf("%d saved, %d refused\n", saved, refused);
    return refused != 0;
}

} // namespace
