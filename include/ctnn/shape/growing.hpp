/// A list that grows inside one constant evaluation (and at run time, in tools): what is left of std::vector when
/// compile time is counted in evaluated statements.
#pragma once
#if __has_include(<bits/allocator.h>) && __has_include(<bits/stl_construct.h>)
#include <bits/allocator.h> // libstdc++'s own parts of <memory>: the whole costs every user a quarter of a second
#include <bits/stl_construct.h>
#else
#include <memory>
#endif

namespace ctnn {

template<class T>
struct growing {
    constexpr growing() = default;
    growing(const growing&) = delete;
    growing& operator=(const growing&) = delete;
    constexpr ~growing() { drop(data_, size_, capacity_); }

    constexpr int size() const { return size_; }
    constexpr T& operator[](int i) { return data_[i]; }
    constexpr const T& operator[](int i) const { return data_[i]; }
    constexpr T* begin() { return data_; }
    constexpr T* end() { return data_ + size_; }
    constexpr const T* begin() const { return data_; }
    constexpr const T* end() const { return data_ + size_; }
    constexpr T& back() { return data_[size_ - 1]; }

    constexpr void push(const T& v) {
        if (size_ == capacity_) reserve(capacity_ ? 2 * capacity_ : 16);
        std::construct_at(data_ + size_, v);
        ++size_;
    }
    constexpr void reserve(int capacity) {
        if (capacity <= capacity_) return;
        T* more = std::allocator<T>().allocate(std::size_t(capacity)); // elements that are not there yet cost nothing
        for (int i = 0; i < size_; ++i) std::construct_at(more + i, data_[i]);
        drop(data_, size_, capacity_);
        data_ = more;
        capacity_ = capacity;
    }
    /// n times v, and nothing else.
    constexpr void fill(int n, const T& v) {
        clear();
        reserve(n);
        for (; size_ < n; ++size_) std::construct_at(data_ + size_, v);
    }
    constexpr void shrink(int size) {
        if constexpr (!std::is_trivially_destructible_v<T>)
            for (int i = size; i < size_; ++i) std::destroy_at(data_ + i);
        size_ = size;
    }
    constexpr void clear() { shrink(0); }

private:
    static constexpr void drop(T* data, int size, int capacity) {
        if (!data) return;
        if constexpr (!std::is_trivially_destructible_v<T>)
            for (int i = 0; i < size; ++i) std::destroy_at(data + i);
        std::allocator<T>().deallocate(data, std::size_t(capacity));
    }
    T* data_ = nullptr;
    int size_ = 0, capacity_ = 0;
};

} // namespace ctnn
