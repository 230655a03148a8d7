/// Every kernel.
#pragma once
#include "map.hpp"
#include "matmul.hpp"
