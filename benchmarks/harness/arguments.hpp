/// What every program here takes:
///
///   --data FOLDER           NAME.npz (inputs and Keras' outputs) and the network for the peers, as models/make.py
///   writes them;
///                           without, results are compared with the operations' scalar definitions
///   --site-packages FOLDER  of a Python environment that holds the peers
///   --batch N               may be there several times; 1 and 64 if it is not, 64 with threads
///   --core N                to run on; the last one if not given
///   --threads N             where programs know of it: by the wall's clock, on all cores instead of one
///   --seconds S             to measure each batch size for, 2 if not given
///   --csv FILE              the results are added to this file
#pragma once
#include <filesystem>
#include <vector>

namespace bench {

struct arguments {
    std::filesystem::path data, site_packages, csv;
    std::vector<int> batches;
    int core = -1;
    int threads = 1;
    double seconds = 2;
};
/// Throws std::runtime_error. The process runs on its core from here on, unless it is to use several threads.
arguments parse(int argc, char** argv);
/// The process runs on that core from here on. Throws std::runtime_error.
void run_on(int core);

} // namespace bench
