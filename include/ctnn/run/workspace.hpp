/// The memory that a prediction works in.
#pragma once
#include <cstddef>
#include <new>

namespace ctnn {

/// predict(x) keeps its workspace on the stack up to this many bytes; above it takes predict(x, workspace).
inline constexpr std::size_t max_stack_workspace = 256 * 1024;

/// Scratch memory of predictions, 64-byte aligned, one for each thread: auto w = model.workspace(). Moving leaves the
/// source without any.
class workspace {
public:
    explicit workspace(std::size_t bytes)
        : data_(static_cast<float*>(::operator new(bytes ? bytes : 64, std::align_val_t(64)))), bytes_(bytes) {}
    workspace(workspace&& o) noexcept : data_(o.data_), bytes_(o.bytes_) { o.data_ = nullptr, o.bytes_ = 0; }
    workspace& operator=(workspace&& o) noexcept {
        float* const d = data_;
        const std::size_t n = bytes_;
        data_ = o.data_, o.data_ = d;
        bytes_ = o.bytes_, o.bytes_ = n;
        return *this;
    }
    ~workspace() { ::operator delete(data_, std::align_val_t(64)); }
    float* data() { return data_; }
    const float* data() const { return data_; }
    std::size_t bytes() const { return bytes_; }

private:
    float* data_;
    std::size_t bytes_;
};

} // namespace ctnn
