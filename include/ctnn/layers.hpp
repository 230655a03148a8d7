/// Every layer.
#pragma once
#include "layer/bidirectional.hpp"
#include "layer/dense.hpp"
#include "layer/embedding.hpp"
#include "layer/gru.hpp"
#include "layer/lstm.hpp"
#include "layer/simple_rnn.hpp"
#include "layer/time_distributed.hpp"
