/// Learning curves as a picture: save_curves(history, "curves.svg") draws loss and val_loss, without Python.
#pragma once
#include "../op/math.hpp"
#include "history.hpp"
#include <cstdio>

namespace ctnn {
namespace detail {

/// What an axis shows, from low to high, a tick every `step`: 1, 2 or 5 times a power of ten, about `parts` of them.
struct curve_axis {
    double low = 0, high = 1, step = 1;
    int decimals = 0;

    static curve_axis over(double low, double high, int parts) {
        if (!(high > low)) { // one value: it goes to the middle
            const double around = low == 0 ? 1 : low < 0 ? -low / 2 : low / 2;
            low -= around, high += around;
        }
        double power = 1;
        int decimals = 0;
        const double wanted = (high - low) / parts;
        while (power > wanted && decimals < 300) power /= 10, ++decimals;
        while (power * 10 <= wanted) power *= 10;
        curve_axis a;
        const double ratio = wanted / power;
        a.step = power * (ratio < 1.5 ? 1 : ratio < 3.5 ? 2 : ratio < 7 ? 5 : 10);
        a.decimals = ratio < 7 || decimals == 0 ? decimals : decimals - 1;
        a.low = double(floor_of(low / a.step)) * a.step;
        a.high = -double(floor_of(-high / a.step)) * a.step;
        return a;
    }
    int ticks() const { return int((high - low) / step + 1.5); }
    double tick(int i) const { return low + i * step; }
    /// Where a value is, from 0 to 1.
    double at(double v) const { return (v - low) / (high - low); }

private:
    static double floor_of(double v) {
        if (v > 9e15 || v < -9e15) return v;
        const auto whole = (long long)(v);
        return double(double(whole) > v ? whole - 1 : whole);
    }
};

inline std::string curve_number(double v, int decimals) {
    char text[400];
    if (decimals > 6 || v >= 1e9 || v <= -1e9)
        std::snprintf(text, sizeof text, "%.3g", v);
    else
        std::snprintf(text, sizeof text, "%.*f", decimals, v);
    return text;
}
/// & and < mean something in XML.
inline std::string curve_text(std::string_view s) {
    std::string out;
    for (const char c : s) out += c == '&' ? "&amp;" : c == '<' ? "&lt;" : std::string(1, c);
    return out;
}
inline bool curve_shows(double v) { return !math::is_nan(v) && v <= 1.7e308 && v >= -1.7e308; }

} // namespace detail

/// The text of an SVG picture (640 x 400): `what` and "val_" + what over the epochs, counted from 1; axes, a legend. An
/// epoch that did not measure one (validation_freq) is passed over, a NaN or an infinite number leaves a gap.
template<unsigned Options = compiled_for>
std::string curves_svg(const History& history, std::string_view what = "loss") {
    constexpr int left = 64, right = 624, top = 36, bottom = 352;
    struct curve {
        std::string name;
        const char* color;
        std::vector<std::pair<int, double>> points; ///< epoch, value
    };
    std::vector<curve> curves;
    for (const std::string& name : {std::string(what), "val_" + std::string(what)})
        if (auto points = history.points(name); !points.empty())
            curves.push_back({name, curves.empty() ? "#1f77b4" : "#d62728", std::move(points)});
    if (curves.empty()) (void)history.history[what]; // says what there is

    double low = 0, high = 0;
    int epochs = 1;
    bool any = false;
    for (const curve& c : curves)
        for (const auto& [epoch, v] : c.points) {
            epochs = epoch > epochs ? epoch : epochs;
            if (!detail::curve_shows(v)) continue;
            low = !any || v < low ? v : low, high = !any || v > high ? v : high, any = true;
        }
    const auto y = detail::curve_axis::over(low, high, 5);
    const auto ticks = detail::curve_axis::over(1, epochs > 1 ? epochs : 2, 8); // of the epochs, which begin at 1
    const double last = epochs > 1 ? epochs : 2;
    const auto x_of = [&](double epoch) { return left + (epoch - 1) / (last - 1) * (right - left); };
    const auto y_of = [&](double v) { return bottom - y.at(v) * (bottom - top); };
    const auto number = [](double v) { return detail::curve_number(v, 1); };

    std::string s = "<svg xmlns='http://www.w3.org/2000/svg' width='640' height='400' viewBox='0 0 640 400' "
                    "font-family='sans-serif' font-size='12'>\n<rect width='100%' height='100%' fill='white'/>\n";
    const auto text = [&](double at_x, double at_y, const char* anchor, const std::string& what_it_says) {
        s += "<text x='" + number(at_x) + "' y='" + number(at_y) + "' text-anchor='" + anchor + "'>" +
             detail::curve_text(what_it_says) + "</text>\n";
    };
    const auto line = [&](double x1, double y1, double x2, double y2, const char* color) {
        s += "<line x1='" + number(x1) + "' y1='" + number(y1) + "' x2='" + number(x2) + "' y2='" + number(y2) +
             "' stroke='" + color + "'/>\n";
    };
    for (int i = 0; i < y.ticks(); ++i) {
        const double v = y.tick(i);
        line(left, y_of(v), right, y_of(v), "#ddd");
        text(left - 8, y_of(v) + 4, "end", detail::curve_number(v, y.decimals));
    }
    for (int i = 0, before = 0; i < ticks.ticks(); ++i) {
        const int epoch = ticks.tick(i) < 1 ? 1 : int(ticks.tick(i) + 0.5);
        if (epoch > epochs || epoch == before || ticks.tick(i) != double(int(ticks.tick(i)))) continue;
        before = epoch;
        line(x_of(epoch), bottom, x_of(epoch), bottom + 5, "black");
        text(x_of(epoch), bottom + 20, "middle", std::to_string(epoch));
    }
    line(left, bottom, right, bottom, "black");
    line(left, top, left, bottom, "black");
    text((left + right) / 2, bottom + 40, "middle", "epoch");
    double at = left;
    for (const curve& c : curves) {
        line(at, 20, at + 20, 20, c.color);
        text(at + 26, 24, "start", c.name);
        at += 50 + 8 * double(c.name.size());
    }
    for (const curve& c : curves) {
        bool drawing = false;
        std::string path, dots;
        for (const auto& [epoch, v] : c.points) {
            const bool shown = detail::curve_shows(v);
            if (shown) {
                const std::string at_x = number(x_of(epoch)), at_y = number(y_of(v));
                path += (path.empty() ? "" : " ") + std::string(drawing ? "L" : "M") + at_x + "," + at_y;
                if (epochs <= 60)
                    dots += "<circle cx='" + at_x + "' cy='" + at_y + "' r='2.5' fill='" + c.color + "'/>\n";
            }
            drawing = shown;
        }
        if (!path.empty())
            s += "<path d='" + path + "' fill='none' stroke='" + c.color + "' stroke-width='2' stroke-linecap='round'/>\n";
        s += dots;
    }
    return s += "</svg>\n";
}

/// Writes curves_svg() to a file: beside it first, then over it.
template<unsigned Options = compiled_for>
void save_curves(const History& history, std::string_view path, std::string_view what = "loss") {
    const std::string to(path), beside = to + ".tmp";
    if (detail::write_text(beside, curves_svg(history, what), "wb") && std::rename(beside.c_str(), to.c_str()) == 0)
        return;
    std::remove(beside.c_str());
    text t;
    t << "save_curves(): " << path << " cannot be written; hint: its folder must exist and be writable";
    detail::fail(t);
}

} // namespace ctnn
