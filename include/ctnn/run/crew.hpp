/// Threads that work together whenever they are told to. Who makes them: <ctnn/run/threads.hpp>.
#pragma once
#include "../kernel/team.hpp"
#include "../shape/inline.hpp"
#include <memory>

namespace ctnn::detail {

struct crew {
    int size; ///< with the thread that tells them
    void (*start)(crew&, void (*task)(const void*, const team&), const void* data);
    void (*dismiss)(crew*);
};
struct crew_dismissed {
    CTNN_INLINE void operator()(crew* c) const { c->dismiss(c); }
};

template<class Task>
[[gnu::noinline]] void perform(const void* task, const team& t) {
    (*static_cast<const Task*>(task))(t);
}

/// A crew, or none where one thread was asked for.
class hired_crew {
public:
    hired_crew() = default;
    CTNN_INLINE explicit hired_crew(crew* c) : crew_(c) {}
    CTNN_INLINE int size() const { return crew_ ? crew_->size : 1; }
    /// task(team) on every thread; comes back when all are done.
    template<class Task>
    CTNN_INLINE void run(const Task& task) const {
        crew_ ? crew_->start(*crew_, &perform<Task>, &task) : perform<Task>(&task, team{});
    }

private:
    std::unique_ptr<crew, crew_dismissed> crew_;
};

/// Where nobody asked for threads.
struct no_crew {
    static constexpr int size() { return 1; }
    template<class Task>
    CTNN_INLINE void run(const Task& task) const {
        task(alone{});
    }
};

} // namespace ctnn::detail
