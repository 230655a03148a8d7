#include "../../../tools/import/embed.hpp"
#include <cstring>
#include <doctest/doctest.h>

using namespace ctnn::import;

namespace {

/// What a C++ compiler makes of adjacent string literals.
std::string unescaped(const std::string& code) {
    std::string bytes;
    bool inside = false;
    for (std::size_t i = 0; i < code.size(); ++i) {
        if (code[i] == '"') {
            inside = !inside;
        } else if (inside && code[i] == '\\') {
            int value = 0, digits = 0;
            while (digits < 3 && i + 1 < code.size() && code[i + 1] >= '0' && code[i + 1] <= '7')
                value = value * 8 + (code[++i] - '0'), ++digits;
            REQUIRE(digits > 0);
            bytes.push_back(char(value));
        } else if (inside)
            bytes.push_back(code[i]);
    }
    return bytes;
}

std::vector<block> every_byte() {
    std::string bytes;
    for (int a = 0; a < 256; ++a)
        for (int b : {0, 7, int('0'), int('7'), int('8'), int('"'), int('\\'), int('?'), 255}) bytes.push_back(char(a)), bytes.push_back(char(b));
    block all{"all", std::vector<float>(bytes.size() / 4)};
    std::memcpy(all.values.data(), bytes.data(), bytes.size());
    return {all};
}

} // namespace

TEST_CASE("the form follows from how many numbers there are") {
    CHECK(embedding_for(100'000) == embedding::literals);
    CHECK(embedding_for(100'001) == embedding::bytes);
    CHECK(embedding_for(1'000'001) == embedding::binary);
}

TEST_CASE("blocks are padded to whole groups") {
    const auto e = embed({{"a (3)", {1, 2, 3}}, {"b (1)", {4}}}, 4, "x.hpp", "x");
    CHECK(e.members.find("size = 8;") != std::string::npos);
    CHECK(e.members.find("// a (3)\n        0x1p+0f, 0x1p+1f, 0x1.8p+1f, 0,\n        // b (1)\n        0x1p+2f, 0, 0, 0,\n") != std::string::npos);
    CHECK(!e.binary);
}

TEST_CASE("bytes in a string literal are the numbers' bytes") {
    const auto data = every_byte();
    const auto e = embed(data, 1, "x.hpp", "x", embedding::bytes);
    const auto begin = e.members.find("] =");
    REQUIRE(begin != std::string::npos);
    const auto bytes = unescaped(e.members.substr(begin, e.members.find(";\n", begin) - begin));
    REQUIRE(bytes.size() == data[0].values.size() * 4);
    CHECK(std::memcmp(bytes.data(), data[0].values.data(), bytes.size()) == 0);
}

TEST_CASE("a binary file holds the numbers' bytes") {
    const auto e = embed({{"a", {1, -2.5f}}}, 4, "x.hpp", "x", embedding::binary);
    REQUIRE(e.binary);
    CHECK(e.binary->name == "x.hpp.bin");
    float values[4];
    REQUIRE(e.binary->content.size() == sizeof values);
    std::memcpy(values, e.binary->content.data(), sizeof values);
    CHECK(values[0] == 1);
    CHECK(values[1] == -2.5f);
    CHECK(values[3] == 0);
}

TEST_CASE("two types of one header have binaries of their own") {
    const auto e = embed({{"a", {1}}}, 16, "x.hpp", "x", embedding::binary, ".packed.bin");
    REQUIRE(e.binary);
    CHECK(e.binary->name == "x.hpp.packed.bin");
    CHECK(e.before.find("__FILE__ \".packed.bin\\\"\\n\"") != std::string::npos);
    CHECK(e.bytes);
}

TEST_CASE("no numbers at all are a null pointer") {
    CHECK(embed({}, 16, "x.hpp", "x").members.find("nullptr") != std::string::npos);
}
