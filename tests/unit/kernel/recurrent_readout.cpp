// A readout of every step of a recurrence, of one sample and of many.
#include "recurrence.hpp"

using namespace ctnn;
using namespace ctnn::test;

TEST_CASE("a readout of every step instead of the states") {
    using k = recurrent_kind;
    constexpr form lstm{k::lstm, L + 1, 2 * L + 3}, gru{k::gru_reset_after, 5, L, false, false, true, true, 1};
    forms_agree<lstm.with(1).read(), lstm.with(5).read(false, function_kind::tanh), gru.with(1).read(),
                gru.with(7).read(true, function_kind::relu), form{k::simple, 3 * L, 4}.with(2).read(),
                form{k::gru, 1, 5}.with(2).read(),
                form{k::lstm, L, L + 2, false, false, false, false, 2}.with(2).read(), lstm.with(2).read().plain(),
                lstm.with(3).read().run(3)>();
}

TEST_CASE("many samples of a readout") {
    using k = recurrent_kind;
    constexpr form lstm{k::lstm, L + 1, 19}, gru{k::gru_reset_after, 6, 17, false, false, true, true, 1};
    forms_agree<lstm.with(1).read().run(2 * L), lstm.with(3).read(false, function_kind::tanh).run(L + 1),
                gru.with(1).read().run(L / 2 + 1), gru.with(7).read(true, function_kind::relu).run(4 * L + 1),
                form{k::simple, 3, 40}.with(2).read().run(L), form{k::gru, 5, 3}.with(200).read().run(L)>();
}
