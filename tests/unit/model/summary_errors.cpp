// What a summary says where Keras raises, and the small parts of its text.
#include <ctnn/model/summary_keras2.hpp>
#include <ctnn/model/summary_keras3.hpp>

#include <doctest/doctest.h>

#include <string>

namespace {

ctnn::summary_model one_dense() {
    ctnn::summary_model model;
    model.name = "sequential";
    ctnn::summary_row row;
    row.name = "dense";
    row.class_name = "Dense";
    row.output_shapes = {{-1, 9}};
    row.params = 36;
    model.rows = {row};
    model.trainable = 36;
    return model;
}

} // namespace

TEST_CASE("a table without room for its columns is Keras' sentence, never a broken table") {
    ctnn::summary_options options;
    options.line_length = 12;
    CHECK_EQ(ctnn::summary_error(one_dense(), options), "Insufficient console width to print summary.");
    CHECK_EQ(ctnn::summary_text(one_dense(), options), "Insufficient console width to print summary.\n");
    CHECK_EQ(ctnn::summary_error(one_dense(), {}), "");
    options = {};
    options.line_length = -5;
    CHECK_EQ(ctnn::summary_error(one_dense(), options), "Insufficient console width to print summary.");
}

TEST_CASE("positions that are too few are named, with the number that is needed") {
    ctnn::summary_options options;
    options.positions = {0.5, 1.0};
    CHECK_EQ(ctnn::summary_error(one_dense(), options), "positions must have 3 entries, got 2");
    CHECK_EQ(ctnn::summary_error_keras2(one_dense(), options, ctnn::keras2_style::since_2_13),
             "positions must have 3 entries, got 2");
}

TEST_CASE("a Keras 2 column without room, where Keras 2 never returns, is an error") {
    ctnn::summary_options options;
    options.line_length = 6;
    for (const auto style : {ctnn::keras2_style::since_2_13, ctnn::keras2_style::before_2_13})
        CHECK_EQ(ctnn::summary_error_keras2(one_dense(), options, style),
                 "column 1 of the summary has no room for text");
    options.line_length = 65;
    options.positions = {0.0, 0.5, 1.0};
    CHECK_EQ(ctnn::summary_text_keras2(one_dense(), options), "column 1 of the summary has no room for text\n");
}

TEST_CASE("Keras 2 has no summary of a model that is not built") {
    auto model = one_dense();
    model.built = false;
    CHECK_EQ(ctnn::summary_text_keras2(model), "This model has not yet been built. Build the model first by calling "
                                               "`build()` or by calling the model on a batch of data.\n");
}

TEST_CASE("a layer without weights yet is unbuilt in Keras 3 and unused in Keras 2") {
    auto model = one_dense();
    model.rows[0].built = false;
    model.rows[0].output_shapes.clear();
    CHECK_NE(
        ctnn::summary_text(model).find("│ dense (Dense)                   │ ?                      │   0 (unbuilt) │"),
        std::string::npos);
    CHECK_NE(
        ctnn::summary_text_keras2(model).find(" dense (Dense)               ?                         0 (unused)\n"),
        std::string::npos);
}

TEST_CASE("memory sizes are exact, rounded half to even, whatever the program's locale") {
    using ctnn::detail::memory_size;
    CHECK_EQ(memory_size(0, "B"), "0.00 B");
    CHECK_EQ(memory_size(1023, "Byte"), "1023.00 Byte");
    CHECK_EQ(memory_size(1024, "B"), "1.00 KB");
    CHECK_EQ(memory_size(1536, "B"), "1.50 KB");
    CHECK_EQ(memory_size(1029, "B"), "1.00 KB");
    CHECK_EQ(memory_size(92968, "B"), "90.79 KB");
    CHECK_EQ(memory_size(128 + 1024, "B"), "1.12 KB"); // 1.125
    CHECK_EQ(memory_size(384 + 1024, "B"), "1.38 KB"); // 1.375
    CHECK_EQ(memory_size(1048575, "B"), "1024.00 KB");
    CHECK_EQ(memory_size(1l << 20, "B"), "1.00 MB");
    CHECK_EQ(memory_size(3l << 50, "B"), "3.00 PB");
}

TEST_CASE("counts have a comma after every third digit") {
    using ctnn::detail::with_thousands;
    CHECK_EQ(with_thousands(0), "0");
    CHECK_EQ(with_thousands(999), "999");
    CHECK_EQ(with_thousands(1000), "1,000");
    CHECK_EQ(with_thousands(123456), "123,456");
    CHECK_EQ(with_thousands(23242), "23,242");
    CHECK_EQ(with_thousands(1234567890), "1,234,567,890");
}

TEST_CASE("wide characters take two cells, marks none, and torn text stays readable") {
    const auto width = [](const char* text) {
        ctnn::detail::cells line;
        ctnn::detail::append_cells(line, text);
        return ctnn::detail::width_of(line);
    };
    CHECK_EQ(width("dense_1"), 7);
    CHECK_EQ(width("層"), 2);
    CHECK_EQ(width("e\u0301"), 1);
    CHECK_EQ(width("🚀"), 2);
    CHECK_EQ(width("❤"), 1);
    CHECK_EQ(width("❤\uFE0F"), 2);
    CHECK_EQ(width("👩\u200D🚀"), 2);
    CHECK_EQ(width("\xFF\xC3"), 2); // no UTF-8: one cell for each byte
}

TEST_CASE("a name that is no UTF-8 is shown with replacement characters") {
    auto model = one_dense();
    model.rows[0].name = "d\xE4nse";
    CHECK_NE(ctnn::summary_text(model).find("d\uFFFDnse (Dense)"), std::string::npos);
    CHECK_NE(ctnn::summary_text_keras2(model).find("d\uFFFDnse (Dense)"), std::string::npos);
}

TEST_CASE("a model without layers is a table with a head only") {
    ctnn::summary_model model;
    model.name = "empty";
    model.built = false;
    CHECK_EQ(ctnn::summary_text(model), "Model: \"empty\"\n"
                                        "┏━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━┳━━━━━━━━━━━━━━━━━━━━━━━━┳━━━━━━━━━━━━━━━┓\n"
                                        "┃ Layer (type)                    ┃ Output Shape           ┃       Param # ┃\n"
                                        "┡━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━╇━━━━━━━━━━━━━━━━━━━━━━━━╇━━━━━━━━━━━━━━━┩\n"
                                        "└─────────────────────────────────┴────────────────────────┴───────────────┘\n"
                                        " Total params: 0 (0.00 B)\n"
                                        " Trainable params: 0 (0.00 B)\n"
                                        " Non-trainable params: 0 (0.00 B)\n");
}
