// 3. Parameters: how many numbers a network learns, and where each of them comes from.
#include <ctnn/ctnn.hpp>
#include <iostream>
using namespace ctnn;
using namespace ctnn::literals;

// Two Dense layers, of 9 and 18 units, that do not say what goes in. How many weights they have depends on that, so
// there is no network yet, only the plan of one; Keras would print its summary with question marks. build gives the
// input shape, with the batch axis in front as Keras wants it here: any number of samples of 3 features.
constexpr auto net = Sequential(Dense(9_c), Dense(18_c)).build(input_shape = shape<None, 3>);

// Every unit of a Dense layer computes one number: each of its inputs times a weight of its own, all added up, plus
// one bias. So a layer has (inputs + 1) * units parameters: a kernel of shape (inputs, units) and a bias of shape
// (units).
constexpr auto first = net.get_layer("dense"_s);
static_assert(first.weight(0).name == "kernel" && first.weight(0).shape == shape<3, 9>); // 27 numbers
static_assert(first.weight(1).name == "bias" && first.weight(1).shape == shape<9>);      //  9 numbers
static_assert(first.param_count == 36);                                                  // (3 + 1) * 9

// The inputs of the second layer are the 9 outputs of the first.
constexpr auto second = net.get_layer("dense_1"_s);
static_assert(second.weight(0).shape == shape<9, 18>); // 162 numbers
static_assert(second.weight(1).shape == shape<18>);    //  18 numbers
static_assert(second.param_count == 180);              // (9 + 1) * 18

static_assert(net.param_count == 36 + 180); // 216, and neither the batch nor the activation has a part in it
static_assert(net.trainable_param_count == 216);

// Without a bias the "+ 1" goes. BatchNormalization has four numbers for each feature, and training changes only two of
// them by the gradient: scale and shift. Mean and variance are measured, so Keras counts them as non-trainable.
constexpr auto normalized = Sequential(Dense(9_c, use_bias = false_c, input_shape = shape<3>), BatchNormalization());
static_assert(normalized.param_count == 3 * 9 + 4 * 9);
static_assert(normalized.trainable_param_count == 3 * 9 + 2 * 9);

// Without build the plan cannot be asked for its parameters, in Keras or here:
#ifdef MISTAKE
static_assert(Sequential(Dense(9_c), Dense(18_c)).param_count == 216);
// error: this Sequential has no input shape yet; hint: input_shape = shape<...> in its first layer, or
//        .build(input_shape = shape<None, ...>)
#endif

int main() {
    net.summary(); // as Keras 3 prints it: a float has 4 bytes, so 216 parameters are 864 bytes
    std::cout << '\n';
    net.summary(keras2(keras2_style::before_2_13)); // as Keras 2 did
    std::cout << '\n'; // (net.summary(keras2) is Keras 2.13 to 2.15, with the bytes)

    // The parameters themselves, in Keras' order. New kernels are random, new biases are zero.
    const auto model = net.build(seed = 42);
    const auto [kernel, bias, kernel_1, bias_1] = model.get_weights();
    std::cout << kernel.shape << " + " << bias.shape << " + " << kernel_1.shape << " + " << bias_1.shape << ": "
              << kernel.size() + bias.size() + kernel_1.size() + bias_1.size() << " numbers\n"
              << "the first bias: " << bias << '\n';
}
