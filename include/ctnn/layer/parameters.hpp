/// The weights of a layer, named and in Keras' order.
#pragma once
#include "../op/builder.hpp"
#include "../op/parameter.hpp"
#include "initializer.hpp"
#include "report.hpp"

namespace ctnn {

/// One weight. `path` leads from the layer to it in Keras' files ("forward_layer", "cell"), most weights have none.
struct parameter {
    static constexpr int max_depth = 4;
    words name;
    words path[max_depth];
    int depth = 0;
    extents shape = {};
    initializer init;
    bool trainable = true;
};

/// What a layer may know of the run that it is lowered for. One that computes something else while it is trained has
/// `call_training` besides `call`.
struct call_mode {
    bool training = false;
    bool trainable = true; ///< false: a frozen layer
};

/// Gives a layer its own weights: own.add("kernel", {in, units}, init). The first call makes them, every later call of
/// the same layer gets the same ones.
class parameters {
public:
    constexpr parameters(growing<parameter>& all, int first, int count, ops::builder& to, report& say, call_mode mode)
        : state_{&all, first, count, 0, &to, &say}, mode_(mode) {}
    /// Of a finished network: the layer's weights are numbered from `first`.
    constexpr parameters(int first, ops::builder& to, report& say, call_mode mode)
        : state_{nullptr, first, 0, 0, &to, &say}, mode_(mode) {}

    constexpr ops::value add(words name, const extents& shape, const initializer& init,
                             bool trainable = true) {
        if (needs_check(init.kind))
            if (const auto wrong = number_mistake(init, shape); !wrong.empty())
                say().fail("its weight '", name, "' of shape ", shape, " cannot begin so: ", wrong);
        state& s = outer_ ? *outer_ : state_;
        const int at = s.first + s.next++;
        if (!s.all) return ops::parameter(*s.to, at, shape);
        if (s.count < 0)
            s.all->push({name, {path_[0], path_[1], path_[2], path_[3]}, depth_, shape, init, trainable});
        else if (!((*s.all)[at].shape == shape))
            s.say->fail("its weight '", name, "' was made with shape ", (*s.all)[at].shape,
                        " in an earlier call, this input needs ", shape,
                        "; hint: a layer that is called twice needs inputs with the same number of features");
        return ops::parameter(*s.to, at, (*s.all)[at].shape);
    }

    /// The same weights, one level further down in Keras' files: own.scope("cell").add("kernel", ...).
    constexpr parameters scope(words name) {
        parameters inner = *this;
        inner.outer_ = &shared();
        inner.path_[inner.depth_++] = name;
        return inner;
    }

    constexpr ops::builder& to() { return *shared().to; }
    constexpr report& say() { return *shared().say; }
    constexpr bool training() const { return mode_.training; }
    constexpr bool trainable() const { return mode_.trainable; }
    /// After a training step `weight`, which add() gave, becomes `to`.
    constexpr void assign(const ops::value& weight, const ops::value& next) {
        to().assigned.push({weight.op().attr.index, next});
    }
    /// Tells a network's random numbers apart.
    constexpr int random_stream() { return to().list.size(); }
    /// How many weights were asked for.
    constexpr int asked() const { return state_.next; }

private:
    struct state {
        growing<parameter>* all;
        int first, count; ///< count < 0: this is the first call
        int next;
        ops::builder* to;
        report* say;
    };
    state state_;
    call_mode mode_;
    state* outer_ = nullptr;
    words path_[parameter::max_depth];
    int depth_ = 0;

    constexpr state& shared() { return outer_ ? *outer_ : state_; }
};

} // namespace ctnn
