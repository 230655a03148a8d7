/// What is timed: a network in one library, for one batch size.
#pragma once
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace bench {

/// A network as it is loaded in one library. Its inputs and outputs are row-major, `batch` samples behind each other.
class contestant {
public:
    contestant(std::string name, int batch) : name(std::move(name)), batch(batch) {}
    virtual ~contestant() = default;
    contestant(const contestant&) = delete;
    contestant& operator=(const contestant&) = delete;

    /// Copies the inputs to where the library reads them; not timed.
    virtual void set_input(std::span<const float> x) = 0;
    /// Predicts `times` times, each time from memory to memory; timed.
    virtual void run(int times) = 0;
    /// What the last run computed.
    virtual std::vector<float> output() = 0;

    std::string name, version;
    const int batch;
    /// Whether its arithmetic is float32: only then are its results compared with Keras' tolerance.
    bool exact = true;
};

/// How contestants are called that are ctnn, run otherwise:
inline constexpr const char* stream_name = "ctnn stream of ";       // step by step; the number of steps follows
inline constexpr const char* without_name = "ctnn without ";        // the name of a pass
inline constexpr const char* threads_name = "ctnn with threads = "; // how many

/// Makes the compiler believe that `value` is read and changed here.
template<class T>
[[gnu::always_inline]] inline void touch(T& value) {
    asm volatile("" : : "r"(&value) : "memory");
}

} // namespace bench
