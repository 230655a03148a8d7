// EXPECT: add(): a Sequential that is a variable grows inside functional's body only, from Sequential() on: its layers are its type; hint: Sequential().add(...).add(...)
// CODE
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

int main() {
#ifdef FIXED
    constexpr auto model = Sequential().add(Dense(4_c, input_shape = shape<3>)).add(Dense(1_c));
#else
    auto model = Sequential();
    model.add(Dense(4_c, input_shape = shape<3>));
#endif
    return sizeof(model) == 0;
}
