/// Keras' keywords of training: of compile, fit and evaluate, and of callbacks.
#pragma once
#include "../dsl/keywords.hpp"

namespace ctnn {

// compile
inline constexpr keyword<"loss_weights"> loss_weights{};
inline constexpr keyword<"weighted_metrics"> weighted_metrics{};
// losses and metrics
inline constexpr keyword<"from_logits"> from_logits{};
inline constexpr keyword<"label_smoothing"> label_smoothing{};
inline constexpr keyword<"ignore_class"> ignore_class{};
inline constexpr keyword<"k"> k{};
inline constexpr keyword<"from_sorted_ids"> from_sorted_ids{};
inline constexpr keyword<"thresholds"> thresholds{};
inline constexpr keyword<"top_k"> top_k{};
inline constexpr keyword<"class_id"> class_id{};
inline constexpr keyword<"num_thresholds"> num_thresholds{};
inline constexpr keyword<"curve"> curve{};
inline constexpr keyword<"summation_method"> summation_method{};
inline constexpr keyword<"multi_label"> multi_label{};
inline constexpr keyword<"num_labels"> num_labels{};
inline constexpr keyword<"label_weights"> label_weights{};
inline constexpr keyword<"specificity"> specificity{};
inline constexpr keyword<"sensitivity"> sensitivity{};
inline constexpr keyword<"recall"> recall{};
inline constexpr keyword<"precision"> precision{};
inline constexpr keyword<"average"> average{};
inline constexpr keyword<"beta"> beta{};
inline constexpr keyword<"num_classes"> num_classes{};
inline constexpr keyword<"target_class_ids"> target_class_ids{};
inline constexpr keyword<"sparse_y_true"> sparse_y_true{};
inline constexpr keyword<"sparse_y_pred"> sparse_y_pred{};
inline constexpr keyword<"class_aggregation"> class_aggregation{};
inline constexpr keyword<"num_regressors"> num_regressors{};
// fit, evaluate
inline constexpr keyword<"verbose"> verbose{};
inline constexpr keyword<"callbacks"> callbacks{};
inline constexpr keyword<"validation_split"> validation_split{};
inline constexpr keyword<"validation_data"> validation_data{};
inline constexpr keyword<"shuffle"> shuffle{};
inline constexpr keyword<"class_weight"> class_weight{};
inline constexpr keyword<"sample_weight"> sample_weight{};
inline constexpr keyword<"initial_epoch"> initial_epoch{};
inline constexpr keyword<"steps_per_epoch"> steps_per_epoch{};
inline constexpr keyword<"validation_steps"> validation_steps{};
inline constexpr keyword<"validation_batch_size"> validation_batch_size{};
inline constexpr keyword<"validation_freq"> validation_freq{};
inline constexpr keyword<"steps"> steps{};
// callbacks
inline constexpr keyword<"monitor"> monitor{};
inline constexpr keyword<"min_delta"> min_delta{};
inline constexpr keyword<"patience"> patience{};
inline constexpr keyword<"baseline"> baseline{};
inline constexpr keyword<"restore_best_weights"> restore_best_weights{};
inline constexpr keyword<"start_from_epoch"> start_from_epoch{};
inline constexpr keyword<"filepath"> filepath{};
inline constexpr keyword<"save_best_only"> save_best_only{};
inline constexpr keyword<"save_weights_only"> save_weights_only{};
inline constexpr keyword<"save_freq"> save_freq{};
inline constexpr keyword<"initial_value_threshold"> initial_value_threshold{};
inline constexpr keyword<"factor"> factor{};
inline constexpr keyword<"cooldown"> cooldown{};
inline constexpr keyword<"min_lr"> min_lr{};
inline constexpr keyword<"schedule"> schedule{};
inline constexpr keyword<"filename"> filename{};
inline constexpr keyword<"separator"> separator{};
inline constexpr keyword<"append"> append{};
inline constexpr keyword<"raise_error"> raise_error{};
inline constexpr keyword<"swap_on_epoch"> swap_on_epoch{};
inline constexpr keyword<"backup_dir"> backup_dir{};
inline constexpr keyword<"delete_checkpoint"> delete_checkpoint{};
// LambdaCallback
inline constexpr keyword<"on_train_begin"> on_train_begin{};
inline constexpr keyword<"on_train_end"> on_train_end{};
inline constexpr keyword<"on_epoch_begin"> on_epoch_begin{};
inline constexpr keyword<"on_epoch_end"> on_epoch_end{};
inline constexpr keyword<"on_train_batch_begin"> on_train_batch_begin{};
inline constexpr keyword<"on_train_batch_end"> on_train_batch_end{};
inline constexpr keyword<"on_test_begin"> on_test_begin{};
inline constexpr keyword<"on_test_end"> on_test_end{};
inline constexpr keyword<"on_test_batch_begin"> on_test_batch_begin{};
inline constexpr keyword<"on_test_batch_end"> on_test_batch_end{};
inline constexpr keyword<"on_predict_begin"> on_predict_begin{};
inline constexpr keyword<"on_predict_end"> on_predict_end{};
inline constexpr keyword<"on_predict_batch_begin"> on_predict_batch_begin{};
inline constexpr keyword<"on_predict_batch_end"> on_predict_batch_end{};

} // namespace ctnn
