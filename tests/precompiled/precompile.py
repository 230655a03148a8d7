"""Headers that many sources begin with, compiled once for all of them."""
import pathlib
import subprocess


def precompile(command, header, folder):
    """The options that put `header` in front of a source that `command` compiles; none if it does not compile, as the
    sources will say."""
    made = pathlib.Path(folder) / (header.name + ".gch")
    made.parent.mkdir(parents=True, exist_ok=True)
    if subprocess.run([*command, "-x", "c++-header", header, "-o", made], capture_output=True).returncode:
        return []
    clang = "clang" in subprocess.run([*command, "--version"], text=True, capture_output=True).stdout
    return ["-include-pch", str(made)] if clang else ["-include", str(made.with_suffix(""))]
