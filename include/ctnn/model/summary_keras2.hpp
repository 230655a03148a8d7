/// model.summary() of Keras 2 as text, to the character: the lines that print_fn gets one by one, each with a newline,
/// trailing blanks included. Widths count characters, not terminal cells, as Keras 2 does.
///
///   since_2_13    keras 2.13 - 2.15 and tf_keras (to 2.21): totals with sizes, "Total params: 23242 (90.79 KB)"
///   before_2_13   keras 2.8 - 2.12: totals with separators, "Total params: 23,242", and slightly other columns
#pragma once
#include "summary_cells.hpp"
#include "summary_table.hpp"
#include <string>
#include <vector>

namespace ctnn {

enum class keras2_style : unsigned char { since_2_13, before_2_13 };

namespace detail {

/// Where the columns of a Keras 2 summary end, in characters.
struct keras2_layout {
    std::vector<int> ends;
    int line_length = 0;
    bool connections = false, before_2_13 = false;

    /// Characters of a field that fit in one line of a column.
    int room(std::size_t column, int level) const {
        const int width = ends[column] - (column > 0 ? ends[column - 1] : 0);
        if (column + 1 == ends.size()) return column == 0 && !before_2_13 ? width - level : width;
        return before_2_13 ? width - 2 : width - 3 - (column == 0 ? level : 0);
    }
};

inline keras2_layout layout_of(const summary_model& model, const summary_options& options, keras2_style style) {
    keras2_layout layout;
    layout.connections = shows_connections(model);
    layout.before_2_13 = style == keras2_style::before_2_13;
    layout.line_length = options.line_length != 0 ? options.line_length : layout.connections ? 98 : 65;
    std::vector<double> positions = options.positions;
    if (positions.empty()) {
        if (!layout.connections)
            positions = {0.45, 0.85, 1.0};
        else if (layout.before_2_13)
            positions = {0.33, 0.55, 0.67, 1.0};
        else
            positions = {0.3, 0.6, 0.70, 1.0};
    }
    const bool relative = positions.back() <= 1;
    for (const double p : positions)
        layout.ends.push_back(relative ? product_as_int(layout.line_length, p) : static_cast<int>(p));
    if (options.show_trainable) layout.ends.push_back(layout.line_length += 11);
    return layout;
}

inline std::size_t depth_of(const std::vector<summary_row>& rows) {
    std::size_t deepest = 0;
    for (const auto& row : rows)
        if (const auto depth = depth_of(row.nested); depth > deepest) deepest = depth;
    return rows.empty() ? 0 : deepest + 1;
}

/// A Python string as a list of strings shows it.
inline std::string python_repr(const std::string& text) {
    const char quote = text.find('\'') != std::string::npos && text.find('"') == std::string::npos ? '"' : '\'';
    std::string out(1, quote);
    for (const char c : text) {
        if (c == '\\' || c == quote) out += '\\';
        out += c;
    }
    return out + quote;
}

class keras2_writer {
public:
    keras2_writer(std::string& out, const keras2_layout& layout) : out_(out), layout_(layout) {}

    void line(const std::string& text) { (out_ += text) += '\n'; }
    void rule(char c) { line(std::string(static_cast<std::size_t>(layout_.line_length), c)); }

    /// A full line of blanks or of macrons, inside the bars of `outer` nested models.
    void across(int outer, const char* fill) {
        const std::string bars(static_cast<std::size_t>(outer), '|');
        std::string text = bars;
        for (int x = 2 * outer; x < layout_.line_length; ++x) text += fill;
        line(text + bars);
    }

    /// One row: each field cut to its column and continued in the lines below, earlier after a ")," or its like.
    void row(const std::vector<std::string>& fields, int level = 0) {
        std::vector<std::u32string> left;
        for (const auto& field : fields) left.push_back(code_points(field));
        while (any(left)) {
            std::u32string text;
            for (std::size_t column = 0; column < left.size(); ++column) {
                const bool last = column + 1 == layout_.ends.size();
                const auto cut = cutoff(left[column], static_cast<std::size_t>(layout_.room(column, level)));
                if (column == 0) text.append(static_cast<std::size_t>(level), U'|') += U' ';
                text += left[column].substr(0, cut);
                if (!last) text += U"  ";
                left[column].erase(0, cut);
                const bool narrower = layout_.before_2_13 ? level > 0 : last; // room for the closing bars
                const auto end = static_cast<std::size_t>(layout_.ends[column] - (narrower ? level : 0));
                if (text.size() < end) text.append(end - text.size(), U' ');
            }
            text.append(static_cast<std::size_t>(level), U'|');
            for (const auto code : text) append_utf8(out_, code);
            out_ += '\n';
        }
    }

private:
    static bool any(const std::vector<std::u32string>& fields) {
        for (const auto& field : fields)
            if (!field.empty()) return true;
        return false;
    }

    static std::size_t cutoff(const std::u32string& field, std::size_t room) {
        auto cut = field.size() < room ? field.size() : room;
        for (std::size_t i = 0; i + 1 < cut; ++i) {
            const auto c = field[i];
            if (field[i + 1] == U',' && (c == U')' || c == U'}' || c == U']' || c == U'\'')) cut = i + 2;
        }
        return cut;
    }

    std::string& out_;
    const keras2_layout& layout_;
};

inline void write_layer(keras2_writer& out, const summary_row& row, int level, bool last_nested, bool connections,
                        const summary_options& options) {
    std::string shape = python_tuples(row.output_shapes, row.is_input);
    if (row.differing)
        shape = "multiple";
    else if (row.output_shapes.empty())
        shape = "?";
    std::vector<std::string> fields = {row.name + " (" + row.class_name + ")", shape,
                                       row.built ? std::to_string(row.params) : "0 (unused)"};
    if (connections) {
        std::string list = "[";
        if (level == 0) // what feeds a nested model's layers is no call of this model
            for (const auto& c : row.connected_to) list += (list.size() > 1 ? ", " : "") + python_repr(c);
        fields.push_back(list + "]");
    }
    if (options.show_trainable) fields.push_back(row.trainable ? "Y" : "N");
    out.row(fields, level);
    if (options.expand_nested && !row.nested.empty()) {
        out.across(level + 1, "¯");
        for (std::size_t i = 0; i < row.nested.size(); ++i)
            write_layer(out, row.nested[i], level + 1, i + 1 == row.nested.size(), connections, options);
        out.across(level, "¯");
        last_nested = true; // as in Keras: no blank line after an opened model
    }
    if (!last_nested) out.across(level, " ");
}

} // namespace detail

/// What Keras 2 would raise (or, for columns without room, never return from) instead of a summary; else empty.
inline std::string summary_error_keras2(const summary_model& model, const summary_options& options,
                                        keras2_style style) {
    if (!model.built)
        return "This model has not yet been built. Build the model first by calling `build()` or by calling the model "
               "on a batch of data.";
    const auto layout = detail::layout_of(model, options, style);
    const std::size_t columns = (layout.connections ? 4u : 3u) + (options.show_trainable ? 1u : 0u);
    if (layout.ends.size() < columns)
        return "positions must have " + std::to_string(layout.connections ? 4 : 3) + " entries, got " +
               std::to_string(options.positions.size());
    const auto level = options.expand_nested ? static_cast<int>(detail::depth_of(model.rows)) - 1 : 0;
    for (std::size_t column = 0; column < columns; ++column)
        if (layout.room(column, level > 0 ? level : 0) < 1)
            return "column " + std::to_string(column + 1) + " of the summary has no room for text";
    return "";
}

/// Keras 2's model.summary(): its lines, a newline after each; where Keras would raise, the sentence of
/// summary_error_keras2() and a newline.
inline std::string summary_text_keras2(const summary_model& model, const summary_options& options = {},
                                       keras2_style style = keras2_style::since_2_13) {
    using namespace detail;
    if (const auto error = summary_error_keras2(model, options, style); !error.empty()) return error + "\n";
    const auto layout = layout_of(model, options, style);
    std::string text;
    keras2_writer out(text, layout);
    out.line("Model: \"" + model.name + "\"");
    out.rule('_');
    std::vector<std::string> header = {"Layer (type)", "Output Shape", "Param #"};
    if (layout.connections) header.push_back("Connected to");
    if (options.show_trainable) header.push_back("Trainable");
    out.row(header);
    out.rule('=');
    for (const auto& row : model.rows) write_layer(out, row, 0, false, layout.connections, options);
    out.rule('=');

    const auto total = [&](const char* label, long count, long bytes) {
        if (style == keras2_style::before_2_13)
            out.line(label + with_thousands(count));
        else
            out.line(label + std::to_string(count) + " (" + memory_size(bytes, "Byte") + ")");
    };
    const long trainable = bytes_of(model.trainable_bytes, model.trainable);
    const long fixed = bytes_of(model.non_trainable_bytes, model.non_trainable);
    total("Total params: ", model.trainable + model.non_trainable, trainable + fixed);
    total("Trainable params: ", model.trainable, trainable);
    total("Non-trainable params: ", model.non_trainable, fixed);
    out.rule('_');
    return text;
}

} // namespace ctnn
