"""Writes files/: small whole models as users save them, each with samples that Keras recorded.

    python make_files.py             (keras 3.15.1, tensorflow-cpu 2.21.0, tf_keras 2.21.0)

files/<name>.keras | .h5             a model; <name>.weights.h5 and <name>.config.json are a pair
files/<name>.npz                     inputs/<i>, outputs/<i> in the model's order, first axis = samples
files/refused/<name>.*               files that an importer must refuse (.keras compressed, as a re-packed one is), and
files/refused/refused.json           for each of them, words that the refusal has to contain
"""

import json
import shutil
import zipfile

from golden import HERE, check_outputs, check_versions, keras, np, predict, random_input, randomize

import tf_keras

layers = keras.layers
layers2 = tf_keras.layers
FILES = HERE / "files"
REFUSED = FILES / "refused"


# ---- models of Keras 3 ----

def sequential_dense():
    return keras.Sequential([
        keras.Input((7,)),
        layers.Dense(16, activation="relu"),
        layers.Dropout(0.5),
        layers.Dense(3, activation="softmax"),
    ])


def sequential_without_input():
    # Built by its first call: the configuration has no InputLayer of the user's own.
    model = keras.Sequential([
        layers.Conv1D(6, 3, padding="causal", activation="gelu"),
        layers.LayerNormalization(),
        layers.Flatten(),
    ])
    model.build((None, 9, 2))
    return model


def sequential_names():
    return keras.Sequential([
        keras.Input((4,), name="int"),
        layers.Dense(6, activation="elu", name="class"),
        layers.Dense(5, activation="swish", name="2nd-layer"),
        layers.Dense(5, activation="hard_sigmoid", name="relu"),
        layers.Dense(2, name="out.put"),
    ], name="namespace")


def functional_residual():
    x = image = keras.Input((8, 8, 3), name="image")
    x = layers.Conv2D(6, 3, padding="same", use_bias=False)(x)
    x = layers.BatchNormalization()(x)
    x = block = layers.Activation("relu")(x)
    x = layers.Conv2D(6, 3, padding="same")(x)
    x = layers.ReLU()(layers.Add()([x, block]))
    x = layers.MaxPooling2D()(x)
    x = layers.GlobalAveragePooling2D()(x)
    return keras.Model(image, layers.Dense(5, activation="softmax")(x))


def nested():
    encoder = keras.Sequential([
        keras.Input((6,)), layers.Dense(5, activation="tanh"), layers.Dense(4)], name="encoder")
    inner = keras.Input((6,))
    head = keras.Model(inner, layers.LayerNormalization()(encoder(inner)), name="head")
    a, b = keras.Input((6,)), keras.Input((6,))
    # (An encoder called both here and inside head is saved by Keras and cannot be read back.)
    return keras.Model([a, b], layers.Concatenate()([head(a), head(b), layers.Subtract()([a, b])]))


def siamese():
    conv = layers.Conv1D(5, 3, activation="relu", name="shared")
    pool = layers.GlobalMaxPooling1D()
    left, right = keras.Input((11, 3), name="left"), keras.Input((11, 3), name="right")
    u, v = pool(conv(left)), pool(conv(right))
    score = layers.Dot(axes=1, normalize=True)([u, v])
    return keras.Model([left, right], [score, layers.Subtract()([u, v])])


def several_inputs_and_outputs():
    image = keras.Input((6, 6, 2), name="image")
    numbers = keras.Input((3,), name="numbers")
    x = layers.Flatten()(layers.AveragePooling2D(2)(layers.Conv2D(4, 3, activation="relu")(image)))
    joined = layers.Concatenate()([x, layers.Dense(5, activation="relu")(numbers)])
    kind = layers.Dense(3, activation="softmax", name="kind")(joined)
    size = layers.Dense(1, activation="softplus", name="size")(joined)
    # Outputs are listed in another order than they were made.
    return keras.Model([numbers, image], [size, kind, joined])


def bidirectional():
    x = keras.Input((7, 4))
    y = layers.Bidirectional(layers.LSTM(5, return_sequences=True))(x)
    return keras.Model(x, layers.GRU(6, reset_after=False, go_backwards=True)(y))


def time_distributed():
    return keras.Sequential([
        keras.Input((4, 5, 5, 1)),
        layers.TimeDistributed(layers.Conv2D(3, 2, activation="relu")),
        layers.TimeDistributed(layers.MaxPooling2D()),
        layers.TimeDistributed(layers.Flatten()),
        layers.SimpleRNN(3),
    ])


def separable():
    x = image = keras.Input((9, 7, 3))
    x = layers.SeparableConv2D(6, 3, strides=2, padding="same", use_bias=False)(x)
    x = layers.BatchNormalization(epsilon=1e-2)(x)
    x = layers.ReLU(6.0)(x)
    x = layers.DepthwiseConv2D(3, depth_multiplier=2, padding="same")(x)
    x = layers.PReLU(shared_axes=[1, 2])(x)
    x = layers.Conv2DTranspose(4, 3, strides=2, padding="same")(x)
    return keras.Model(image, layers.UpSampling2D(2, interpolation="bilinear")(x))


def embedding():
    tokens = keras.Input((12,), dtype="int32", name="tokens")
    x = layers.Embedding(20, 6)(tokens)
    x = layers.Conv1D(7, 4, padding="same", activation="relu")(x)
    return keras.Model(tokens, layers.GlobalMaxPooling1D()(x))


def states():
    x = keras.Input((5, 3))
    y, h, c = layers.LSTM(4, return_sequences=True, return_state=True)(x)
    z = layers.LSTM(4)(y, initial_state=[h, c])
    return keras.Model(x, [z, h, c])


def normalized():
    norm = layers.Normalization()
    norm.adapt(np.random.default_rng(5).normal(1.5, 0.8, (50, 4)).astype("float32"))
    return keras.Sequential([
        keras.Input((4,)), norm, layers.Rescaling(0.5, 0.1), layers.Dense(3, use_bias=False)])


def compiled():
    # With the optimizer's state and compile_config in the file, as after training.
    model = keras.Sequential([keras.Input((5,)), layers.Dense(6, activation="relu"), layers.Dense(2)])
    model.compile(optimizer="adam", loss="mse", metrics=["mae"])
    rng = np.random.default_rng(6)
    model.fit(rng.normal(size=(32, 5)), rng.normal(size=(32, 2)), epochs=2, verbose=0)
    return model


def convolution():
    return keras.Sequential([
        keras.Input((7, 7, 2)),
        layers.ZeroPadding2D(((1, 0), (0, 2))),
        layers.Conv2D(5, (3, 2), strides=2, activation="selu", name="3x2"),
        layers.BatchNormalization(name="template"),
        layers.Flatten(),
        layers.Dense(3, name="a.b-c_"),
    ])


def recurrent_nested():
    inner = keras.Sequential([
        keras.Input((6, 3)), layers.GRU(5, return_sequences=True), layers.BatchNormalization()], name="inner")
    x = keras.Input((6, 3))
    return keras.Model(x, layers.Bidirectional(layers.LSTM(4), merge_mode="sum")(inner(x)))


# ---- models of Keras 2 ----

def keras2_dense():
    # hard_sigmoid and the default slope of LeakyReLU: the first differs between Keras 2 and 3.
    return tf_keras.Sequential([
        layers2.Dense(8, activation="hard_sigmoid", input_shape=(5,)),
        layers2.LeakyReLU(alpha=0.25),
        layers2.Dropout(0.4),
        layers2.Dense(6, activation="relu"),
        layers2.ReLU(max_value=1.5, negative_slope=0.1, threshold=0.2),
        layers2.Dense(4, activation="softmax"),
    ])


def keras2_convolution():
    x = image = tf_keras.Input((8, 8, 2))
    x = layers2.Conv2D(6, 3, padding="same", use_bias=False)(x)
    x = layers2.BatchNormalization()(x)
    x = shortcut = layers2.PReLU(shared_axes=[1, 2])(x)
    x = layers2.SeparableConv2D(6, 3, padding="same", activation="relu")(x)
    x = layers2.DepthwiseConv2D(3, padding="same")(x)
    x = layers2.add([x, shortcut])
    x = layers2.Conv2DTranspose(3, 2, strides=2)(layers2.AveragePooling2D()(x))
    return tf_keras.Model(image, layers2.GlobalMaxPooling2D()(x))


def keras2_recurrent():
    return tf_keras.Sequential([
        layers2.LSTM(6, return_sequences=True, recurrent_activation="hard_sigmoid", input_shape=(7, 3)),
        layers2.GRU(5, return_sequences=True, reset_after=False),
        layers2.Bidirectional(layers2.LSTM(3, return_sequences=True)),
        layers2.SimpleRNN(2),
    ])


def keras2_nested():
    inner = tf_keras.Sequential([
        layers2.Dense(5, activation="tanh", input_shape=(6,)), layers2.LayerNormalization()], name="inner")
    a, b = tf_keras.Input((6,), name="a"), tf_keras.Input((6,), name="b")
    joined = layers2.concatenate([inner(a), inner(b)])
    return tf_keras.Model([a, b], [layers2.Dense(3, name="1st")(joined), layers2.Dense(1, name="new")(joined)])


def keras2_embedding():
    return tf_keras.Sequential([
        layers2.Embedding(15, 4, input_length=9),
        layers2.TimeDistributed(layers2.Dense(5, activation="elu")),
        layers2.Bidirectional(layers2.GRU(3), merge_mode="ave"),
        layers2.Dense(2, activation="softmax"),
    ])


def keras2_functional():
    # Saved as .keras by Keras 2 (2.12 and later): the same container, other words (batch_input_shape, nested lists of
    # inbound_nodes). Keras 3 does not read it.
    x = tf_keras.Input((5, 3))
    y = layers2.GRU(4, recurrent_activation="hard_sigmoid")(x)
    z = layers2.Dense(4, activation="hard_sigmoid")(layers2.Flatten()(x))
    return tf_keras.Model(x, layers2.multiply([y, z]))


# name of the file, builder, number of tokens where the input is integers
KERAS3 = [
    ("sequential_dense.keras", sequential_dense, None),
    ("sequential_without_input.keras", sequential_without_input, None),
    ("sequential_names.keras", sequential_names, None),
    ("functional_residual.keras", functional_residual, None),
    ("nested.keras", nested, None),
    ("siamese.keras", siamese, None),
    ("several_inputs_and_outputs.keras", several_inputs_and_outputs, None),
    ("bidirectional.keras", bidirectional, None),
    ("time_distributed.keras", time_distributed, None),
    ("separable.keras", separable, None),
    ("embedding.keras", embedding, 20),
    ("states.keras", states, None),
    ("normalized.keras", normalized, None),
    ("compiled.keras", compiled, None),
    ("keras3_convolution.h5", convolution, None),
    ("keras3_recurrent_nested.h5", recurrent_nested, None),
    ("pair_functional.weights.h5", siamese, None),
    ("pair_sequential.weights.h5", sequential_dense, None),
]
KERAS2 = [
    ("keras2_dense.h5", keras2_dense, None),
    ("keras2_convolution.h5", keras2_convolution, None),
    ("keras2_recurrent.h5", keras2_recurrent, None),
    ("keras2_nested.h5", keras2_nested, None),
    ("keras2_embedding.h5", keras2_embedding, 15),
    ("keras2_functional.keras", keras2_functional, None),
]


def save(model, path):
    if path.name.endswith(".weights.h5"):
        model.save_weights(path)
        (path.parent / path.name.replace(".weights.h5", ".config.json")).write_text(model.to_json())
    else:
        model.save(path)


def record(path, model, tokens, rng):
    """Saves the model, and what it predicts beside it."""
    if path.stem != "compiled":
        randomize(rng, model)
    save(model, path)
    shapes = [tuple(t.shape[1:]) for t in model.inputs]
    inputs = [random_input(rng, shape, tokens) for shape in shapes]
    outputs = predict(model, inputs)
    check_outputs(path.name, outputs)
    arrays = {f"inputs/{i}": x for i, x in enumerate(inputs)} | {f"outputs/{i}": y for i, y in enumerate(outputs)}
    stem = path.name.replace(".weights.h5", "").replace(".keras", "").replace(".h5", "")
    np.savez_compressed(path.parent / f"{stem}.npz", **arrays)
    print(f"{path.name:36} {path.stat().st_size:7}  " + " ".join(
        f"{tuple(x.shape[1:])}" for x in inputs) + " -> " + " ".join(f"{tuple(y.shape[1:])}" for y in outputs))


# ---- files to refuse ----

def with_lambda():
    return keras.Sequential([keras.Input((4,)), layers.Dense(3), layers.Lambda(lambda x: x * 2.0)])


@keras.saving.register_keras_serializable(package="golden")
class Swirl(keras.layers.Layer):
    def call(self, x):
        return x * x

    def compute_output_shape(self, shape):
        return shape


def with_custom_layer():
    return keras.Sequential([keras.Input((4,)), layers.Dense(3), Swirl()])


def masked_sequential():
    return keras.Sequential([
        keras.Input((6,), dtype="int32"), layers.Embedding(9, 4, mask_zero=True), layers.LSTM(3)])


def masked_functional():
    tokens = keras.Input((6,), dtype="int32")
    return keras.Model(tokens, layers.GRU(3)(layers.Embedding(9, 4, mask_zero=True)(tokens)))


def masked_keras2():
    return tf_keras.Sequential([
        layers2.Embedding(9, 4, mask_zero=True, input_length=6), layers2.LSTM(3)])


def masked_rescaling():
    return keras.Sequential([
        keras.Input((6,), dtype="int32"), layers.Embedding(9, 4, mask_zero=True), layers.Rescaling(2.0), layers.LSTM(3)])


def masked_multiply():
    """No mask is written in such a file: Multiply takes it from its inputs."""
    tokens = keras.Input((6,), dtype="int32")
    a, b = (layers.Embedding(9, 4, mask_zero=True)(tokens) for _ in range(2))
    return keras.Model(tokens, layers.Flatten()(layers.Multiply()([a, b])))


def unknown_length():
    return keras.Sequential([keras.Input((None, 3)), layers.LSTM(4)])


def unknown_image_size():
    return keras.Sequential([keras.Input((None, None, 3)), layers.Conv2D(4, 3), layers.GlobalAveragePooling2D()])


def augmentation():
    return keras.Sequential([keras.Input((6, 6, 3)), layers.RandomFlip("horizontal"), layers.Conv2D(2, 3)])


def keras2_only():
    return tf_keras.Sequential([layers2.ThresholdedReLU(0.5, input_shape=(4,))])


def small(units):
    return keras.Sequential([keras.Input((4,)), layers.Dense(units, name="first"), layers.Dense(2, name="second")])


def members_of(path):
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def deflate(path, **replaced):
    """Packs a .keras file again, compressed (Keras stores its members as they are, and reads both)."""
    members = members_of(path) | replaced
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)


def weights_of(model, folder):
    """model.weights.h5 as the model's own .keras file would have it."""
    path = folder / "donor.keras"
    model.save(path)
    weights = members_of(path)["model.weights.h5"]
    path.unlink()
    return {"model.weights.h5": weights}


# name of the file, builder, words of the refusal
REFUSALS = [
    ("lambda.keras", with_lambda, ["Lambda", "lambda"]),
    ("custom_layer.keras", with_custom_layer, ["Swirl"]),
    ("masked_sequential.keras", masked_sequential, ["mask"]),
    ("masked_functional.keras", masked_functional, ["mask"]),
    ("masked_keras2.h5", masked_keras2, ["mask"]),
    ("masked_rescaling.keras", masked_rescaling, ["mask", "LSTM"]),
    ("masked_multiply.keras", masked_multiply, ["mask", "Multiply"]),
    ("unknown_length.keras", unknown_length, ["None"]),
    ("unknown_image_size.keras", unknown_image_size, ["None"]),
    ("augmentation.keras", augmentation, ["RandomFlip"]),
    ("keras2_only.h5", keras2_only, ["ThresholdedReLU"]),
    ("weights_of_another_shape.keras", lambda: small(3), ["first", "(4, 3)", "(4, 5)"]),
    ("weights_missing.keras", lambda: small(3), ["second"]),
    ("cut_short.keras", lambda: small(3), []),
]


def refuse():
    REFUSED.mkdir()
    words = {}
    for name, build, expected in REFUSALS:
        keras.backend.clear_session()
        tf_keras.backend.clear_session()
        path = REFUSED / name
        build().save(path)
        if name == "weights_of_another_shape.keras":
            deflate(path, **weights_of(small(5), REFUSED))
        elif name == "weights_missing.keras":
            fewer = keras.Sequential([keras.Input((4,)), layers.Dense(3, name="first")])
            deflate(path, **weights_of(fewer, REFUSED))
        elif name == "cut_short.keras":
            content = path.read_bytes()
            path.write_bytes(content[:len(content) // 4])
        elif path.suffix == ".keras":
            deflate(path)
        words[name] = expected
        print(f"refused/{name:36} {path.stat().st_size:7}")
    (REFUSED / "refused.json").write_text(json.dumps(words, indent=4) + "\n")


def main():
    check_versions()
    shutil.rmtree(FILES, ignore_errors=True)
    FILES.mkdir()
    for seed, (name, build, tokens) in enumerate(KERAS3 + KERAS2):
        keras.backend.clear_session()
        tf_keras.backend.clear_session()
        keras.utils.set_random_seed(100 + seed)
        record(FILES / name, build(), tokens, np.random.default_rng(100 + seed))
    refuse()
    print("bytes in all:", sum(p.stat().st_size for p in FILES.rglob("*") if p.is_file()))


if __name__ == "__main__":
    main()
