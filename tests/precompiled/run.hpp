// What tests of predictions include.
#include <cmath>
#include <ctnn/ctnn.hpp>
#include <doctest/doctest.h>
#include <string>
#include <vector>
