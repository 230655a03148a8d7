"""Writes recurrent_gradients.inc: gradients of recurrent layers as TensorFlow gives them through real Keras.

keras 3.15.1, tensorflow-cpu 2.21.0 (Python 3.11), on one CPU:
    TF_CPP_MIN_LOG_LEVEL=3 CUDA_VISIBLE_DEVICES= python tests/golden/recurrent_gradients.py > tests/golden/recurrent_gradients.inc
"""

import keras
import numpy as np
import tensorflow as tf
from keras import Input, Model
from keras.layers import GRU, LSTM, Bidirectional, SimpleRNN, TimeDistributed

SAMPLES = 3
random = np.random.default_rng(20)


def chain(*layers, shape=(4, 2)):
    x = y = Input(shape)
    for layer in layers:
        y = layer(y)
    return Model(x, y)


def with_states(layer, states):
    x, initial = Input((4, 2)), [Input((3,)) for _ in range(states)]
    return Model([x, *initial], layer(x, initial_state=initial if states > 1 else initial[0]))


# tests/unit/program/recurrent_golden.cpp has the same networks in the same order
cases = [
    ("simple_rnn", chain(SimpleRNN(3))),
    ("simple_rnn_relu", chain(SimpleRNN(3, activation="relu", return_sequences=True, use_bias=False))),
    ("lstm", chain(LSTM(3))),
    ("lstm_backwards", chain(LSTM(3, return_sequences=True, go_backwards=True))),
    ("lstm_states", with_states(LSTM(3, return_sequences=True, return_state=True), 2)),
    ("lstm_functions", chain(LSTM(3, activation="softsign", recurrent_activation="hard_sigmoid", use_bias=False))),
    ("lstm_stack", chain(LSTM(3, return_sequences=True), LSTM(2, return_sequences=True), LSTM(3))),
    ("gru", chain(GRU(3))),
    ("gru_states", with_states(GRU(3, return_sequences=True, return_state=True, go_backwards=True), 1)),
    ("gru_no_bias", chain(GRU(3, return_sequences=True, use_bias=False))),
    ("gru_reset_before", chain(GRU(3, return_sequences=True, reset_after=False))),
    ("gru_reset_before_backwards", chain(GRU(3, reset_after=False, go_backwards=True, activation="silu"))),
    ("bidirectional_lstm", chain(Bidirectional(LSTM(3, return_sequences=True)))),
    ("bidirectional_gru", chain(Bidirectional(GRU(3), merge_mode="sum"))),
    ("bidirectional_simple_rnn", chain(Bidirectional(SimpleRNN(3, return_sequences=True), merge_mode="mul"))),
    ("time_distributed_lstm", chain(TimeDistributed(LSTM(3)), shape=(2, 3, 2))),
]


def number(v):
    return np.format_float_scientific(v, trim="0", unique=True) + "f" if v else "0"


def numbers(tensor):
    return "{" + ", ".join(map(number, np.asarray(tensor, "float32").ravel())) + "}"


def lists(tensors):
    return "{" + ",\n     ".join(numbers(np.float32(t)) for t in tensors) + "}"


def small(shape):
    return (0.7 * random.normal(size=shape)).round(3).astype("float32")


# Layers that drop numbers, by masks that are given: of the input and of the state, for each gate where recurrent_dropout
# gives every gate a mask of its own.
masked_cases = [
    ("simple_rnn", SimpleRNN(3, dropout=0.5, recurrent_dropout=0.25), 1, 1),
    ("lstm", LSTM(3, dropout=0.5, recurrent_dropout=0.25, return_sequences=True), 4, 4),
    ("lstm_input", LSTM(3, dropout=0.5), 1, 0),
    ("gru", GRU(3, dropout=0.5, recurrent_dropout=0.25), 3, 3),
    ("gru_state", GRU(3, recurrent_dropout=0.25), 0, 3),
    ("gru_reset_before", GRU(3, dropout=0.5, recurrent_dropout=0.25, reset_after=False, return_sequences=True), 3, 3),
]


def with_masks(layer, of_input, of_state):
    """The model, and its masks in the order in which ctnn draws them: each gate's of the input, then the state's."""
    model = chain(layer)
    draw = lambda n, size: [tf.constant(small((SAMPLES, size))) for _ in range(n)]
    input_masks, state_masks = draw(of_input, 2), draw(of_state, 3)
    one = lambda masks: masks if len(masks) != 1 else masks[0]
    layer.cell.get_dropout_mask = lambda step: one(input_masks)
    layer.cell.get_recurrent_dropout_mask = lambda step: one(state_masks)
    state = [tf.stack(state_masks, axis=1)] if state_masks else []
    return model, input_masks + state


print(f"// Made by recurrent_gradients.py with keras {keras.__version__}, tensorflow {tf.__version__}.")
print("// Every row: name, inputs, weights, what each output's elements are multiplied by before they are summed up,")
print("// gradients of the inputs, gradients of the weights; inputs and outputs for all samples.")
print("// clang-format off")


def write(name, model, masks=()):
    model.set_weights([small(w.shape) for w in model.get_weights()])
    inputs = [tf.constant(small((SAMPLES, *i.shape[1:]))) for i in model.inputs]
    weights = model.trainable_variables
    with tf.GradientTape() as tape:
        for i in inputs:
            tape.watch(i)
        outputs = model(inputs if len(inputs) > 1 else inputs[0], training=len(masks) > 0)
        outputs = outputs if isinstance(outputs, (list, tuple)) else [outputs]
        factors = [tf.constant(small(o.shape)) for o in outputs]
        loss = sum(tf.reduce_sum(o * f) for o, f in zip(outputs, factors))
    values = [w.value for w in weights]
    gradients = tape.gradient(loss, [*inputs, *values])
    of_inputs, of_weights = gradients[: len(inputs)], gradients[len(inputs) :]
    print(f'{{"{name}",\n    {lists([*inputs, *masks])},\n    {lists(model.get_weights())},\n    {lists(factors)},')
    print(f"    {lists(of_inputs)},\n    {lists(of_weights)}}},")


print("const golden_gradients golden_recurrences[] = {")
for name, model in cases:
    write(name, model)
print("};")
print("// Behind the input the masks: each gate's of the input (2), and the gates' of the state (g, 3).")
print("const golden_gradients golden_masked_recurrences[] = {")
for name, *layer in masked_cases:
    write(name, *with_masks(*layer))
print("};")
