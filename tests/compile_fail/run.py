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


def options_of(source):
    header = re.search(r"#include <ctnn/(\w+\.hpp)>", source)
    options = precompiled.get(header.group(1), []) if header else []
    return [*options, *(["-c", "-o", "/dev/null"] if "// CODE" in source else ["-fsyntax-only"])]


def compile_file(path, fixed):
    command = [*flags, *options_of(path.read_text()), *["-DFIXED"] * fixed, str(path)]
    return subprocess.run(command, text=True, capture_output=True)


def twins_compile(paths):
    """Whether several twins with the same options compile, each in a namespace of its own."""
    includes, bodies = {}, []
    for i, path in enumerate(paths):
        source = path.read_text()
        includes |= dict.fromkeys(re.findall(r"^#include .*", source, re.M))
        bodies += [f"namespace twin_{i} {{", re.sub(r"^#include .*", "", source, flags=re.M), "}"]
    command = [*flags, *options_of(paths[0].read_text()), "-DFIXED", "-x", "c++", "-"]
    return subprocess.run(command, input="\n".join([*includes, *bodies]), text=True, capture_output=True).returncode == 0


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


def check_twins(paths):
    """What is wrong, by path. Most of the time goes into starting a compiler: it is given some at once, and each alone if
    one of them does not compile."""
    if args.no_twins or len(paths) > 1 and twins_compile(paths):
        return {}
    alone = {path: compile_file(path, True) for path in paths}
    return {path: ["the mended twin does not compile:\n" + r.stderr[:1500]] for path, r in alone.items() if r.returncode}


files = [pathlib.Path(f) for f in args.files] or sorted(here.glob("*.cpp"))
failed = 0
with tempfile.TemporaryDirectory() as folder, concurrent.futures.ThreadPoolExecutor(args.jobs) as pool:
    headers = ["architecture.hpp", "ctnn.hpp", "train.hpp"] if len(files) > 10 else []
    made = pool.map(lambda h: precompile(flags, root / "include/ctnn" / h, folder), headers)
    precompiled = dict(zip(headers, made))
    alike = {}
    for path in files:
        alike.setdefault(tuple(options_of(path.read_text())), []).append(path)
    some = [paths[i:i + 12] for paths in alike.values() for i in range(0, len(paths), 12)]
    twins = {path: done for paths in some for done in [pool.submit(check_twins, paths)] for path in paths}
    mistakes = {path: pool.submit(check_mistake, path) for path in files}
    for path in files:
        if wrong := mistakes[path].result() + twins[path].result().get(path, []):
            failed += 1
            print(f"{path.name}: " + "\n  ".join(wrong), flush=True)
print(f"{len(files) - failed} mistakes are reported as they should be, {failed} are not")
sys.exit(bool(failed))
