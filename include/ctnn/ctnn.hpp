/// Everything that a program needs to define, build and run a network.
#pragma once
#include "shape/compiler.hpp"
#include "architecture.hpp"
#include "model/plot.hpp"
#include "model/summary.hpp"
#include "run/evaluate.hpp"
#include "run/imported.hpp"
#include "run/model.hpp"
