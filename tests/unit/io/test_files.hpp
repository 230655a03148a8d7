/// Helpers of the tests of io/: the files beside them, a folder to write to, the text of an error.
#pragma once
#include <ctnn/io/array.hpp>
#include <ctnn/io/file.hpp>
#include <filesystem>
#include <string>
#include <vector>

namespace test {

inline std::filesystem::path file(const std::string& name) {
    return std::filesystem::path(__FILE__).parent_path() / "files" / name;
}
inline std::filesystem::path golden(const std::string& name) {
    return std::filesystem::path(__FILE__).parent_path() / "../../golden/files" / name;
}

/// An empty folder that goes away.
struct folder {
    std::filesystem::path path =
        std::filesystem::temp_directory_path() / ("ctnn-io-" + std::to_string(std::random_device{}()));
    folder() { std::filesystem::create_directory(path); }
    ~folder() { std::filesystem::remove_all(path); }
    folder(const folder&) = delete;
    folder& operator=(const folder&) = delete;
    std::filesystem::path operator/(const std::string& name) const { return path / name; }
    std::size_t size() const {
        return std::size_t(
            std::distance(std::filesystem::directory_iterator(path), std::filesystem::directory_iterator()));
    }
};

/// What a call says when it throws file_error; "" when it does not.
template<class Call>
std::string refusal(Call call) {
    try {
        call();
    } catch (const ctnn::file_error& e) { return e.what(); }
    return "";
}

inline bool has(const std::string& text, std::string_view part) { return text.find(part) != text.npos; }

/// The values that files/make.py writes: number k of a file counts up from k in quarters.
inline std::vector<float> quarters(std::size_t n, int first = 0) {
    std::vector<float> v(n);
    for (std::size_t i = 0; i < n; ++i) v[i] = float(int(i) + first) / 4;
    return v;
}

using shape = std::vector<std::size_t>;

/// Calls `use` with every prefix of the bytes, and returns how many of them it refused.
template<class Use>
std::size_t refused_prefixes(const std::vector<std::byte>& bytes, Use use) {
    std::size_t refused = 0;
    for (std::size_t n = 0; n < bytes.size(); ++n)
        refused +=
            !refusal([&] { use(std::vector<std::byte>(bytes.begin(), bytes.begin() + std::ptrdiff_t(n))); }).empty();
    return refused;
}

/// Calls `use` with the bytes changed at one place, at each place once: it may refuse them or not, no more.
template<class Use>
void with_every_byte_changed(const std::vector<std::byte>& bytes, Use use) {
    constexpr std::byte flips[] = {std::byte{1}, std::byte{0x80}, std::byte{0xff}};
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        auto changed = bytes;
        changed[i] ^= flips[i % 3];
        (void)refusal([&] { use(std::move(changed)); });
    }
}

} // namespace test
