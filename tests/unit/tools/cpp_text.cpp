#include "../../../tools/import/cpp_text.hpp"
#include <cmath>
#include <cstdlib>
#include <doctest/doctest.h>
#include <limits>

using namespace ctnn::import;

TEST_CASE("a name becomes an identifier, whatever is in it") {
    CHECK(identifier("dense_1") == "dense_1");
    CHECK(identifier("Block 2/Conv-1") == "block_2_conv_1");
    CHECK(identifier("2nd-layer") == "layer_2nd_layer");
    CHECK(identifier("class") == "class_");
    CHECK(identifier("linux") == "linux_");
    CHECK(identifier("__x__") == "x");
    CHECK(identifier("größe") == "gr_e");
    CHECK(identifier("") == "layer");
    CHECK(identifier("\";\n#include") == "include");
    for (const char* name : {"dense_1", "Block 2", "2nd", "new", "__", "\x01\xff", "a__b", "_A"}) CHECK(is_identifier(identifier(name)));
    for (const char* text : {"", "1a", "a-b", "class", "a__b", "_A", "a\n"}) CHECK(!is_identifier(text));
}

TEST_CASE("a string literal holds any text without ending early") {
    CHECK(string_literal("a.b-c_") == R"("a.b-c_")");
    CHECK(string_literal("a\"b\\c") == R"("a\"b\\c")");
    CHECK(string_literal("a\nb\x7f") == R"("a\012b\177")");
    CHECK(string_literal(std::string_view("\0" "1", 2)) == R"("\0001")");
    CHECK(string_literal("?\?/") == R"("\?\?/")");
    CHECK(string_literal("größe") == "\"größe\"");
    CHECK(string_literal("a\xe2\x80\xae" "b") == R"("a\342\200\256b")"); // turns the order of what follows
    CHECK(string_literal("\xff") == R"("\377")");                       // no UTF-8
}

TEST_CASE("a comment stays one comment") {
    CHECK(comment_text("a\\") == "a?");
    CHECK(comment_text("a\nint x;") == "a?int x;");
    CHECK(comment_text(std::string(500, 'a')).size() == 80);
}

TEST_CASE("lines are broken after commas outside strings and template arguments") {
    const std::string call = "x = Conv2D(64, shape<3, 3>, padding = same, activation = relu, name = \"a, very, long, name, with, commas\"_s)(x)";
    CHECK(wrapped(call, 4) == "    " + call);
    const auto twice = wrapped("x = Add()(" + call + ", " + call + ")", 4);
    std::size_t begin = 0;
    for (std::size_t end; (end = twice.find('\n', begin)) != twice.npos; begin = end + 1) {
        CHECK(end - begin <= 120);
        CHECK(twice[end - 1] == ',');
    }
    CHECK(twice.find("shape<3, 3>") != twice.npos);
    CHECK(twice.find("\"a, very, long, name, with, commas\"") != twice.npos);
}

TEST_CASE("identifiers are found outside strings") {
    std::set<std::string> words;
    add_identifiers(R"(Dense(4_c, name = "relu \" sigmoid"_s, activation = tanh))", words);
    CHECK(words.contains("Dense"));
    CHECK(words.contains("activation"));
    CHECK(words.contains("tanh"));
    CHECK(!words.contains("relu"));
    CHECK(!words.contains("sigmoid"));
    CHECK(!words.contains("_c"));
}

TEST_CASE("a float's literal is the float") {
    for (float v : {0.f, -0.f, 1.f, -1.5f, 0.1f, 1e-45f, 3.4e38f, -1.17549435e-38f}) {
        auto text = float_literal(v);
        if (text.back() == 'f') text.pop_back();
        const float back = std::strtof(text.c_str(), nullptr);
        CHECK(back == v);
        CHECK(std::signbit(back) == std::signbit(v));
    }
    CHECK(float_literal(-std::numeric_limits<float>::infinity()) == "-__builtin_inff()");
}
