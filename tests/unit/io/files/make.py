"""Makes the files beside it, with keras 3.15.1, tf_keras 2.21.0, h5py 3.14.0 and numpy 2.4.6. All values are small
multiples of 1/4, so that every test can compare exactly: array number k of a file counts up from k in quarters."""
import io
import json
import os
import struct
import warnings
import zipfile

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["CUDA_VISIBLE_DEVICES"] = ""
import h5py
import keras
import numpy as np
import tf_keras

os.chdir(os.path.dirname(os.path.abspath(__file__)))


def quarters(shape, first=0):
    return (np.arange(np.prod(shape, dtype=int)).reshape(shape) + first).astype("f4") / 4


def count_up(model):
    model.set_weights([quarters(w.shape, k) for k, w in enumerate(model.get_weights())])
    return model


def small(k):
    return count_up(k.Sequential([k.Input((2,), name="x"), k.layers.Dense(3, name="first"), k.layers.Dropout(0.5), k.layers.Dense(1, name="second")], name="small"))


# Models ---------------------------------------------------------------------------------------------------------------
model = small(keras)
model.save("small.keras")
model.save_weights("small.weights.h5")
open("small.config.json", "w").write(model.to_json())
model.save("small_keras3.h5")
small(tf_keras).save("small_keras2.h5")
small(tf_keras).save_weights("small_keras2_weights.h5")

layers = keras.layers
count_up(keras.Sequential([
    keras.Input((6, 4)),
    layers.Bidirectional(layers.LSTM(3, return_sequences=True)),
    layers.BatchNormalization(),
    layers.GRU(2),
    layers.Dense(2),
])).save_weights("recurrent.weights.h5")

keras.config.set_dtype_policy("bfloat16")
count_up(keras.Sequential([keras.Input((2,)), layers.Dense(3)])).save_weights("bfloat16.weights.h5")
keras.config.set_dtype_policy("float32")

# Keras spreads long lists of names over several attributes
with h5py.File("small_keras2.h5") as source, h5py.File("many_names.h5", "w") as f:
    for key, value in source.attrs.items():
        f.attrs[key] = value
    source.copy("model_weights", f)
    names = [n.encode() for n in source["model_weights"].attrs["layer_names"]]
    del f["model_weights"].attrs["layer_names"]
    f["model_weights"].attrs["layer_names0"] = names[:1]
    f["model_weights"].attrs["layer_names1"] = names[1:]

# HDF5 -----------------------------------------------------------------------------------------------------------------
with h5py.File("types.h5", "w") as f:
    for code in ["f2", "f4", "f8", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8"]:
        f["little/" + code] = np.arange(6, dtype="<" + code).reshape(2, 3)
        f["big/" + code] = np.arange(6, dtype=">" + code).reshape(2, 3)
    f["bool"] = np.array([True, False, True])
    f["scalar"] = np.float32(0.25)
    f["empty"] = np.zeros((0, 3), "f4")
    f["text"] = "words"
    f["record"] = np.zeros(2, [("a", "f4"), ("b", "i4")])
    f["reference"] = np.array([f["bool"].ref], dtype=h5py.ref_dtype)
    f.create_dataset("compact", data=quarters((2, 2)), dcpl=(lambda p: (p.set_layout(h5py.h5d.COMPACT), p)[1])(h5py.h5p.create(h5py.h5p.DATASET_CREATE)))
    f.attrs["text"] = "variable äö"
    f.attrs["bytes"] = np.bytes_(b"fixed")
    f.attrs["padded"] = np.array(b"ab")
    f.attrs["texts"] = ["one", "two", ""]
    f.attrs["fixed_texts"] = np.array([b"one", b"three"])
    f.attrs["no_texts"] = np.array([])
    f.attrs["number"] = np.float64(0.5)
    f.attrs["numbers"] = np.arange(3, dtype=">i2")
    f.attrs["record"] = np.zeros(1, [("a", "f4"), ("b", "i4")])
    for i in range(40):
        f.attrs["more%d" % i] = "text %d" % i

with h5py.File("chunks.h5", "w") as f:
    f.create_dataset("plain", data=quarters((5, 7)), chunks=(2, 3))
    f.create_dataset("gzip", data=quarters((5, 7)), chunks=(2, 3), compression="gzip")
    f.create_dataset("shuffled", data=quarters((5, 7)), chunks=(2, 3), compression="gzip", shuffle=True)
    f.create_dataset("volume", data=quarters((3, 4, 5)), chunks=(2, 2, 2), shuffle=True, maxshape=(None, 4, 5))
    f.create_dataset("line", data=quarters((200,)), chunks=(1,))
    f.create_dataset("zeros", data=np.zeros((100, 100), "f4"), chunks=(100, 100), compression="gzip")

for name, make in {
    "soft_link": lambda f: f.__setitem__("x", h5py.SoftLink("/y")),
    "external_link": lambda f: f.__setitem__("x", h5py.ExternalLink("other.h5", "/y")),
    "circle": lambda f: (f.create_group("a"), f["a"].__setitem__("b", f["a"])),
    "circle_to_root": lambda f: (f.create_group("a"), f["a"].__setitem__("b", f["/"])),
    "external_data": lambda f: f.create_dataset("x", (2,), "f4", external=[("/etc/hostname", 0, 8)]),
    "lzf": lambda f: f.create_dataset("x", data=quarters((8, 8)), compression="lzf"),
    "fletcher": lambda f: f.create_dataset("x", data=quarters((8, 8)), chunks=(8, 8), fletcher32=True),
    "never_written": lambda f: f.create_dataset("x", (1 << 40,), "f4"),
    "missing_chunks": lambda f: f.create_dataset("x", (1 << 40,), "f4", chunks=(1 << 16,), compression="gzip"),
    "zeros_bomb": lambda f: f.create_dataset("x", data=np.zeros(1 << 23, "f4"), chunks=(1 << 23,), compression="gzip", compression_opts=9),
}.items():
    with h5py.File("refused_" + name + ".h5", "w") as f:
        make(f)
with h5py.File("refused_latest.h5", "w", libver="latest") as f:
    f["x"] = quarters((2,))
with h5py.File("refused_virtual.h5", "w") as f:
    layout = h5py.VirtualLayout((2,), "f4")
    layout[:] = h5py.VirtualSource("other.h5", "x", (2,))
    f.create_virtual_dataset("x", layout)

# .npy, .npz -----------------------------------------------------------------------------------------------------------
np.save("c_order.npy", quarters((2, 3)))
np.save("fortran.npy", np.asfortranarray(quarters((2, 3, 4))))
np.save("big_endian.npy", np.arange(6, dtype=">i2").reshape(2, 3))
np.save("scalar.npy", np.float64(0.25))
np.save("empty.npy", np.zeros((0, 3), "f4"))
np.save("bool.npy", np.array([True, False]))
for version in [(2, 0), (3, 0)]:
    with open("version%d.npy" % version[0], "wb") as f:
        np.lib.format.write_array(f, quarters((2, 3)), version=version)
with open("python2.npy", "wb") as f:  # as numpy on Python 2 wrote it
    header = "{'descr': '<f4', 'fortran_order': False, 'shape': (2L, 1L), }".ljust(69) + "\n"
    f.write(b"\x93NUMPY\x01\x00" + struct.pack("<H", len(header)) + header.encode() + quarters((2,)).tobytes())
np.save("refused_complex.npy", np.zeros(2, "c8"))
np.save("refused_record.npy", np.zeros(2, [("a", "f4")]))
np.save("refused_text.npy", np.array(["a"]))
np.save("refused_object.npy", np.array([{}], dtype=object), allow_pickle=True)
np.savez("stored.npz", b=quarters((2, 3)), a=np.arange(3))
np.savez_compressed("deflated.npz", b=quarters((2, 3)), a=np.arange(3))

# Archives that must be refused ----------------------------------------------------------------------------------------
with zipfile.ZipFile("small.keras") as z:
    members = {i.filename: z.read(i) for i in z.infolist()}


def archive(name, members, compression=zipfile.ZIP_DEFLATED):
    with zipfile.ZipFile(name, "w") as z:
        for key, value in members:
            z.writestr(zipfile.ZipInfo(key, (1980, 1, 1, 0, 0, 0)), value, compression)


def changed(**changes):
    return [(k, changes.get(k.split(".")[0], v)) for k, v in members.items()]


warnings.simplefilter("ignore")  # zipfile minds the names that come twice
archive("deflated.keras", members.items())
archive("refused_climbing.keras", [*members.items(), ("assets/../../x", b"x")])
archive("refused_absolute.keras", [*members.items(), ("/x", b"x")])
archive("refused_duplicate.keras", [*members.items(), ("config.json", b"{}")])
archive("refused_lzma.keras", members.items(), compression=zipfile.ZIP_LZMA)
archive("refused_no_config.keras", [(k, v) for k, v in members.items() if k != "config.json"])
archive("refused_no_weights.keras", [(k, v) for k, v in members.items() if k != "model.weights.h5"])
archive("refused_no_json.keras", changed(config=b"{'python': 1}"))
archive("refused_no_model.keras", changed(config=b'{"a": 1}'))
archive("refused_list.keras", changed(config=b"[1, 2]"))
archive("refused_repeated_key.keras", changed(config=b'{"class_name": "A", "config": {}, "class_name": "B"}'))
archive("refused_deep.keras", changed(config=b'{"class_name": "A", "config": ' + b"[" * 100000 + b"]" * 100000 + b"}"))
archive("refused_bomb.keras", [*members.items(), ("assets/zeros", bytes(24 << 20))])
nan = io.BytesIO(members["model.weights.h5"])
with h5py.File(nan, "r+") as f:
    f["layers/dense_1/vars/0"][1] = np.nan
archive("refused_nan.keras", [(k, nan.getvalue() if k == "model.weights.h5" else v) for k, v in members.items()])
sparse = io.BytesIO(members["model.weights.h5"])
with h5py.File(sparse, "r+") as f:
    f["layers/dense_1/vars/7"] = f["layers/dense_1/vars/1"][()]
archive("refused_numbering.keras", [(k, sparse.getvalue() if k == "model.weights.h5" else v) for k, v in members.items()])
