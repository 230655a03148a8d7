/// Finds recorded inputs and outputs in an .npz file and compares them with what the operations compute.
#include "samples.hpp"
#include <algorithm>
#include <chrono>
#include <cmath>
#include <ctnn/io/file_error.hpp>

namespace ctnn::import {
namespace {

using io::detail::in_quotes;
using io::detail::join;

std::string shape_text(const extents& e, const char* front = "samples") {
    std::string s = "(" + std::string(front);
    for (int i = 0; i < e.rank; ++i) s.append(", ").append(std::to_string(e[i]));
    return s + ")";
}

/// What the file may hold the values of one end of the model in, the surest name first.
struct wanted {
    std::string what; // "input 1"
    std::vector<std::string> names;
    extents shape = {};
};

bool fits(const io::array& a, const extents& e) {
    return a.shape.size() == std::size_t(e.rank) + 1 &&
        std::equal(a.shape.begin() + 1, a.shape.end(), e.dims, [](std::size_t x, int y) { return x == std::size_t(y); });
}

const io::named_array* find_one(const wanted& w, const io::npz& file, bool alone, const std::set<std::string>& used) {
    for (const auto& n : w.names)
        for (const auto& a : file)
            if (a.name == n) return &a;
    if (!alone) return nullptr;
    const io::named_array* only = nullptr;
    for (const auto& a : file)
        if (!used.contains(a.name) && fits(a.values, w.shape)) {
            if (only) return nullptr;
            only = &a;
        }
    return only;
}

std::string contents(const io::npz& file) {
    std::string s;
    for (const auto& a : file)
        s.append(s.empty() ? "" : ", ").append(in_quotes(a.name)).append(" ").append(io::detail::shape_text(a.values.shape));
    return s.empty() ? "it is empty" : "it holds " + s;
}

std::vector<wanted> ends(const imported& net, bool outputs) {
    const auto& g = *net.graph;
    const auto m = g.models[net.model];
    const int n = outputs ? m.outputs : m.inputs, first = outputs ? m.first_output : m.first_input;
    std::vector<wanted> all;
    for (int i = 0; i < n; ++i) {
        const auto e = g.edges[first + i];
        const std::string kind = outputs ? "output" : "input";
        wanted w{n == 1 ? kind : join(kind, ' ', i + 1), {join(kind, "s/", i), join(kind, "s_", i), join(kind, i)}, g.shape(e)};
        if (n == 1)
            for (const char* name : {outputs ? "outputs" : "inputs", outputs ? "output" : "input", outputs ? "y" : "x"})
                w.names.emplace_back(name);
        w.names.emplace_back(g.name(g.nodes[e.node].layer).view());
        all.push_back(std::move(w));
    }
    return all;
}

} // namespace

samples find_samples(const imported& net, const io::npz& file, const std::string& name) {
    samples s;
    std::set<std::string> used;
    std::string first;
    for (bool outputs : {true, false}) { // outputs first: an input may be known by its shape alone
        const auto all = ends(net, outputs);
        for (const auto& w : all) {
            const auto* found = find_one(w, file, all.size() == 1, used);
            if (!found)
                throw file_error(name, join("has no array for the model's ", w.what, ", such as ", in_quotes(w.names[0]), ' ', shape_text(w.shape)),
                                 contents(file));
            used.insert(found->name);
            if (!fits(found->values, w.shape))
                throw file_error(name, join(in_quotes(found->name), " must have shape ", shape_text(w.shape), ", got ",
                                            io::detail::shape_text(found->values.shape)),
                                 "these samples belong to another model");
            const auto n = found->values.shape[0];
            if (first.empty())
                first = found->name, s.count = n;
            else if (n != s.count)
                throw file_error(name, join(in_quotes(first), " has ", s.count, " samples, ", in_quotes(found->name), " has ", n),
                                 "record them together");
            (outputs ? s.outputs : s.inputs).push_back(found->values.as_float(join(name, ": ", in_quotes(found->name))));
        }
    }
    if (s.count == 0) throw file_error(name, "holds no samples", "record at least one");
    return s;
}

comparison compare(const imported& net, const samples& s, const std::string& name, double seconds) {
    const auto start = std::chrono::steady_clock::now();
    comparison c;
    for (; c.compared < s.count; ++c.compared) {
        if (c.compared && std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count() > seconds) break;
        std::vector<const float*> x;
        for (const auto& i : s.inputs) x.push_back(i.data() + c.compared * (i.size() / s.count));
        const auto y = predict(net, x);
        for (std::size_t o = 0; o < y.size(); ++o)
            for (std::size_t i = 0; i < y[o].size(); ++i) {
                const float a = y[o][i], b = s.outputs[o][c.compared * y[o].size() + i];
                if (std::isnan(a) && std::isnan(b)) continue;
                const float difference = a == b ? 0 : std::abs(a - b);
                if (!(difference <= 1e-5f + 1e-4f * std::abs(b)))
                    throw file_error(name, join("does not agree with ", net.file, ": number ", i, " of output ", o, " of sample ",
                                                c.compared, " is ", a, ", recorded was ", b),
                                     "record the samples again with the model that was saved");
                c.largest = std::max(c.largest, difference);
            }
    }
    return c;
}

} // namespace ctnn::import
