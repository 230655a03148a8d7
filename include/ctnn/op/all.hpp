/// Every operation.
#pragma once
#include "concat.hpp"
#include "copy.hpp"
#include "map.hpp"
#include "matmul.hpp"
#include "parameter.hpp"
#include "reshape.hpp"
#include "reverse.hpp"
#include "slice.hpp"
#include "zip.hpp"
