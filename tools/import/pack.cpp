/// Runs the library's passes, as the compiler does, and the scalar definitions of what they make of weights.
#include "pack.hpp"
#include "lower.hpp"
#include <ctnn/io/file_error.hpp>
#include <ctnn/run/preparation.hpp>
#include <exception>
#include <memory>
#include <new>
#include <pthread.h>
#include <utility>
#include <vector>

namespace ctnn::import {
namespace {

/// Room for a program: one of a thousand layers has fewer operations. Passes keep about a dozen on the stack, each of some
/// hundred bytes an operation; what is not touched takes no memory.
constexpr int room = 8192;
constexpr std::size_t stack_bytes = std::size_t(1) << 28;

/// Every weight on a cache line of its own, as the generated code has them.
struct weight_block {
    std::vector<std::size_t> at{};
    std::vector<float> values{};

    explicit weight_block(const imported& net) {
        for (int p : weights_in_order(net)) {
            const auto* from = net.weights.data() + net.offset[std::size_t(p)];
            at.push_back(values.size());
            values.insert(values.end(), from, from + net.graph->parameters[p].shape.size());
            values.resize(detail::padded(values.size()));
        }
    }
};

[[noreturn]] void refuse(const imported& net, int operations) {
    throw file_error(
        net.file, io::detail::join("becomes ", operations, " operations, weights can be packed for ", room, " at most"),
        "import it without --packed-for");
}

using planned = program<room>;

std::unique_ptr<planned> planned_for(const imported& net, const hardware& h) {
    const lowering_rows rows(net);
    if (rows.operations > room) refuse(net, rows.operations);
    const auto first = std::make_unique<planned>(detail::lower<room>(rows));
    const auto count = [&](ops::op_kind k) { return detail::count_kind(*first, k); };
    using k = ops::op_kind;
    if (const int n = detail::room_for_passes(first->size, count(k::scale_shift), count(k::recurrent), count(k::conv)); n > room)
        refuse(net, n);
    const auto rewritten = std::make_unique<detail::rewriting<room>>(detail::rewrite<passes{}, true, true>(*first, h));
    const auto packed = std::make_unique<detail::packings<room>>(detail::packings_of<passes{}>(rewritten->program, h));
    if (const int n = detail::count_final(rewritten->program, *packed); n > room) refuse(net, n);
    return std::make_unique<planned>(detail::finish<passes{}, room>(rewritten->program, *packed, h));
}

packed_weights pack_here(const imported& net, const hardware& h) {
    const auto p = planned_for(net, h);
    const weight_block weights(net);
    packed_weights made{h, detail::preparation_fingerprint(*p, h), std::vector<float>(p->prepared)};
    std::vector<float> scratch(p->preparation);
    std::vector<ops::op> all;
    std::vector<detail::preparing_row> rows;
    for (int i = 0, n = detail::count_preparing(*p); i < n; ++i) {
        all.push_back(p->op(i));
        rows.push_back(detail::row_of(p->steps[i], i, weights.at.data()));
    }
    struct importer;
    detail::prepare<importer, ~std::uint64_t(0)>(all.data(), rows.data(), int(rows.size()), weights.values.data(),
                                                 made.values.data(), scratch.data());
    return made;
}

struct task {
    const imported& net;
    const hardware& machine;
    packed_weights result{};
    std::exception_ptr problem{};
};

extern "C" void* run_task(void* of) {
    auto& t = *static_cast<task*>(of);
    try {
        t.result = pack_here(t.net, t.machine);
    } catch (...) {
        t.problem = std::current_exception();
    }
    return nullptr;
}

} // namespace

packed_weights pack(const imported& net, const hardware& machine) {
    task t{net, machine};
    pthread_attr_t with;
    pthread_t thread;
    pthread_attr_init(&with);
    const bool runs = pthread_attr_setstacksize(&with, stack_bytes) == 0 && pthread_create(&thread, &with, run_task, &t) == 0;
    pthread_attr_destroy(&with);
    if (!runs) throw std::bad_alloc();
    pthread_join(thread, nullptr);
    if (t.problem) std::rethrow_exception(t.problem);
    return std::move(t.result);
}

} // namespace ctnn::import
