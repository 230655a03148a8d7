/// What fit and evaluate take as data.
#pragma once
#include "data/batches.hpp"
#include "data/generator.hpp"
