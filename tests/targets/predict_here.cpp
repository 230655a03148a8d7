// Compiled twice into one program, with other -m flags and another name.
#include "network.hpp"

ctnn::tensor<float, 4> PREDICT_HERE() { return net.build(ctnn::seed = 11).predict(sample()); }
