/// model.summary() of Keras 3 as text, to the character (keras 3.15, whose tables are printed by rich 15).
///
/// Keras draws the table for the terminal it runs in, and for 80 columns where there is none (a file, a pipe):
/// the default line is four columns shorter than the terminal, at most 88 characters, or 108 with connections. A table
/// that is wider than the terminal, by line_length, is cut at its edge. A print_fn gets the whole text in one call.
#pragma once
#include "summary_grid.hpp"
#include "summary_table.hpp"
#include <string>
#include <vector>

namespace ctnn {
namespace detail {

inline cells shape_cells(const std::vector<std::vector<int>>& shapes) {
    cells text;
    if (shapes.empty()) append_cells(text, "?");
    if (shapes.size() > 1) append_cells(text, "[");
    for (std::size_t i = 0; i < shapes.size(); ++i) {
        append_cells(text, i > 0 ? ", (" : "(");
        for (std::size_t axis = 0; axis < shapes[i].size(); ++axis) {
            if (axis > 0) append_cells(text, ", ");
            const int extent = shapes[i][axis];
            append_cells(text, extent < 0 ? "None" : std::to_string(extent), extent < 0 ? paint::none : paint::number);
        }
        append_cells(text, ")");
    }
    if (shapes.size() > 1) append_cells(text, "]");
    return text;
}

/// "dense[0][0], dense_1[0][0]", the numbers painted; "-" if there is none.
inline cells connection_cells(const std::vector<std::string>& connections) {
    cells text;
    if (connections.empty()) append_cells(text, "-");
    for (std::size_t i = 0; i < connections.size(); ++i) {
        if (i > 0) append_cells(text, ", ");
        const std::string_view all = connections[i];
        const auto output = all.rfind('['), call = all.rfind('[', output == 0 ? 0 : output - 1);
        append_cells(text, all.substr(0, call));
        for (const char c : all.substr(call == std::string_view::npos ? all.size() : call))
            append_cells(text, std::string_view(&c, 1), c == '[' || c == ']' ? paint::plain : paint::number);
    }
    return text;
}

inline void collect_rows(std::vector<std::vector<cells>>& out, const std::vector<summary_row>& rows, int level,
                         bool connections, const summary_options& options) {
    for (const auto& row : rows) {
        std::vector<cells> fields(3);
        std::string name;
        for (int i = 0; i < level; ++i) name += "   ";
        append_cells(fields[0], name + (level > 0 ? "└ " : "") + row.name + " (");
        append_cells(fields[0], row.class_name, paint::symbol);
        append_cells(fields[0], ")");
        fields[1] = shape_cells(row.output_shapes);
        append_cells(fields[2], row.built ? with_thousands(row.params) : "0", paint::number);
        if (!row.built) append_cells(fields[2], " (unbuilt)");
        if (connections) // what feeds a nested model's layers is no call of this model
            fields.push_back(connection_cells(level > 0 ? std::vector<std::string>() : row.connected_to));
        if (options.show_trainable) {
            fields.emplace_back();
            const bool weights = row.built && row.params > 0;
            append_cells(fields.back(),
                         !weights        ? "-"
                         : row.trainable ? "Y"
                                         : "N",
                         !weights        ? paint::bold
                         : row.trainable ? paint::yes
                                         : paint::no);
        }
        out.push_back(static_cast<std::vector<cells>&&>(fields));
        if (options.expand_nested) collect_rows(out, row.nested, level + 1, connections, options);
    }
}

/// The columns that Keras asks for and the length of a line; no columns if one of them would be too narrow.
inline std::vector<summary_column> summary_columns(const summary_model& model, const summary_options& options,
                                                   int& line_length) {
    std::vector<summary_column> columns = {
        {"Layer (type)", aligned::left}, {"Output Shape", aligned::left}, {"Param #", aligned::right}};
    std::vector<double> positions = options.positions;
    const bool connections = shows_connections(model);
    if (positions.empty())
        positions = connections ? std::vector<double>{0.3, 0.56, 0.74, 1.0} : std::vector<double>{0.45, 0.80, 1.0};
    if (connections) columns.push_back({"Connected to", aligned::left});
    int longest = connections ? 108 : 88;
    if (options.show_trainable) {
        columns.push_back({"Trainable", aligned::center});
        longest += 12;
        for (auto& p : positions) {
            const volatile double narrower = p * 0.90;
            p = narrower;
        }
        positions.push_back(1.0);
    }
    const int terminal = options.terminal_columns > 0 ? options.terminal_columns : 80;
    line_length = options.line_length != 0 ? options.line_length : (longest < terminal - 4 ? longest : terminal - 4);
    if (positions.size() < columns.size()) return {};
    int current = 0;
    for (std::size_t i = 0; i < positions.size(); ++i) {
        const int width = product_as_int(positions[i], line_length) - current;
        if (width < 4) return {};
        if (i < columns.size()) columns[i].asked = width;
        current += width;
    }
    return columns;
}

} // namespace detail

/// What Keras 3 would raise instead of a summary; empty if it prints one.
inline std::string summary_error(const summary_model& model, const summary_options& options) {
    int line_length = 0;
    const auto columns = detail::summary_columns(model, options, line_length);
    if (!columns.empty()) return "";
    const std::size_t expected = detail::shows_connections(model) ? 4 : 3;
    if (!options.positions.empty() && options.positions.size() < expected)
        return "positions must have " + std::to_string(expected) + " entries, got " +
               std::to_string(options.positions.size());
    return "Insufficient console width to print summary.";
}

/// Keras 3's model.summary(): the text that it writes, with the newline at its end; where Keras would raise, the
/// sentence of summary_error() and a newline.
inline std::string summary_text(const summary_model& model, const summary_options& options = {}) {
    using namespace detail;
    int line_length = 0;
    auto columns = summary_columns(model, options, line_length);
    if (columns.empty()) return summary_error(model, options) + "\n";
    fit_columns(columns, line_length);

    std::string text;
    const int columns_given = options.cut_at > 0 ? options.cut_at : options.terminal_columns;
    summary_writer out(text, columns_given > 0 ? columns_given : 80, options.colors);
    cells title;
    append_cells(title, "Model: \"" + model.name + "\"", paint::bold);
    out.paragraph(title);

    std::vector<cells> header;
    for (const auto& c : columns) append_cells(header.emplace_back(), c.title);
    write_rule(out, columns, "┏", "━", "┳", "┓");
    write_row(out, columns, header, "┃", true);
    write_rule(out, columns, "┡", "━", "╇", "┩");
    std::vector<std::vector<cells>> rows;
    collect_rows(rows, model.rows, 0, shows_connections(model), options);
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (i > 0) write_rule(out, columns, "├", "─", "┼", "┤");
        write_row(out, columns, rows[i], "│", false);
    }
    write_rule(out, columns, "└", "─", "┴", "┘");

    const auto total = [&](const char* label, long count, long bytes) {
        cells line;
        append_cells(line, label, paint::bold);
        append_cells(line, with_thousands(count), paint::number);
        append_cells(line, " (" + memory_size(bytes, "B") + ")");
        out.paragraph(line);
    };
    const long trainable = bytes_of(model.trainable_bytes, model.trainable);
    const long fixed = bytes_of(model.non_trainable_bytes, model.non_trainable);
    const long step = model.optimizer > 0 && model.optimizer_bytes < 0 ? 4 : 0; // the step counter has eight bytes
    const long optimizer = bytes_of(model.optimizer_bytes, model.optimizer) + step;
    total(" Total params: ", model.trainable + model.non_trainable + model.optimizer, trainable + fixed + optimizer);
    total(" Trainable params: ", model.trainable, trainable);
    total(" Non-trainable params: ", model.non_trainable, fixed);
    if (model.optimizer > 0) total(" Optimizer params: ", model.optimizer, optimizer);
    return text;
}

} // namespace ctnn
