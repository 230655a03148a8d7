#pragma once
#include <algorithm>
#include <new>

namespace bench {

/// floats, aligned as LiteRT asks for.
class aligned_floats {
public:
    explicit aligned_floats(std::size_t n)
        : n_(n), data_(static_cast<float*>(::operator new(n * sizeof(float), std::align_val_t(64)))) {
        std::fill_n(data_, n, 0.0f);
    }
    aligned_floats(const aligned_floats&) = delete;
    aligned_floats& operator=(const aligned_floats&) = delete;
    ~aligned_floats() { ::operator delete(data_, std::align_val_t(64)); }
    float* data() { return data_; }
    std::size_t size() const { return n_; }
    std::size_t bytes() const { return n_ * sizeof(float); }

private:
    std::size_t n_;
    float* data_;
};

} // namespace bench
