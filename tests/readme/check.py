"""What README.md shows is what is built and run: code blocks against the sources here, outputs against the compilers'."""
import argparse
import pathlib
import re
import shlex
import subprocess
import sys
import tempfile

args = argparse.ArgumentParser()
args.add_argument("--compiler", default="c++")
args = args.parse_args()
here = pathlib.Path(__file__).parent
root = here.parents[1]
readme = (root / "README.md").read_text()
wrong = []
# every block of C++ stands in a file that is compiled by a test, the first two whole
sources = [*here.glob("*.cpp"), *(root / "examples").glob("*.cpp"), root / "include/ctnn/layer/dense.hpp"]
text = {source: source.read_text() for source in sources}
for name in ("first", "mistake"):
    block = re.search(r"// README: " + name + r"\n(.*?)// README: end", text[here / f"{name}.cpp"], re.S).group(1).strip()
    if block not in readme:
        wrong.append(f"README.md lacks the code of {name}.cpp")
for document in ("README.md", "CONTRIBUTING.md"):
    for block in re.findall(r"```cpp\n(.*?)```", (root / document).read_text(), re.S):
        block = re.sub(r"^(#include|using namespace).*\n", "", block, flags=re.M).strip()
        if not any(block in t for t in text.values()):
            wrong.append(f"{document} shows code that no test compiles:\n{block}")
command = shlex.split(args.compiler) + ["-std=c++20", f"-I{root / 'include'}"]
with tempfile.TemporaryDirectory() as folder:
    r = subprocess.run(command + ["-O1", str(here / "first.cpp"), "-o", f"{folder}/first"], text=True, capture_output=True)
    said = re.search(r"<< y << .*// (.*)", text[here / "first.cpp"]).group(1)
    if r.returncode:
        wrong.append("first.cpp does not compile:\n" + r.stderr[:1000])
    elif (printed := subprocess.run([f"{folder}/first"], text=True, capture_output=True).stdout.strip()) != said:
        wrong.append(f"first.cpp prints {printed}, not {said}")
    r = subprocess.run(command + ["-O1", str(here / "policies.cpp"), "-o", f"{folder}/policies"], text=True, capture_output=True)
    if r.returncode or subprocess.run([f"{folder}/policies"]).returncode:
        wrong.append("policies.cpp does not do what it says:\n" + r.stderr[:1000])
r = subprocess.run(command + ["-fsyntax-only", str(here / "mistake.cpp")], text=True, capture_output=True)
error = next((line.split("error: ", 1)[1] for line in r.stderr.splitlines() if "error: " in line), "no error")
plain = error.replace("‘", "'").replace("’", "'")
if plain not in readme:
    wrong.append("README.md lacks what this compiler says:\n" + plain)
print("\n".join(wrong) or "README.md shows what is built")
sys.exit(bool(wrong))
