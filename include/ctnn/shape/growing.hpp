/// A list that grows inside one constant evaluation (and at run time, in tools): what is left of std::vector when
/// compile time is counted in evaluated statements.
#pragma once

namespace ctnn {

template<class T>
struct growing {
    constexpr growing() = default;
    growing(const growing&) = delete;
    growing& operator=(const growing&) = delete;
    constexpr ~growing() { delete[] data_; }

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
        data_[size_++] = v;
    }
    /// One more, as new makes it: for lists that never shrink.
    constexpr T& add() {
        if (size_ == capacity_) reserve(capacity_ ? 2 * capacity_ : 16);
        return data_[size_++];
    }
    constexpr void reserve(int capacity) {
        if (capacity <= capacity_) return;
        T* more = new T[capacity]();
        for (int i = 0; i < size_; ++i) more[i] = data_[i];
        delete[] data_;
        data_ = more;
        capacity_ = capacity;
    }
    /// Until n more are there, what is there stays where it is.
    constexpr void make_room(int n) {
        if (size_ + n > capacity_) reserve(2 * (size_ + n));
    }
    /// n times v, and nothing else.
    constexpr void fill(int n, const T& v) {
        clear();
        reserve(n);
        for (; size_ < n; ++size_) data_[size_] = v;
    }
    constexpr void shrink(int size) { size_ = size; }
    constexpr void clear() { size_ = 0; }

private:
    T* data_ = nullptr;
    int size_ = 0, capacity_ = 0;
};

} // namespace ctnn
