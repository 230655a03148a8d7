#include <ctnn/train/history.hpp>
#include <doctest/doctest.h>
#include <filesystem>
#include <fstream>
#include <stdexcept>

using ctnn::History;
using ctnn::logs;

TEST_CASE("logs keep the order in which names came, and are sorted on demand") {
    logs l = {{"loss", 0.5}, {"accuracy", 0.25}};
    l.set("loss", 0.75);
    CHECK(l["loss"] == 0.75);
    CHECK(l.begin()->first == "loss");
    l.sort();
    CHECK(l.begin()->first == "accuracy");
    l.update(logs{{"loss", 1}}, "val_");
    CHECK(l == logs{{"accuracy", 0.25}, {"loss", 0.75}, {"val_loss", 1}});
    CHECK_FALSE(l.contains("val_accuracy"));
    CHECK_THROWS_WITH_AS(l["mae"], "logs: there is no 'mae'; they hold accuracy, loss, val_loss",
                         std::invalid_argument);
    CHECK_THROWS_WITH_AS(logs()["mae"], "logs: there is no 'mae'; they hold nothing", std::invalid_argument);
}

TEST_CASE("history is a list of numbers for every name") {
    History h;
    h.on_train_begin();
    h.on_epoch_end(0, {{"loss", 0.5}});
    h.on_epoch_end(1, {{"loss", 0.25}, {"val_loss", 1e-5}});
    h.on_epoch_end(2, {{"loss", 0.125}});
    CHECK(h.history["loss"] == std::vector{0.5, 0.25, 0.125});
    CHECK(h.history["val_loss"] == std::vector{1e-5});
    CHECK(h.epoch == std::vector{0, 1, 2});
    CHECK_THROWS_WITH_AS(h.history["val_mae"],
                         "history: there is no 'val_mae'; it holds loss, val_loss; hint: fit with validation_data or "
                         "validation_split",
                         std::invalid_argument);
    CHECK_THROWS_WITH_AS(History().history["loss"], "history: there is no 'loss'; it holds nothing",
                         std::invalid_argument);
    CHECK(h.csv() == "epoch,loss,val_loss\n0,0.5,\n1,0.25,1e-05\n2,0.125,\n");

    h.on_train_begin(); // a second fit: Keras appends the numbers and begins the epochs anew
    h.on_epoch_end(3, {{"loss", 2}});
    CHECK(h.epoch == std::vector{3});
    CHECK(h.history["loss"].size() == 4);
    CHECK(h.csv(";").ends_with("2;0.125;\n3;2.0;\n"));
}

TEST_CASE("history is written to a CSV file") {
    const auto path = std::filesystem::temp_directory_path() / ("ctnn_history_" + std::to_string(std::rand()) + ".csv");
    History h;
    h.on_epoch_end(0, {{"loss", 0.1}});
    h.save_csv(path.string());
    std::ifstream file(path);
    CHECK(std::string(std::istreambuf_iterator<char>(file), {}) == "epoch,loss\n0,0.1\n");
    std::filesystem::remove(path);
    CHECK_THROWS_WITH_AS(h.save_csv("no/such/folder.csv"),
                         "history: no/such/folder.csv cannot be written; hint: its folder must exist and be writable",
                         std::invalid_argument);
}
