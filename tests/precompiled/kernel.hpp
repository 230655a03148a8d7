// What tests of kernels include.
#include <cmath>
#include <cstring>
#include <ctnn/kernel/all.hpp>
#include <ctnn/op/training.hpp>
#include <ctnn/program/scratch.hpp>
#include <doctest/doctest.h>
#include <memory>
#include <random>
#include <string>
#include <vector>
