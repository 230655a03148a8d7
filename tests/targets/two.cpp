// One program, two sources with different -m flags: both must be right. With an argument only the lower one runs, so that
// a processor which has no more can show that it meets nothing of the other.
#include "network.hpp"
#include <cmath>
#include <cstdio>
#include <ctnn/program/interpret.hpp>

ctnn::tensor<float, 4> predict_low();
ctnn::tensor<float, 4> predict_high();

int main(int count, char**) {
    using definition = decltype(net)::definition;
    static constexpr auto& p = ctnn::detail::compilation<definition>::lowered;
    const ctnn::model<definition> m(11);
    const auto x = sample();
    float expected[4];
    const float* in[] = {x.data()};
    float* out[] = {expected};
    ctnn::detail::interpret<float>(p.steps, p.size, p.outputs, p.output_count, [&](int i) { return m.weight(i).data(); }, in,
                                   out);
    int wrong = 0;
    const auto check = [&](const char* name, const ctnn::tensor<float, 4>& y) {
        for (std::size_t i = 0; i < 4; ++i) {
            if (std::abs(y[i] - expected[i]) <= 1e-5f + 1e-4f * std::abs(expected[i])) continue;
            std::printf("%s: output %d is %g, must be %g\n", name, int(i), double(y[i]), double(expected[i]));
            ++wrong;
        }
    };
    check("low", predict_low());
    if (count == 1) check("high", predict_high());
    return wrong != 0;
}
