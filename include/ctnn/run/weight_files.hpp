/// What joins models and weight files: io/weights.hpp defines it for those who include that header.
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

} // namespace ctnn::detail
