/// Every operation.
#pragma once
#include "copy.hpp"
#include "map.hpp"
#include "matmul.hpp"
#include "parameter.hpp"
#include "zip.hpp"
