#include <algorithm>
#include <ctnn/train/curves.hpp>
#include <doctest/doctest.h>
#include <filesystem>
#include <fstream>
#include <limits>
#include <stdexcept>
#include <sstream>

using namespace ctnn;

namespace {

History measured(std::initializer_list<std::pair<double, double>> epochs) {
    History h;
    int epoch = 0;
    for (const auto& [loss, val_loss] : epochs) {
        logs l;
        l.set("loss", loss);
        if (val_loss >= 0) l.set("val_loss", val_loss);
        h.on_epoch_end(epoch++, l);
    }
    return h;
}
/// Every element closes itself or is closed in order, attributes are quoted: as much of XML as the picture uses.
bool well_formed(const std::string& s) {
    std::vector<std::string> open;
    for (std::size_t i = 0; i < s.size(); ++i) {
        if (s[i] == '&' && s.compare(i, 5, "&amp;") != 0 && s.compare(i, 4, "&lt;") != 0) return false;
        if (s[i] != '<') continue;
        const auto end = s.find('>', i);
        if (end == s.npos) return false;
        const std::string tag = s.substr(i + 1, end - i - 1), name = tag.substr(0, tag.find_first_of(" /", 1));
        if (std::count(tag.begin(), tag.end(), '\'') % 2 != 0 || tag.find('<') != tag.npos) return false;
        if (tag[0] == '/') {
            if (open.empty() || open.back() != tag.substr(1)) return false;
            open.pop_back();
        } else if (tag.back() != '/')
            open.push_back(name);
        i = end;
    }
    return open.empty();
}
bool has(const std::string& s, std::string_view part) { return s.find(part) != s.npos; }

constexpr double no_number = std::numeric_limits<double>::quiet_NaN();

} // namespace

TEST_CASE("a curve goes through its numbers: epochs from left to right, values from the axis' low to its high") {
    const std::string svg = curves_svg(measured({{2, 1}, {1, 0.5}, {0, 1}}));
    CHECK(well_formed(svg));
    CHECK(has(svg, "d='M64.0,36.0 L344.0,194.0 L624.0,352.0'"));
    CHECK(has(svg, "d='M64.0,194.0 L344.0,273.0 L624.0,194.0'"));
    CHECK(has(svg, ">loss</text>"));
    CHECK(has(svg, ">val_loss</text>"));
    CHECK(has(svg, ">0.5</text>"));
    CHECK(has(svg, ">3</text>"));
    CHECK(has(svg, ">epoch</text>"));
}

TEST_CASE("a NaN leaves a gap, an epoch without a measurement none") {
    const std::string svg = curves_svg(measured({{2, -1}, {no_number, 0}, {0, -1}, {1, 2}, {1, 1}}));
    CHECK(well_formed(svg));
    CHECK(has(svg, "d='M64.0,36.0 M344.0,352.0 L484.0,194.0 L624.0,194.0'"));
    CHECK(has(svg, "d='M204.0,352.0 L484.0,36.0 L624.0,194.0'"));
    CHECK(!has(svg, "nan"));
    CHECK(well_formed(curves_svg(measured({{no_number, -1}}))));
    CHECK(has(curves_svg(measured({{no_number, -1}})), ">loss</text>"));
}

TEST_CASE("one epoch, equal, tiny and huge numbers can be drawn") {
    for (const double v : {0.0, 0.25, -3.0, 1e-12, 1e30, 1e300}) {
        const std::string svg = curves_svg(measured({{v, -1}}));
        CHECK(well_formed(svg));
        CHECK(has(svg, "<circle cx='64.0'"));
        CHECK(!has(svg, "nan"));
        CHECK(svg.size() < 5000);
        CHECK(curves_svg(measured({{v, 2 * v}, {v / 3, v}})).size() < 8000);
    }
}

TEST_CASE("curves of what nobody measured are refused by name, a name with signs of XML is written as it is") {
    CHECK_THROWS_WITH(curves_svg(measured({{1, -1}}), "accuracy"), "history: there is no 'accuracy'; it holds loss");
    History h;
    logs l;
    l.set("a<b&c", 1);
    h.on_epoch_end(0, l);
    CHECK(well_formed(curves_svg(h, "a<b&c")));
    CHECK(has(curves_svg(h, "a<b&c"), "a&lt;b&amp;c"));
}

TEST_CASE("save_curves writes the picture, or says that it cannot and leaves nothing") {
    const auto file = std::filesystem::temp_directory_path() / "ctnn_curves.svg";
    const History h = measured({{2, 1}, {1, 2}});
    save_curves(h, file.string());
    std::stringstream text;
    text << std::ifstream(file).rdbuf();
    CHECK(text.str() == curves_svg(h));
    CHECK(!std::filesystem::exists(file.string() + ".tmp"));
    std::filesystem::remove(file);
    CHECK_THROWS_WITH(save_curves(h, "/no/such/folder/a.svg"),
                      "save_curves(): /no/such/folder/a.svg cannot be written; hint: its folder must exist and be writable");
}
