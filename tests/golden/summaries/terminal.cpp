// The models of terminal.py, whose summaries Keras wrote to terminals.
#include <ctnn/architecture.hpp>
#include <ctnn/model/summary.hpp>

using namespace ctnn;
using namespace ctnn::literals;

constexpr auto digits = Sequential(
    Input(shape<3>),
    Dense(9_c, name = "hidden"_s),
    Dropout(0.5_c, name = "drop"_s),
    Dense(18_c, trainable = false_c, name = "out"_s),
    name = "digits"_s);

constexpr auto residual = functional([] {
    auto x = Input(shape<4>, name = "x"_s);
    auto h = Dense(4_c, name = "h"_s)(x);
    return Model(inputs = x, outputs = Add(name = "sum"_s)(x, h), name = "residual"_s);
});

int main() {
    digits.summary();
    digits.summary(summary_options{.show_trainable = true});
    residual.summary();
}
