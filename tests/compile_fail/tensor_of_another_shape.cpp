// EXPECT: deleted function
// FOREIGN
#include <ctnn/ctnn.hpp>
using namespace ctnn;
using namespace ctnn::literals;

int main() {
    auto model = Sequential(Dense(4_c, input_shape = shape<3>)).build();
#ifdef FIXED
    tensor<float, 4> y = model.predict(tensor<float, 3>());
#else
    tensor<float, 5> y = model.predict(tensor<float, 3>());
#endif
    return int(y.size());
}
