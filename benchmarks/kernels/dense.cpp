#include "kernels.hpp"
#include <ctnn/ctnn.hpp>
#if __has_include(<Eigen/Core>)
#include <Eigen/Core>
#endif

namespace bench {
namespace {

using namespace ctnn;
using namespace ctnn::literals;

#if __has_include(<Eigen/Core>)
/// y = x . kernel + bias with sizes that the compiler knows, as ctnn has them.
template<int Batch, int In, int Out>
class eigen_dense final : public contestant {
    template<int Rows, int Columns>
    using matrix = Eigen::Matrix<float, Rows, Columns, Eigen::RowMajor>;
    template<class M>
    using in_place = Eigen::Map<M, Eigen::Aligned64>;

public:
    explicit eigen_dense(const layer_data& d)
        : contestant("Eigen", Batch), kernel_(d.weights[0].data()), bias_(d.weights[1].data()),
          x_(std::size_t(Batch) * In), y_(std::size_t(Batch) * Out) {
        version = std::to_string(EIGEN_WORLD_VERSION) + "." + std::to_string(EIGEN_MAJOR_VERSION) + "." +
                  std::to_string(EIGEN_MINOR_VERSION);
    }
    void set_input(std::span<const float> x) override { std::copy(x.begin(), x.end(), x_.data()); }
    void run(int times) override {
        const in_place<const matrix<In, Out>> kernel(kernel_);
        const in_place<const matrix<1, Out>> bias(bias_);
        const in_place<const matrix<Batch, In>> x(x_.data());
        in_place<matrix<Batch, Out>> y(y_.data());
        for (int i = 0; i < times; ++i) {
            touch(*x_.data());
            y.noalias() = x * kernel;
            y.rowwise() += bias;
            touch(*y_.data());
        }
    }
    std::vector<float> output() override { return {y_.data(), y_.data() + y_.size()}; }

private:
    const float *kernel_, *bias_;
    aligned_floats x_, y_;
};
template<int Batch, int In, int Out>
std::unique_ptr<contestant> eigen(const layer_data& d, int) {
    return std::make_unique<eigen_dense<Batch, In, Out>>(d);
}
#else
template<int Batch, int In, int Out>
std::unique_ptr<contestant> eigen(const layer_data&, int) {
    return nullptr;
}
#endif

template<int In, int Out, int Batch = 1>
kernel dense() {
    const std::string size = std::to_string(In) + "x" + std::to_string(Out);
    const std::string name = Batch == 1 ? "gemv " + size : "gemm " + std::to_string(Batch) + " by " + size;
    return make_kernel(name, Sequential(Dense(hana::int_c<Out>, input_shape = shape<In>)),
                       {eigen<Batch, In, Out>, onednn_dense, xnnpack_dense}, Batch);
}

} // namespace

std::vector<kernel> dense_kernels() {
    return {dense<8, 16>(),         dense<32, 32>(),         dense<64, 64>(),     dense<128, 128>(),
            dense<784, 128>(),      dense<1024, 1024>(),     dense<32, 32, 32>(), dense<784, 128, 32>(),
            dense<128, 128, 256>(), dense<1024, 1024, 256>()};
}

} // namespace bench
