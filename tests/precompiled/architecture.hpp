// What tests of layers, models and programs include.
#include <cmath>
#include <ctnn/architecture.hpp>
#include <doctest/doctest.h>
#include <string>
#include <vector>
