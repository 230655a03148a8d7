// EXPECT: reshape(): (2, 3) has 6 elements, (4, 2) has 8; both must have as many
#include <ctnn/tensor/tensor.hpp>
using namespace ctnn;

constexpr tensor<float, 2, 3> x = {{1, 2, 3}, {4, 5, 6}};
void f() {
#ifdef FIXED
    const auto y = reshape(x, shape<3, 2>);
#else
    const auto y = reshape(x, shape<4, 2>);
#endif
    (void)y;
}
