/// A trainer that trains nothing and notes what callbacks do to it.
#pragma once
#include <span>
#include <string>
#include <string_view>
#include <vector>

struct quiet_trainer {
    bool stop_training = false;
    std::vector<float> values = {0, 0, 0};
    std::string printed;
    std::vector<std::string> warnings;
    std::vector<std::pair<std::string, std::string>> saved;
    int changes = 0, swaps = 0, finalized = 0;

    double learning_rate() const { return rate_; }
    void learning_rate(double v) { rate_ = static_cast<float>(v); }
    std::span<float> weights() { return values; }
    void weights_changed() { ++changes; }
    void save(std::string_view path) { saved.emplace_back("save", path); }
    void save_weights(std::string_view path) { saved.emplace_back("save_weights", path); }
    void print(std::string_view s) { printed += s; }
    void warn(std::string_view s) { warnings.emplace_back(s); }
    void swap_ema_weights() { ++swaps; }
    void finalize_ema_weights() { ++finalized; }

private:
    float rate_ = 0.1f; // as the optimizers keep it
};
