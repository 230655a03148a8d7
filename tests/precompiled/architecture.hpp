// What tests of layers and models include.
#include <cmath>
#include <ctnn/architecture.hpp>
#include <doctest/doctest.h>
#include <string>
#include <vector>
