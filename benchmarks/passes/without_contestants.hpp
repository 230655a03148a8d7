/// ctnn without one of its passes, next to itself.
#pragma once
#include "same_program.hpp"
#include "single_passes.hpp"
#include "subject.hpp"

namespace bench {

/// The model's network and weights, without pass number I.
template<class Net, int I, class Model>
std::unique_ptr<contestant> make_without(const Model& model, int batch) {
    using changed_model = ctnn::model<typename Net::definition, without(I)>;
    static const changed_model changed = [&] {
        changed_model m;
        m.copy_weights(model);
        return m;
    }();
    auto c = make_ctnn<Net>(changed, batch);
    c->name = std::string(without_name) + single_passes[I].name;
    return c;
}

/// A contestant for each pass that changes what runs for so many samples. What changes nothing is not compiled.
template<class Net, class Model>
contestants make_without_each(const Model& model, int batch) {
    contestants all;
    const auto add = [&]<int I>(std::integral_constant<int, I>) {
        using changed = changed_by<typename Net::definition, without(I)>;
        if constexpr (changed::blocks)
            if (batch == 1 ? changed::one : changed::blocks) all.push_back(make_without<Net, I>(model, batch));
    };
    [&]<int... I>(std::integer_sequence<int, I...>) {
        (add(std::integral_constant<int, I>{}), ...);
    }(std::make_integer_sequence<int, single_pass_count>{});
    return all;
}

template<class Net, class Model>
subject make_pass_subject(std::string name, const Net& net, const Model& model) {
    subject s = make_subject(std::move(name), net, model);
    s.others = [&model](int batch) { return make_without_each<Net>(model, batch); };
    return s;
}

} // namespace bench
