/// Where a layer says what is wrong. The first sentence counts.
#pragma once
#include "../shape/text.hpp"

namespace ctnn {

/// Streams as the quoted name of the layer before: say.unless(..., "; hint: ", previous, " needs return_sequences").
struct previous_t {};
inline constexpr previous_t previous{};

namespace detail {
/// The classes of layers that give one step unless they are told to give the sequence.
constexpr bool gives_one_step(std::string_view c) {
    return c == "SimpleRNN" || c == "LSTM" || c == "GRU" || c == "Bidirectional";
}
inline constexpr char previous_mark = '\1'; // replaced by the name once the whole message is put together
}

/// Collects the first mistake of a layer: what was expected, what was received, the remedy.
struct report {
    std::string_view previous_class; ///< Keras' class name of the layer that feeds this one, "" for none
    bool previous_weights;           ///< whether that layer has weights: then what comes is any number

    constexpr explicit report(std::string_view previous_class = {}, bool previous_weights = false)
        : previous_class(previous_class), previous_weights(previous_weights) {}
    report(const report&) = delete;
    report& operator=(const report&) = delete;
    constexpr ~report() { delete sentence_; }

    constexpr bool failed() const { return sentence_ != nullptr; }
    constexpr std::string_view sentence() const { return sentence_ ? sentence_->view() : std::string_view(); }

    /// say.unless(units > 0, "units must be positive, got ", units). By value: literals of every length are one type.
    template<class... What>
    constexpr void unless(bool ok, What... what) {
        if (!ok) fail(what...);
    }
    template<class... What>
    constexpr void fail(What... what) {
        if (sentence_) return;
        sentence_ = new text;
        (put(what), ...);
    }

private:
    text* sentence_ = nullptr;

    template<class T>
    constexpr void put(const T& what) {
        *sentence_ << what;
    }
    constexpr void put(previous_t) { *sentence_ << '\'' << detail::previous_mark << '\''; }
};

} // namespace ctnn
