"""ctnn-import as a command: what it refuses is one sentence, a status, and nothing written.

    python command_line.py --ctnn-import build/tools/ctnn-import
"""

import argparse
import json
import pathlib
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
FILES = HERE.parent / "files"
DAMAGED = HERE.parents[1] / "unit" / "io" / "files"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--ctnn-import", type=pathlib.Path, required=True)
    tool = parser.parse_args().ctnn_import.resolve()
    tried, wrong = 0, []

    with tempfile.TemporaryDirectory(prefix="ctnn_command_") as name:
        top = pathlib.Path(name)
        out = top / "out"

        def run(*arguments):
            return subprocess.run([str(tool), *map(str, arguments)], capture_output=True, text=True, timeout=120, cwd=top)

        def refused(arguments, words, status=1):
            nonlocal tried
            tried += 1
            done = run(*arguments)
            lines = done.stderr.splitlines()
            if (done.returncode != status or len(lines) != 1 or not lines[0].startswith("ctnn-import: ") or out.exists()
                    or not all(w in done.stderr for w in words)):
                wrong.append(f"{arguments}: status {done.returncode}, wrote: {out.exists()}, wanted {words}\n{done.stderr}")

        # files that cannot be imported
        for file, words in json.loads((FILES / "refused" / "refused.json").read_text()).items():
            refused([FILES / "refused" / file, "--output", out, "--program"], [file + ": ", *words])
        for file in sorted(DAMAGED.glob("refused_*")):
            if file.suffix in (".keras", ".h5") and not file.name.endswith(".weights.h5"):
                refused([file, "--output", out], [file.name])
        refused([top / "none.keras", "--output", out], ["there is no such file"])
        refused([top, "--output", out], ["is a folder without a Keras model"])
        refused([FILES / "pair_sequential.weights.h5", "--output", out], ["to_json()"])
        refused([FILES / "pair_sequential.weights.h5", "--config", FILES / "sequential_dense.npz", "--output", out],
                ["is not a JSON object", "hint: --config takes the text of model.to_json()"])

        # arguments
        dense = FILES / "sequential_dense.keras"
        refused([dense, "--output", out, "--name", "a-b"], ["--name a-b", "--name a_b"], 2)
        refused([dense, "--output", out, "--name", "class"], ["--name class: is a keyword of C++", "--name class_net"], 2)
        refused([dense, "--output", out, "--name", "9a"], ["--name 9a: must not begin with a digit", "--name net_9a"], 2)
        refused([dense, "--output", out, "--name", "a__b"], ["--name a__b: is a name that C++ keeps", "--name a_b"], 2)
        refused([dense, "--output", out, "--namespace", "class"], ["--namespace class"], 2)
        refused([dense, "--output", out, "--namespace", "time"], ["time is taken"], 2)
        refused([dense, "--output", out, "--input-shape", "7,0"], ["--input-shape 7,0"], 2)
        refused([dense, "--output", out, "--input-shape", "8"], ["(7)", "(8)"])
        refused([dense, "--output", out, "--input-shape", "7", "--input-shape", "7"], ["has 1 input, got 2 shapes"])
        refused([dense, "--output", out, "--packed-for", "avx"], ["--packed-for: avx not in", "sse2", "avx2", "avx512", "neon"], 2)
        refused([dense, "--outputs", out], [], 2)
        refused([dense], ["--output"], 2)
        refused([FILES / "refused" / "unknown_length.keras", "--output", out, "--input-shape", "5,4"], ["does not fit"])

        # samples of another model
        refused([dense, "--output", out, "--check", FILES / "states.npz"], ["states.npz", "must have shape (samples, 3)"])
        refused([dense, "--output", out, "--check", FILES / "normalized.npz"], ["normalized.npz"])
        refused([FILES / "pair_sequential.weights.h5", "--config", FILES / "pair_sequential.config.json", "--output", out,
                 "--check", FILES / "sequential_dense.npz"], ["does not agree with", "recorded was"])

        # what is there already
        out.mkdir()
        mine = out / "sequential_dense.hpp"
        mine.write_text("int mine;\n")
        done = run(dense, "--output", out)
        if done.returncode != 1 or "ctnn-import did not make it" not in done.stderr or mine.read_text() != "int mine;\n" \
                or len(list(out.iterdir())) != 1:
            wrong.append(f"a file of the user's: {done.stderr}")
        mine.unlink()
        for _ in range(2):  # again is fine, over its own files
            done = run(dense, "--output", out, "--name", "n", "--namespace", "a::b", "--program")
            if done.returncode or sorted(p.name for p in out.iterdir()) != ["main.cpp", "n.hpp", "n_weights.hpp"]:
                wrong.append(f"twice: {done.stderr}")
        done = run(FILES / "refused" / "unknown_length.keras", "--output", top / "shaped", "--input-shape", "None,3")
        if done.returncode != 1:
            wrong.append("--input-shape None,3 says nothing that the file does not")
        done = run(FILES / "refused" / "unknown_length.keras", "--output", top / "shaped", "--input-shape", "(5, 3)")
        if done.returncode or "Input(shape<5, 3>)" not in (top / "shaped" / "unknown_length.hpp").read_text():
            wrong.append(f"--input-shape (5, 3): {done.stderr}")

    print(f"{tried} refusals")
    if wrong:
        sys.exit("\n".join(wrong))


if __name__ == "__main__":
    main()
