/// What layers' classes say of themselves, against what real Keras does.
#include "../../../tools/import/layer_facts.hpp"
#include "../../../tools/import/layer_list.hpp"
#include "../io/test_files.hpp"
#include <doctest/doctest.h>
#include <fstream>
#include <nlohmann/json.hpp>

using namespace ctnn;

namespace {

using recorded = nlohmann::json;

constexpr std::string_view word(mask_rule r) {
    return r == mask_rule::uses ? "uses" : r == mask_rule::keeps ? "keeps" : "drops";
}
template<class... C>
void compare(const recorded& masks, import::type_list<C...>) {
    const auto one = [&](std::string_view name, mask_rule rule) {
        REQUIRE_MESSAGE(masks.contains(name), name);
        CHECK_MESSAGE(masks[name].get<std::string>() == word(rule), name);
    };
    (one(C::keras_name, detail::mask_rule_of<C>), ...);
}

template<class C>
std::vector<std::string> states_of() {
    detail::layer_of<C> config{C{}};
    detail::layer_record l;
    l.config = &config;
    l.kind = &detail::handle_of<C>::id;
    return import::state_names(l);
}

} // namespace

TEST_CASE("every layer does with a mask what Keras' does") {
    std::ifstream file(test::golden("../masks.json"));
    const auto masks = recorded::parse(file);
    compare(masks, import::plain_layers{});
    compare(masks, import::merging_layers{});
    compare(masks, import::bidirectional_layers{});
}

TEST_CASE("TimeDistributed uses a mask where the layer inside does") {
    CHECK(detail::mask_rule_of<layers::time_distributed<layers::dense>> == mask_rule::keeps);
    CHECK(detail::mask_rule_of<layers::time_distributed<layers::flatten>> == mask_rule::keeps);
    CHECK(detail::mask_rule_of<layers::time_distributed<layers::time_distributed<layers::lstm>>> == mask_rule::uses);
}

TEST_CASE("states have the names that Keras' documentation gives them") {
    using names = std::vector<std::string>;
    CHECK(states_of<layers::lstm>() == names{"state_h", "state_c"});
    CHECK(states_of<layers::gru>() == names{"state"});
    CHECK(states_of<layers::bidirectional<layers::lstm>>() == names{"forward_h", "forward_c", "backward_h", "backward_c"});
    CHECK(states_of<layers::bidirectional<layers::simple_rnn, layers::gru>>() == names{"forward_state", "backward_state"});
    CHECK(states_of<layers::dense>().empty());
}
