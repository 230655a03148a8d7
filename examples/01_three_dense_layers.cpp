// 1. A chain of three Dense layers: what units, input_shape and output shape are.
//
// A layer takes a tensor and gives a tensor. For a Dense layer
//   units        is how many numbers it puts out for one sample; you choose it for every layer;
//   input_shape  is the shape of one sample that goes in; you give it once, for the first layer only: every other layer
//                takes what the layer before it puts out;
//   output_shape follows from the two. Nobody has to write it down, and the compiler knows it.
// (activation is a function of each number put out; relu makes negative ones 0.)
#include <cassert>
#include <ctnn/ctnn.hpp>
#include <iostream>
using namespace ctnn;           // Keras' names
using namespace ctnn::literals; // 4_c: a number that the compiler can compute with

// A sample of this network is 3 numbers, say a length, a width and a weight. Keras shows the shapes with the batch
// axis in front: (None, 3) is "any number of samples, 3 numbers each".
constexpr auto net = Sequential(
    Dense(units = 4_c, activation = relu, input_shape = shape<3>), // (None, 3) -> (None, 4)
    Dense(units = 4_c, activation = relu),                         // (None, 4) -> (None, 4)
    Dense(units = 1_c));                                           // (None, 4) -> (None, 1)

// None is there because a network does not care how many samples it is given: the same weights serve one sample or a
// million, and the number is known only when the network runs. So the shapes of a network leave it out.
static_assert(net.input_shape == shape<3>);
static_assert(net.output_shape == shape<1>);
static_assert(net.get_layer("dense"_s).output_shape == shape<4>); // Keras' names: dense, dense_1, dense_2
static_assert(net.get_layer("dense_1"_s).input_shape == shape<4>);

// The same network by input_dim, which is short for an input_shape of one axis; by batch_input_shape, which names the
// batch axis as well (None, or a number, which then shows in the summary); and by a layer of its own that only states
// the shape.
static_assert(Sequential(Dense(4_c, input_dim = 3_c), Dense(4_c), Dense(1_c)).input_shape == shape<3>);
static_assert(Sequential(Dense(4_c, batch_input_shape = shape<None, 3>), Dense(1_c)).input_shape == shape<3>);
static_assert(Sequential(Input(shape<3>), Dense(4_c), Dense(1_c)).input_shape == shape<3>);
// Or layer by layer, as Keras' add does; each add gives a new network, for here a network is a type.
static_assert(Sequential().add(Dense(4_c, input_shape = shape<3>)).add(Dense(1_c)).output_shape == shape<1>);

// And the functional form. A layer is called with the tensor that goes in and returns the one that comes out. The
// tensors have a shape, but no values yet: the compiler runs this body to learn what feeds what. No _c is needed.
constexpr auto same_net = functional([] {
    auto x = Input(shape<3>);                // (None, 3)
    auto h = Dense(4, activation = relu)(x); // (None, 4)
    h = Dense(4, activation = relu)(h);      // (None, 4)
    auto y = Dense(1)(h);                    // (None, 1)
    return Model(inputs = x, outputs = y);
});
static_assert(same_net.output_shape == net.output_shape && same_net.param_count == net.param_count);

// A shape written for a later layer must be what the layer before it puts out. Here it is not, and this does not
// compile:
#ifdef MISTAKE
constexpr auto wrong = Sequential(Dense(4_c, input_shape = shape<3>), Dense(4_c, input_shape = shape<5>), Dense(1_c));
// error: layer 2 Dense 'dense_1': declared input_shape (5), but 'dense' before it outputs (4)
#endif

int main() {
    net.summary();
    const auto model = net.build(seed = 42); // random weights, as Keras starts with

    const tensor<float, 3> sample = {0.5f, -1.0f, 2.0f};
    const tensor<float, 1> y = model.predict(sample); // one sample: 3 numbers in, 1 number out

    const std::vector<tensor<float, 3>> batch(30, sample); // 30 samples: here is what None stands for
    const std::vector<tensor<float, 1>> ys = model.predict(batch);
    assert(ys.size() == 30 && ys[29] == y);
    std::cout << "one sample: " << sample.shape << " -> " << y.shape << ", a batch of 30: (30, 3) -> (30, 1)\n";
}

// A sample of another shape does not reach the network either:
#ifdef MISTAKE_SAMPLE
const auto y = net.build().predict(tensor<float, 5>{});
// error: predict(): x must have shape (3), got (5)
#endif
