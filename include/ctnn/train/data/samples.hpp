/// A view of many samples in memory, of any number type, from which batches are copied as floats.
#pragma once
#include "../../shape/compiled_for.hpp"
#include "../../tensor/tensor.hpp"
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <type_traits>

namespace ctnn {

namespace detail {

/// Reads numbers of type T, wherever they lie, as floats: rounded to the nearest, a bool is 0 or 1.
template<class T, unsigned Options = compiled_for>
void read_numbers(const std::byte* from, std::size_t n, float* to) {
    if constexpr (std::is_same_v<T, float>)
        std::memcpy(to, from, n * sizeof(float));
    else if constexpr (std::is_same_v<T, bool>)
        for (std::size_t i = 0; i < n; ++i) to[i] = from[i] != std::byte{0} ? 1.f : 0.f;
    else
        for (std::size_t i = 0; i < n; ++i) {
            T v;
            std::memcpy(&v, from + i * sizeof(T), sizeof(T));
            to[i] = static_cast<float>(v);
        }
}

} // namespace detail

/// Owns nothing. A sample is `elements()` numbers in a row; samples lie `stride` bytes apart.
class sample_view {
public:
    /// How numbers become floats: (from, how many, to).
    using reader = void (*)(const std::byte*, std::size_t, float*);

    sample_view() = default;
    /// `width`: the bytes of one number.
    sample_view(const void* data, std::size_t count, std::size_t elements, std::size_t width, std::size_t stride,
                reader read)
        : data_(static_cast<const std::byte*>(data)), count_(count), elements_(elements), width_(width),
          stride_(stride), read_(read) {}

    /// n samples of numbers of type T without gaps.
    template<class T, unsigned Options = compiled_for>
    static sample_view of(const T* data, std::size_t count, std::size_t elements) {
        return {data, count, elements, sizeof(T), elements * sizeof(T), &detail::read_numbers<T, Options>};
    }
    /// Tensors, with what their alignment leaves between them.
    template<class T, int... D, unsigned Options = compiled_for>
    static sample_view of(const tensor<T, D...>* data, std::size_t count) {
        return {data,
                count,
                tensor<T, D...>::size(),
                sizeof(T),
                sizeof(tensor<T, D...>),
                &detail::read_numbers<T, Options>};
    }

    std::size_t size() const { return count_; }
    std::size_t elements() const { return elements_; }
    bool is_given() const { return read_ != nullptr; }

    /// Samples first, first + 1... where they lie, if they are floats behind one another; else null.
    template<unsigned Options = compiled_for>
    const float* in_place(std::size_t first) const {
        const std::byte* const at = data_ + first * stride_;
        if (read_ != &detail::read_numbers<float, Options> || stride_ != elements_ * width_ ||
            reinterpret_cast<std::uintptr_t>(at) % alignof(float) != 0)
            return nullptr;
        return reinterpret_cast<const float*>(at);
    }

    /// Copies samples first, first + 1... (count, elements) to `to`.
    template<unsigned Options = compiled_for>
    void copy(std::size_t first, std::size_t count, float* to) const {
        if (stride_ == elements_ * width_) return read_(data_ + first * stride_, count * elements_, to);
        for (std::size_t i = 0; i < count; ++i, to += elements_) read_(data_ + (first + i) * stride_, elements_, to);
    }
    /// Copies the samples of a list of indices.
    template<unsigned Options = compiled_for>
    void copy(std::span<const std::size_t> which, float* to) const {
        for (std::size_t i : which) read_(data_ + i * stride_, elements_, to), to += elements_;
    }

    /// Copies some numbers of one sample.
    template<unsigned Options = compiled_for>
    void copy_elements(std::size_t sample, std::size_t first, std::size_t count, float* to) const {
        read_(data_ + sample * stride_ + first * width_, count, to);
    }

    template<unsigned Options = compiled_for>
    sample_view part(std::size_t first, std::size_t count) const {
        return {data_ + first * stride_, count, elements_, width_, stride_, read_};
    }
    /// The same numbers, cut into samples of another size that divides them.
    template<unsigned Options = compiled_for>
    sample_view with_elements(std::size_t elements) const {
        return {data_, count_ * elements_ / elements, elements, width_, elements * width_, read_};
    }

private:
    const std::byte* data_ = nullptr;
    std::size_t count_ = 0, elements_ = 0, width_ = 0, stride_ = 0;
    reader read_ = nullptr;
};

} // namespace ctnn
