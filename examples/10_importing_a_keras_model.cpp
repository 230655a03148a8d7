// 10. Importing a Keras model, end to end.
//
// In Python, where the model was trained (examples/data/make_digits.py did, on the handwritten digits of scikit-learn):
//     model.save("digits.keras")
//     numpy.savez("digits_heldout.npz", images=images, outputs=model.predict(images))
// From then on without Python, once or whenever the model changes, by hand or as a step of the build:
//     ctnn-import digits.keras --output digits --check digits_heldout.npz
// writes
//     digits/digits.hpp           the network, as a person would have written it: read it
//     digits/digits_weights.hpp   what it has learned, 35,722 numbers
//     digits/digits_check.hpp     450 images that it has not seen in training, and what Keras predicted for them
// (--program writes a main.cpp as well, a whole program that predicts from .npy files to .npy files.)
#include "digits.hpp"
#include "digits_check.hpp"
#include <algorithm>
#include <cassert>
#include <cmath>
#include <iostream>
using namespace ctnn;

// The network is a type like those written by hand: 8 x 8 pixels of one channel in, a probability for each digit out.
static_assert(digits::net.input_shape == shape<8, 8, 1>);
static_assert(digits::net.output_shape == shape<10>);
static_assert(digits::net.param_count == 35'722);

// So an image of another size is refused when the program is compiled, not when it runs at a customer's:
#ifdef MISTAKE
const auto y = digits::model().predict(tensor<float, 28, 28, 1>{});
// error: predict(): x must have shape (8, 8, 1), got (28, 28, 1)
#endif

int main() {
    const auto model = digits::model(); // the weights are part of the program: no file is read, nothing is allocated

    // One image, in shades from 0 to 16 as scikit-learn has them. The network was trained on shades from 0 to 1.
    constexpr int shades[8][8] = {{0, 0, 6, 14, 16, 11, 0, 0}, //
                                  {0, 6, 14, 7, 4, 16, 4, 0},  //
                                  {0, 7, 7, 0, 5, 16, 2, 0},   //
                                  {0, 0, 0, 14, 16, 5, 0, 0},  //
                                  {0, 0, 0, 4, 13, 11, 0, 0},  //
                                  {0, 0, 0, 0, 0, 11, 8, 0},   //
                                  {0, 0, 0, 2, 4, 10, 12, 0},  //
                                  {0, 0, 9, 16, 16, 11, 3, 0}};
    tensor<float, 8, 8, 1> image;
    for (int y = 0; y < 8; ++y) {
        for (int x = 0; x < 8; ++x) {
            image(y, x, 0) = float(shades[y][x]) / 16;
            std::cout << " .:-=+*#@"[shades[y][x] / 2] << ' ';
        }
        std::cout << '\n';
    }
    const tensor<float, 10> p = model.predict(image);
    const auto digit = std::max_element(p.begin(), p.end()) - p.begin();
    std::cout << "this is a " << digit << ", with a probability of " << p[digit] << "\n\n";

    // Does it compute what Keras computed? The recorded images come first, then Keras' ten numbers for each of them.
    using digits::recorded;
    const float* keras = recorded::data() + recorded::count * image.size();
    float largest = 0;
    for (std::size_t i = 0; i < recorded::count; ++i) {
        std::copy_n(recorded::data() + i * image.size(), image.size(), image.data());
        const tensor<float, 10> ours = model.predict(image);
        for (std::size_t k = 0; k < ours.size(); ++k)
            largest = std::max(largest, std::abs(ours[k] - keras[i * ours.size() + k]));
    }
    assert(largest < 1e-5f);
    std::cout << recorded::count << " images: every number as Keras computed it, to the fifth decimal\n";
}
