/// What predict says about arguments that do not fit.
#pragma once
#include "../program/compiled.hpp"
#include "samples.hpp"
#include "workspace.hpp"

namespace ctnn::detail {

template<class T>
constexpr std::string_view number_name() {
    if constexpr (std::is_same_v<T, float>)
        return "float";
    else if constexpr (std::is_same_v<T, double>)
        return "double";
    else if constexpr (std::is_same_v<T, bool>)
        return "bool";
    else if constexpr (std::is_integral_v<T>)
        return sizeof(T) == 1   ? (std::is_signed_v<T> ? "std::int8_t" : "std::uint8_t")
               : sizeof(T) == 2 ? (std::is_signed_v<T> ? "std::int16_t" : "std::uint16_t")
               : sizeof(T) == 4 ? (std::is_signed_v<T> ? "int" : "unsigned")
                                : (std::is_signed_v<T> ? "std::int64_t" : "std::uint64_t");
    else
        return "long double";
}

constexpr void put_type(text& t, std::string_view number, const extents& e) {
    t << "tensor<" << number;
    for (int i = 0; i < e.rank; ++i) t << ", " << e[i];
    t << '>';
}

/// A: the arguments, one for each input, without references. Empty text if they fit.
template<class Def, class... A>
struct input_mistake {
    static constexpr const auto& a = architecture<Def>::value;

    static constexpr void name(text& t, int i) {
        t << "predict(): x";
        if (a.models[0].inputs.count > 1) t << i + 1;
    }
    template<class E>
    static constexpr void check(text& t, int i) {
        const extents& wanted = a.input(i);
        using sample = typename sample_of<E>::type;
        if constexpr (std::is_void_v<sample>) {
            name(t, i);
            t << " must be a ", put_type(t, "float", wanted);
            t << " or a std::vector of them, got another type";
        } else {
            using number = typename sample::value_type;
            constexpr extents got = sample::shape;
            if (got != wanted) {
                name(t, i);
                t << " must have shape " << wanted << ", got " << got;
                if (got.rank == wanted.rank + 1 && got.slice(1, got.rank) == wanted) {
                    t << "; hint: many samples are a std::vector<", put_type(t, "float", wanted);
                    t << '>';
                } else if (got.size() == wanted.size()) {
                    t << "; hint: reshape(x, shape<";
                    for (int d = 0; d < wanted.rank; ++d) t << (d ? ", " : "") << wanted[d];
                    t << ">)";
                }
            } else if (!std::is_same_v<number, float> &&
                       !(std::is_integral_v<number> && numbers_rows(compilation<Def>::value, i))) {
                name(t, i);
                t << " must hold float, got " << number_name<number>();
                t << (std::is_integral_v<number> ? "; whole numbers are for inputs that only an Embedding reads" : "");
                t << "; hint: ", put_type(t, "float", wanted);
                t << "(x)";
            }
        }
    }

    static constexpr text value = [] {
        text t;
        constexpr int n = a.models[0].inputs.count;
        if constexpr (int(sizeof...(A)) != n)
            t << "predict(): takes " << n << (n == 1 ? " input, got " : " inputs, got ") << int(sizeof...(A));
        else {
            int i = 0, first_many = -1, first_one = -1;
            ((t.empty() ? check<typename predict_argument<A>::element>(t, i) : void(),
              (predict_argument<A>::form == argument_form::samples ? first_many : first_one) = i, ++i),
             ...);
            if (t.empty() && first_many >= 0 && first_one >= 0)
                t << "predict(): x" << first_one + 1 << " is one sample and x" << first_many + 1
                  << " is many; hint: give every input one tensor, or a std::vector of them";
        }
        return t;
    }();
};

/// What predict(x) says when its workspace would not fit on the stack.
template<std::size_t Bytes>
struct workspace_mistake {
    static constexpr text value = [] {
        text t;
        t << "predict(x): this network's workspace has " << Bytes << " bytes, more than the " << max_stack_workspace
          << " that go on the stack; hint: auto w = model.workspace(), one for each thread, and predict(x, w)";
        return t;
    }();
};

} // namespace ctnn::detail
