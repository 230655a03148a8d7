/// Reading HDF5 as Keras, h5py and numpy users write it, without libhdf5: that library does not survive damaged files.
/// Read: groups, attributes (texts and numbers), datasets of numbers, contiguous or in chunks, shuffled or deflated.
/// Refused with a sentence: links to other names or files, data in other files, other filters, libver='latest'.
#pragma once
#include "file.hpp"
#include "hdf5_data.hpp"
#include "hdf5_parse.hpp"

namespace ctnn::io {

/// An HDF5 file in memory. Opening it reads and checks its whole structure, but no data.
class hdf5_file {
public:
    /// `name` is what messages call it.
    hdf5_file(std::vector<std::byte> file, std::string name)
        : file_(std::move(file)), report_{std::move(name), "HDF5 file"},
          root_(detail::hdf5_parser(file_, report_).parse()) {}
    static hdf5_file open(const std::filesystem::path& path) { return {read_file(path), path.string()}; }

    const std::string& name() const { return report_.file; }
    std::size_t size() const { return file_.size(); }
    const hdf5_node& root() const { return root_; }
    const hdf5_node* find(std::string_view path) const { return root_.find(path); }

    /// The numbers of a dataset of this file.
    array read(const hdf5_node& dataset) const {
        const auto named = detail::in_quotes(dataset.path);
        if (!dataset.is_dataset())
            throw file_error(name(), named + " is not a dataset", "the file was not written by Keras");
        if (dataset.type.is != hdf5_type::kind::number)
            throw file_error(name(), detail::join(named, " holds ", text_kind(dataset.type), ", not numbers"),
                             "save numbers of a type that numpy calls float32, float64, int32...");
        if (!dataset.layout.unsupported.empty())
            throw file_error(name(), detail::join(named, " has ", dataset.layout.unsupported, ", which is not read"),
                             "save it again in one piece, as Keras does; of filters, gzip and shuffle are known");
        array a{dataset.type.number, dataset.shape, detail::hdf5_data(file_, dataset, report_).read()};
        if (dataset.type.big_endian) detail::swap_bytes(a.bytes, size_of(a.type));
        return a;
    }

private:
    static std::string_view text_kind(const hdf5_type& type) {
        return type.is == hdf5_type::kind::unsupported ? type.why : "texts";
    }

    std::vector<std::byte> file_;
    detail::damage report_;
    hdf5_node root_;
};

} // namespace ctnn::io
