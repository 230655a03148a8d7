/// A training program of many steps as a table that a loop goes through: see run/step_table.hpp. Equal steps share a
/// function, which is what makes a network of many equal blocks cheap to compile.
#pragma once
#include "../program/training_program.hpp"
#include "../run/step_table.hpp"
#include "frame.hpp"

namespace ctnn::detail {

/// The steps of a program that run, and which of them are equal. Program: a type with a planned program as its member
/// `value`.
template<class Program>
struct training_steps {
    static constexpr const auto& p = Program::value;
    static consteval int make_count() {
        int n = 0;
        for (int i = 0; i < p.size; ++i) n += p.steps[i].works;
        return n;
    }
    static constexpr int count = make_count();

    struct numbers {
        int at[count > 0 ? count : 1];
    };
    static consteval numbers make_working() {
        numbers w = {};
        for (int i = 0, n = 0; i < p.size; ++i)
            if (p.steps[i].works) w.at[n++] = i;
        return w;
    }
    static constexpr numbers working = make_working();
    static constexpr auto equal = equal_steps<count>::of(p, [](int n) { return working.at[n]; });
};

/// Machine: the training_machine whose steps these are; Team: whose threads run them.
template<class Machine, class Team>
struct training_table {
    static constexpr const auto& p = Machine::p;
    using steps = typename Machine::steps;
    static constexpr int count = steps::count;
    static constexpr const auto& working = steps::working;
    static constexpr const auto& equal = steps::equal;

    /// Memory of the frame by its number; the network's inputs follow.
    enum base : int { weights, changes, shared, samples, first_input };
    struct place {
        int base;
        std::size_t offset; ///< samples: for one of them
    };
    static constexpr place place_of(int i) {
        const training_step& s = p.steps[i];
        switch (s.place) {
        case training_place::input: return {first_input + s.segment, 0};
        case training_place::weights: return {weights, Machine::places.at[s.segment]};
        case training_place::changes: return {changes, Machine::places.at[s.segment]};
        case training_place::samples: return {samples, s.offset};
        default: return {shared, s.offset};
        }
    }
    struct row {
        int function, operands;
        place result;
        bool waits; ///< for all threads of the team
    };
    struct table {
        row rows[count > 0 ? count : 1];
        place operands[equal.operands > 0 ? equal.operands : 1]; // one step's behind the other's
    };
    static consteval table make_value() {
        table t = {};
        place* in = t.operands;
        for (int n = 0; n < count; ++n) {
            const int i = working.at[n];
            t.rows[n] = {equal.function[n], p.op(i).operands, place_of(i), Machine::template waits<Team>(i)};
            for (int k = 0; k < p.op(i).operands; ++k) *in++ = place_of(p.op(i).in[k]);
        }
        return t;
    }
    static constexpr table value = make_value();

    using frame = frame_of_thread<Team>;
    using function = void (*)(const frame& f, const float** x, float* y);
    template<int I>
    static void run_step(const frame& f, const float** x, float* y) {
        Machine::template compute<I, Team>(f, x, y, std::make_integer_sequence<int, p.op(I).operands>{});
    }

    [[gnu::noinline]] static void run(const frame& f) {
        [&]<int... F>(std::integer_sequence<int, F...>) {
            static constexpr function functions[] = {run_step<equal.made_from[F]>...};
            const auto at = [&](const place& l) {
                switch (l.base) {
                case weights: return const_cast<float*>(f.weights) + l.offset;
                case changes: return f.changes + l.offset;
                case shared: return f.shared + l.offset;
                case samples: return f.samples + l.offset * f.room;
                default: return const_cast<float*>(f.in[l.base - first_input]); // read only
                }
            };
            const place* in = value.operands;
            for (const row& r : value.rows) {
                const float* x[ops::max_operands + 1];
                for (int k = 0; k < r.operands; ++k, ++in) x[k] = at(*in);
                if (r.waits) f.threads.wait();
                functions[r.function](f, x, at(r.result));
            }
        }(std::make_integer_sequence<int, equal.functions>{});
    }
};

} // namespace ctnn::detail
