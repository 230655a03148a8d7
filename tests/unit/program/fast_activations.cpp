// Which operations activations = fast marks.
#include "passes.hpp"
#include <ctnn/architecture.hpp>
#include <ctnn/program/compiled.hpp>

using namespace ctnn;
using namespace ctnn::literals;
using passes_test::f;
using passes_test::k;

namespace {

constexpr auto net =
    Sequential(LSTM(4_c, recurrent_activation = hard_sigmoid, input_shape = shape<3, 2>), Dense(5_c, activation = relu),
               Dense(4_c, activation = tanh), Dense(3_c, activation = softmax));
using definition = decltype(net)::definition;
template<passes Passes>
constexpr const auto& compiled_with = detail::compilation<definition, Passes>::value;

/// How many functions of the program's are fast.
template<class Program>
constexpr int fast_functions(const Program& p, f kind) {
    int n = 0;
    for (int i = 0; i < p.size; ++i)
        for (const ops::function& g : {p.op(i).attr.f, p.op(i).attr.g, p.op(i).attr.epilogue})
            n += g.fast && g.kind == kind;
    return n;
}
constexpr const auto& hurried = compiled_with<passes{.fast_activations = true}>;

static_assert(fast_functions(hurried, f::tanh) == 2 && fast_functions(hurried, f::hard_sigmoid) == 0);
static_assert(fast_functions(hurried, f::relu) == 0 && fast_functions(hurried, f::identity) == 1); // softmax
static_assert(fast_functions(compiled_with<passes{}>, f::tanh) == 0 &&
              fast_functions(compiled_with<passes{}>, f::identity) == 0);

// the scalar definitions do not know of it
constexpr ops::function fast_tanh = [] {
    ops::function t = f::tanh;
    t.fast = 1;
    return t;
}();
static_assert(ops::evaluate(fast_tanh, 0.5f) == ops::evaluate(ops::function(f::tanh), 0.5f));

} // namespace
