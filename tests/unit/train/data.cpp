// What fit takes as data, how it is checked, split, ordered and cut into batches.
#include <ctnn/train/data.hpp>
#include <doctest/doctest.h>
#include <map>
#include <set>
#include <stdexcept>

using namespace ctnn;
using detail::data_name;

namespace {

std::string message_of(auto f) {
    try {
        f();
    } catch (const std::invalid_argument& e) { return e.what(); }
    return "";
}

dataset<1, 1> samples_of(const std::vector<float>& x, const std::vector<float>& y) {
    dataset<1, 1> d;
    d.x[0] = sample_view::of(x.data(), x.size(), 1);
    d.y[0] = sample_view::of(y.data(), y.size(), 1);
    return d;
}

std::vector<std::vector<float>> batches_of(auto& b, int epoch, std::size_t elements = 1) {
    std::vector<std::vector<float>> all;
    b.begin_epoch(epoch);
    while (b.next()) {
        all.emplace_back(b.size() * elements);
        b.copy_input(0, all.back().data());
    }
    return all;
}

constexpr extents one[] = {extents{3}};
constexpr extents two[] = {extents{3}, extents(2, 2)};

} // namespace

TEST_CASE("tensors, numbers of any type and spans of them are samples") {
    const std::vector<tensor<float, 3>> tensors = {{1, 2, 3}, {4, 5, 6}};
    const auto a = detail::view_data(tensors, one[0], "fit()", {"x"});
    CHECK(a.size() == 2);
    float to[6] = {};
    a.copy(0, 2, to); // the alignment's gaps are left out
    CHECK(std::vector<float>(to, to + 6) == std::vector<float>{1, 2, 3, 4, 5, 6});
    const std::size_t second[] = {1};
    a.copy(second, to);
    CHECK(to[0] == 4);
    CHECK(a.part(1, 1).size() == 1);
    a.part(1, 1).copy_elements(0, 2, 1, to);
    CHECK(to[0] == 6);

    const int whole[] = {7, 8, 9, 10, 11, 12};
    const auto b = detail::view_data(std::span(whole), one[0], "fit()", {"x"});
    CHECK(b.size() == 2);
    b.copy(1, 1, to);
    CHECK(to[2] == 12);
    const std::array<tensor<std::uint8_t, 3>, 1> bytes = {{{1, 2, 255}}};
    detail::view_data(bytes, one[0], "fit()", {"x"}).copy(0, 1, to);
    CHECK(to[2] == 255);
    const std::vector<double> doubles = {0.1, 1, 2};
    detail::view_data(doubles, one[0], "fit()", {"x"}).copy(0, 1, to);
    CHECK(to[0] == 0.1f);
    CHECK(message_of([&] {
              detail::view_data(std::vector<float>(7), extents(2, 2), "fit()", {"x", 1});
          }) == "fit(): x[1] has 7 numbers, which make no whole samples of shape (2, 2) (4 numbers each)");
    const auto both = detail::view_all<2>(std::tuple(tensors, std::vector<float>(8)), two, "fit()", "x");
    CHECK(both[1].elements() == 4);
    CHECK(both[1].size() == 2);
}

TEST_CASE("data of a wrong type or shape is a sentence of the compiler's") {
    static constexpr extents shapes[] = {extents{3}, extents(2, 2)};
    using t3 = std::vector<tensor<float, 3>>;
    using t4 = std::vector<tensor<float, 4>>;
    const auto says = [](const text& t) { return std::string(t.view()); };
    CHECK(says(detail::data_mistake<t3, shapes, 1>("fit()", "x")) == "");
    CHECK(says(detail::data_mistake<std::vector<int>, shapes, 1>("fit()", "x")) == "");
    CHECK(says(detail::data_mistake<t4, shapes, 1>("fit()", "targets")) ==
          "fit(): targets must have shape (3), got (4)");
    CHECK(says(detail::data_mistake<tensor<float, 3>, shapes, 1>("fit()", "x")) ==
          "fit(): x must be samples in a row: a std::vector of tensors or numbers, or a file from map_npy; hint: a "
          "std::vector "
          "of one tensor is one sample");
    CHECK(says(detail::data_mistake<t3, shapes, 2>("fit()", "x")) == "fit(): x must hold 2 arrays; hint: tuple(a, b)");
    CHECK(says(detail::data_mistake<std::tuple<t3, t4>, shapes, 2>("fit()", "x")) ==
          "fit(): x[1] must have shape (2, 2), got (4)");
    CHECK(says(detail::data_mistake<std::tuple<t3, t3, t3>, shapes, 2>("fit()", "x")) ==
          "fit(): x must hold 2 arrays, one for each, got 3");
}

TEST_CASE("batches are consecutive; the last one may be smaller") {
    const std::vector<float> x = {0, 1, 2, 3, 4, 5, 6};
    array_batches<1, 1> b(samples_of(x, x), 3);
    CHECK(b.steps() == 3);
    CHECK(batches_of(b, 0) == std::vector<std::vector<float>>{{0, 1, 2}, {3, 4, 5}, {6}});
    CHECK(batches_of(b, 1) == batches_of(b, 0));
    array_batches<1, 1> large(samples_of(x, x), 100);
    CHECK(large.steps() == 1);
    CHECK(batches_of(large, 0).size() == 1);
}

TEST_CASE("steps_per_epoch goes on where the epoch before ended; the pass that ends cuts its epoch, as in Keras") {
    const std::vector<float> x = {0, 1, 2, 3, 4};
    array_batches<1, 1> b(samples_of(x, x), 1, false, 0, 3);
    CHECK(b.steps() == 3);
    CHECK(batches_of(b, 0) == std::vector<std::vector<float>>{{0}, {1}, {2}});
    CHECK_FALSE(b.ran_out());
    CHECK(batches_of(b, 1) == std::vector<std::vector<float>>{{3}, {4}});
    CHECK(b.ran_out());
    CHECK(batches_of(b, 2) == std::vector<std::vector<float>>{{0}, {1}, {2}});
    array_batches<1, 1> again(samples_of(x, x), 1, false, 0, 3); // a training that was interrupted
    CHECK(batches_of(again, 1) == std::vector<std::vector<float>>{{3}, {4}});
    array_batches<1, 1> more(samples_of(x, x), 2, false, 0, 7);
    CHECK(batches_of(more, 0).size() == 3);
    CHECK(more.ran_out());
}

TEST_CASE("shuffling is a permutation of each epoch by the seed alone; inputs and targets stay together") {
    std::vector<float> x(23), y(23);
    for (int i = 0; i < 23; ++i) x[std::size_t(i)] = float(i), y[std::size_t(i)] = float(100 + i);
    array_batches<1, 1> b(samples_of(x, y), 4, true, 42);
    const auto flat = [](const std::vector<std::vector<float>>& all) {
        std::vector<float> s;
        for (const auto& v : all) s.insert(s.end(), v.begin(), v.end());
        return s;
    };
    const auto first = flat(batches_of(b, 0)), second = flat(batches_of(b, 1));
    CHECK(first != x);
    CHECK(first != second);
    CHECK(std::set<float>(first.begin(), first.end()).size() == 23);
    array_batches<1, 1> same(samples_of(x, y), 4, true, 42), other(samples_of(x, y), 4, true, 43);
    CHECK(flat(batches_of(same, 1)) == second);
    CHECK(flat(batches_of(other, 0)) != first);
    b.begin_epoch(5);
    while (b.next()) {
        float in[4], target[4];
        b.copy_input(0, in), b.copy_target(0, target);
        for (std::size_t i = 0; i < b.size(); ++i) CHECK(target[i] == in[i] + 100);
        b.copy_input(0, in, b.size() - 1, 1); // a part of the batch
        CHECK(target[b.size() - 1] == in[0] + 100);
    }
}

TEST_CASE("a permutation is one for every size, and all orders are as likely") {
    for (std::uint64_t n : {1, 2, 3, 4, 5, 7, 8, 16, 17, 100, 1000, 4097}) {
        const permutation p(n, 7, 3);
        std::set<std::uint64_t> seen;
        for (std::uint64_t i = 0; i < n; ++i) seen.insert(p(i));
        CHECK(seen.size() == n);
        CHECK(*seen.rbegin() == n - 1);
    }
    for (std::uint64_t n : {2, 3, 4, 5}) {
        std::map<std::vector<std::uint64_t>, int> counts;
        const int orders = n == 2 ? 2 : n == 3 ? 6 : n == 4 ? 24 : 120, each = 500;
        for (int seed = 0; seed < orders * each; ++seed) {
            const permutation p(n, std::uint64_t(seed), 0);
            std::vector<std::uint64_t> order;
            for (std::uint64_t i = 0; i < n; ++i) order.push_back(p(i));
            ++counts[order];
        }
        REQUIRE(int(counts.size()) == orders);
        double chi2 = 0;
        for (const auto& [order, count] : counts) chi2 += double(count - each) * (count - each) / each;
        CHECK(chi2 < orders + 5 * std::sqrt(2.0 * orders)); // its mean and deviation for equal chances
    }
    // where a sample goes, and which one comes after it
    const std::uint64_t n = 10;
    std::vector<int> at(n * n), after(n * n);
    for (std::uint64_t seed = 0; seed < 20000; ++seed) {
        const permutation p(n, seed, seed % 3);
        for (std::uint64_t i = 0; i < n; ++i) ++at[i * n + p(i)], i + 1 < n ? ++after[p(i) * n + p(i + 1)] : 0;
    }
    for (int c : at) CHECK(std::abs(c - 2000) < 250);
    for (std::size_t i = 0; i < after.size(); ++i) CHECK(std::abs(after[i] - (i / n == i % n ? 0 : 2000)) < 250);
}

TEST_CASE("a permutation of a large data set costs no memory") {
    static_assert(sizeof(permutation) <= 48);
    const permutation p(std::uint64_t(1) << 40, 1, 0);
    CHECK(p(0) != p(1));
    CHECK(p(0) < p.size());
}

TEST_CASE("validation_split takes the last part, by Keras' rounding") {
    CHECK(detail::split_at(100, 0.2, "fit()") == 80);
    CHECK(detail::split_at(7, 0.3, "fit()") == 4);
    CHECK(detail::split_at(10, 0.1, "fit()") == 9);
    CHECK(detail::split_at(1000, 0.15, "fit()") == 850);
    CHECK(detail::split_at(5, 0, "fit()") == 5);
    CHECK(message_of([] { detail::split_at(5, 1.0, "fit()"); }) ==
          "fit(): validation_split must be in [0, 1), got 1; hint: 0.2 validates with the last fifth");
    CHECK(message_of([] { detail::split_at(5, -0.1, "fit()"); }).find("got -0.1") != std::string::npos);
    CHECK(
        message_of([] { detail::split_at(1, 0.5, "fit()"); }) ==
        "fit(): validation_split = 0.5 of 1 sample leaves none to train with; hint: more samples, or validation_data");
    CHECK(message_of([] { detail::split_at(3, 1e-20, "fit()"); }).find("leaves none to validate with") !=
          std::string::npos);
    const std::vector<float> x = {0, 1, 2, 3, 4};
    array_batches<1, 1> last(samples_of(x, x).part(3, 2), 8);
    CHECK(batches_of(last, 0) == std::vector<std::vector<float>>{{3, 4}});
}

TEST_CASE("weights of samples and of classes") {
    const std::vector<float> x = {0, 1, 2}, labels = {0, 2, 1}, hot = {1, 0, 0, 0, 0.5, 0.5}, weights = {1, 2, 3};
    auto d = samples_of(x, labels);
    CHECK_FALSE(d.weighted());
    float w[3];
    {
        array_batches<1, 1> b(d, 3);
        b.begin_epoch(0), b.next(), b.copy_weights(0, w);
        CHECK(w[1] == 1);
    }
    d.sample_weight[0] = sample_view::of(weights.data(), 3, 1);
    CHECK(d.weighted());
    {
        array_batches<1, 1> b(d, 2);
        b.begin_epoch(0), b.next(), b.next(), b.copy_weights(0, w);
        CHECK(w[0] == 3);
    }
    const class_weights classes(std::map<int, double>{{0, 0.5}, {2, 4}});
    auto c = samples_of(x, labels);
    c.class_weight = &classes;
    {
        array_batches<1, 1> b(c, 3);
        b.begin_epoch(0), b.next(), b.copy_weights(0, w);
        CHECK(std::vector<float>(w, w + 3) == std::vector<float>{0.5, 4, 1});
    }
    c.y[0] = sample_view::of(hot.data(), 2, 3); // one-hot: the first of the largest
    c.x[0] = sample_view::of(x.data(), 2, 1);
    {
        array_batches<1, 1> b(c, 2);
        b.begin_epoch(0), b.next(), b.copy_weights(0, w);
        CHECK(w[0] == 0.5);
        CHECK(w[1] == 1);
    }
    CHECK(message_of([] { detail::check_weights<1>(true, true, extents{1}, "fit()"); }) ==
          "fit(): class_weight and sample_weight exclude one another; hint: multiply them into sample_weight");
    CHECK(message_of([] { detail::check_weights<2>(true, false, extents{1}, "fit()"); }) ==
          "fit(): class_weight is for models with a single output; hint: sample_weight");
    CHECK(message_of([] { detail::check_weights<1>(true, false, extents(3, 4), "fit()"); }) ==
          "fit(): class_weight needs one class a sample, but a target has shape (3, 4); hint: sample_weight");
}

TEST_CASE("data that does not fit together is refused before anything is trained") {
    const std::vector<float> x(5), y(4);
    CHECK(message_of([&] { detail::check_counts(samples_of(x, y), "fit()"); }) ==
          "fit(): x has 5 samples, y has 4 samples; they must have as many");
    auto d = samples_of(x, x);
    d.sample_weight[0] = sample_view::of(y.data(), 1, 1);
    CHECK(message_of([&] { detail::check_counts(d, "fit()"); }) ==
          "fit(): x has 5 samples, y has 5 samples, sample_weight has 1 sample; they must have as many");
    CHECK(message_of([&] { detail::check_counts(samples_of({}, {}), "evaluate()"); }) ==
          "evaluate(): there are no samples: x is empty");
    const long long none = 0;
    CHECK(message_of([&] { detail::batch_size_of(&none, 5, 0, "fit()"); }) ==
          "fit(): batch_size must be positive, got 0");
    CHECK(detail::batch_size_of(nullptr, 5, 0, "fit()") == 32);
    CHECK(detail::batch_size_of(nullptr, 100, 7, "fit()") == 15);

    std::vector<tensor<float, 2, 300>> targets(3);
    detail::check_targets(sample_view::of(targets.data(), 3), extents(2, 300), "fit()", {"y"});
    targets[2](1, 250) = __builtin_nanf("");
    CHECK(message_of([&] {
              detail::check_targets(sample_view::of(targets.data(), 3), extents(2, 300), "fit()", {"y", 1});
          }) == "fit(): y[1] of sample 2, element (1, 250) is NaN");
    const auto classes = [](std::vector<float> y, const int* ignored = nullptr) {
        return message_of([&] {
            detail::check_classes(sample_view::of(y.data(), y.size(), 1), extents{1}, 10, ignored, "fit()", {"y"});
        });
    };
    const int minus_one = -1;
    CHECK(classes({0, 9, 5}) == "");
    CHECK(classes({0, 10}) ==
          "fit(): y of sample 1 is 10, which is no class: the output has 10, 0 to 9; hint: classes count from 0");
    CHECK(classes({-1}) == "fit(): y of sample 0 is -1, which is no class: the output has 10, 0 to 9");
    CHECK(classes({-1}, &minus_one) == "");
    CHECK(classes({2.5}) == "fit(): y of sample 0 is 2.5, which is no class: the output has 10, 0 to 9");
    CHECK(classes({__builtin_nanf("")}) == "fit(): y of sample 0 is NaN, which is no class: the output has 10, 0 to 9");
}

TEST_CASE("a generator gives batches until it says that there are no more") {
    int asked = 0;
    auto generate = [&]() -> std::optional<std::tuple<std::vector<tensor<float, 3>>, std::vector<int>>> {
        if (asked++ % 3 == 2) return std::nullopt;
        const float v = float(asked);
        return std::tuple{std::vector<tensor<float, 3>>{{v, v, v}, {v, v, v}}, std::vector{asked, 0}};
    };
    static_assert(batch_generator<decltype(generate)>);
    static_assert(!batch_generator<std::vector<float>>);
    generated_batches<decltype(generate), 1, 1> b(generate, {extents{3}}, {extents{1}}, 4);
    CHECK(b.steps() == 0);
    CHECK(batches_of(b, 0, 3).size() == 2);
    CHECK_FALSE(b.ran_out());
    b.begin_epoch(1);
    REQUIRE(b.next());
    CHECK(b.size() == 2);
    float x[6], y[2], w[2];
    b.copy_input(0, x), b.copy_target(0, y), b.copy_weights(0, w);
    CHECK(x[5] == 4);
    CHECK(y[0] == 4);
    CHECK(w[1] == 1);

    asked = 0;
    generated_batches<decltype(generate), 1, 1> steps(generate, {extents{3}}, {extents{1}}, 4, 5);
    CHECK(batches_of(steps, 0, 3).size() == 2);
    CHECK(steps.ran_out());
    asked = 0;
    generated_batches<decltype(generate), 1, 1> small(generate, {extents{3}}, {extents{1}}, 1);
    small.begin_epoch(0);
    CHECK(message_of([&] { small.next(); }) ==
          "fit(): the generator gave a batch of 2 samples, more than batch_size = 1");

    auto weighted = [&] {
        return std::optional(
            std::tuple{std::vector<float>{1, 2, 3}, std::vector<float>{__builtin_nanf("")}, std::array{0.5f}});
    };
    generated_batches<decltype(weighted), 1, 1> nan(weighted, {extents{3}}, {extents{1}}, 4);
    nan.begin_epoch(0);
    CHECK(nan.weighted());
    CHECK(message_of([&] { nan.next(); }) == "fit(): y of sample 0 is NaN");
}
