"""Writes optimizers.npz, schedules.npz, regularizers.npz and constraints.npz: what real Keras computes.

    python make_optimizers.py         (keras 3.15.1, tensorflow-cpu 2.21.0, numpy 2.4.6; a minute)

optimizers.npz: `weights` and `gradients` (20 steps) are shared by all cases, float32, all weights one behind the other.
A case has NAME/names, a line "path (shape)" for each of optimizer.variables, and for each number type T, float32 and
float64: NAME/T/weights after the last step, and NAME/T/variables, optimizer.variables one behind the other.
The other files have arrays for each case and number type; of a schedule, its values at steps 0 to 59.
"""

import os
import pathlib
import re

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
import numpy as np
import tensorflow as tf
from keras.src import backend

# On TensorFlow, Keras takes Python's numbers to float32 first, whatever floatx is. In float64 that would hide mistakes below
# 1e-7, so here they go straight to the type that is asked for.
for module in [tf, keras.src.ops]:

    def cast(x, dtype, *more, plain=module.cast, **keywords):
        if isinstance(x, (int, float)) and not isinstance(x, bool):
            return tf.constant(x, dtype)
        return plain(x, dtype, *more, **keywords)

    module.cast = cast


def convert_to_tensor(x, dtype=None, *more, plain=keras.src.ops.convert_to_tensor, **keywords):
    if isinstance(x, float) and dtype is None:
        dtype = keras.config.floatx()
    return plain(x, dtype, *more, **keywords)


keras.src.ops.convert_to_tensor = convert_to_tensor

HERE = pathlib.Path(__file__).parent
O, S = keras.optimizers, keras.optimizers.schedules
WEIGHTS = [("a/bias", (1,)), ("b/bias", (7,)), ("c/bias", (17,)), ("d/kernel", (3, 5)), ("e/kernel", (3, 3, 4, 8))]
STEPS = 20

constrained = {"d/kernel": lambda: keras.constraints.MaxNorm(0.8), "e/kernel": keras.constraints.NonNeg,
               "c/bias": keras.constraints.UnitNorm}


def excluding(optimizer, *names):
    optimizer.exclude_from_weight_decay(var_names=list(names))
    return optimizer


CASES = {
    "sgd": lambda: O.SGD(),
    "sgd_momentum": lambda: O.SGD(0.1, momentum=0.9),
    "sgd_nesterov": lambda: O.SGD(0.05, momentum=0.8, nesterov=True),
    "sgd_clipnorm": lambda: O.SGD(0.1, clipnorm=0.5),
    "sgd_global_clipnorm": lambda: O.SGD(0.1, momentum=0.9, global_clipnorm=1.0),
    "sgd_clipvalue": lambda: O.SGD(0.1, clipvalue=0.3),
    "sgd_weight_decay": lambda: O.SGD(0.1, weight_decay=0.1),
    "sgd_excluded": lambda: excluding(O.SGD(0.1, weight_decay=0.1), "bias", "gamma"),
    "sgd_ema": lambda: O.SGD(0.1, use_ema=True, ema_momentum=0.9),
    "sgd_ema_overwrite": lambda: O.SGD(0.1, momentum=0.5, use_ema=True, ema_momentum=0.9, ema_overwrite_frequency=3),
    "sgd_accumulate": lambda: O.SGD(0.1, momentum=0.9, gradient_accumulation_steps=4),
    "sgd_constrained": lambda: O.SGD(0.1, momentum=0.9, use_ema=True, ema_momentum=0.8, ema_overwrite_frequency=4),
    "sgd_piecewise": lambda: O.SGD(S.PiecewiseConstantDecay([5, 12], [0.1, 0.05, 0.01]), momentum=0.9),
    "adam": lambda: O.Adam(),
    "adam_betas": lambda: O.Adam(0.02, beta_1=0.8, beta_2=0.95, epsilon=1e-3),
    "adam_amsgrad": lambda: O.Adam(0.01, amsgrad=True, clipnorm=0.7, weight_decay=0.01),
    "adam_cosine": lambda: O.Adam(S.CosineDecay(0.0, 10, alpha=0.1, warmup_target=0.02, warmup_steps=5)),
    "adam_everything": lambda: O.Adam(S.ExponentialDecay(0.02, 5, 0.5), clipnorm=0.7, weight_decay=0.05, use_ema=True,
                                      ema_momentum=0.7, ema_overwrite_frequency=2, gradient_accumulation_steps=3),
    "adamw": lambda: O.AdamW(),
    "adamw_excluded": lambda: excluding(O.AdamW(0.01, 0.1, amsgrad=True, clipvalue=0.5), "bias"),
    "rmsprop": lambda: O.RMSprop(),
    "rmsprop_momentum": lambda: O.RMSprop(0.01, rho=0.8, momentum=0.9),
    "rmsprop_centered": lambda: O.RMSprop(0.01, centered=True, epsilon=1e-3, global_clipnorm=0.5, weight_decay=0.01),
    "rmsprop_both": lambda: O.RMSprop(0.005, momentum=0.5, centered=True, epsilon=1e-4),
    "adadelta": lambda: O.Adadelta(),
    "adadelta_options": lambda: O.Adadelta(1.0, rho=0.8, epsilon=1e-4, weight_decay=0.001),
    "adagrad": lambda: O.Adagrad(),
    "adagrad_options": lambda: O.Adagrad(0.1, initial_accumulator_value=0.5, epsilon=1e-3, clipvalue=0.2),
    "adamax": lambda: O.Adamax(),
    "adamax_options": lambda: O.Adamax(0.02, beta_1=0.7, beta_2=0.9, epsilon=1e-2, weight_decay=0.01),
    "adafactor": lambda: O.Adafactor(),
    "adafactor_options": lambda: O.Adafactor(0.1, beta_2_decay=-0.5, epsilon_2=0.1, clip_threshold=0.5,
                                             relative_step=False, clipnorm=0.9, weight_decay=0.01),
    "adafactor_schedule": lambda: O.Adafactor(S.InverseTimeDecay(0.5, 4, 0.5)),
    "nadam": lambda: O.Nadam(),
    "nadam_options": lambda: O.Nadam(0.02, beta_1=0.8, beta_2=0.9, epsilon=1e-3, gradient_accumulation_steps=2),
    "ftrl": lambda: O.Ftrl(),
    "ftrl_options": lambda: O.Ftrl(0.1, initial_accumulator_value=0.3, l1_regularization_strength=0.05,
                                   l2_regularization_strength=0.1, l2_shrinkage_regularization_strength=0.02, beta=0.1),
    "ftrl_power": lambda: O.Ftrl(0.05, learning_rate_power=-0.3, weight_decay=0.01),
    "lion": lambda: O.Lion(),
    "lion_options": lambda: O.Lion(0.01, beta_1=0.8, beta_2=0.95, weight_decay=0.1, clipnorm=0.5),
    "lamb": lambda: O.Lamb(),
    "lamb_options": lambda: O.Lamb(0.01, beta_1=0.8, beta_2=0.9, epsilon=1e-3, weight_decay=0.01, clipvalue=0.4),
    "muon": lambda: O.Muon(),
    "muon_options": lambda: excluding(O.Muon(0.02, weight_decay=0.1, adam_weight_decay=0.05, adam_lr_ratio=0.5,
                                             ns_steps=3, nesterov=False, rms_rate=None, momentum=0.8), "bias"),
    "muon_excluded": lambda: O.Muon(0.01, exclude_layers=["x", "d/k"], adam_beta_1=0.8),
    "schedule_free_adamw": lambda: O.ScheduleFreeAdamW(),
    "schedule_free_adamw_options": lambda: O.ScheduleFreeAdamW(0.02, beta_1=0.8, beta_2=0.95, epsilon=1e-4,
                                                               warmup_steps=8, weight_decay=0.01),
}

rng = np.random.default_rng(7)
TOTAL = sum(int(np.prod(s)) for _, s in WEIGHTS)
weights = (rng.standard_normal(TOTAL) * 0.6).astype("float32")
gradients = (rng.standard_normal((STEPS, TOTAL)) * 0.3).astype("float32")
gradients[:, ::11] = 0  # elements that nothing depends on
gradients[rng.random((STEPS, TOTAL)) < 0.05] = 0


def parts(flat):
    at = 0
    for path, shape in WEIGHTS:
        n = int(np.prod(shape))
        yield path, flat[at : at + n].reshape(shape)
        at += n


def train(name, dtype):
    keras.config.set_floatx(dtype)
    backend.clear_session() if hasattr(backend, "clear_session") else None
    optimizer = CASES[name]()
    variables = []
    for path, value in parts(weights):
        scope, short = path.split("/")
        constraint = constrained[path]() if name == "sgd_constrained" and path in constrained else None
        with tf.name_scope(scope), backend.name_scope(scope):
            v = keras.Variable(value.astype(dtype), name=short, dtype=dtype)
        v.constraint = constraint
        assert v.path == path, v.path
        variables.append(v)
    optimizer.build(variables)
    for g in gradients:
        optimizer.apply([tf.constant(part.astype(dtype)) for _, part in parts(g)], variables)
    names = re.sub(r"variable_\d+", "variable", "\n".join(f"{v.path.split('/')[-1]} {tuple(v.shape)}" for v in optimizer.variables))
    flat = lambda vs: np.concatenate([np.asarray(v, dtype).reshape(-1) for v in vs])
    return names, flat(variables), flat(optimizer.variables)


def make_optimizers():
    out = {"weights": weights, "gradients": gradients}
    for name in CASES:
        for dtype in ["float64", "float32"]:
            names, w, v = train(name, dtype)
            assert np.isfinite(w).all() and np.isfinite(v).all(), name
            out[f"{name}/{dtype}/weights"], out[f"{name}/{dtype}/variables"] = w, v
        out[f"{name}/names"] = np.frombuffer(names.encode(), "uint8")
    np.savez_compressed(HERE / "optimizers.npz", **out)


SCHEDULES = {
    "exponential": lambda: S.ExponentialDecay(0.1, 10, 0.5),
    "exponential_staircase": lambda: S.ExponentialDecay(0.1, 7, 0.9, staircase=True),
    "piecewise": lambda: S.PiecewiseConstantDecay([5, 10, 30], [1.0, 0.5, 0.1, 0.05]),
    "polynomial": lambda: S.PolynomialDecay(0.1, 10),
    "polynomial_power": lambda: S.PolynomialDecay(0.1, 12, end_learning_rate=0.01, power=2.5),
    "polynomial_cycle": lambda: S.PolynomialDecay(0.1, 12, end_learning_rate=0.01, power=0.5, cycle=True),
    "inverse_time": lambda: S.InverseTimeDecay(0.1, 10, 0.7),
    "inverse_time_staircase": lambda: S.InverseTimeDecay(0.1, 10, 0.7, staircase=True),
    "cosine": lambda: S.CosineDecay(0.1, 25, alpha=0.05),
    "cosine_warmup": lambda: S.CosineDecay(0.01, 20, warmup_target=0.1, warmup_steps=8),
    "restarts": lambda: S.CosineDecayRestarts(0.1, 5),
    "restarts_options": lambda: S.CosineDecayRestarts(0.1, 6, t_mul=1.5, m_mul=0.8, alpha=0.02),
    "restarts_even": lambda: S.CosineDecayRestarts(0.1, 6, t_mul=1.0, m_mul=0.5),
}


def make_schedules():
    out = {}
    for dtype in ["float64", "float32"]:
        keras.config.set_floatx(dtype)
        for name, make in SCHEDULES.items():
            schedule = make()
            out[f"{name}/{dtype}"] = np.array([schedule(tf.constant(t, "int64")) for t in range(60)], dtype)
    np.savez_compressed(HERE / "schedules.npz", **out)


R, C = keras.regularizers, keras.constraints
REGULARIZERS = {
    "l1": lambda: R.L1(0.03), "l2": lambda: R.L2(0.02), "l1l2": lambda: R.L1L2(0.01, 0.05), "l1_default": lambda: R.L1(),
    "l2_default": lambda: R.L2(), "rows": lambda: R.OrthogonalRegularizer(0.2), "columns": lambda:
    R.OrthogonalRegularizer(0.1, mode="columns"),
}


def make_regularizers():
    matrix = (rng.standard_normal((4, 6)) * 0.7).astype("float32")
    matrix[1, 2] = 0
    out = {"matrix": matrix}
    for dtype in ["float64", "float32"]:
        keras.config.set_floatx(dtype)
        for name, make in REGULARIZERS.items():
            w = tf.Variable(matrix.astype(dtype))
            with tf.GradientTape() as tape:
                penalty = make()(w)
            out[f"{name}/{dtype}/penalty"] = np.array([penalty], dtype)
            out[f"{name}/{dtype}/gradient"] = tape.gradient(penalty, w).numpy()
    np.savez_compressed(HERE / "regularizers.npz", **out)


CONSTRAINTS = {
    "max_norm": (lambda: C.MaxNorm(), "matrix"), "max_norm_rows": (lambda: C.MaxNorm(0.9, axis=1), "matrix"),
    "max_norm_filters": (lambda: C.MaxNorm(0.7, axis=[0, 1, 2]), "filters"), "non_neg": (lambda: C.NonNeg(), "filters"),
    "unit_norm": (lambda: C.UnitNorm(), "matrix"), "unit_norm_last": (lambda: C.UnitNorm(axis=-1), "filters"),
    "min_max_norm": (lambda: C.MinMaxNorm(), "matrix"),
    "min_max_norm_options": (lambda: C.MinMaxNorm(0.9, 1.1, rate=0.4, axis=[0, 1]), "filters"),
}


def make_constraints():
    out = {"matrix": rng.standard_normal((4, 6)).astype("float32"),
           "filters": (rng.standard_normal((3, 2, 3, 5)) * 0.5).astype("float32")}
    out["matrix"][:, 3] = 0
    for dtype in ["float64", "float32"]:
        keras.config.set_floatx(dtype)
        for name, (make, of) in CONSTRAINTS.items():
            out[f"{name}/{dtype}"] = np.asarray(make()(keras.ops.convert_to_tensor(out[of].astype(dtype))))
    np.savez_compressed(HERE / "constraints.npz", **out)


if __name__ == "__main__":
    make_schedules()
    make_regularizers()
    make_constraints()
    make_optimizers()
