/// Every layer.
#pragma once
#include "layer/dense.hpp"
