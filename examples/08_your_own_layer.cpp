// 8. A layer of your own.
//
// A layer is a small class that says four things: which arguments it takes, which inputs it accepts, which weights it
// has, and what it computes. The rest follows: its output shape, parameter counts, messages, a line in the summary,
// and fast code.
#include <cassert>
#include <ctnn/ctnn.hpp>
#include <iostream>
using namespace ctnn;
using namespace ctnn::literals;

// Maxout computes `pieces` Dense layers at once and puts out the largest of their answers, unit by unit:
//   y[u] = max over p of (x . kernel[:, p, u] + bias[p, u])         x (..., in) -> y (..., units)
// So every unit learns its own activation function, made of straight pieces.
inline constexpr keyword<"pieces"> pieces{}; // a new keyword; those of Keras (units, ...) are there

struct maxout {
    // 1. The arguments with their defaults, and the keywords that set them, in the order of their positions.
    int units = 0;
    int pieces = 2;
    static constexpr std::string_view keras_name = "Maxout"; // for messages and the summary: maxout, maxout_1, ...
    static constexpr auto arguments() {
        return takes(required(ctnn::units), &maxout::units, ::pieces, &maxout::pieces); // (:: means the keywords)
    }
    // 2. What may be wrong, as sentences: what was expected, what came, the remedy. The compiler adds the layer's name.
    constexpr void check(report& say, const input_shapes& x) const {
        say.unless(units > 0, "units must be positive, got ", units);
        say.unless(pieces > 1, "pieces must be at least 2, got ", pieces, "; hint: Dense is a Maxout of one piece");
        say.unless(x[0].rank == 1, "expected a rank-1 input (features), got ", x[0], "; hint: Flatten() before it");
    }
    // 3. The weights, in the order of get_weights, and 4. the result, as a composition of operations.
    constexpr ops::value call(parameters& own, const ops::value& x) const {
        const auto kernel = own.add("kernel", {x.shape().last(), pieces * units}, {initializer_kind::glorot_uniform});
        const auto bias = own.add("bias", extents{pieces * units}, {initializer_kind::zeros});
        const auto y = ops::add(ops::matmul(x, kernel), bias);         // (pieces * units)
        const auto split = ops::reshape(y, extents{pieces, units});    // (pieces, units)
        return ops::reduce(ops::reduce_kind::maximum, split, 1u << 0); // the largest along axis 0: (units)
    }
};
inline constexpr factory<maxout> Maxout{};

// It is used like any other layer, here beside a Lambda: a function of one number that is applied to all of them.
constexpr auto net = Sequential(
    Maxout(4_c, pieces = 3_c, input_shape = shape<2>), // (None, 2) -> (None, 4)
    Lambda([](auto x) { return x * x; }),              //           -> (None, 4)
    Maxout(units = 1_c, name = "last"_s));             //           -> (None, 1)
static_assert(net.output_shape == shape<1>);
static_assert(net.get_layer("maxout"_s).param_count == 3 * 4 * (2 + 1)); // 3 Dense layers of 4 units on 2 inputs
static_assert(net.get_layer("last"_s).param_count == 2 * 1 * (4 + 1));

// Its mistakes read like those of the library:
#ifdef MISTAKE
constexpr auto wrong = Sequential(Conv2D(8_c, 3_c, input_shape = shape<9, 9, 1>), Maxout(4_c));
// error: layer 2 Maxout 'maxout': expected a rank-1 input (features), got (7, 7, 8); hint: Flatten() before it
#endif
#ifdef MISTAKE_KEYWORD
constexpr auto wrong = Sequential(Maxout(4_c, activation = relu, input_shape = shape<2>));
// error: Maxout has no keyword 'activation', it takes units, pieces besides name, trainable and input_shape
#endif

int main() {
    net.summary();

    // The absolute value of x is the larger of x and -x: a Maxout of two pieces with the weights 1 and -1.
    auto absolute = Sequential(Maxout(1_c, input_shape = shape<1>)).build();
    absolute.set_weights(tensor<float, 1, 2>{1, -1}, tensor<float, 2>{0, 0}); // kernel, bias
    for (float x : {-2.5f, 0.0f, 4.0f}) {
        const auto y = absolute.predict(tensor<float, 1>{x});
        std::cout << "|" << x << "| = " << y[0] << '\n';
        assert(y[0] == (x < 0 ? -x : x));
    }
}
