/// Base of the peers: inputs and outputs in memory that the library reads and writes directly.
#pragma once
#include "peers.hpp"
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

class peer : public contestant {
public:
    peer(std::string name, const peer_files& f, int batch)
        : contestant(std::move(name), batch), x(f.size(f.input) * std::size_t(batch)),
          y(f.size(f.output) * std::size_t(batch)) {}
    void set_input(std::span<const float> values) override { std::copy(values.begin(), values.end(), x.data()); }
    std::vector<float> output() override { return {y.data(), y.data() + y.size()}; }

protected:
    aligned_floats x, y;
};

} // namespace bench
