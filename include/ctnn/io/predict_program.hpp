/// A whole program around a model: reads .npy files, predicts, writes .npy files.
///     int main(int count, char** arguments) { return ctnn::io::predict_program(digits::model(), count, arguments); }
#pragma once
#include "../run/predict.hpp"
#include "npy.hpp"
#include <iostream>

namespace ctnn::io {

/// For a program without samples of its own to check itself with.
struct nothing_recorded {
    static constexpr std::size_t count = 0, size = 0;
    static constexpr const float* data() { return nullptr; }
};

namespace detail {

/// What the command line asks for.
struct program_arguments {
    std::vector<std::string> inputs, outputs;
    bool check = false, help = false;

    /// Throws std::invalid_argument.
    program_arguments(int count, char** values) {
        for (int i = 1; i < count; ++i) {
            const std::string_view a = values[i];
            if (a == "--check")
                check = true;
            else if (a == "--help" || a == "-h")
                help = true;
            else if (a == "--input" || a == "--output") {
                if (i + 1 == count) throw std::invalid_argument(join(a, " needs a file behind it"));
                (a == "--input" ? inputs : outputs).emplace_back(values[++i]);
            } else
                throw std::invalid_argument(join("knows no ", in_quotes(a), "; hint: --help lists what it takes"));
        }
    }
};

/// One model as a program. Inputs and outputs are arrays whose first axis counts the samples.
template<class Model, class Recorded>
class program {
    using network = typename std::remove_cvref_t<decltype(Model::architecture)>::definition;
    static constexpr const auto& a = ctnn::detail::architecture<network>::value;
    static constexpr int input_count = a.models[0].inputs.count, output_count = a.models[0].outputs.count;
    template<int I>
    struct input_shape {
        static constexpr extents value = a.input(I);
    };
    template<int I>
    using input_tensor = typename ctnn::detail::tensor_shaped<input_shape<I>::value>::type;
    using output_type = typename Model::output_type;

    const Model& model_;
    ctnn::workspace workspace_;

    static std::string shape_text(const extents& e) {
        std::string s = "(samples";
        for (int i = 0; i < e.rank; ++i) s.append(", ").append(std::to_string(e[i]));
        return s + ")";
    }
    static std::string shapes_text(bool outputs) {
        std::string s;
        for (int i = 0; i < (outputs ? output_count : input_count); ++i)
            s.append(i ? ", " : "").append(shape_text(outputs ? a.output(i) : a.input(i)));
        return s;
    }
    static void check_count(std::string_view what, std::size_t got, int wanted) {
        if (got != std::size_t(wanted))
            throw std::invalid_argument(join("the network has ", counted(std::uint64_t(wanted), what), ", got ", got, " times --", what,
                                             "; hint: --help shows the command"));
    }

    /// Samples `first` to `last` of the inputs through the network; `each` gets every output's number and values.
    template<class Each, int... I>
    void predict(const float* const* inputs, std::size_t count, const Each& each, std::integer_sequence<int, I...>) {
        std::tuple<input_tensor<I>...> x;
        for (std::size_t s = 0; s < count; ++s) {
            (std::copy_n(inputs[I] + s * a.input(I).size(), a.input(I).size(), std::get<I>(x).data()), ...);
            const output_type y = std::apply([&](const auto&... in) { return predict_one(in...); }, x);
            if constexpr (output_count == 1)
                each(s, 0, y.data());
            else
                [&]<int... O>(std::integer_sequence<int, O...>) {
                    (each(s, O, std::get<O>(y).data()), ...);
                }(std::make_integer_sequence<int, output_count>{});
        }
    }
    template<class... X>
    output_type predict_one(const X&... x) {
        if constexpr (Model::workspace_bytes > max_stack_workspace)
            return model_.predict(x..., workspace_);
        else
            return model_.predict(x...);
    }

public:
    explicit program(const Model& m) : model_(m), workspace_(m.workspace()) {}

    static void help(std::ostream& out, std::string_view name) {
        out << "Predicts with a network " << shapes_text(false) << " -> " << shapes_text(true) << ".\n\nusage: " << name;
        for (int i = 0; i < input_count; ++i) out << " --input in" << i << ".npy";
        for (int i = 0; i < output_count; ++i) out << " --output out" << i << ".npy";
        out << "\n    .npy files of any number type that loses nothing as float32; the first axis counts the samples\n";
        if (Recorded::count > 0) out << "usage: " << name << " --check\n    compares with what Keras predicted for " << counted(Recorded::count, "sample") << '\n';
    }

    /// Reads every file, predicts, and only then writes: all outputs, or none.
    void run(const program_arguments& arguments) {
        check_count("input", arguments.inputs.size(), input_count);
        check_count("output", arguments.outputs.size(), output_count);
        for (int i = 1; i < output_count; ++i)
            for (int k = 0; k < i; ++k)
                if (arguments.outputs[std::size_t(i)] == arguments.outputs[std::size_t(k)])
                    throw file_error(arguments.outputs[std::size_t(i)], "is given for two outputs", "give each a file of its own");
        std::vector<std::vector<float>> values;
        std::vector<const float*> inputs;
        std::size_t count = 0;
        for (int i = 0; i < input_count; ++i) {
            const auto& file = arguments.inputs[std::size_t(i)];
            const array x = read_npy(file);
            check_shape(file, x, a.input(i));
            if (i > 0 && x.shape[0] != count)
                throw file_error(file, join("has ", counted(x.shape[0], "sample"), ", ", arguments.inputs[0], " has ", count), "give as many of each");
            count = x.shape[0];
            values.push_back(x.as_float(file));
        }
        for (const auto& v : values) inputs.push_back(v.data());

        std::vector<std::vector<float>> outputs(std::size_t{output_count});
        for (int o = 0; o < output_count; ++o) outputs[std::size_t(o)].resize(count * a.output(o).size());
        predict(inputs.data(), count, [&](std::size_t s, int o, const float* y) {
            std::copy_n(y, a.output(o).size(), outputs[std::size_t(o)].data() + s * a.output(o).size());
        }, std::make_integer_sequence<int, input_count>{});

        std::vector<std::unique_ptr<temporary_file>> files;
        for (int o = 0; o < output_count; ++o) {
            std::vector<std::size_t> shape{count};
            for (int d = 0; d < a.output(o).rank; ++d) shape.push_back(std::size_t(a.output(o)[d]));
            const auto& path = arguments.outputs[std::size_t(o)];
            files.push_back(std::make_unique<temporary_file>(path));
            files.back()->write(npy_bytes(array::of<float>(std::move(shape), outputs[std::size_t(o)]), path));
        }
        for (auto& f : files) f->replace();
    }

    /// Whether every number is within 1e-5 + 1e-4 |b| of the recorded b; says how far the farthest is.
    bool check(std::ostream& out, std::ostream& errors) {
        if (Recorded::count == 0) throw std::invalid_argument("--check: nothing was recorded; hint: import the model with --check samples.npz");
        std::vector<const float*> inputs, outputs;
        const float* at = Recorded::data();
        for (int i = 0; i < input_count; ++i) inputs.push_back(at), at += Recorded::count * a.input(i).size();
        for (int o = 0; o < output_count; ++o) outputs.push_back(at), at += Recorded::count * a.output(o).size();
        float largest = 0;
        std::string wrong;
        predict(inputs.data(), Recorded::count, [&](std::size_t s, int o, const float* y) {
            const auto n = a.output(o).size();
            for (std::size_t i = 0; i < n; ++i) {
                const float b = outputs[std::size_t(o)][s * n + i], difference = y[i] == b ? 0 : std::abs(y[i] - b);
                if (difference > largest) largest = difference;
                const bool both_nan = y[i] != y[i] && b != b;
                if (!both_nan && !(difference <= 1e-5f + 1e-4f * std::abs(b)) && wrong.empty())
                    wrong = join("number ", i, " of output ", o, " of sample ", s, " is ", y[i], ", Keras has ", b);
            }
        }, std::make_integer_sequence<int, input_count>{});
        if (!wrong.empty()) {
            errors << wrong << "; the largest difference is " << largest << '\n';
            return false;
        }
        out << counted(Recorded::count, "sample") << " compared with Keras: the largest difference is " << largest << '\n';
        return true;
    }

private:
    static void check_shape(const std::string& file, const array& x, const extents& e) {
        const std::vector<std::size_t> sample(e.dims, e.dims + e.rank);
        if (x.shape.size() == sample.size() + 1 && std::equal(sample.begin(), sample.end(), x.shape.begin() + 1)) return;
        throw file_error(file, join("must have shape ", shape_text(e), ", got ", detail::shape_text(x.shape)),
                         x.shape == sample ? "one sample needs the first axis too: x[None] in numpy" : "the first axis counts the samples");
    }
};

} // namespace detail

/// What main returns: 0, or 1 after one sentence on the error stream. --input and --output, once for each of the network's,
/// in its order; --check, where Recorded holds samples: count, and data() with every input, then every output,
/// each (count, shape of one sample).
template<class Recorded = nothing_recorded, class Model>
int predict_program(const Model& model, int count, char** arguments) {
    const std::string name = count > 0 ? arguments[0] : "program";
    try {
        detail::program<Model, Recorded> p(model);
        const detail::program_arguments given(count, arguments);
        if (given.help) return p.help(std::cout, name), 0;
        if (given.check && !p.check(std::cout, std::cerr)) return 1;
        if (!given.check || !given.inputs.empty() || !given.outputs.empty()) p.run(given);
        return 0;
    } catch (const std::bad_alloc&) {
        std::cerr << name << ": there is not enough memory for these samples\n";
    } catch (const std::exception& e) {
        std::cerr << name << ": " << e.what() << '\n';
    }
    return 1;
}

} // namespace ctnn::io
