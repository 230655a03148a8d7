// What losses say about targets and outputs that do not fit, and which loss a name means.
#include <ctnn/op/parameter.hpp>
#include <ctnn/train/losses.hpp>
#include <doctest/doctest.h>
#include <string>

using namespace ctnn;
using namespace ctnn::literals;

namespace {

template<class Loss>
std::string says(const Loss& loss, const extents& y_true, const extents& y_pred,
                 output_kind ends_in = output_kind::other) {
    text say;
    loss.check(say, y_true, y_pred, ends_in);
    return std::string(say.view());
}

template<auto Loss>
struct holds {
    static constexpr auto value = Loss;
};

} // namespace

// --- at compile time
// ---------------------------------------------------------------------------------------------------

static_assert(holds<Huber(delta = 2_c, reduction = "sum"_s)>::value.delta == 2);
static_assert(holds<Huber(delta = 2_c, reduction = "sum"_s)>::value.reduction == reduction_kind::sum);
static_assert(losses::MeanSquaredError(reduction = None).reduction == reduction_kind::none);
static_assert(losses::SparseCategoricalCrossentropy(ignore_class = -1_c).ignore_class == class_number{true, -1});
static_assert(losses::SparseCategoricalCrossentropy(ignore_class = None) == losses::sparse_categorical_crossentropy{});
static_assert(name_of_loss(Huber()) == "huber_loss" && name_of_loss(Huber(name = "h"_s)) == "h");

static_assert(detail::loss_of(mse) == losses::mean_squared_error{} &&
              detail::loss_of("MSE"_s) == losses::mean_squared_error{});
static_assert(detail::loss_of(huber) == losses::huber{} && detail::loss_of("Huber"_s) == losses::huber{});
static_assert(detail::loss_of(categorical_crossentropy) == losses::categorical_crossentropy{});
static_assert(detail::loss_of("SparseCategoricalCrossentropy"_s) == losses::sparse_categorical_crossentropy{});
static_assert(detail::loss_of(kld) == losses::kl_divergence{} && detail::loss_of(bce) == losses::binary_crossentropy{});
static_assert(detail::loss_of(dice) == losses::dice{} && detail::loss_of("ctc"_s) == losses::ctc{});
static_assert(detail::loss_of(crossentropy) == losses::crossentropy{});
static_assert(detail::loss_of(Huber(delta = 3_c)).delta == 3);
static_assert(std::is_same_v<decltype(detail::loss_of("square_error"_s)), detail::no_loss>);

static_assert(losses::mean_squared_error::target_shape({4, 3}) == extents(4, 3));
static_assert(losses::sparse_categorical_crossentropy::target_shape({4, 3}) == extents(4));
static_assert(losses::sparse_categorical_crossentropy::target_shape(extents(10)) == extents());

/// All of a loss is a constant expression.
constexpr int operations = [] {
    ops::builder to;
    const auto y = ops::input(to, 0, extents(3)), p = ops::input(to, 1, extents(3));
    Huber()(y, p);
    return to.list.size();
}();
static_assert(operations > 2);

// --- sentences
// -------------------------------------------------------------------------------------------------------

TEST_CASE("A target has the output's shape") {
    const auto mse = losses::MeanSquaredError();
    CHECK(says(mse, extents(3), extents(10)) == "targets must have shape (10), got (3)");
    CHECK(says(mse, extents(10), extents(10)) == "");
    CHECK(says(mse, {4, 1}, extents(4)) == "");
    CHECK(says(mse, extents(4), {4, 1}) == "");
    CHECK(says(mse, extents(), extents(1)) == "");
    CHECK(says(mse, extents(), extents(3)) == "targets must have shape (3), got ()");
    CHECK(says(mse, extents(1), extents(3)) == "targets must have shape (3), got (1)");
    CHECK(says(mse, {1, 3}, {4, 3}) == "targets must have shape (4, 3), got (1, 3)");
}

TEST_CASE("Class numbers and rows of probabilities are told apart") {
    const auto dense = losses::CategoricalCrossentropy();
    const auto sparse = losses::SparseCategoricalCrossentropy();
    CHECK(says(dense, extents(), extents(10)) ==
          "targets must have shape (10), got (); hint: sparse_categorical_crossentropy takes class numbers");
    CHECK(says(dense, extents(1), extents(10)) ==
          "targets must have shape (10), got (1); hint: sparse_categorical_crossentropy takes class numbers");
    CHECK(says(dense, extents(9), extents(10)) == "targets must have shape (10), got (9)");
    CHECK(says(sparse, extents(), extents(10)) == "");
    CHECK(says(sparse, extents(1), extents(10)) == "");
    CHECK(says(sparse, {4, 1}, {4, 10}) == "");
    CHECK(says(sparse, extents(10), extents(10)) ==
          "targets must have shape (), got (10); hint: categorical_crossentropy takes a row of probabilities for each "
          "target");
    CHECK(says(CategoricalGeneralizedCrossEntropy(), extents(1), extents(10)) == "targets must have shape (), got (1)");
}

TEST_CASE("An output of one unit is no row of classes") {
    for (auto end : {output_kind::other, output_kind::sigmoid})
        CHECK(says(losses::CategoricalCrossentropy(), extents(1), extents(1), end) ==
              "CategoricalCrossentropy needs an output for each class, got one unit; hint: binary_crossentropy");
    CHECK(says(losses::SparseCategoricalCrossentropy(), extents(1), extents(1)) ==
          "SparseCategoricalCrossentropy needs an output for each class, got one unit; hint: binary_crossentropy");
    const std::string always_one =
        "the output is a softmax of one unit, which is always 1; hint: activation = sigmoid with "
        "binary_crossentropy, or a unit for each class";
    CHECK(says(losses::CategoricalCrossentropy(), extents(1), extents(1), output_kind::softmax) == always_one);
    CHECK(says(losses::BinaryCrossentropy(), extents(1), extents(1), output_kind::softmax) == always_one);
    CHECK(says(losses::MeanSquaredError(), extents(1), extents(1), output_kind::softmax) == always_one);
    CHECK(says(losses::BinaryCrossentropy(), extents(1), extents(1), output_kind::sigmoid) == "");
}

TEST_CASE("Arguments that make no sense are named") {
    CHECK(says(Huber(delta = 0), extents(3), extents(3)) == "delta must be positive, got 0");
    CHECK(says(losses::BinaryCrossentropy(label_smoothing = 1.5), extents(3), extents(3)) ==
          "label_smoothing must be from 0 to 1, got 1.5");
    CHECK(says(losses::CategoricalCrossentropy(label_smoothing = -1), extents(3), extents(3)) ==
          "label_smoothing must be from 0 to 1, got -1");
    CHECK(says(CategoricalGeneralizedCrossEntropy(q = 1), extents(), extents(3)) == "q must be between 0 and 1, got 1");
    CHECK(says(BinaryFocalCrossentropy(ctnn::gamma = -1), extents(3), extents(3)) ==
          "gamma must not be negative, got -1");
    CHECK(says(losses::SparseCategoricalCrossentropy(axis = 1), extents(4), {4, 3}) ==
          "axis must be -1, the last one, got 1");
    CHECK(says(losses::CosineSimilarity(axis = 0), {4, 3}, {4, 3}) ==
          "axis must not be the batch axis, got 0; hint: axis 1 is the first axis of a sample");
    CHECK(says(losses::CosineSimilarity(axis = 3), {4, 3}, {4, 3}) ==
          "axis must be from 1 to 2 or from -2 to -1 for an input of shape (4, 3), got 3");
    CHECK(says(Dice(axis = shape<1, 1>), {4, 3}, {4, 3}) == "axis names the same axis twice, got (1, 1)");
    CHECK(says(losses::MeanSquaredError(reduction = "average"_s), extents(3), extents(3)) ==
          "reduction must be sum_over_batch_size, sum, mean, mean_with_sample_weight or none");
    CHECK(says(CTC(), extents(3), extents(4)) == "CTC takes logits of shape (timesteps, classes), got (4)");
    CHECK(says(CTC(), extents(9), {4, 3}) == "CTC needs a time step for each label, got 4 steps and 9 labels");
}
