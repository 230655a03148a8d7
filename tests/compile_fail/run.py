"""Every mistake has one error with its sentence in it, and its mended twin compiles.

A file says what it expects in lines `// EXPECT: part of the sentence`; all of them must be in the first error. `#ifdef FIXED`
holds the twin. On clang a sentence is cut into pieces: they are joined before they are compared. `// CODE`: the mistake is
found when code is generated.
"""
import argparse
import concurrent.futures
import pathlib
import re
import shlex
import subprocess
import sys

args = argparse.ArgumentParser()
args.add_argument("--compiler", default="c++")
args.add_argument("--std", default="c++20")
args.add_argument("--jobs", type=int, default=2)
args.add_argument("files", nargs="*")
args = args.parse_args()
here = pathlib.Path(__file__).parent
root = here.parents[1]
FOREIGN = ["hana", "concept", "constraint", "basic_tuple"]


def compile_file(path, *flags):
    command = shlex.split(args.compiler) + [f"-std={args.std}", "-Wall", "-Wextra", f"-I{root / 'include'}"]
    command += ["-c", "-o", "/dev/null"] if "// CODE" in path.read_text() else ["-fsyntax-only"]
    return subprocess.run(command + list(flags) + [str(path)], text=True, capture_output=True)


def sentence(error):
    """The message as a person reads it: strings of the carrying type joined, quotes unescaped."""
    pieces = re.findall(r'fixed_string<[^>]*>\{"((?:[^"\\]|\\.)*)"\}', error)
    text = "".join(pieces) if pieces else error
    return text.replace("\\'", "'").replace('\\"', '"').replace("‘", "'").replace("’", "'")


def check(path):
    source = path.read_text()
    expected = [m.strip() for m in re.findall(r"// EXPECT: (.*)", source)]
    wrong = []
    if not expected:
        return path, ["no EXPECT line"]
    r = compile_file(path)
    errors = [line for line in r.stderr.splitlines() if re.search(r"(^|: )(fatal )?error: ", line)]
    if r.returncode == 0:
        wrong.append("compiles, but must not")
    elif len(errors) != 1:
        wrong.append(f"{len(errors)} errors:\n    " + "\n    ".join(e[:300] for e in errors[:5]))
    if errors:
        said = sentence(errors[0])
        wrong += [f"the first error lacks '{e}': {said[:400]}" for e in expected if e not in said]
        if "// FOREIGN" not in source:
            message = errors[0].split("error: ", 1)[1]
            wrong += [f"the first error shows '{f}': {message[:300]}" for f in FOREIGN if f in message]
    r = compile_file(path, "-DFIXED")
    if r.returncode:
        wrong.append("the mended twin does not compile:\n" + r.stderr[:1500])
    return path, wrong


files = [pathlib.Path(f) for f in args.files] or sorted(here.glob("*.cpp"))
failed = 0
with concurrent.futures.ThreadPoolExecutor(args.jobs) as pool:
    for path, wrong in pool.map(check, files):
        if wrong:
            failed += 1
            print(f"{path.name}: " + "\n  ".join(wrong))
print(f"{len(files) - failed} mistakes are reported as they should be, {failed} are not")
sys.exit(bool(failed))
