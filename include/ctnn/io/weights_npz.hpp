/// Weights as numpy.savez(file, *model.get_weights()) writes them: arr_0, arr_1, ... in Keras' order.
#pragma once
#include "npz.hpp"
#include "weight_entry.hpp"

namespace ctnn::io {

/// Reads every weight, or throws file_error and changes none.
inline void load_weights_npz(const std::filesystem::path& path, std::span<const weight_entry> weights) {
    detail::check_entries(weights);
    const npz file = read_npz(path);
    detail::checked_weights checked(path.string());
    for (std::size_t i = 0; i < weights.size(); ++i) {
        const auto name = detail::join("arr_", i);
        const array* found = file.find(name);
        if (!found) checked.missing(weights[i], detail::join("(as ", detail::in_quotes(name), ")"));
        checked.add(weights[i], *found);
    }
    if (file.size() != weights.size())
        throw file_error(path.string(),
                         detail::join("holds ", detail::counted(file.size(), "array"), ", the model has ",
                                      detail::counted(weights.size(), "weight")),
                         "write it with numpy.savez(file, *model.get_weights())");
    checked.commit();
}

/// Writes what numpy.savez would. Atomic, as replace_file; weights with NaN are refused.
inline void save_weights_npz(const std::filesystem::path& path, std::span<const weight_entry> weights) {
    detail::check_entries(weights);
    detail::refuse_nan(weights, path.string());
    std::vector<named_array> arrays;
    for (std::size_t i = 0; i < weights.size(); ++i)
        arrays.push_back({detail::join("arr_", i), array::of<float>(weights[i].shape, weights[i].values)});
    write_npz(path, arrays);
}

} // namespace ctnn::io
