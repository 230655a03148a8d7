/// Everything that is written for one model.
#pragma once
#include "embed.hpp"
#include "samples.hpp"
#include <ctnn/shape/hardware.hpp>

namespace ctnn::import {

struct generate_options {
    std::string name;       ///< of the header, without .hpp
    std::string name_space; ///< "digits", "models::digits"
    bool program = false;   ///< main.cpp, too
    const samples* check = nullptr;
    std::string check_file{}; ///< where the samples come from
    std::optional<embedding> form{}; ///< of the numbers; none: by how many they are
    std::optional<hardware> packed_for{}; ///< what programs for it compute from the weights is written, too
};

/// The first words of every file that is made, by which a later run knows that it may be replaced.
constexpr const char* made_by = "// Made by ctnn-import from ";

/// The files of a model, in the order in which they are to be written.
std::vector<output_file> generate(const imported& net, const generate_options& options);

} // namespace ctnn::import
