// The Graphviz text of small models; the same text as keras 3.15.1's model_to_dot gives but for the nodes' names.
#include <ctnn/model/plot_text.hpp>

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace {

ctnn::summary_row row_of(const char* name, const char* class_name, std::vector<int> input, std::vector<int> output,
                         long params, std::vector<std::string> connected_to = {}) {
    ctnn::summary_row row;
    row.name = name;
    row.class_name = class_name;
    if (!input.empty()) row.input_shapes = {input};
    row.output_shapes = {output};
    row.params = params;
    row.is_input = row.class_name == "InputLayer";
    row.connected_to = connected_to;
    return row;
}

ctnn::summary_model skip_connection() {
    ctnn::summary_model model;
    model.name = "skip_connection";
    model.sequential = false;
    model.rows = {row_of("image", "InputLayer", {}, {-1, 8}, 0),
                  row_of("block", "Sequential", {-1, 8}, {-1, 4}, 1044, {"image[0][0]"}),
                  row_of("skip", "Dense", {-1, 8}, {-1, 4}, 36, {"image[0][0]"}),
                  row_of("add", "Add", {-1, 4}, {-1, 4}, 0, {"block[0][0]", "skip[0][0]"})};
    model.rows[1].nested = {row_of("wide", "Dense", {-1, 8}, {-1, 80}, 720),
                            row_of("narrow", "Dense", {-1, 80}, {-1, 4}, 324)};
    model.rows[2].trainable = false;
    return model;
}

std::vector<std::string> edges_of(const std::string& dot) {
    std::vector<std::string> edges;
    for (std::size_t at = 0, end; (end = dot.find('\n', at)) != std::string::npos; at = end + 1)
        if (const auto line = dot.substr(at, end - at); line.find(" -> ") != std::string::npos)
            edges.push_back(line.substr(0, line.find(" [")));
    return edges;
}

bool has(const std::string& text, const char* part) { return text.find(part) != std::string::npos; }

} // namespace

TEST_CASE("a Sequential is drawn as a chain of boxes with Keras' labels") {
    ctnn::summary_model model;
    model.name = "sequential";
    model.rows = {row_of("dense", "Dense", {-1, 3}, {-1, 9}, 36), row_of("dense_1", "Dense", {-1, 9}, {-1, 18}, 180)};
    CHECK_EQ(
        ctnn::plot_text(model),
        "digraph G {\n"
        "rankdir=TB;\n"
        "concentrate=true;\n"
        "dpi=200;\n"
        "splines=ortho;\n"
        "node [shape=record];\n"
        "n0 [label=<<table border=\"0\" cellborder=\"1\" bgcolor=\"black\" cellpadding=\"10\"><tr><td colspan=\"1\" "
        "bgcolor=\"black\"><font point-size=\"16\" color=\"white\"><b>dense</b> (Dense)</font></td></tr></table>>, "
        "fontname=Helvetica, border=0, margin=0];\n"
        "n1 [label=<<table border=\"0\" cellborder=\"1\" bgcolor=\"black\" cellpadding=\"10\"><tr><td colspan=\"1\" "
        "bgcolor=\"black\"><font point-size=\"16\" color=\"white\"><b>dense_1</b> (Dense)</font></td></tr></table>>, "
        "fontname=Helvetica, border=0, margin=0];\n"
        "n0 -> n1 [penwidth=2];\n"
        "}\n");
}

TEST_CASE("shapes, counts, activations and what is trained are shown on request") {
    auto model = skip_connection();
    model.rows[2].activation = "relu";
    ctnn::plot_options options;
    options.show_shapes = options.show_params = options.show_trainable = options.show_layer_activations = true;
    options.show_layer_names = false;
    options.rankdir = "LR";
    const auto dot = ctnn::plot_text(model, options);
    CHECK(has(dot, "rankdir=LR;\n"));
    CHECK(has(
        dot,
        "n2 [label=<<table border=\"0\" cellborder=\"1\" bgcolor=\"black\" cellpadding=\"10\"><tr><td colspan=\"4\" "
        "bgcolor=\"black\"><font point-size=\"16\" color=\"white\"><b>Dense</b></font></td></tr><tr><td "
        "bgcolor=\"white\" colspan=\"4\"><font point-size=\"14\">Activation: <b>relu</b></font></td></tr><tr><td "
        "bgcolor=\"white\"><font point-size=\"14\">Input shape: <b>(None, 8)</b></font></td><td "
        "bgcolor=\"white\"><font "
        "point-size=\"14\">Output shape: <b>(None, 4)</b></font></td><td bgcolor=\"white\"><font point-size=\"14\">"
        "Params: <b>36</b></font></td><td bgcolor=\"firebrick\"><font point-size=\"14\" color=\"white\"><b>"
        "Non-trainable</b></font></td></tr></table>>, fontname=Helvetica, border=0, margin=0];\n"));
    CHECK(has(dot, "Params: <b>1,044</b>"));
    CHECK(has(dot, "forestgreen"));
}

TEST_CASE("edges follow the connections, once for each pair of layers") {
    CHECK_EQ(edges_of(ctnn::plot_text(skip_connection())),
             std::vector<std::string>{"n0 -> n1", "n0 -> n2", "n1 -> n3", "n2 -> n3"});
    auto twice = skip_connection();
    twice.rows[3].connected_to = {"block[0][0]", "block[1][0]"};
    CHECK_EQ(edges_of(ctnn::plot_text(twice)), std::vector<std::string>{"n0 -> n1", "n0 -> n2", "n1 -> n3"});
}

TEST_CASE("an opened model is a box, and its edges start and end at the layers inside") {
    ctnn::plot_options options;
    options.expand_nested = true;
    const auto dot = ctnn::plot_text(skip_connection(), options);
    CHECK(has(dot, "subgraph cluster_n1 {\nstyle=dashed;\nlabel=\"block\";\nlabeljust=l;\nn2 [label="));
    CHECK_EQ(edges_of(dot), std::vector<std::string>{"n2 -> n3", "n0 -> n2", "n0 -> n4", "n3 -> n5", "n4 -> n5"});
}

TEST_CASE("an opened Functional is entered by its inputs and left by the output that is meant") {
    auto model = skip_connection();
    auto& block = model.rows[1];
    block.class_name = "Functional";
    block.connected_to = {"image[0][0]", "skip[0][0]"};
    block.nested = {row_of("p", "InputLayer", {}, {-1, 8}, 0), row_of("q", "InputLayer", {}, {-1, 4}, 0),
                    row_of("first", "Dense", {-1, 8}, {-1, 4}, 36, {"p[0][0]"}),
                    row_of("second", "Add", {-1, 4}, {-1, 4}, 0, {"first[0][0]", "q[0][0]"})};
    block.nested_outputs = {"second[0][0]", "first"};
    model.rows[3].connected_to = {"block[0][1]"};
    ctnn::plot_options options;
    options.expand_nested = true;
    // n0 image, n2 p, n3 q, n4 first, n5 second, n6 skip, n7 add
    const auto edges = edges_of(ctnn::plot_text(model, options));
    CHECK_EQ(edges, std::vector<std::string>{"n2 -> n4", "n4 -> n5", "n3 -> n5", "n0 -> n2", "n6 -> n3", "n0 -> n6",
                                             "n4 -> n7"});
    block.nested_inputs = {"q", "p"};
    CHECK_EQ(edges_of(ctnn::plot_text(model, options))[3], "n0 -> n3");
}

TEST_CASE("names that Graphviz could read as its own are escaped") {
    auto model = skip_connection();
    model.rows[1].name = "a \"block\"";
    model.rows[3].name = "<b> & more";
    ctnn::plot_options options;
    options.expand_nested = true;
    const auto dot = ctnn::plot_text(model, options);
    CHECK(has(dot, "label=\"a \\\"block\\\"\";"));
    CHECK(has(dot, "<b>&lt;b&gt; &amp; more</b> (Add)"));
}
