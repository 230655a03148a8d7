// EXPECT: layer 1 Embedding 'embedding': input_dim must be at most 16777216: beyond it float32 cannot tell the numbers of neighbouring rows apart, got 20000000
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
constexpr auto net = Sequential(Embedding(200000_c, 8_c, input_shape = shape<12>));
#else
constexpr auto net = Sequential(Embedding(20000000_c, 8_c, input_shape = shape<12>));
#endif
