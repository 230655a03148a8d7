// EXPECT: summary() is in <ctnn/ctnn.hpp>; hint: include it, or <ctnn/model/summary.hpp>
#include <ctnn/architecture.hpp>
#ifdef FIXED
#include <ctnn/model/summary.hpp>
#endif
using namespace ctnn;
using namespace ctnn::literals;

constexpr auto net = Sequential(Dense(4_c, input_shape = shape<3>));
int main() { net.summary(); }
