"""A tutorial prints what the text beside it shows, and its mistakes are refused with the sentence that it quotes.

Words must be the same; numbers with a decimal point may differ by 1e-5 + 1e-4 of their size. A mistake is a block
`#ifdef MISTAKE...`; the line `// error: the compiler's sentence` in it may go on in lines indented further.
"""
import argparse
import os
import pathlib
import re
import shlex
import subprocess
import sys

args = argparse.ArgumentParser()
args.add_argument("--compiler", default="c++")
args.add_argument("--include", action="append", default=[])
args.add_argument("--write", action="store_true", help="record the output instead of comparing it")
args.add_argument("source", type=pathlib.Path)
args.add_argument("program", nargs="+", help="the program and its arguments")
args = args.parse_args()
root = pathlib.Path(__file__).resolve().parents[1]
wrong = []

shown = {k: v for k, v in os.environ.items() if k not in ("COLUMNS", "FORCE_COLOR", "TTY_COMPATIBLE")}  # summary() asks
args.program[0] = str(pathlib.Path(args.program[0]).resolve())
r = subprocess.run(args.program, text=True, capture_output=True, stdin=subprocess.DEVNULL, env=shown)
if r.returncode:
    wrong.append(f"the program failed ({r.returncode}): {r.stderr}")
expected = args.source.with_suffix(".txt")
if args.write:
    expected.write_text(r.stdout)
number = r" *-?\d+\.\d*(?:e[-+]?\d+)? *"  # with the blanks that align it
got, want = r.stdout, expected.read_text()
a, b = [float(x) for x in re.findall(number, got)], [float(x) for x in re.findall(number, want)]
same = re.sub(number, "#", got) == re.sub(number, "#", want)
if not same or not all(abs(x - y) <= 1e-5 + 1e-4 * abs(y) for x, y in zip(a, b)):
    wrong.append(f"it printed\n{got}\nand {expected.name} shows\n{want}")


def sentence(error):
    """The message as a person reads it: the strings of the carrying type joined, quotes unescaped."""
    text = "".join(re.findall(r'fixed_string<[^>]*>\{"((?:[^"\\]|\\.)*)"\}', error)) or error
    return text.replace("\\'", "'").replace('\\"', '"').replace("‘", "'").replace("’", "'")


for name, block in re.findall(r"^#ifdef (MISTAKE\w*)\n(.*?)^#endif", args.source.read_text(), re.S | re.M):
    quoted = re.search(r"^ *// error: (.*(?:\n *//  +.*)*)", block, re.M)
    quoted = re.sub(r"\n *// +", " ", quoted[1]) if quoted else f"{name} quotes no sentence"
    command = shlex.split(args.compiler) + ["-std=c++20", "-fsyntax-only", f"-I{root / 'include'}", f"-D{name}"]
    command += [f"-I{i}" for i in args.include] + [str(args.source)]
    said = subprocess.run(command, text=True, capture_output=True).stderr
    errors = [sentence(line) for line in said.splitlines() if ": error: " in line]
    if len(errors) != 1 or not errors[0].endswith(quoted):
        wrong.append(f"{name}: the compiler should say\n  {quoted}\nand says\n  " + "\n  ".join(errors or ["nothing"]))
print("\n".join(wrong) or f"{args.source.name}: as shown")
sys.exit(bool(wrong))
