/// Weights of a model to and from files: model.load_weights(file) and model.save_weights(file) work where this header
/// is included. The ending of the name says which format: .weights.h5 (Keras), .safetensors, .npz; what a .keras
/// archive holds is read, too. A trainer's save_weights and load_weights keep the optimizer's variables in .weights.h5,
/// as Keras does, so that training goes on there or here. Needs libzip, zlib and nlohmann-json.
#pragma once
#include "../run/weight_files.hpp"
#include "keras_archive.hpp"
#include "network_weights.hpp"
#include "safetensors.hpp"
#include "weights_h5.hpp"
#include "weights_npz.hpp"

namespace ctnn::io {

namespace detail {
[[noreturn]] inline void unknown_weight_file(const std::filesystem::path& path) {
    const auto name = path.string();
    throw file_error(
        name, "weights are in .weights.h5, .safetensors or .npz files",
        name.ends_with(".h5") ? "ctnn-import turns a whole model into a program; for its weights alone, save them in "
                                "Keras with model.save_weights('name.weights.h5')"
        : name.ends_with(".keras") ? "save_weights writes weights alone: end the file's name in .weights.h5"
                                   : "end the file's name in .weights.h5 (Keras' own), .safetensors or .npz");
}
} // namespace detail

/// Reads every weight, or throws file_error and changes none.
inline void load_weights(const std::filesystem::path& path, std::span<const weight_entry> weights) {
    const auto name = path.string();
    if (name.ends_with(".weights.h5"))
        load_weights_h5(path, weights);
    else if (name.ends_with(".safetensors"))
        load_safetensors(path, weights);
    else if (name.ends_with(".npz"))
        load_weights_npz(path, weights);
    else if (name.ends_with(".keras"))
        load_weights_h5(detail::weights_in(zip_archive::open(path), name), weights);
    else
        detail::unknown_weight_file(path);
}

/// The same with the optimizer's variables, which .weights.h5 and .keras files may hold.
inline detail::checked_optimizer::result load_weights(const std::filesystem::path& path,
                                                      std::span<const weight_entry> weights,
                                                      const optimizer_state& optimizer) {
    const auto name = path.string();
    if (name.ends_with(".weights.h5")) return load_weights_h5(hdf5_file::open(path), weights, optimizer);
    if (name.ends_with(".keras")) {
        const auto archive = zip_archive::open(path);
        return load_weights_h5(detail::weights_in(archive, name), weights, optimizer,
                               detail::optimizer_in(archive, name));
    }
    load_weights(path, weights);
    return detail::checked_optimizer::result::kept;
}

/// Writes every weight. The file is replaced as a whole: when something fails, the old one is as it was.
inline void save_weights(const std::filesystem::path& path, std::span<const weight_entry> weights) {
    const auto name = path.string();
    if (name.ends_with(".weights.h5"))
        save_weights_h5(path, weights);
    else if (name.ends_with(".safetensors"))
        save_safetensors(path, weights);
    else if (name.ends_with(".npz"))
        save_weights_npz(path, weights);
    else
        detail::unknown_weight_file(path);
}

} // namespace ctnn::io

namespace ctnn::detail {

template<class Model>
struct weight_files {
    static constexpr const auto& a = architecture<typename Model::definition>::value;

    static std::vector<io::weight_entry> entries(Model& model) {
        return io::detail::network_weights(a, [&](int i) { return model.weight(i); }).entries();
    }
    // (entries can be written to; saving does not)
    static std::vector<io::weight_entry> entries(const Model& model) {
        return io::detail::network_weights(a,
                                           [&](int i) {
                                               const auto w = model.weight(i);
                                               return std::span<float>(const_cast<float*>(w.data()), w.size());
                                           })
            .entries();
    }
    static void load(Model& model, const std::filesystem::path& path) {
        io::load_weights(path, entries(model));
        model.prepare();
    }
    static void save(const Model& model, const std::filesystem::path& path) { io::save_weights(path, entries(model)); }
};

/// Of a trainer: the optimizer's variables belong to the file where the format has a place for them.
template<class Trainer>
struct trainer_files {
    static io::optimizer_state state(Trainer& trainer) {
        io::optimizer_state all;
        all.class_name = Trainer::optimizer_name;
        all.first = 0;
        trainer.each_optimizer_variable([&](const auto& v, bool of_a_weight) {
            all.first += !of_a_weight;
            const std::span<float> values(v.data, v.data ? v.shape.size() : 0);
            all.variables.push_back(
                {std::string(v.path.view()), {v.shape.dims, v.shape.dims + v.shape.rank}, values, v.steps});
        });
        return all;
    }
    static void save_weights(Trainer& trainer, const std::filesystem::path& path) {
        using files = weight_files<std::remove_cvref_t<decltype(trainer.model())>>;
        if (!path.string().ends_with(".weights.h5")) return files::save(trainer.model(), path);
        const auto optimizer = state(trainer);
        io::save_weights_h5(path, files::entries(std::as_const(trainer.model())), &optimizer);
    }
    static void load_weights(Trainer& trainer, const std::filesystem::path& path) {
        using files = weight_files<std::remove_cvref_t<decltype(trainer.model())>>;
        const auto result = io::load_weights(path, files::entries(trainer.model()), state(trainer));
        trainer.weights_loaded(result == io::detail::checked_optimizer::result::begun_anew);
    }
};

} // namespace ctnn::detail
