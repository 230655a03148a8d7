/// predict(xs, threads = 2): blocks of samples on several threads; fit(x, y, threads = 2), evaluate and single steps,
/// too. In a header of its own, since <thread> costs time to compile; programs link with -pthread where the C library
/// asks for it.
#pragma once
#include "../kernel/simd.hpp"
#include "crew.hpp"
#include "predict_options.hpp"
#include <atomic>
#include <thread>
#include <vector>

namespace ctnn::detail {

/// Where threads meet: nobody leaves before all have come. To sleep and to be woken takes longer than the others mostly
/// need, so that one who waits does not fall asleep at once.
template<unsigned Options = compiled_for>
class meeting {
public:
    explicit meeting(int threads) : threads_(threads) {}
    void wait() {
        const int round = round_.load(std::memory_order_relaxed);
        if (here_.fetch_add(1, std::memory_order_acq_rel) + 1 == threads_) {
            here_.store(0, std::memory_order_relaxed);
            round_.store(round + 1, std::memory_order_release);
            round_.notify_all();
        } else {
            for (int i = 0; i < pauses && round_.load(std::memory_order_acquire) == round; ++i) simd::pause<Options>();
            round_.wait(round, std::memory_order_acquire);
        }
    }

private:
    static constexpr int pauses = 256;
    const int threads_;
    alignas(64) std::atomic<int> here_{0};
    alignas(64) std::atomic<int> round_{0};
};

/// Threads that sleep until there is work.
template<unsigned Options = compiled_for>
class thread_crew : public crew {
public:
    explicit thread_crew(int size) : crew{size, &begin, &end}, done_(size), inside_(size) {
        for (int i = 1; i < size; ++i) others_.emplace_back([this, i] { live(i); });
    }

private:
    void (*task_)(const void*, const team&) = nullptr;
    const void* data_ = nullptr;
    bool over_ = false;
    std::atomic<int> order_{0};
    meeting<Options> done_, inside_;
    std::vector<std::jthread> others_;
    struct last_order { // goes before the threads do, even where one of them cannot be made
        thread_crew* of;
        ~last_order() { of->over_ = true, of->give_order(); }
    } last_order_{this};

    void give_order() {
        order_.fetch_add(1, std::memory_order_release);
        order_.notify_all();
    }
    void work(int index) {
        task_(data_, {index, size, [](void* m) { static_cast<meeting<Options>*>(m)->wait(); }, &inside_});
        done_.wait();
    }
    void live(int index) {
        for (int seen = 0;; ++seen) {
            order_.wait(seen, std::memory_order_acquire);
            if (over_) return;
            work(index);
        }
    }
    static void begin(crew& c, void (*task)(const void*, const team&), const void* data) {
        auto& me = static_cast<thread_crew&>(c);
        me.task_ = task, me.data_ = data;
        me.give_order();
        me.work(0);
    }
    static void end(crew* c) { delete static_cast<thread_crew*>(c); }
};

template<class Model>
struct model_threads {
    /// f(next) on n threads, this one included; next() gives every number from 0 on to one of them.
    template<class F>
    static void run(int n, const F& f) {
        std::atomic<std::size_t> block{0};
        const auto next = [&] { return block.fetch_add(1, std::memory_order_relaxed); };
        std::vector<std::jthread> others;
        for (int i = 1; i < n; ++i) others.emplace_back([&] { f(next); });
        f(next);
    }
    static hired_crew hire(int n) { return hired_crew(new thread_crew<>(n)); }
};

} // namespace ctnn::detail
