// 6. A residual network in a loop: blocks as functions.
//
// A deep chain of layers is hard to train, because every layer has to pass on all that the next ones need. A residual
// block adds what it computes to what came in: y = x + f(x). It passes on everything by itself, and f only learns the
// difference. Such a network is the same block again and again, so we write the block once, as a function, and call
// it in a loop.
#include <cassert>
#include <ctnn/ctnn.hpp>
#include <iostream>
using namespace ctnn;
using namespace ctnn::literals;

// A symbol is a tensor that has a shape, but no values yet: what layers take and give. In here every argument of a
// layer may be a plain value, filters instead of 16_c: the compiler runs this function and computes with it.
constexpr symbol residual_block(symbol x, int filters) {
    symbol h = Conv2D(filters, 3, padding = same, use_bias = false)(x);
    h = Activation(relu)(BatchNormalization()(h));
    h = Conv2D(filters, 3, padding = same, use_bias = false)(h);
    h = BatchNormalization()(h);
    // x + h needs equal shapes. padding = same keeps height and width; where the number of channels changes, a
    // convolution with a 1 x 1 kernel brings x to the new number. A symbol's shape is known, so the function can ask.
    if (x.shape().last() != filters) x = Conv2D(filters, 1, use_bias = false)(x);
    return Activation(relu)(Add()(x, h));
}

constexpr auto net = functional([] {
    auto x = Input(shape<16, 16, 3>);                                   // (None, 16, 16, 3)
    symbol h = Conv2D(8, 3, padding = same, activation = relu)(x);      // (None, 16, 16, 8)
    for (int filters : {8, 16, 32}) {                                   // (None, 16, 16, 8), (8, 8, 16), (4, 4, 32)
        for (int i = 0; i < 2; ++i) h = residual_block(h, filters);
        if (filters < 32) h = MaxPooling2D()(h);                        // half the height, half the width
    }
    h = GlobalAveragePooling2D()(h);                                    // (None, 32): the mean of each channel
    auto y = Dense(10, activation = softmax)(h);                        // (None, 10)
    return Model(inputs = x, outputs = y);
});
static_assert(net.output_shape == shape<10>);
static_assert(net.layer_count == 50);
static_assert(net.get_layer("add_5"_s).output_shape == shape<4, 4, 32>); // the sixth block, after add, add_1, ...

// What a block of 8 filters on 8 channels has: two kernels of 3 x 3 taps, and four numbers for each channel in each
// BatchNormalization.
static_assert(net.get_layer("conv2d_1"_s).param_count == 3 * 3 * 8 * 8);
static_assert(net.get_layer("batch_normalization"_s).param_count == 4 * 8);

// The shapes of an addition are checked where it stands. Here the 3 channels of the image meet 8, and the compiler
// names the layer and the line:
#ifdef MISTAKE
constexpr auto wrong = functional([] {
    auto x = Input(shape<16, 16, 3>);
    return Model(inputs = x, outputs = Add()(x, Conv2D(8, 3, padding = same)(x)));
});
// error: layer 2 Add 'add' (line 51): inputs must have the same shape, got (16, 16, 3) and (16, 16, 8)
#endif

int main() {
    const auto model = net.build(seed = 42);
    tensor<float, 16, 16, 3> image;
    for (float& value : image) value = 0.5f; // grey
    float sum = 0;
    for (float p : model.predict(image)) sum += p;
    assert(sum > 0.9999f && sum < 1.0001f); // ten probabilities
    std::cout << net.layer_count << " layers, " << net.param_count << " parameters, " << net.macs
              << " multiply-adds for one image\n";
}
