// Regularizers and constraints of layers that are shared or inside of models, and of outputs that are not learned from.
#include "layer_keywords.hpp"
#include <ctnn/train.hpp>

using namespace ctnn;
using namespace ctnn::literals;

namespace {

/// A shared layer, a model as a layer, an output without a loss, equal layers with different keywords; plain values.
constexpr auto functional_net = functional([] {
    auto x = Input(shape<4>);
    auto shared = Dense(4, activation = ctnn::tanh, kernel_regularizer = L2(0.1), kernel_constraint = MaxNorm(0.9));
    auto inner = Sequential(Dense(3_c, kernel_regularizer = L1(0.03_c), input_shape = shape<4>),
                            Dense(3_c, kernel_regularizer = L2(0.2_c)), Dense(3_c));
    auto h = inner(shared(shared(x)));
    const regularizer c = L2(0.4);
    return Model(inputs = x, outputs = tuple(Dense(2, name = "a", kernel_regularizer = "l1")(h), Dense(1, name = "b")(h),
                                             Dense(2, name = "c", kernel_regularizer = c, bias_regularizer = L2(0.1),
                                                   bias_constraint = NonNeg())(h)));
});

} // namespace

TEST_CASE("A shared layer counts once, the losses of single outputs are without penalties") {
    auto model = functional_net.build();
    auto trainer = compile(model, optimizer = Adam(0.02), loss = tuple(mse, mae, None));
    const auto file = io::read_npz("../tests/golden/training/keywords_functional.npz");
    const auto numbers = [&](const std::string& entry) { return file[entry].template as<float>(); };
    for (int i = 0; i < decltype(model)::weight_count; ++i) {
        const auto w = numbers("w" + std::to_string(i));
        std::copy(w.begin(), w.end(), model.weight(i).begin());
    }
    const auto x = numbers("x");
    const auto y = std::tuple(numbers("y0"), numbers("y1"), numbers("y2"));
    const auto part = [](const std::vector<float>& all, std::size_t step, std::size_t width) {
        std::vector<float> v;
        for (std::size_t k = 0; k < 7 * width; ++k) v.push_back(all[(step * 7 * width + k) % all.size()]);
        return v;
    };
    const auto losses = numbers("loss");
    for (std::size_t s = 0; s < losses.size(); ++s)
        near(trainer.train_on_batch(part(x, s, 4), std::tuple(part(std::get<0>(y), s, 2), part(std::get<1>(y), s, 1),
                                                              part(std::get<2>(y), s, 2))),
             losses[s]);
    for (int i = 0; i < decltype(model)::weight_count; ++i) {
        const auto f = numbers("f" + std::to_string(i));
        for (std::size_t k = 0; k < f.size(); ++k) near(double(model.weight(i)[k]), f[k]);
    }
    const auto all = trainer.evaluate(x, y, batch_size = 8, verbose = 0);
    const auto expected = numbers("outputs");
    near(all["loss"], expected[0]), near(all["a_loss"], expected[1]), near(all["b_loss"], expected[2]);
    const auto history = trainer.fit(x, y, batch_size = 8, epochs = 2, shuffle = false, verbose = 0);
    near(history.history["loss"][1], numbers("history")[1]);
}
