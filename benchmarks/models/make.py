#!/usr/bin/env python3
"""Builds the benchmarked networks and converts them for the peers.

    make.py FOLDER [NAME...]

writes FOLDER/NAME/NAME.keras; NAME.npz, 64 inputs and what Keras makes of them; batch1 and batch64 with .onnx and .tflite.
A network that is there already is left alone."""
import os
import pathlib
import sys

os.environ["KERAS_BACKEND"] = "tensorflow"
os.environ["CUDA_VISIBLE_DEVICES"] = ""
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import networks
import numpy as np
import to_onnx
import to_tflite

#: Steps of a recurrent network up to which it is worth to be unrolled for LiteRT.
UNROLLED = 128


def make(name, folder):
    if (folder / "complete").exists():
        return
    print(f"making {name} ...", flush=True)
    folder.mkdir(parents=True, exist_ok=True)
    model = networks.build(name)
    x = networks.inputs(model)
    np.savez(folder / f"{name}.npz", **{"inputs/0": x, "outputs/0": np.asarray(model(x, training=False))})
    model.save(folder / f"{name}.keras")
    for batch in (1, 64):
        (folder / f"batch{batch}.onnx").write_bytes(to_onnx.onnx_bytes(model, batch))
        if not any(hasattr(l, "unroll") for l in model.layers) or model.input_shape[1] <= UNROLLED:
            (folder / f"batch{batch}.tflite").write_bytes(to_tflite.tflite_bytes(model, batch))
    (folder / "complete").touch()


for name in sys.argv[2:] or networks.NAMES:
    make(name, pathlib.Path(sys.argv[1]) / name)
