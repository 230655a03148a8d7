/// predict(xs, threads = 2): blocks of samples on several threads. In a header of its own, since <thread> costs time to
/// compile; programs link with -pthread where the C library asks for it.
#pragma once
#include "predict_options.hpp"
#include <atomic>
#include <thread>
#include <vector>

namespace ctnn::detail {

/// f(next) on n threads, this one included; next() gives every number from 0 on to one of them.
template<class Model>
struct model_threads {
    template<class F>
    static void run(int n, const F& f) {
        std::atomic<std::size_t> block{0};
        const auto next = [&] { return block.fetch_add(1, std::memory_order_relaxed); };
        std::vector<std::jthread> others;
        for (int i = 1; i < n; ++i) others.emplace_back([&] { f(next); });
        f(next);
    }
};

} // namespace ctnn::detail
