/// ctnn on several threads, next to itself on one.
#pragma once
#include "subject.hpp"
#include <ctnn/run/threads.hpp>

namespace bench {

/// As users call it: every call starts its threads, each of which allocates its workspace.
template<class Net, class Model>
class ctnn_threads final : public ctnn_many<Net, Model> {
public:
    ctnn_threads(const Model& model, int batch, int threads) : ctnn_many<Net, Model>(model, batch), threads_(threads) {
        this->name = threads_name + std::to_string(threads);
    }
    void run(int times) override {
        for (int i = 0; i < times; ++i) {
            touch(this->x_);
            this->model_.predict(this->x_, ctnn::out = std::span(this->y_), ctnn::threads = threads_);
            touch(this->y_);
        }
    }

private:
    int threads_;
};

template<class Net, class Model>
subject make_thread_subject(std::string name, const Net& net, const Model& model, int threads) {
    subject s = make_subject(std::move(name), net, model);
    s.others = [&model, threads](int batch) {
        contestants all;
        all.push_back(std::make_unique<ctnn_threads<Net, Model>>(model, batch, threads));
        return all;
    };
    return s;
}

} // namespace bench
