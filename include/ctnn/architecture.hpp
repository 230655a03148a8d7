/// The network without the kernels: shapes, parameters, messages.
#pragma once
#include "shape/compiler.hpp"
#include "layers.hpp"
#include "model/sequential.hpp"
#include "program/compiled.hpp"
