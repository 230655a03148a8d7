"""Keras networks as TensorFlow Lite: tflite_bytes(model, batch)."""
import keras
import tensorflow as tf


def unrolled(model):
    """Recurrent layers step by step: LiteRT's functions for C refuse the operator LSTM, and run a GRU in a loop that takes
    16 us a step."""
    layers = [keras.Input(model.input_shape[1:])]
    for layer in model.layers:
        config = layer.get_config()
        if "unroll" in config:
            config["unroll"] = True
        layers.append(type(layer).from_config(config))
    copy = keras.Sequential(layers)
    copy.set_weights(model.get_weights())
    return copy


def tflite_bytes(model, batch):
    from tensorflow.python.framework.convert_to_constants import convert_variables_to_constants_v2
    if any(hasattr(layer, "unroll") for layer in model.layers):
        model = unrolled(model)
    call = tf.function(lambda x: model(x, training=False))
    shape = tf.TensorSpec((batch, *model.input_shape[1:]), tf.float32)
    frozen = convert_variables_to_constants_v2(call.get_concrete_function(shape))
    return tf.lite.TFLiteConverter.from_concrete_functions([frozen], model).convert()
