// What tests of training include.
#include <cmath>
#include <cstring>
#include <ctnn/train.hpp>
#include <doctest/doctest.h>
#include <fstream>
#include <limits>
#include <map>
#include <random>
#include <string>
#include <vector>
