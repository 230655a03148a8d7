/// The layers that a Keras file may hold: a configuration type's `keras_name` is the class_name of the file, its
/// `arguments()` say which keys it reads.
#pragma once
#include <ctnn/layers.hpp>
#include <ctnn/model/graph.hpp>

namespace ctnn::import {

template<class... C>
struct type_list {};

// clang-format off
using plain_layers = type_list<
    layers::activation_layer,
    layers::alpha_dropout,
    layers::batch_normalization,
    layers::conv<1>, layers::conv<2>, layers::conv<3>,
    layers::conv_transpose<1>, layers::conv_transpose<2>, layers::conv_transpose<3>,
    layers::cropping<1>, layers::cropping<2>, layers::cropping<3>,
    layers::dense,
    layers::depthwise_conv<1>, layers::depthwise_conv<2>,
    layers::dropout,
    layers::elu,
    layers::embedding,
    layers::flatten,
    layers::global_pooling<1, ops::reduce_kind::maximum>, layers::global_pooling<2, ops::reduce_kind::maximum>,
    layers::global_pooling<3, ops::reduce_kind::maximum>,
    layers::global_pooling<1, ops::reduce_kind::mean>, layers::global_pooling<2, ops::reduce_kind::mean>,
    layers::global_pooling<3, ops::reduce_kind::mean>,
    layers::gaussian_dropout, layers::gaussian_noise,
    layers::gru,
    layers::identity,
    layers::layer_normalization,
    layers::leaky_re_lu,
    layers::lstm,
    layers::normalization,
    layers::p_re_lu,
    layers::permute,
    layers::pooling<1, ops::pool_kind::maximum>, layers::pooling<2, ops::pool_kind::maximum>,
    layers::pooling<3, ops::pool_kind::maximum>,
    layers::pooling<1, ops::pool_kind::mean>, layers::pooling<2, ops::pool_kind::mean>,
    layers::pooling<3, ops::pool_kind::mean>,
    layers::re_lu,
    layers::repeat_vector,
    layers::rescaling,
    layers::reshape,
    layers::separable_conv<1>, layers::separable_conv<2>,
    layers::simple_rnn,
    layers::softmax,
    layers::spatial_dropout_1d, layers::spatial_dropout_2d,
    layers::up_sampling<1>, layers::up_sampling<2>, layers::up_sampling<3>,
    layers::zero_padding<1>, layers::zero_padding<2>, layers::zero_padding<3>
>;
// Layers of several inputs, which no wrapper takes.
using merging_layers = type_list<
    layers::add, layers::average, layers::concatenate, layers::dot, layers::maximum, layers::minimum, layers::multiply,
    layers::subtract
>;
// Both directions of one kind first: they are also what a file without backward_layer means.
using bidirectional_layers = type_list<
    layers::bidirectional<layers::lstm>, layers::bidirectional<layers::gru>, layers::bidirectional<layers::simple_rnn>,
    layers::bidirectional<layers::lstm, layers::gru>, layers::bidirectional<layers::lstm, layers::simple_rnn>,
    layers::bidirectional<layers::gru, layers::lstm>, layers::bidirectional<layers::gru, layers::simple_rnn>,
    layers::bidirectional<layers::simple_rnn, layers::lstm>, layers::bidirectional<layers::simple_rnn, layers::gru>
>;
// clang-format on

template<class... Lists>
struct join_lists;
template<class... A>
struct join_lists<type_list<A...>> {
    using type = type_list<A...>;
};
template<class... A, class... B, class... More>
struct join_lists<type_list<A...>, type_list<B...>, More...> : join_lists<type_list<A..., B...>, More...> {};

template<class List>
struct over_time;
template<class... C>
struct over_time<type_list<C...>> {
    using type = type_list<layers::time_distributed<C>...>;
};

using single_layers = join_lists<plain_layers, bidirectional_layers>::type;
using layer_types = join_lists<single_layers, merging_layers, over_time<single_layers>::type, over_time<over_time<plain_layers>::type>::type>::type;

/// Calls f with the configuration of a layer of the graph as its own type; false for an input or a model.
template<class F, class... C>
bool with_configuration(const detail::layer_record& layer, const F& f, type_list<C...>) {
    const auto one = [&]<class D>(std::type_identity<D>) {
        if (layer.kind != &detail::handle_of<D>::id) return false;
        f(static_cast<const detail::layer_of<D>*>(layer.config)->config);
        return true;
    };
    return (one(std::type_identity<C>{}) || ...);
}
template<class F>
bool with_configuration(const detail::layer_record& layer, const F& f) {
    return with_configuration(layer, f, layer_types{});
}

} // namespace ctnn::import
