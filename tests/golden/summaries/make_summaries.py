"""Summaries as real Keras prints them, each beside the plain table that it shows: writes summaries.json.

    python make_summaries.py [--keras-2-12 DIR]

Made with keras 3.15.1 (rich 15.0.0) and tf_keras 2.21.0 on tensorflow-cpu 2.21.0. DIR is the unpacked wheel of keras
2.12.0 (`pip download keras==2.12.0 --no-deps`): its print_summary is run on tf_keras' models, whose classes it knows;
without it the cases of that version are left out. Nothing here is read by the C++ code that is under test.
"""

import argparse
import ast
import contextlib
import copy
import importlib.metadata
import io
import json
import os
import pathlib

os.environ.update(TF_CPP_MIN_LOG_LEVEL="3", CUDA_VISIBLE_DEVICES="", TERM="xterm-256color")
for variable in ("COLUMNS", "LINES", "COLORTERM", "NO_COLOR", "FORCE_COLOR", "UNICODE_VERSION"):
    os.environ.pop(variable, None)

import keras
import numpy as np
import tf_keras

HERE = pathlib.Path(__file__).parent


# Models, for either Keras ---------------------------------------------------------------------------------------------
def mlp(k):
    return k.Sequential([k.layers.Input((3,)), k.layers.Dense(9), k.layers.Dense(18)], name="sequential")


def cnn(k):
    layers = k.layers
    model = k.Sequential(name="digits")
    model.add(layers.Input((28, 28, 1)))
    model.add(layers.Conv2D(32, 3, activation="relu", name="conv"))
    model.add(layers.BatchNormalization(name="batch_normalization"))
    model.add(layers.MaxPooling2D(name="pool"))
    model.add(layers.Flatten(name="flatten"))
    model.add(layers.Dense(128, name="dense", trainable=False))
    model.add(layers.Dropout(0.5, name="dropout"))
    model.add(layers.Dense(10, activation="softmax", name="dense_1"))
    return model


def compiled(k):
    model = k.Sequential([k.layers.Input((5,)), k.layers.Dense(7, name="dense"),
                          k.layers.BatchNormalization(name="batch_normalization")], name="compiled")
    model.compile(optimizer=k.optimizers.Adam(), loss="mse")
    model.optimizer.build(model.trainable_variables)
    return model


def compiled_sgd(k):
    model = mlp(k)
    model.compile(optimizer=k.optimizers.SGD(), loss="mse")
    model.optimizer.build(model.trainable_variables)
    return model


def states(k):
    x = k.Input((2, 3), name="input_1")
    y, h, c = k.layers.LSTM(4, return_sequences=True, return_state=True, name="lstm")(x)
    return k.Model(x, [y, h, c], name="states")


def branches(k):
    layers = k.layers
    a = k.Input((8,), name="left")
    b = k.Input((8,), name="right")
    shared = layers.Dense(5, activation="relu", name="shared_dense")
    both = layers.Concatenate(name="concatenate")([shared(a), shared(b)])
    h = layers.Dense(10, name="hidden")(both)
    total = layers.Add(name="add")([both, h])
    return k.Model([a, b], [layers.Dense(1, name="score")(total), layers.Dense(3, name="kind")(total)], name="branches")


def encoder_decoder(k):
    layers = k.layers
    e_in = k.Input((4, 6), name="encoder_input")
    e_out, h, c = layers.LSTM(5, return_sequences=True, return_state=True, name="encoder")(e_in)
    d_in = k.Input((3, 6), name="decoder_input")
    d_out = layers.LSTM(5, return_sequences=True, name="decoder")(d_in, initial_state=[h, c])
    out = layers.Attention(name="attention")([d_out, e_out])
    return k.Model([e_in, d_in], out, name="encoder_decoder")


def nested(k):
    layers = k.layers
    head = k.Sequential([layers.Input((6,)), layers.Dense(4, name="deep"), layers.Dense(2, name="deeper")], name="head")
    i = k.Input((5,), name="inner_input")
    h = layers.Dense(6, name="inner_dense")(i)
    inner = k.Model(i, [head(h), h], name="inner")
    inner.trainable = False
    x = k.Input((5,), name="outer_input")
    small, large = inner(x)
    out = layers.Dense(1, name="out")(layers.Concatenate(name="join")([small, large]))
    return k.Model(x, out, name="outer")


def nested_sequential(k):
    layers = k.layers
    block = k.Sequential([layers.Input((4,)), layers.Dense(4, name="a"), layers.Dense(3, name="b")], name="block")
    inside = k.Sequential([layers.Input((4,)), block, layers.Dense(2, name="c")], name="inside")
    return k.Sequential([layers.Input((7,)), layers.Dense(4, name="first"), inside, layers.Dense(1, name="last")],
                        name="whole")


def two_calls(k):
    layers = k.layers
    tower = k.Sequential([layers.Input((4,)), layers.Dense(3, name="tower_dense")], name="tower")
    a, b = k.Input((4,), name="a"), k.Input((4,), name="b")
    return k.Model([a, b], layers.Subtract(name="difference")([tower(a), tower(b)]), name="siamese")


def differing(k):
    layers = k.layers
    act = layers.Activation("relu", name="rectify")
    x = k.Input((4,), name="x")
    return k.Model(x, act(layers.Dense(2, name="narrow")(act(x))), name="differing")


def chain(k):
    layers = k.layers
    x = k.Input((6, 6, 2), name="image")
    y = layers.Conv2D(4, 3, name="conv2d")(x)
    y = layers.GlobalAveragePooling2D(name="global_average_pooling2d")(y)
    return k.Model(x, layers.Dense(2, name="logits")(y), name="chain")


def long_names(k):
    layers = k.layers
    model = k.Sequential(name="a_model_with_quite_a_long_name_that_alone_is_wider_than_the_terminal_it_is_printed_in")
    model.add(layers.Input((16,)))
    model.add(layers.Dense(4, name="a_dense_layer_whose_name_is_far_too_long_for_any_column_of_the_table"))
    model.add(layers.Dense(1000, name="short"))
    model.add(layers.Dense(1200, name="forty_characters_and_not_a_single_blank_"))
    model.add(layers.Dense(2, name="exactly_so_that_it_does"))
    return model


def long_functional(k):
    layers = k.layers
    x = k.Input((16,), name="the_input_with_a_name_that_does_not_fit_its_column")
    a = layers.Dense(4, name="left_branch_of_the_network_dense")(x)
    b = layers.Dense(4, name="right_branch_of_the_network_dense_with_more")(x)
    y = layers.Add(name="sum_of_both_branches_of_the_network")([a, b])
    return k.Model(x, y, name="long_functional")


def blanks(k):
    layers = k.layers
    model = k.Sequential(name="my first model, which has a name of so many words that it takes more than one line")
    model.add(layers.Input((3,)))
    model.add(layers.Dense(2, name="my first layer and some more words that have to be wrapped"))
    model.add(layers.Dense(2, name="out put"))
    return model


def unicode(k):
    layers = k.layers
    model = k.Sequential(name="modèle_网络")
    model.add(layers.Input((3,)))
    model.add(layers.Dense(2, name="couche_cachée"))
    model.add(layers.Dense(2, name="密集层一二三四五六七八九十"))
    model.add(layers.Dense(2, name="x密集层一二三四五六七八九十一二三四五六七八九十"))
    model.add(layers.Dense(2, name="🚀_❤️_👩‍🚀_e\u0301"))
    model.add(layers.Dense(2, name="slutlag å ä ö 出力 層"))
    return model


def odd_shapes(k):
    layers = k.layers
    x = k.Input((None, 8), name="sequence")
    y = layers.Dense(1, name="per_step")(x)
    y = layers.GlobalMaxPooling1D(name="peak")(y)
    return k.Model(x, layers.Reshape((), name="scalar")(y), name="odd_shapes")


def fixed_batch(k):
    x = k.Input(batch_shape=(30, 4), name="fixed")
    return k.Model(x, k.layers.Dense(2, name="dense")(x), name="fixed_batch")


def weightless(k):
    return k.Sequential([k.layers.Input((4, 4)), k.layers.Flatten(name="flatten"), k.layers.ReLU(name="re_lu")],
                        name="weightless")


def large(k):
    return k.Sequential([k.layers.Input((512,)), k.layers.Dense(2048, name="wide"), k.layers.Dense(4096, name="wider")],
                        name="large")


def unbuilt(k):
    return k.Sequential([k.layers.Dense(4, name="dense"), k.layers.Dropout(0.1, name="dropout"),
                         k.layers.LSTM(3, name="lstm")], name="unbuilt")


# Tables ---------------------------------------------------------------------------------------------------------------
def shapes_of(value):
    """Any nesting of shapes as a list of shapes, None as -1."""
    if value is None:
        return []
    value = list(value.values()) if isinstance(value, dict) else value
    if isinstance(value, (list, tuple)) and (not len(value) or value[0] is None or isinstance(value[0], int)):
        return [[-1 if d is None else int(d) for d in value]]
    return [shape for part in value for shape in shapes_of(part)]


def count(weights):
    return int(sum(np.prod(tuple(w.shape)) for w in weights))


def row_of(k, layer, owner):
    row = dict(name=layer.name, class_name=layer.__class__.__name__)
    nodes = layer._inbound_nodes
    relevant = [n for level in getattr(owner, "_nodes_by_depth", {}).values() for n in level]
    if k is keras:
        if nodes:
            row["output_shapes"] = [s for t in nodes[-1].output_tensors for s in shapes_of(t.shape)]
        if layer.built:
            row["params"] = layer.count_params()
        sources = [(t._keras_history.operation.name, t._keras_history.node_index, t._keras_history.tensor_index)
                   for n in nodes if n in relevant for t in n.input_tensors]
    else:
        try:
            row["output_shapes"] = shapes_of(layer.output_shape)
        except AttributeError:
            row["output_shapes"], row["differing"] = [], True
        row["params"] = layer.count_params()
        sources = [(into.name, node, tensor)
                   for n in nodes if n in relevant for into, node, tensor, _ in n.iterate_inbound()]
    if not isinstance(owner, k.Sequential):
        row["connected_to"] = [f"{name}[{node}][{tensor}]" for name, node, tensor in sources]
    row["trainable"], row["built"] = bool(layer.trainable), bool(layer.built)
    row["is_input"] = row["class_name"] == "InputLayer"
    row["nested"] = [row_of(k, inner, layer) for inner in getattr(layer, "layers", [])]
    defaults = dict(params=0, trainable=True, built=True, is_input=False, connected_to=[], nested=[], output_shapes=[])
    return {key: value for key, value in row.items() if value != defaults.get(key, "-")}


def table_of(k, model):
    layers = model._operations if k is keras and not isinstance(model, keras.Sequential) else model.layers
    optimizer = getattr(model, "optimizer", None)
    table = dict(
        name=model.name,
        sequential=isinstance(model, k.Sequential),
        rows=[row_of(k, layer, model) for layer in layers],
        trainable=count(model.trainable_weights),
        non_trainable=count(model.non_trainable_weights),
    )
    if k is keras and optimizer is not None and optimizer.built:
        table["optimizer"] = count(optimizer.variables)
    return table


# Texts ----------------------------------------------------------------------------------------------------------------
def text_of_keras3(model, options):
    """What summary() writes to standard output that is not a terminal, or is a terminal of so many columns."""
    options = dict(options)
    columns, colors = options.pop("terminal_columns", 0), options.pop("colors", False)
    if columns:
        os.environ["COLUMNS"] = str(columns)
    if colors:
        os.environ["FORCE_COLOR"] = "1"
    out = io.StringIO()
    try:
        with contextlib.redirect_stdout(out):
            model.summary(**options)
    except ValueError as error:
        return f"{error}\n"
    finally:
        os.environ.pop("COLUMNS", None)
        os.environ.pop("FORCE_COLOR", None)
    return out.getvalue()


def text_of_tf_keras(model, options):
    lines = []
    model.summary(print_fn=lambda line: lines.append(line + "\n"), **copy.deepcopy(options))
    return "".join(lines)


def print_summary_of_keras_2_12(folder):
    """The function of the release itself, bound to the helpers of tf_keras' module."""
    from tf_keras.src.utils import layer_utils

    source = (pathlib.Path(folder) / "keras/utils/layer_utils.py").read_text()
    tree = ast.parse(source)
    tree.body = [n for n in tree.body if isinstance(n, ast.FunctionDef) and n.name == "print_summary"]
    space = dict(vars(layer_utils))
    exec(compile(tree, "layer_utils.py", "exec"), space)
    return space["print_summary"]


PLAIN = {}
FULL = dict(expand_nested=True, show_trainable=True)
KERAS3 = [
    (mlp, PLAIN), (mlp, dict(terminal_columns=200)), (mlp, dict(terminal_columns=40)), (mlp, dict(terminal_columns=24)),
    (mlp, dict(terminal_columns=17)), (mlp, dict(terminal_columns=3)), (mlp, dict(line_length=41)),
    (mlp, dict(line_length=20)), (mlp, dict(line_length=120, terminal_columns=100)),
    (mlp, dict(positions=[0.3, 0.6, 0.8])), (mlp, dict(positions=[0.2, 0.4, 0.5], line_length=60, show_trainable=True)),
    (mlp, dict(positions=[20, 40, 60])), (mlp, dict(positions=[0.5, 0.52, 1.0])), (mlp, dict(show_trainable=True)),
    (cnn, PLAIN), (cnn, dict(colors=True, show_trainable=True)), (compiled, PLAIN),
    (compiled_sgd, dict(colors=True, line_length=34)),
    (states, PLAIN), (states, dict(line_length=50)), (states, dict(terminal_columns=160, colors=True)),
    (branches, dict(line_length=60)), (branches, dict(line_length=140)),
    (encoder_decoder, dict(line_length=50)), (nested, FULL), (nested, dict(expand_nested=True, line_length=40)),
    (nested_sequential, PLAIN), (nested_sequential, dict(expand_nested=True, line_length=30)),
    (two_calls, dict(expand_nested=True)),
    (differing, PLAIN), (differing, dict(positions=[0.25, 0.5, 0.6, 1.0], terminal_columns=100, colors=True)),
    (chain, PLAIN), (long_names, PLAIN), (long_names, dict(terminal_columns=60)), (long_functional, PLAIN),
    (blanks, PLAIN), (blanks, dict(terminal_columns=44)),
    (unicode, PLAIN), (unicode, dict(terminal_columns=40)), (unicode, dict(line_length=35, terminal_columns=30)),
    (odd_shapes, PLAIN), (fixed_batch, PLAIN), (weightless, dict(show_trainable=True)), (large, PLAIN),
    (unbuilt, dict(show_trainable=True)),
]
KERAS2 = [
    (mlp, PLAIN), (mlp, dict(line_length=41)), (mlp, dict(positions=[0.3, 0.6, 0.8])),
    (mlp, dict(positions=[20, 44, 60])),
    (mlp, dict(show_trainable=True)), (cnn, PLAIN), (cnn, dict(line_length=40)),
    (states, PLAIN), (branches, PLAIN), (branches, dict(line_length=64)), (encoder_decoder, PLAIN), (nested, FULL),
    (nested_sequential, FULL), (nested_sequential, dict(expand_nested=True, line_length=50)),
    (two_calls, dict(expand_nested=True)), (differing, PLAIN), (chain, PLAIN), (long_names, PLAIN),
    (long_functional, PLAIN), (odd_shapes, PLAIN), (fixed_batch, PLAIN), (large, PLAIN),
]
KERAS2_12 = [
    (mlp, PLAIN), (mlp, dict(line_length=41)), (mlp, dict(show_trainable=True)), (cnn, PLAIN), (states, PLAIN),
    (branches, PLAIN), (nested, FULL), (nested_sequential, dict(expand_nested=True, line_length=50)),
    (differing, PLAIN),    (long_names, PLAIN), (large, PLAIN),
]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--keras-2-12", metavar="DIR")
    arguments = parser.parse_args()
    models, tables, cases = {}, {}, []

    def add(k, style, build, options, text_of):
        key = f"{build.__name__} {k.__name__}"
        if key not in models:
            k.backend.clear_session()
            models[key] = build(k)
            tables[key] = table_of(k, models[key])
        cases.append(dict(style=style, model=key, options=options, text=text_of(models[key], options)))

    for build, options in KERAS3:
        add(keras, "keras3", build, options, text_of_keras3)
    for build, options in KERAS2:
        add(tf_keras, "since_2_13", build, options, text_of_tf_keras)
    if arguments.keras_2_12:
        print_summary = print_summary_of_keras_2_12(arguments.keras_2_12)

        def text_of(model, options):
            lines = []
            print_summary(model, print_fn=lambda line: lines.append(line + "\n"), **copy.deepcopy(options))
            return "".join(lines)

        for build, options in KERAS2_12:
            add(tf_keras, "before_2_13", build, options, text_of)

    file = HERE / "summaries.json"
    with file.open("w", encoding="utf-8") as out:
        versions = ", ".join(f"{name} {importlib.metadata.version(name)}" for name in ("keras", "rich", "tf_keras"))
        out.write('{"made_with": "%s",\n"models": {\n' % versions)
        dump = lambda value: json.dumps(value, ensure_ascii=False, separators=(",", ":"))
        out.write(",\n".join(f"{dump(key)}: {dump(table)}" for key, table in tables.items()))
        out.write('},\n"cases": [\n' + ",\n".join(dump(case) for case in cases) + "]}\n")
    print(f"{len(cases)} summaries of {len(tables)} tables, {file.stat().st_size} bytes")


main()
