/// Everything that a program needs to train a network, besides <ctnn/ctnn.hpp>.
#pragma once
#include "ctnn.hpp"
#include "train/compile.hpp"
