/// How every operation is differentiated.
#pragma once
#include "arrange.hpp"
#include "map.hpp"
#include "matmul.hpp"
#include "normalize.hpp"
#include "recurrent.hpp"
#include "reduce.hpp"
#include "scale_shift.hpp"
#include "softmax.hpp"
#include "zip.hpp"
