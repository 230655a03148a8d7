/// What joins models and their files: io/weights.hpp and io/keras.hpp define it for those who include these headers.
#pragma once

namespace ctnn::detail {

/// load(model, path) and save(model, path).
template<class Model>
struct weight_files;

template<class Model>
inline constexpr bool knows_weight_files = requires { sizeof(weight_files<Model>); };

/// The same of a trainer, whose optimizer has variables that belong to the file.
template<class Trainer>
struct trainer_files;

template<class Trainer>
inline constexpr bool knows_trainer_files = requires { sizeof(trainer_files<Trainer>); };

/// Whole models: save(model, path) and save(trainer, path); io/keras.hpp.
template<class Model>
struct model_archive;

template<class Model>
inline constexpr bool knows_model_archive = requires { sizeof(model_archive<Model>); };

} // namespace ctnn::detail
