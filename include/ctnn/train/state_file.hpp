/// The state of a training as a file: what is needed to go on with the same numbers. Written beside the file and moved
/// over it, so that a kill leaves the old one or the new one; read as a whole before anything changes.
#pragma once
#include "../tensor/failure.hpp"
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace ctnn::detail {

/// Numbers that stand in front of the floats.
struct state_head {
    char magic[8] = {'c', 't', 'n', 'n', 's', 't', '1', '\n'};
    std::uint64_t weights = 0, state = 0; ///< floats
    std::int64_t iterations = 0;
    double learning_rate = 0, product = 1;
    std::uint64_t started = 0, seed = 0, check = 0; ///< check: of all that follows
};

/// FNV-1a of the floats' bytes.
template<unsigned Options = compiled_for>
std::uint64_t checksum(std::span<const float> a, std::span<const float> b) {
    std::uint64_t h = 14695981039346656037u;
    for (const auto& part : {a, b})
        for (const float& f : part) {
            std::uint32_t bits;
            std::memcpy(&bits, &f, sizeof bits);
            h = (h ^ bits) * 1099511628211u;
        }
    return h;
}

template<unsigned Options = compiled_for>
[[noreturn]] void fail_with_state(std::string_view path, std::string_view problem, std::string_view hint) {
    text t;
    t << path << ": " << problem << "; hint: " << hint;
    fail(t);
}

template<unsigned Options = compiled_for>
void write_state(std::string_view path, state_head head, std::span<const float> weights, std::span<const float> state) {
    head.weights = weights.size(), head.state = state.size(), head.check = checksum(weights, state);
    const std::string to(path), beside = to + ".tmp";
    std::FILE* const f = std::fopen(beside.c_str(), "wb");
    bool ok = f && std::fwrite(&head, sizeof head, 1, f) == 1 &&
              std::fwrite(weights.data(), sizeof(float), weights.size(), f) == weights.size() &&
              std::fwrite(state.data(), sizeof(float), state.size(), f) == state.size();
    if (f) ok = std::fclose(f) == 0 && ok;
    if (ok && std::rename(beside.c_str(), to.c_str()) == 0) return;
    std::remove(beside.c_str());
    fail_with_state(path, "the state of training cannot be written", "its folder must exist and have room");
}

/// Fills both, or fails and changes nothing.
template<unsigned Options = compiled_for>
state_head read_state(std::string_view path, std::span<float> weights, std::span<float> state) {
    state_head head;
    const state_head expected;
    std::vector<float> all(weights.size() + state.size());
    std::FILE* const f = std::fopen(std::string(path).c_str(), "rb");
    if (!f) fail_with_state(path, "cannot be opened", "a state that save_state wrote");
    const bool headed = std::fread(&head, sizeof head, 1, f) == 1;
    const bool ours = headed && std::memcmp(head.magic, expected.magic, sizeof head.magic) == 0;
    const bool fits = ours && head.weights == weights.size() && head.state == state.size();
    const bool whole = fits && std::fread(all.data(), sizeof(float), all.size(), f) == all.size() && std::fgetc(f) == EOF;
    std::fclose(f);
    if (!ours) fail_with_state(path, "is no state of a training", "a file that save_state wrote");
    if (!fits)
        fail_with_state(path, "is the state of another network or optimizer", "compile the same model with the same optimizer");
    const std::span<const float> both(all);
    if (!whole || checksum(both.first(weights.size()), both.subspan(weights.size())) != head.check)
        fail_with_state(path, "is damaged", "delete it to begin anew");
    std::memcpy(weights.data(), all.data(), weights.size_bytes());
    std::memcpy(state.data(), all.data() + weights.size(), state.size_bytes());
    return head;
}

} // namespace ctnn::detail
