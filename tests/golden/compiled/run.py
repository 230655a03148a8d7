"""Model files through ctnn-import and a compiler, each checking itself against what Keras recorded.

    python run.py --ctnn-import build/tools/ctnn-import --compiler "g++" [--jobs 2] [--groups 4] [FILE ...]

Every file of ../files is imported with --program --check. The headers are compiled in groups, several models in one
source, since including the library takes longer than a small model does; the checks' program stops at the first
difference beyond 1e-5 + 1e-4 |b|. Two models are also compiled as their own main.cpp, the way its comment says, and run
on .npy files: what they write must be what Keras recorded, and what is wrong must leave no file behind.
"""

import argparse
import concurrent.futures
import pathlib
import shlex
import shutil
import struct
import subprocess
import sys
import tempfile
import zipfile

HERE = pathlib.Path(__file__).resolve().parent
FILES = HERE.parent / "files"
PACKED = ("sequential_dense", "keras2_convolution", "keras3_recurrent_nested", "siamese", "digits")
DIGITS = HERE.parents[2] / "examples" / "data" / "digits.keras"
PROGRAMS = ("sequential_dense", "several_inputs_and_outputs")


def model_files():
    for path in sorted(FILES.iterdir()):
        if path.name.endswith((".keras", ".h5")):
            yield path


def stem_of(path):
    for ending in (".weights.h5", ".keras", ".h5"):
        if path.name.endswith(ending):
            return path.name[:-len(ending)]
    raise ValueError(path)


def run(command, **more):
    done = subprocess.run([str(c) for c in command], capture_output=True, text=True, **more)
    if done.returncode:
        sys.exit(f"{shlex.join(map(str, command))}\nstatus {done.returncode}\n{done.stdout}{done.stderr}"[:6000])
    return done


def import_model(tool, path, folder, *more):
    stem = stem_of(path)
    samples = path.parent / f"{stem}_heldout.npz" if path == DIGITS else path.parent / f"{stem}.npz"
    command = [tool, path, "--output", folder, "--program", "--check", samples, *more]
    if path.name.endswith(".weights.h5"):
        command += ["--config", path.parent / f"{stem}.config.json"]
    run(command)
    return next(p.stem for p in folder.glob("*.hpp") if not p.stem.endswith(("_weights", "_check")))


def group_source(names):
    includes = "".join(f'#include "{n}/{n}.hpp"\n#include "{n}/{n}_check.hpp"\n' for n in names)
    checks = "".join(f'    bad += check<{n}::recorded>("{n}", {n}::model());\n' for n in names)
    checks += "".join(f'    bad += !is_packed<{n}::weights>("{n}", {n}::net);\n' for n in names if n.startswith("packed_"))
    return f"""{includes}#include <cstring>
#include <ctnn/io/predict_program.hpp>

template<class Weights, class Def>
[[maybe_unused]] bool is_packed(const char* name, const ctnn::network<Def>&) {{
    using machine = ctnn::detail::machine<Def, ctnn::passes{{}}, ctnn::simd::native>;
    alignas(64) static float made[machine::p.prepared + 1], scratch[machine::p.preparation + 1];
    machine::prepare(Weights::data(), made, scratch);
    if (std::memcmp(made, Weights::packed::data(), machine::p.prepared * sizeof(float)) == 0) return true;
    std::cout << name << ": what is packed is not what the program computes\\n";
    return false;
}}

template<class Recorded, class Model>
int check(const char* name, const Model& model) {{
    std::cout << name << ": " << std::flush;
    char program[] = "program", option[] = "--check";
    char* arguments[] = {{program, option, nullptr}};
    return ctnn::io::predict_program<Recorded>(model, 2, arguments);
}}

int main() {{
    int bad = 0;
{checks}    return bad != 0;
}}
"""


def compile_source(compiler, source, program, *flags):
    run([*shlex.split(compiler), "-std=c++20", *flags, source, "-o", program])


def target_of(compiler):
    """What --packed-for calls the machine that the compiler compiles for."""
    defined = run([*shlex.split(compiler), "-dM", "-E", "-x", "c++", "/dev/null"]).stdout
    return "avx512" if "__AVX512F__" in defined else "avx2" if "__AVX__" in defined else "neon" if "__aarch64__" in defined else "sse2"


def run_group(compiler, folder, number, names):
    source, program = folder / f"group{number}.cpp", folder / f"group{number}"
    source.write_text(group_source(names))
    compile_source(compiler, source, program, "-O1", "-Wall", "-Wextra", "-Wpedantic", "-Werror", "-ffp-contract=off")
    return run([program]).stdout


def npz(path):
    """Names and bytes of the .npy files in it."""
    with zipfile.ZipFile(path) as archive:
        return {n.removesuffix(".npy"): archive.read(n) for n in archive.namelist()}


def floats(npy):
    """(shape as text, values) of a little-endian float32 or int32 .npy file."""
    length, = struct.unpack_from("<H", npy, 8)
    header, data = npy[10:10 + length].decode(), npy[10 + length:]
    kind = "f" if "'<f4'" in header else "i"
    return header[header.index("'shape'"):], struct.unpack(f"<{len(data) // 4}{kind}", data)


def run_program(compiler, folder, name):
    """The program as its own comment compiles it, on .npy files."""
    here = folder / name
    compile_source(compiler, here / "main.cpp", here / "program", "-O2", "-march=native")
    recorded = npz(FILES / f"{name}.npz")
    inputs = [recorded[f"inputs/{i}"] for i in range(sum(k.startswith("inputs/") for k in recorded))]
    outputs = [recorded[f"outputs/{i}"] for i in range(len(recorded) - len(inputs))]
    command = [here / "program"]
    for i, x in enumerate(inputs):
        (here / f"in{i}.npy").write_bytes(x)
        command += ["--input", here / f"in{i}.npy"]
    for i in range(len(outputs)):
        command += ["--output", here / f"out{i}.npy"]
    run(command)
    for i, y in enumerate(outputs):
        shape, expected = floats(y)
        got_shape, got = floats((here / f"out{i}.npy").read_bytes())
        if shape.split(")")[0] != got_shape.split(")")[0]:
            sys.exit(f"{name}: output {i} has {got_shape}, not {shape}")
        if not all(abs(a - b) <= 1e-5 + 1e-4 * abs(b) for a, b in zip(got, expected, strict=True)):
            sys.exit(f"{name}: output {i} is not what Keras predicted")
    # mistakes: one sentence, status 1, no output
    (here / "scalar.npy").write_bytes(npy_of((), [1.0]))
    for what, file in [("a file that is not there", here / "none.npy"), ("a number without a shape", here / "scalar.npy")]:
        wrong = [here / "program", "--input", file]
        for i in range(1, len(inputs)):
            wrong += ["--input", here / f"in{i}.npy"]
        for i in range(len(outputs)):
            wrong += ["--output", here / f"wrong{i}.npy"]
        done = subprocess.run([str(c) for c in wrong], capture_output=True, text=True)
        if done.returncode != 1 or done.stderr.count("\n") != 1 or list(here.glob("wrong*")):
            sys.exit(f"{name}: {what}: status {done.returncode}, {done.stderr!r}, {list(here.glob('wrong*'))}")
    return f"{name}: as a program on .npy files\n"


def npy_of(shape, values):
    header = f"{{'descr': '<f4', 'fortran_order': False, 'shape': {shape!r}, }}"
    header += " " * (63 - (10 + len(header)) % 64) + "\n"
    return b"\x93NUMPY\x01\x00" + struct.pack("<H", len(header)) + header.encode() + struct.pack(f"<{len(values)}f", *values)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--ctnn-import", type=pathlib.Path, required=True)
    parser.add_argument("--compiler", default="c++")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--groups", type=int, default=4)
    parser.add_argument("--include", type=pathlib.Path, default=HERE.parents[2] / "include")
    parser.add_argument("--keep", type=pathlib.Path, help="a folder for what is made, which stays")
    parser.add_argument("files", nargs="*", type=pathlib.Path)
    options = parser.parse_args()
    options.compiler += f" -I{options.include}"
    folder = options.keep or pathlib.Path(tempfile.mkdtemp(prefix="ctnn_compiled_"))
    tool = options.ctnn_import.resolve()
    names = []
    for path in options.files or model_files():
        part = folder / stem_of(path)
        shutil.rmtree(part, ignore_errors=True)
        name = import_model(tool, path, part)
        if name != part.name:
            part.rename(folder / name)
        names.append(name)
    for form in ("bytes", "binary"):  # these models are small: their numbers are literals unless told otherwise
        name = f"embedded_as_{form}"
        shutil.rmtree(folder / name, ignore_errors=True)
        import_model(tool, FILES / "pair_sequential.weights.h5", folder / name, "--embed", form, "--name", name)
        names.append(name)
    target = target_of(options.compiler)
    for path in [*(options.files or model_files()), *([] if options.files else [DIGITS])]:
        if stem_of(path) in PACKED:
            name = f"packed_{stem_of(path)}"
            shutil.rmtree(folder / name, ignore_errors=True)
            import_model(tool, path, folder / name, "--name", name, "--packed-for", target)
            names.append(name)
    for form in ("bytes", "binary"):
        name = f"packed_as_{form}"
        shutil.rmtree(folder / name, ignore_errors=True)
        import_model(tool, FILES / "sequential_dense.keras", folder / name, "--embed", form, "--name", name, "--packed-for",
                     target)
        names.append(name)
    jobs = [lambda n=n: run_group(options.compiler, folder, n, names[n::options.groups])
            for n in range(min(options.groups, len(names)))]
    jobs += [lambda n=n: run_program(options.compiler, folder, n) for n in PROGRAMS if n in names]
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        for done in [pool.submit(job) for job in jobs]:
            print(done.result(), end="", flush=True)
    print(f"{len(names)} models, imported, compiled and compared")
    if not options.keep:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
