/// A shared library that is opened while the program runs, so that nothing here needs its headers.
#pragma once
#include <dlfcn.h>
#include <filesystem>
#include <stdexcept>
#include <string>

namespace bench {

/// Opened for the rest of the process: peers do not like to be unloaded.
class library {
public:
    explicit library(const std::filesystem::path& file) : handle_(dlopen(file.c_str(), RTLD_NOW | RTLD_LOCAL)) {
        if (!handle_) throw std::runtime_error(dlerror());
    }
    /// The function of that name; F is its type.
    template<class F>
    F* function(const char* name) const {
        void* const found = dlsym(handle_, name);
        if (!found) throw std::runtime_error(std::string("no function ") + name);
        return reinterpret_cast<F*>(found);
    }

private:
    void* handle_;
};

/// The file in `folder` whose name starts with `start`; an empty path if there is none.
inline std::filesystem::path find_file(const std::filesystem::path& folder, const std::string& start) {
    std::error_code none;
    for (const auto& e : std::filesystem::directory_iterator(folder, none))
        if (e.path().filename().string().starts_with(start)) return e.path();
    return {};
}

} // namespace bench
