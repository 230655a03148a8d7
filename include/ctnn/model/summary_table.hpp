/// What a summary shows of a network, as plain values: the model's graph fills these tables, and summary_keras3.hpp,
/// summary_keras2.hpp and plot_text.hpp turn them into text. Nothing here knows a layer.
#pragma once
#include <string>
#include <vector>

namespace ctnn {

/// One layer as a summary shows it.
struct summary_row {
    std::string name, class_name; ///< "dense_1", "Dense"
    std::string activation;       ///< "relu"; empty: the layer has none. Only plots show it

    /// Of the layer's last call: batch axis first, -1 is None, several for several outputs; empty when not known.
    std::vector<std::vector<int>> output_shapes, input_shapes;

    long params = 0;        ///< Keras' count; a shared layer is one row
    bool trainable = true;  ///< the layer's own switch
    bool built = true;      ///< has its weights (layers without weights count as built)
    bool is_input = false;  ///< an InputLayer
    bool differing = false; ///< called more than once, with different shapes: Keras 2 says "multiple", a plot "?"

    /// Who feeds it, call after call, in Keras' spelling: "dense[0][0]" is layer, call, output.
    std::vector<std::string> connected_to;

    std::vector<summary_row> nested; ///< the rows of a nested model: with its InputLayers if Functional, else without

    /// The layers of `nested` that give its outputs ("lstm", or "lstm[0][1]" for an output of several) and take its
    /// inputs, in order. Only plots look at them; when empty, the last row is the output, and the InputLayers, or else
    /// the first row, are the inputs.
    std::vector<std::string> nested_outputs, nested_inputs;
};

/// A model as a summary shows it. Keras' total is the sum of the counts (with the optimizer's in Keras 3 only).
struct summary_model {
    std::string name;
    bool sequential = true;        ///< a Sequential (its InputLayer is not a row); otherwise Functional
    std::vector<summary_row> rows; ///< in Keras' order
    long trainable = 0, non_trainable = 0;
    long optimizer = 0; ///< variables of a compiled and built optimizer, its step counter and learning rate included
    bool built = true;

    /// What the counts take in memory; -1: four bytes each, eight for the optimizer's step counter.
    long trainable_bytes = -1, non_trainable_bytes = -1, optimizer_bytes = -1;
};

/// The escape sequences in Keras 3's text.
enum class summary_colors : unsigned char {
    automatic, ///< where summary() prints: those of the terminal; in a text none
    none,
    bold,    ///< and no colours
    sixteen, ///< the colours that every terminal has
    all      ///< out of 256
};

/// The arguments of Keras' summary(); the defaults are Keras' own.
struct summary_options {
    int line_length = 0;           ///< characters; 0: Keras' default
    std::vector<double> positions{}; ///< where the columns end, relative to line_length (Keras 2: or in characters)
    bool show_trainable = false, expand_nested = false;
    summary_colors colors = summary_colors::automatic; ///< Keras 3: with escape sequences
    int terminal_columns = 0; ///< Keras 3: width of the terminal; 0: what it is where summary() prints, in a text 80
    int cut_at = 0;           ///< Keras 3: where lines are cut; 0: at terminal_columns
};

namespace detail {

/// 1234567 -> "1,234,567"
inline std::string with_thousands(long number) {
    const std::string digits = std::to_string(number);
    std::string text;
    for (std::size_t i = 0; i < digits.size(); ++i) {
        if (i > (number < 0 ? 1u : 0u) && (digits.size() - i) % 3 == 0) text += ',';
        text += digits[i];
    }
    return text;
}

/// 864 -> "864.00 B", 1536 -> "1.50 KB", 1024-based; `small` is the word for bytes. In whole numbers, half to even, so
/// that neither the locale nor the floating-point mode of the program can change the text.
inline std::string memory_size(long bytes, const char* small) {
    static constexpr const char* units[] = {"", " KB", " MB", " GB", " TB", " PB"};
    int unit = 0;
    while (unit < 5 && bytes >> (10 * unit) >= 1024) ++unit;
    const auto scale = 1ull << (10 * unit);
    const auto hundredfold = 100ull * static_cast<unsigned long long>(bytes);
    auto hundredths = hundredfold / scale;
    const auto rest = hundredfold % scale;
    if (2 * rest > scale || (2 * rest == scale && hundredths % 2 == 1)) ++hundredths;
    const auto cents = std::to_string(hundredths % 100);
    return std::to_string(hundredths / 100) + (cents.size() < 2 ? ".0" : ".") + cents +
           (unit == 0 ? std::string(" ") + small : units[unit]);
}

/// {-1, 9} -> "(None, 9)", {-1} -> "(None,)": a Python tuple.
inline std::string python_tuple(const std::vector<int>& shape) {
    std::string text = "(";
    for (std::size_t axis = 0; axis < shape.size(); ++axis) {
        if (axis > 0) text += ", ";
        text += shape[axis] < 0 ? "None" : std::to_string(shape[axis]);
    }
    return text + (shape.size() == 1 ? ",)" : ")");
}

/// Several tuples as a Python list, one alone unless `always_a_list`.
inline std::string python_tuples(const std::vector<std::vector<int>>& shapes, bool always_a_list = false) {
    if (shapes.size() == 1 && !always_a_list) return python_tuple(shapes[0]);
    std::string text = "[";
    for (std::size_t i = 0; i < shapes.size(); ++i) text += (i > 0 ? ", " : "") + python_tuple(shapes[i]);
    return text + "]";
}

/// "dense[1][0]" -> "dense[1]": one call of a layer, whichever its output.
inline std::string call_of(const std::string& connection) { return connection.substr(0, connection.rfind('[')); }

/// Keras leaves the connections out when they say nothing: a Sequential, and a Functional that is a plain chain
/// (every layer called once, on one tensor, and no call feeds two layers).
inline bool shows_connections(const summary_model& model) {
    if (model.sequential) return false;
    std::vector<std::string> sources;
    std::size_t inputs = 0;
    for (const auto& row : model.rows) {
        if (row.connected_to.empty()) {
            if (++inputs > 1) return true;
            continue;
        }
        if (row.connected_to.size() > 1) return true;
        const auto source = call_of(row.connected_to[0]);
        for (const auto& other : sources)
            if (other == source) return true;
        sources.push_back(source);
    }
    return false;
}

inline long bytes_of(long given, long count) { return given >= 0 ? given : 4 * count; }

/// One floating-point product as it stands: -ffast-math may not merge it with its neighbours (columns would move).
inline int product_as_int(double a, double b) {
    const volatile double product = a * b;
    return static_cast<int>(product);
}

} // namespace detail
} // namespace ctnn
