"""Every mistake has one error with its sentence in it, and its mended twin compiles.

A file says what it expects in lines `// EXPECT: part of the sentence`; all of them must be in the first error, which shows
nothing but the sentence and the type that carries it. `#ifdef FIXED` holds the twin. `// FOREIGN` marks what the compiler
says by itself, `// CODE` what is found when code is generated. On clang a sentence is cut into pieces: they are joined
before they are compared.
"""
import argparse
import concurrent.futures
import pathlib
import re
import shlex
import subprocess
import sys
import tempfile

sys.path.append(str(pathlib.Path(__file__).parents[1] / "precompiled"))
from precompile import precompile

args = argparse.ArgumentParser()
args.add_argument("--compiler", default="c++")
args.add_argument("--std", default="c++20")
args.add_argument("--jobs", type=int, default=2)
args.add_argument("--no-twins", action="store_true", help="mistakes alone, for one more --std")
args.add_argument("files", nargs="*")
args = args.parse_args()
here = pathlib.Path(__file__).parent
root = here.parents[1]
compiler = shlex.split(args.compiler)
flags = [*compiler, f"-std={args.std}", "-Wall", "-Wextra", f"-I{root / 'include'}"]

# What the first error may be: the sentence in its carrier, or as the message itself.
CARRIER = r"(?:ctnn::)?MODEL_ERROR<(?:(?:ctnn::)?fixed_string<\d+(?:UL)?>\{\"(?:[^\"\\]|\\.)*\"\}(?:, )?)+>"
SAID = [rf"invalid application of .sizeof. to incomplete type .{CARRIER}.",
        rf"implicit instantiation of undefined template '{CARRIER}'",
        r"static assertion failed: .*",
        r"call to .* declared with (attribute error|'error' attribute): .*"]


def compile_file(path, fixed):
    source = path.read_text()
    header = re.search(r"#include <ctnn/(\w+\.hpp)>", source)
    command = [*flags, *(precompiled.get(header.group(1), []) if header else [])]
    command += ["-c", "-o", "/dev/null"] if "// CODE" in source else ["-fsyntax-only"]
    command += ["-DFIXED"] * fixed
    return subprocess.run([*command, str(path)], text=True, capture_output=True)


def sentence(error):
    """The message as a person reads it: strings of the carrying type joined, quotes unescaped."""
    pieces = re.findall(r'fixed_string<[^>]*>\{"((?:[^"\\]|\\.)*)"\}', error)
    text = "".join(pieces) if pieces else error
    return text.replace("\\'", "'").replace('\\"', '"').replace("‘", "'").replace("’", "'")


def check_mistake(path):
    source = path.read_text()
    expected = [m.strip() for m in re.findall(r"// EXPECT: (.*)", source)]
    wrong = []
    if not expected:
        return ["no EXPECT line"]
    r = compile_file(path, False)
    errors = [line for line in r.stderr.splitlines() if re.search(r"(^|: )(fatal )?error: ", line)]
    if r.returncode == 0:
        wrong.append("compiles, but must not")
    elif len(errors) != 1:
        wrong.append(f"{len(errors)} errors:\n    " + "\n    ".join(e[:300] for e in errors[:5]))
    if errors:
        message = errors[0].split("error: ", 1)[1]
        said = sentence(message)
        wrong += [f"the first error lacks '{e}': {said[:400]}" for e in expected if e not in said]
        if "// FOREIGN" not in source and not any(re.fullmatch(s, message) for s in SAID):
            wrong.append(f"the first error shows more than the sentence: {message[:400]}")
    return wrong


def check_twin(path):
    if args.no_twins:
        return []
    r = compile_file(path, True)
    return ["the mended twin does not compile:\n" + r.stderr[:1500]] if r.returncode else []


files = [pathlib.Path(f) for f in args.files] or sorted(here.glob("*.cpp"))
failed = 0
with tempfile.TemporaryDirectory() as folder, concurrent.futures.ThreadPoolExecutor(args.jobs) as pool:
    headers = ["architecture.hpp", "ctnn.hpp", "train.hpp"] if len(files) > 10 else []
    made = pool.map(lambda h: precompile(flags, root / "include/ctnn" / h, folder), headers)
    precompiled = dict(zip(headers, made))
    work = [(path, pool.submit(check_mistake, path), pool.submit(check_twin, path)) for path in files]
    for path, mistake, twin in work:
        if wrong := mistake.result() + twin.result():
            failed += 1
            print(f"{path.name}: " + "\n  ".join(wrong), flush=True)
print(f"{len(files) - failed} mistakes are reported as they should be, {failed} are not")
sys.exit(bool(failed))
