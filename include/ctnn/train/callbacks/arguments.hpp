/// What callbacks' keywords take besides a layer's: texts that are kept, numbers in double, None.
#pragma once
#include "../configured.hpp"
#include "../keywords.hpp"
#include <optional>
#include <string>

namespace ctnn {

/// When ModelCheckpoint saves: "epoch", or every so many batches.
struct save_frequency {
    int batches = 0;   ///< 0: every epoch
    bool known = true; ///< false: another string than "epoch"
    static constexpr std::string_view expected = "\"epoch\" or a number of batches, for example 100";
    constexpr bool operator==(const save_frequency&) const = default;
};

namespace detail {

template<>
struct accept<std::string> {
    static constexpr std::string_view expected = "a string, for example \"val_loss\"";
    template<class V>
    static constexpr bool from = is_text_argument<V> || requires(const V& v) {
        v.string().append("");
    };
    template<class V>
    static std::string make(const V& v) {
        if constexpr (is_text_argument<V>)
            return std::string(std::string_view(v));
        else
            return v.string(); // std::filesystem::path
    }
};

template<>
struct accept<std::optional<double>> {
    static constexpr std::string_view expected = "a number or None, for example 0.5";
    template<class V>
    static constexpr bool from = accept<double>::from<V> || std::is_same_v<V, none_t>;
    template<class V>
    static constexpr std::optional<double> make(const V& v) {
        if constexpr (std::is_same_v<V, none_t>)
            return std::nullopt;
        else
            return accept<double>::make(v);
    }
};

template<>
struct accept<save_frequency> {
    template<class V>
    static constexpr bool from = is_text_argument<V> || is_whole_argument<V>;
    template<class V>
    static constexpr save_frequency make(const V& v) {
        if constexpr (is_text_argument<V>)
            return {0, std::string_view(v) == "epoch"};
        else
            return {accept<int>::make(v), accept<int>::make(v) > 0};
    }
};

} // namespace detail
} // namespace ctnn
