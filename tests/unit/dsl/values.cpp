#include <ctnn/dsl/values.hpp>
#include <doctest/doctest.h>

using namespace ctnn;
using namespace ctnn::literals;

namespace {

template<class M, class... V>
constexpr bool takes_all = (detail::accept<M>::template from<V> && ...);
template<class M, class... V>
constexpr bool takes_none = (!detail::accept<M>::template from<V> && ...);
template<class M, class V>
constexpr M made(const V& v) {
    return detail::accept<M>::make(v);
}

using whole = decltype(4_c);
using real = decltype(0.5_c);
using name_type = decltype("same"_s);
using yes = std::remove_const_t<decltype(true_c)>;

// numbers: a bool is never one, a fraction never a whole one
static_assert(takes_all<int, int, long, unsigned char, whole, none_t>);
static_assert(
    takes_none<int, bool, yes, char, float, double, real, name_type, extents, shape_t<3>, constant<same.value>>);
static_assert(made<int>(4_c) == 4 && made<int>(-3l) == -3 && made<int>(None) == -1);
static_assert(takes_all<float, int, whole, float, double, real, none_t> &&
              takes_none<float, bool, yes, char, name_type, extents>);
static_assert(made<float>(0.5_c) == 0.5f && made<float>(2_c) == 2 && made<float>(0.1) == 0.1f &&
              made<float>(None) > 3e38f);

// switches: nothing but true and false
static_assert(takes_all<bool, bool, yes, std::remove_const_t<decltype(false_c)>>);
static_assert(takes_none<bool, int, whole, float, real, name_type, none_t>);
static_assert(made<bool>(true_c) && !made<bool>(false_c) && made<bool>(true));

// shapes: a number is a shape of one axis, None one of none
static_assert(takes_all<extents, extents, shape_t<2, 3>, shape_t<>, int, whole, none_t>);
static_assert(takes_none<extents, bool, yes, float, real, name_type>);
static_assert(made<extents>(shape<2, 3>) == extents(2, 3) && made<extents>(5_c) == extents(5) &&
              made<extents>(None) == extents());

// strings
static_assert(takes_all<std::string_view, name_type, std::string_view, const char*, name_text> &&
              takes_none<std::string_view, int, whole, bool, none_t>);
static_assert(made<std::string_view>("digits"_s) == "digits" && name_text("digits").view() == "digits");

// words: the constant, its value, or Keras' string
static_assert(takes_all<padding_kind, padding_kind, std::remove_const_t<decltype(same)>, name_type, std::string_view>);
static_assert(
    takes_none<padding_kind, int, whole, bool, data_format_kind, std::remove_const_t<decltype(channels_last)>>);
static_assert(made<padding_kind>(same) == padding_kind::same &&
              made<padding_kind>("causal"_s) == padding_kind::causal &&
              made<padding_kind>(padding_kind::valid) == padding_kind::valid);
static_assert(made<data_format_kind>("channels_first"_s) == data_format_kind::channels_first &&
              made<data_format_kind>(channels_last) == data_format_kind::channels_last);
constexpr bool known(std::string_view s) {
    padding_kind p{};
    return find_value(s, p);
}
static_assert(known("valid") && known("same") && known("causal") && !known("Same") && !known(""));
static_assert(keras_name(padding_kind::causal) == "causal" && keras_name(data_format_kind::channels_first) == "channels_first" &&
              keras_name(padding_kind(9)) == "");

// pairs (before, after): one number, one number an axis, or a pair an axis
static_assert(takes_all<pairs, int, whole, shape_t<1, 2>, extents, pairs, std::tuple<shape_t<1, 2>, extents>> &&
              takes_none<pairs, bool, yes, float, real, name_type, std::tuple<int, int>>);
constexpr bool holds(const pairs& p, int rank, int before, int after, int before_2 = 0, int after_2 = 0) {
    return p.rank == rank && p.values[0][0] == before && p.values[0][1] == after && p.values[1][0] == before_2 &&
           p.values[1][1] == after_2;
}
static_assert(holds(made<pairs>(3_c), 0, 3, 3));
static_assert(holds(made<pairs>(shape<1, 2>), -2, 1, 1, 2, 2));
static_assert(holds(made<pairs>(tuple(shape<1, 2>, shape<3, 4>)), 2, 1, 2, 3, 4));
static_assert(holds(made<pairs>(tuple(extents(1, 2), shape<3, 4>)), 2, 1, 2, 3, 4));
static_assert(holds(made<pairs>(tuple(shape<1, 2>)), 1, 1, 2));
static_assert(made<pairs>(tuple(shape<1, 2>, shape<3>)).rank == pairs::no_pairs);
static_assert(takes_none<pairs, std::tuple<extents, extents, extents, extents>>);

// a name keeps as much as it has room for
constexpr name_text long_name = [] {
    char s[200];
    for (char& c : s) c = 'x';
    return name_text(std::string_view(s, 200));
}();
static_assert(long_name.length == name_text::capacity && long_name.view().size() == name_text::capacity);

// keywords of the same name are the same keyword
constexpr keyword<"rate"> rate_of_mine{};
constexpr auto given = rate_of_mine = 0.5_c;
static_assert(std::is_same_v<decltype(given)::key, keyword<"rate">> &&
              std::is_same_v<decltype(given)::value_type, real>);
static_assert(detail::is_constant<decltype(rate_of_mine = 0.5_c)> &&
              !detail::is_constant<decltype(rate_of_mine = 0.5)>);
static_assert(std::is_same_v<decltype(rate_of_mine = "a")::value_type, std::string_view> &&
              decltype(given)::key::name == "rate");

} // namespace

TEST_CASE("Every member takes its own kind of argument, strictly") {}
