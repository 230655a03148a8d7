#pragma once
#include "aligned_floats.hpp"
#include "peers.hpp"

namespace bench {

/// Base of the peers: inputs and outputs in memory that the library reads and writes directly.
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
