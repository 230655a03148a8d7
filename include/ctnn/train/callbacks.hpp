/// Keras' callbacks, and how fit calls them and those of the user's own.
#pragma once
#include "callbacks/backup_and_restore.hpp"
#include "callbacks/callback_list.hpp"
#include "callbacks/csv_logger.hpp"
#include "callbacks/early_stopping.hpp"
#include "callbacks/lambda_callback.hpp"
#include "callbacks/learning_rate_scheduler.hpp"
#include "callbacks/model_checkpoint.hpp"
#include "callbacks/progbar_logger.hpp"
#include "callbacks/reduce_lr_on_plateau.hpp"
#include "callbacks/swap_ema_weights.hpp"
#include "callbacks/terminate_on_nan.hpp"
