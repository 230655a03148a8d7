/// Every layer.
#pragma once
#include "layer/dense.hpp"
#include "layer/embedding.hpp"
#include "layer/gru.hpp"
#include "layer/lstm.hpp"
#include "layer/simple_rnn.hpp"
