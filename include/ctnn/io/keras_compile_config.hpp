/// What a trainer was compiled with, as config.json has it: optimizer, losses, metrics.
#pragma once
#include "keras_json.hpp"

namespace ctnn::io::detail {

template<class Loss>
keras_json loss_object(const Loss& loss, const std::string& file) {
    if constexpr (!requires {
                      Loss::keras_name;
                      loss.reduction;
                  })
        throw file_error(file, "not written: the loss is one of your own, which Keras does not have",
                         "model.save() writes the model without what it is compiled with, trainer.save_weights() the "
                         "optimizer's state");
    else {
        if (!is_of_keras<Loss>("ctnn::losses::"))
            throw file_error(
                file,
                join("not written: the loss ", Loss::keras_name, " is one of your own, which Keras does not have"),
                "model.save() writes the model without what it is compiled with");
        if (Loss::keras_name == "crossentropy") return Loss::keras_name; // Keras' string, which chooses
        auto config = keras_config(loss);
        if (config.contains("name") && config["name"] == "") config["name"] = std::string(Loss::default_name);
        return keras_object("keras.losses", Loss::keras_name, std::move(config));
    }
}

template<class Metric>
keras_json metric_object(const Metric& metric, const std::string& file) {
    const auto refuse = [&](std::string_view name) {
        throw file_error(
            file, join("not written: the metric ", in_quotes(name), " is one of your own, which Keras does not have"),
            "model.save() writes the model without what it is compiled with");
    };
    if constexpr (!requires {
                      Metric::keras_name;
                      Metric::arguments();
                  })
        refuse(metric.name);
    else {
        if (!is_of_keras<Metric>("ctnn::metric::")) refuse(metric.name);
        const char first = Metric::keras_name[0];
        if (first >= 'a' && first <= 'z') { // a function, in the way that Keras names one
            auto function = keras_object("builtins", "function", Metric::keras_name);
            function["registered_name"] = "function";
            return function;
        }
        return keras_object("keras.metrics", Metric::keras_name, keras_config(metric));
    }
    return nullptr;
}

/// Keras' compile_config of a trainer.
template<class Trainer>
keras_json compile_config(Trainer& trainer, const std::string& file) {
    keras_json all;
    try {
        auto optimizer = keras_config(trainer.optimizer());
        if (optimizer["learning_rate"].is_number()) optimizer["learning_rate"] = trainer.learning_rate();
        keras_json named{{"name", ctnn::detail::counted_name(Trainer::optimizer_name, 0).view()}};
        named.update(optimizer);
        all["optimizer"] = keras_object("keras.optimizers", Trainer::optimizer_name, std::move(named));
        auto losses = keras_json::array(), weights = keras_json::array();
        bool weighted = false;
        trainer.each_loss([&]<class Loss>(const Loss& loss, double weight) {
            if constexpr (requires { Loss::is_loss; }) // without one
                losses.push_back(nullptr);
            else
                losses.push_back(loss_object(loss, file));
            weights.push_back(weight);
            weighted = weighted || weight != 1;
        });
        const std::size_t outputs = losses.size();
        all["loss"] = outputs == 1 ? losses[0] : losses;
        all["loss_weights"] = weighted ? weights : keras_json();
        std::vector<keras_json> of[2];
        for (auto& list : of) list.assign(outputs, keras_json::array());
        bool any[2] = {};
        trainer.each_metric([&](const auto& m) {
            of[m.weighted][std::size_t(m.output)].push_back(metric_object(m.metric, file));
            any[m.weighted] = true;
        });
        const auto list = [&](int k) { return !any[k] ? keras_json() : outputs == 1 ? of[k][0] : keras_json(of[k]); };
        all["metrics"] = list(0), all["weighted_metrics"] = list(1);
    } catch (const not_written& e) {
        throw file_error(file, join("not written: ", Trainer::optimizer_name, ": ", e.what), e.remedy);
    }
    return all;
}

} // namespace ctnn::io::detail
