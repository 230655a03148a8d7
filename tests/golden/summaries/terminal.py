"""What summary() writes to a terminal: terminal.json, recorded from real Keras, against a program of ctnn.

    python terminal.py --record              writes it (keras 3.15.1, rich 15.0.0, tensorflow-cpu 2.21.0)
    python terminal.py --program PROGRAM     compares; PROGRAM is built from terminal.cpp, which has the same models

Each case is an environment, the width of a terminal, and which of the files (0: standard input, 1: standard output) it is;
the other one is /dev/null or a pipe.
"""

import argparse
import fcntl
import json
import os
import pathlib
import pty
import struct
import subprocess
import sys
import termios

RECORD = pathlib.Path(__file__).with_name("terminal.json")
COLORS = dict(TERM="xterm-256color")
CASES = [
    dict(environment=COLORS, columns=80), dict(environment=COLORS, columns=200), dict(environment=COLORS, columns=51),
    dict(environment=COLORS, columns=0), dict(environment=COLORS | dict(COLUMNS="66"), columns=120),
    dict(environment=COLORS | dict(NO_COLOR="1"), columns=80), dict(environment=COLORS | dict(NO_COLOR=""), columns=80),
    dict(environment=COLORS | dict(FORCE_COLOR=""), columns=80), dict(environment=COLORS | dict(TTY_COMPATIBLE="0"), columns=90),
    dict(environment=dict(TERM="xterm"), columns=80), dict(environment=dict(TERM="linux", COLORTERM="truecolor"), columns=80),
    dict(environment=dict(TERM="XTERM-Kitty"), columns=80), dict(environment=dict(TERM="xterm-16color"), columns=80),
    dict(environment={}, columns=80),
    dict(environment=dict(TERM="dumb"), columns=60), dict(environment=dict(TERM="dumb"), columns=120),
    dict(environment=dict(TERM="dumb", COLUMNS="100"), columns=120),
    dict(environment=dict(TERM="dumb", COLUMNS="100", LINES="20"), columns=120),
    # standard output is a pipe
    dict(environment=COLORS, columns=60, files="0"), dict(environment=COLORS, columns=200, files="0"),
    dict(environment=COLORS, columns=80, files=""), dict(environment=COLORS | dict(COLUMNS="90"), columns=80, files=""),
    dict(environment=COLORS | dict(FORCE_COLOR="1"), columns=80, files=""),
    dict(environment=dict(TERM="xterm", TTY_COMPATIBLE="1"), columns=80, files=""),
]
KERAS = """
import keras
from keras import layers

digits = keras.Sequential([keras.Input((3,)), layers.Dense(9, name="hidden"), layers.Dropout(0.5, name="drop"),
                           layers.Dense(18, trainable=False, name="out")], name="digits")
x = keras.Input((4,), name="x")
h = layers.Dense(4, name="h")(x)
residual = keras.Model(x, layers.Add(name="sum")([x, h]), name="residual")
digits.summary()
digits.summary(show_trainable=True)
residual.summary()
"""


def written(command, environment, columns, files="01"):
    """What the command writes to its standard output."""
    keep = {k: v for k, v in os.environ.items() if k in ("PATH", "HOME", "LD_LIBRARY_PATH")}
    ours, terminal = pty.openpty()
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    child = subprocess.Popen(
        command, env=keep | environment, stdin=terminal if "0" in files else subprocess.DEVNULL,
        stdout=terminal if "1" in files else subprocess.PIPE, stderr=subprocess.DEVNULL)
    os.close(terminal)
    content = b""
    if "1" in files:
        while True:
            try:
                piece = os.read(ours, 65536)
            except OSError:  # Linux' way of saying that the other end is closed
                break
            if not piece:
                break
            content += piece
    else:
        content = child.stdout.read()
    os.close(ours)
    if child.wait():
        raise SystemExit(f"{command} failed: {child.returncode}")
    return content.decode().replace("\r\n", "\n")


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--record", action="store_true")
    arguments.add_argument("--program")
    arguments = arguments.parse_args()
    if arguments.record:
        quiet = dict(TF_CPP_MIN_LOG_LEVEL="3", CUDA_VISIBLE_DEVICES="", KERAS_BACKEND="tensorflow")
        keras = [sys.executable, "-c", KERAS]
        cases = [case | dict(text=written(keras, **case | dict(environment=case["environment"] | quiet))) for case in CASES]
        RECORD.write_text(json.dumps(cases, indent=1, ensure_ascii=False) + "\n")
        return
    try:
        for end in pty.openpty():
            os.close(end)
    except OSError as error:
        print(f"skipped: no terminals here: {error}")
        sys.exit(77)
    cases, wrong = json.loads(RECORD.read_text()), 0
    for case in cases:
        expected = case.pop("text")
        if (text := written([arguments.program], **case)) != expected:
            wrong += 1
            print(f"{case}: expected\n{expected!r}\ngot\n{text!r}")
    print(f"{len(cases) - wrong} terminals show what Keras shows there, {wrong} do not")
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
