/// The network without the kernels: shapes, parameters, messages.
#pragma once
#include "layer/dense.hpp"
#include "model/sequential.hpp"
