// 2. Shapes of images: what Conv2D, Flatten and Dense do to them.
//
// The data are 30 images of 50 x 50 pixels with 3 channels (red, green, blue): an array of shape (30, 50, 50, 3). The
// first axis counts samples, so one sample has the shape (50, 50, 3): height, width, channels. That is the
// input_shape; the 30 is the batch, which the network does not need to know.
#include <cassert>
#include <ctnn/ctnn.hpp>
#include <iostream>
using namespace ctnn;
using namespace ctnn::literals;

// Conv2D slides a small window, the kernel, over height and width, and puts out `filters` numbers at each place: the
// output has as many channels as there are filters, whatever came in. Its height follows from three arguments; width
// likewise.
template<class... More>
constexpr extents conv(More... more) {
    return Sequential(Conv2D(8_c, more..., input_shape = shape<50, 50, 3>)).output_shape;
}
// padding = valid (the default): the kernel stays inside, so an extent n has n - kernel + 1 places.
static_assert(conv(shape<5, 5>) == shape<46, 46, 8>);  // 50 - 5 + 1
static_assert(conv(shape<3, 1>) == shape<48, 50, 8>);  // 50 - 3 + 1, 50 - 1 + 1
static_assert(conv(5_c) == shape<46, 46, 8>);          // one number stands for both axes
// strides: how far the window moves from one place to the next. (n - kernel) / strides + 1, rounded down.
static_assert(conv(5_c, strides = 2_c) == shape<23, 23, 8>); // 45 / 2 + 1 = 22 + 1
// padding = same: zeros around the image keep n places, n / strides rounded up, whatever the kernel.
static_assert(conv(5_c, padding = same) == shape<50, 50, 8>);
static_assert(conv(5_c, padding = same, strides = 3_c) == shape<17, 17, 8>); // 50 / 3 = 16.67
// dilation_rate spreads the kernel: 3 taps at distance 4 cover 9 pixels, 50 - 9 + 1.
static_assert(conv(3_c, dilation_rate = 4_c) == shape<42, 42, 8>);

// A whole classifier. Conv2D and pooling (which keeps the largest of each 2 x 2 numbers) keep the axes; Flatten makes
// one axis of them, which loses no number; Dense then gives one number for each of 10 classes.
constexpr auto net = Sequential(
    Conv2D(32_c, 3_c, activation = relu, input_shape = shape<50, 50, 3>), // (None, 48, 48, 32)
    MaxPooling2D(2_c),                                                    // (None, 24, 24, 32)
    Flatten(),                                                            // (None, 18432) = 24 * 24 * 32
    Dense(10_c, activation = softmax));                                   // (None, 10)
static_assert(net.get_layer("max_pooling2d"_s).output_shape == shape<24, 24, 32>);
static_assert(net.get_layer("flatten"_s).output_shape == shape<18432>);

// Dense works on the last axis alone. Without Flatten it is applied at each place of the image, with the same weights:
// 3 channels become 4, height and width stay. This is a valid network, and rarely what was meant.
constexpr auto per_pixel = Sequential(Dense(4_c, input_shape = shape<50, 50, 3>));
static_assert(per_pixel.output_shape == shape<50, 50, 4>);
static_assert(per_pixel.param_count == 3 * 4 + 4); // not 7500 * 4 + 4

// A flat image is not an image: Conv2D wants its three axes, and Reshape brings them back.
#ifdef MISTAKE
constexpr auto wrong = Sequential(Conv2D(8_c, 3_c, input_shape = shape<7500>));
// error: layer 1 Conv2D 'conv2d': expected a rank-3 input (height, width, channels), got (7500); hint:
//        Reshape(shape<50, 50, 3>) before it
#endif
// A kernel must fit into what comes in:
#ifdef MISTAKE_KERNEL
constexpr auto wrong = Sequential(Conv2D(8_c, 5_c, input_shape = shape<4, 4, 1>));
// error: layer 1 Conv2D 'conv2d': kernel (5, 5) is larger than its input (4, 4, 1) with padding = valid; hint:
//        padding = same
#endif

int main() {
    const auto model = net.build(seed = 42);
    std::vector<tensor<float, 50, 50, 3>> images(30); // (30, 50, 50, 3)
    for (auto& image : images)
        for (int y = 0; y < 50; ++y)
            for (int x = 0; x < 50; ++x) image(y, x, 0) = 1; // red
    const auto classes = model.predict(images); // (30, 10)

    // softmax makes them 10 probabilities
    float sum = 0;
    for (float p : classes[0]) sum += p;
    assert(sum > 0.9999f && sum < 1.0001f);
    std::cout << "(" << images.size() << ", 50, 50, 3) -> (" << classes.size() << ", " << classes[0].size() << ")\n";
    net.summary();
}
