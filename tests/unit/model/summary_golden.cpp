// Every summary in tests/golden/summaries/summaries.json, which real Keras printed, from the table beside it.
#include <ctnn/model/summary_keras2.hpp>
#include <ctnn/model/summary_keras3.hpp>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include <fstream>
#include <string>
#include <vector>

namespace {

using nlohmann::json;

ctnn::summary_row row_of(const json& j) {
    ctnn::summary_row row;
    row.name = j.at("name");
    row.class_name = j.at("class_name");
    row.output_shapes = j.value("output_shapes", row.output_shapes);
    row.params = j.value("params", 0L);
    row.trainable = j.value("trainable", true);
    row.built = j.value("built", true);
    row.is_input = j.value("is_input", false);
    row.differing = j.value("differing", false);
    row.connected_to = j.value("connected_to", row.connected_to);
    if (j.contains("nested"))
        for (const auto& inner : j.at("nested")) row.nested.push_back(row_of(inner));
    return row;
}

ctnn::summary_model model_of(const json& j) {
    ctnn::summary_model model;
    model.name = j.at("name");
    model.sequential = j.at("sequential");
    for (const auto& row : j.at("rows")) model.rows.push_back(row_of(row));
    model.trainable = j.at("trainable");
    model.non_trainable = j.at("non_trainable");
    model.optimizer = j.value("optimizer", 0L);
    return model;
}

ctnn::summary_options options_of(const json& j) {
    ctnn::summary_options options;
    options.line_length = j.value("line_length", 0);
    options.positions = j.value("positions", options.positions);
    options.show_trainable = j.value("show_trainable", false);
    options.expand_nested = j.value("expand_nested", false);
    options.colors = j.value("colors", false) ? ctnn::summary_colors::all : ctnn::summary_colors::none;
    options.terminal_columns = j.value("terminal_columns", 0);
    return options;
}

std::string text_of(const std::string& style, const ctnn::summary_model& model, const ctnn::summary_options& options) {
    if (style == "keras3") return ctnn::summary_text(model, options);
    return ctnn::summary_text_keras2(
        model, options, style == "since_2_13" ? ctnn::keras2_style::since_2_13 : ctnn::keras2_style::before_2_13);
}

} // namespace

TEST_CASE("every summary that Keras printed is reproduced to the character") {
    const std::string here = __FILE__;
    std::ifstream file(here.substr(0, here.rfind("unit/")) + "golden/summaries/summaries.json");
    REQUIRE(file.good());
    const auto golden = json::parse(file);
    REQUIRE(golden.at("cases").size() >= 40);
    for (const auto& j : golden.at("cases")) {
        const std::string style = j.at("style"), model = j.at("model"), expected = j.at("text");
        CAPTURE(style);
        CAPTURE(model);
        CAPTURE(j.at("options").dump());
        CHECK_EQ(text_of(style, model_of(golden.at("models").at(model)), options_of(j.at("options"))), expected);
    }
}
