/// kernels [NAME] and what arguments.hpp lists: every kernel whose name holds NAME.
#include "kernels.hpp"
#include "measure.hpp"
#include <iostream>

int main(int argc, char** argv) {
    using namespace bench;
    try {
        const bool named = argc > 1 && argv[1][0] != '-';
        const std::string part = named ? argv[1] : "";
        arguments a = parse(argc - named, argv + named);
        int wrong = 0;
        for (const auto list : {dense_kernels, convolution_kernels, recurrent_kernels, activation_kernels})
            for (const kernel& k : list()) {
                if (k.of.name.find(part) == std::string::npos) continue;
                a.batches = {k.batch};
                wrong += measure(k.of, a);
            }
        return wrong;
    } catch (const std::exception& e) {
        std::cerr << e.what() << '\n';
        return 1;
    }
}
