"""Writes masks.json: what each of Keras' layers does with a mask, found out by calling it with one.

    python make_masks.py         (keras 3.15.1, tensorflow-cpu 2.21.0)

uses: predicts something else than without the mask; keeps: its output has the mask, too; drops: neither. A layer of
several inputs gets a mask with each.
"""

import json
import warnings

from golden import HERE, check_versions, keras, np

L = keras.layers
SEQUENCE, IMAGE, VOLUME = (3, 4), (4, 4, 3), (4, 4, 4, 3)


def layer(name, *arguments, shape=SEQUENCE, inputs=1, **keywords):
    return name, shape, inputs, lambda: getattr(L, name)(*arguments, **keywords)


LAYERS = [
    layer("Activation", "relu"), layer("ActivityRegularization"), layer("AlphaDropout", 0.5),
    layer("AveragePooling1D", 2), layer("AveragePooling2D", 2, shape=IMAGE), layer("AveragePooling3D", 2, shape=VOLUME),
    layer("BatchNormalization"), ("Bidirectional", SEQUENCE, 1, lambda: L.Bidirectional(L.LSTM(2))),
    layer("Conv1D", 2, 2), layer("Conv2D", 2, 2, shape=IMAGE), layer("Conv3D", 2, 2, shape=VOLUME),
    layer("Conv1DTranspose", 2, 2), layer("Conv2DTranspose", 2, 2, shape=IMAGE), layer("Conv3DTranspose", 2, 2, shape=VOLUME),
    layer("Cropping1D", 1), layer("Cropping2D", 1, shape=IMAGE), layer("Cropping3D", 1, shape=VOLUME),
    layer("Dense", 2), layer("DepthwiseConv1D", 2), layer("DepthwiseConv2D", 2, shape=IMAGE), layer("Dropout", 0.5),
    layer("ELU"), layer("Embedding", 9, 2), layer("Flatten"), layer("GRU", 2), layer("GaussianDropout", 0.5),
    layer("GaussianNoise", 0.5), layer("GlobalAveragePooling1D"), layer("GlobalAveragePooling2D", shape=IMAGE),
    layer("GlobalAveragePooling3D", shape=VOLUME), layer("GlobalMaxPooling1D"), layer("GlobalMaxPooling2D", shape=IMAGE),
    layer("GlobalMaxPooling3D", shape=VOLUME), layer("Identity"), layer("LSTM", 2), layer("LayerNormalization"),
    layer("LeakyReLU"), layer("MaxPooling1D"), layer("MaxPooling2D", shape=IMAGE), layer("MaxPooling3D", shape=VOLUME),
    layer("Normalization", mean=1.0, variance=2.0), layer("PReLU"), layer("Permute", (2, 1)), layer("ReLU"),
    layer("RepeatVector", 2, shape=(4,)), layer("Rescaling", 2.0), layer("Reshape", (12,)), layer("SeparableConv1D", 2, 2),
    layer("SeparableConv2D", 2, 2, shape=IMAGE), layer("SimpleRNN", 2), layer("Softmax"), layer("SpatialDropout1D", 0.5),
    layer("SpatialDropout2D", 0.5, shape=IMAGE), layer("UpSampling1D"), layer("UpSampling2D", shape=IMAGE),
    layer("UpSampling3D", shape=VOLUME), layer("ZeroPadding1D"), layer("ZeroPadding2D", shape=IMAGE),
    layer("ZeroPadding3D", shape=VOLUME),
    layer("Add", inputs=2), layer("Average", inputs=2), layer("Concatenate", inputs=2), layer("Dot", 2, inputs=2),
    layer("Maximum", inputs=2), layer("Minimum", inputs=2), layer("Multiply", inputs=2), layer("Subtract", inputs=2),
]


def behaviour(shape, inputs, make):
    rng = np.random.default_rng(1)
    keras.utils.set_random_seed(1)
    values = [rng.uniform(1, 2, (1, *shape)).astype("float32") for _ in range(inputs)]
    made = make()

    def call(masked):
        x = [keras.ops.convert_to_tensor(v) for v in values]
        for tensor in x:
            if masked:  # the last element of a sequence counts no more
                mask = np.ones((1, shape[0]), bool)
                mask[0, -1] = False
                if made.__class__.__name__ == "Softmax":
                    mask = np.broadcast_to(mask[..., None], (1, *shape)).copy()
                tensor._keras_mask = keras.ops.convert_to_tensor(mask)
        return made(x[0] if inputs == 1 else x)

    plain, masked = call(False), call(True)
    if not np.array_equal(np.asarray(plain), np.asarray(masked)):
        return "uses"
    return "keeps" if getattr(masked, "_keras_mask", None) is not None else "drops"


check_versions()
with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    found = {name: behaviour(shape, inputs, make) for name, shape, inputs, make in sorted(LAYERS, key=lambda l: l[0])}
(HERE / "masks.json").write_text(json.dumps(found, indent=1) + "\n")
print(f"{len(found)} layers")
