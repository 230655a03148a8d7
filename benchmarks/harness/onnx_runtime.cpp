/// ONNX Runtime by its C functions: a table that only ever grows, so that their places in it are as good as names.
#include "library.hpp"
#include "peer.hpp"

namespace bench {
namespace {

struct api_base {
    const void* const* (*get_api)(std::uint32_t version);
    const char* (*version)();
};

/// Places in the table (onnxruntime_c_api.h).
enum place {
    get_error_message = 2,
    create_env = 3,
    create_session = 7,
    run_session = 9,
    create_session_options = 10,
    set_optimization = 23,
    set_intra_threads = 24,
    set_inter_threads = 25,
    input_name = 36,
    output_name = 37,
    create_tensor = 49,
    create_cpu_memory = 69,
    default_allocator = 78,
};

class session final : public peer {
public:
    session(const library& lib, const peer_files& f, int batch)
        : peer("ONNX Runtime", f, batch), api_(lib.function<const api_base*()>("OrtGetApiBase")()->get_api(4)) {
        void *options = nullptr, *memory = nullptr, *allocator = nullptr;
        static void* env = nullptr;
        if (!env) call<int, const char*, void**>(create_env, 3 /* errors */, "benchmark", &env);
        call<void**>(create_session_options, &options);
        call<void*, int>(set_intra_threads, options, 1);
        call<void*, int>(set_inter_threads, options, 1);
        call<void*, int>(set_optimization, options, 99 /* all */);
        call<void*, const char*, void*, void**>(create_session, env, f.file(batch, ".onnx").c_str(), options,
                                                &session_);
        call<void**>(default_allocator, &allocator);
        call<void*, std::size_t, void*, char**>(input_name, session_, 0, allocator, &in_);
        call<void*, std::size_t, void*, char**>(output_name, session_, 0, allocator, &out_);
        call<int, int, void**>(create_cpu_memory, 0 /* arena */, 0 /* default */, &memory);
        xt_ = tensor(memory, x, f.batched(f.input, batch));
        yt_ = tensor(memory, y, f.batched(f.output, batch));
        run_ = reinterpret_cast<run_function>(const_cast<void*>(api_[run_session]));
    }
    void run(int times) override {
        for (int i = 0; i < times; ++i) check(run_(session_, nullptr, &in_, &xt_, 1, &out_, 1, &yt_));
    }

private:
    using run_function = void* (*)(void*, const void*, const char* const*, const void* const*, std::size_t,
                                   const char* const*, std::size_t, void**);
    const void* const* api_;
    run_function run_;
    void *session_ = nullptr, *xt_, *yt_;
    char *in_, *out_;

    template<class... A>
    void call(place at, std::type_identity_t<A>... a) const {
        check(reinterpret_cast<void* (*)(A...)>(const_cast<void*>(api_[at]))(a...));
    }
    void check(void* status) const {
        if (!status) return;
        const auto message = reinterpret_cast<const char* (*)(void*)>(const_cast<void*>(api_[get_error_message]));
        throw std::runtime_error(message(status));
    }
    void* tensor(void* memory, aligned_floats& to, const std::vector<std::int64_t>& shape) const {
        void* t = nullptr;
        call<void*, void*, std::size_t, const std::int64_t*, std::size_t, int, void**>(
            create_tensor, memory, to.data(), to.bytes(), shape.data(), shape.size(), 1 /* float */, &t);
        return t;
    }
};

} // namespace

std::unique_ptr<contestant> onnx_runtime(const peer_files& f, int batch) {
    static const library lib(find_file(f.site_packages / "onnxruntime/capi", "libonnxruntime.so"));
    return std::make_unique<session>(lib, f, batch);
}

} // namespace bench
