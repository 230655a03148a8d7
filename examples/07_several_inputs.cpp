// 7. Several inputs, several outputs, shared layers.
//
// The functional form describes any graph, not only a chain: a layer may feed several others, several tensors may be
// merged into one, and a layer may be used more than once.
#include <cassert>
#include <ctnn/ctnn.hpp>
#include <iostream>
using namespace ctnn;
using namespace ctnn::literals;

// Two outputs. The price of a house, from its 6 numbers and a photo; and from the photo alone, how many rooms it may
// have.
constexpr auto house = functional([] {
    auto numbers = Input(shape<6>, name = "numbers");
    auto photo = Input(shape<8, 8, 3>, name = "photo");

    auto seen = Conv2D(4, 3, activation = relu)(photo);      // (None, 6, 6, 4)
    seen = Flatten()(seen);                                  // (None, 144)
    auto known = Dense(16, activation = relu)(numbers);      // (None, 16)
    auto both = Concatenate()(tuple(known, seen));           // (None, 160): one behind the other
    auto price = Dense(1, name = "price")(both);             // (None, 1)
    auto rooms = Dense(5, activation = softmax, name = "rooms")(seen); // (None, 5)
    return Model(inputs = tuple(numbers, photo), outputs = tuple(price, rooms));
});
static_assert(house.input_shape == tuple(shape<6>, shape<8, 8, 3>));
static_assert(house.output_shape == tuple(shape<1>, shape<5>));
static_assert(house.get_layer("concatenate"_s).output_shape == shape<16 + 144>);

// Shared layers. Are two sentences, 4 words of 5 numbers each, alike? Both are read by the same layer: one object
// that is called twice, with one set of weights. (LSTM(8)(a) and LSTM(8)(b) would be two layers.)
constexpr auto alike = functional([] {
    auto a = Input(shape<4, 5>), b = Input(shape<4, 5>);
    auto reader = LSTM(8);
    auto y = Dense(1, activation = sigmoid)(Concatenate()(tuple(reader(a), reader(b))));
    return Model(inputs = tuple(a, b), outputs = y);
});
static_assert(alike.param_count == 4 * (5 + 8 + 1) * 8 + (16 + 1)); // the LSTM's 448 count once

// A model is a layer, too. This one is used twice in another one, and shares its weights like any layer.
constexpr auto twin = Sequential(Dense(4_c, activation = relu, input_shape = shape<3>), Dense(2_c));
constexpr auto difference = functional([] {
    auto a = Input(shape<3>), b = Input(shape<3>);
    return Model(inputs = tuple(a, b), outputs = Subtract()(twin(a), twin(b)));
});
static_assert(difference.param_count == twin.param_count);

// A shared layer has one set of weights, so its inputs must have as many features every time:
#ifdef MISTAKE
constexpr auto wrong = functional([] {
    auto a = Input(shape<3>);
    auto b = Input(shape<5>);
    auto shared = Dense(4);
    return Model(inputs = tuple(a, b), outputs = Add()(shared(a), shared(b)));
});
// error: layer 1 Dense 'dense' (line 53): its weight 'kernel' was made with shape (3, 4) in an earlier call, this input
//        needs (5, 4); hint: a layer that is called twice needs inputs with the same number of features
#endif

int main() {
    house.summary(); // of a graph it shows what feeds what; plot(house) draws it, as text for Graphviz: dot -Tsvg
    assert(plot(house).starts_with("digraph"));

    // Several inputs are several arguments, several outputs a tuple.
    const auto model = house.build(seed = 42);
    const tensor<float, 6> numbers = {3, 120, 1, 0, 2, 1965};
    const tensor<float, 8, 8, 3> photo;
    const auto [price, rooms] = model.predict(numbers, photo);
    assert(price.shape == shape<1> && rooms.shape == shape<5>);

    // What is shared is the same: a thing does not differ from itself.
    const tensor<float, 3> x = {1, 2, 3};
    const auto none = difference.build(seed = 42).predict(x, x);
    assert(none[0] == 0 && none[1] == 0);
}
