#include "arguments.hpp"
#include <sched.h>
#include <stdexcept>
#include <string>
#include <unistd.h>

namespace bench {

arguments parse(int argc, char** argv) {
    arguments a;
    for (int i = 1; i < argc; i += 2) {
        const std::string key = argv[i];
        if (i + 1 == argc) throw std::runtime_error(key + " needs a value");
        const std::string value = argv[i + 1];
        if (key == "--data")
            a.data = value;
        else if (key == "--site-packages")
            a.site_packages = value;
        else if (key == "--csv")
            a.csv = value;
        else if (key == "--batch")
            a.batches.push_back(std::stoi(value));
        else if (key == "--core")
            a.core = std::stoi(value);
        else if (key == "--threads")
            a.threads = std::stoi(value);
        else if (key == "--seconds")
            a.seconds = std::stod(value);
        else
            throw std::runtime_error("unknown argument " + key);
    }
    if (a.threads < 1) throw std::runtime_error("--threads must be positive");
    if (a.threads > 1 && a.core >= 0) throw std::runtime_error("--threads are for all cores, --core is for one");
    if (a.batches.empty()) a.batches = a.threads > 1 ? std::vector{64} : std::vector{1, 64};
    if (a.threads > 1) return a;
    if (a.core < 0) a.core = int(sysconf(_SC_NPROCESSORS_ONLN)) - 1;
    run_on(a.core);
    return a;
}

void run_on(int core) {
    cpu_set_t set;
    CPU_ZERO(&set);
    CPU_SET(core, &set);
    if (sched_setaffinity(0, sizeof set, &set) != 0)
        throw std::runtime_error("cannot run on core " + std::to_string(core));
}

} // namespace bench
