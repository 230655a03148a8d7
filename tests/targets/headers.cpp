// Compiled without exceptions and RTTI, with -Werror: everything that a program needs to predict.
#include "network.hpp"
#include <cmath>

int main() {
    float sum = 0;
    for (float p : net.build(ctnn::seed = 1).predict(sample())) sum += p;
    return !(std::abs(sum - 1) < 1e-5f);
}
