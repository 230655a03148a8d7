/// Whole models as Keras saves them: model.save("net.keras") and trainer.save("net.keras") work where this header is
/// included, and keras.saving.load_model reads what they write: the network, its weights and, from a trainer, what it
/// was compiled with and the optimizer's variables, so that Keras' fit goes on where this library stopped. ctnn-import
/// and load_weights read it, too. What Keras does not have is refused: Lambda, layers, losses and metrics of your own.
#pragma once
#include "keras_compile_config.hpp"
#include "keras_config.hpp"
#include "weights.hpp"
#include <ctime>

namespace ctnn::io {

/// The version of Keras whose files these are.
inline constexpr std::string_view keras_version = "3.15.1";

namespace detail {

/// metadata.json, config.json and model.weights.h5, stored as Keras stores them; the file is replaced as a whole.
inline void write_keras_archive(const std::filesystem::path& path, const keras_json& config,
                                std::span<const weight_entry> weights, const optimizer_state* optimizer) {
    const auto name = path.string();
    char date[32] = "";
    const std::time_t now = std::time(nullptr);
    if (const std::tm* t = std::localtime(&now)) std::strftime(date, sizeof date, "%Y-%m-%d@%H:%M:%S", t);
    const keras_json metadata{{"keras_version", keras_version}, {"date_saved", date}};
    const auto text = [](const keras_json& j) {
        const auto s = j.dump(-1, ' ', false, keras_json::error_handler_t::replace);
        const auto bytes = std::as_bytes(std::span(s));
        return std::vector<std::byte>(bytes.begin(), bytes.end());
    };
    const zip_member members[] = {{"metadata.json", text(metadata)},
                                  {"config.json", text(config)},
                                  {"model.weights.h5", weights_h5_bytes(weights, name, optimizer)}};
    replace_file(path, zip_bytes(members, name));
}

inline void check_keras_name(const std::filesystem::path& path) {
    if (!path.string().ends_with(".keras"))
        throw file_error(path.string(), "whole models are in .keras files",
                         "end the file's name in .keras; save_weights takes .weights.h5");
}

} // namespace detail
} // namespace ctnn::io

namespace ctnn::detail {

template<class Model>
struct model_archive {
    static void save(const Model& model, const std::filesystem::path& path) {
        io::detail::check_keras_name(path);
        const auto config = io::detail::network_config<typename Model::definition>(path.string())();
        io::detail::write_keras_archive(path, config, weight_files<Model>::entries(model), nullptr);
    }
    /// Of a trainer.
    template<class Trainer>
    static void save(Trainer& trainer, const std::filesystem::path& path) {
        io::detail::check_keras_name(path);
        auto config = io::detail::network_config<typename Model::definition>(path.string())();
        config["compile_config"] = io::detail::compile_config(trainer, path.string());
        const auto optimizer = trainer_files<Trainer>::state(trainer);
        io::detail::write_keras_archive(path, config, weight_files<Model>::entries(std::as_const(trainer.model())),
                                        &optimizer);
    }
};

} // namespace ctnn::detail
