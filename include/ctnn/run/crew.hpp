/// Threads that work together whenever they are told to. Who makes them: <ctnn/run/threads.hpp>.
#pragma once
#include "../kernel/team.hpp"
#include <memory>

namespace ctnn::detail {

struct crew {
    int size; ///< with the thread that tells them
    void (*start)(crew&, void (*task)(const void*, const team&), const void* data);
    void (*dismiss)(crew*);
};
struct crew_dismissed {
    [[gnu::always_inline]] void operator()(crew* c) const { c->dismiss(c); }
};
using hired_crew = std::unique_ptr<crew, crew_dismissed>;

/// task(team) on every thread of a crew; comes back when all are done. No crew: on this thread alone.
template<class Task>
[[gnu::always_inline]] inline void work_together(crew* c, const Task& task) {
    if (!c) return task(team{});
    c->start(*c, [](const void* data, const team& t) { (*static_cast<const Task*>(data))(t); }, &task);
}

} // namespace ctnn::detail
