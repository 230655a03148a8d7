#!/usr/bin/env python3
"""Finds accumulators that the compiler keeps in memory: vector loads from and stores to the stack in the inner loops of
kernels. A micro-kernel that spills runs at a fraction of the machine's speed; the same tile can be clean alone and spill in
context, so look at the program itself.

    spills.py OBJECT_OR_PROGRAM [--function TEXT] [--least 4] [--all] [--show]

Every loop without another one in it that has at least `--least` multiply-adds is looked at (--all: those without spills are
listed, too; --show: with their instructions): fused ones, or where there are none (SSE, AVX without FMA) products with as many
sums. x86-64 and AArch64, by objdump (OBJDUMP chooses another one). The last lines say what was looked at. Ends with 1 if a loop
stores vectors on the stack, with 2 if there was no loop to look at; loads alone are often constants, or a local array."""
import argparse
import collections
import os
import re
import subprocess
import sys

FUNCTION = re.compile(r"^[0-9a-f]+ <(.*)>:$")
INSTRUCTION = re.compile(r"^ *([0-9a-f]+):\t(\S+) *(.*)$")
FMA = re.compile(r"^(vfn?m(add|sub)\d*p[sd]$|fml[as]$)")
PRODUCT, SUM = re.compile(r"^v?mulp[sd]$"), re.compile(r"^v?(add|sub)p[sd]$")
REGISTER = re.compile(r"%([xyz]mm)\d")
# operands in AT&T's order: the target is last
X86_STORE = re.compile(r"^%[xyz]mm\d+,-?(0x[0-9a-f]+)?\(%(rsp|rbp)[,)]")
X86_LOAD = re.compile(r"\(%(rsp|rbp)[,)].*%[xyz]mm\d+$")
ARM_STACK = re.compile(r"^[qv]\d+.*\[(sp|x29)\b")


def disassemble(path):
    command = [os.environ.get("OBJDUMP", "objdump"), "-d", "-C", "--no-show-raw-insn", path]
    name, body = None, []
    for line in subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines():
        if m := FUNCTION.match(line):
            if body:
                yield name, body
            name, body = m[1], []
        elif m := INSTRUCTION.match(line):
            body.append((int(m[1], 16), m[2], m[3].split("#")[0].split("<")[0].strip()))
    if body:
        yield name, body


def inner_loops(body):
    """(first, last) of jumps backwards that have no other one between."""
    at = {address: i for i, (address, _, _) in enumerate(body)}
    loops = []
    for i, (_, operation, operands) in enumerate(body):
        if operation[0] == "j" or operation.startswith(("b.", "cb", "tb")) or operation == "b":
            target = re.search(r"(?:^|\s|,)(?:0x)?([0-9a-f]+)$", operands)
            first = at.get(int(target[1], 16)) if target else None
            if first is not None and first <= i:
                loops.append((first, i))
    return [a for a in loops if not any(b != a and a[0] <= b[0] and b[1] <= a[1] for b in loops)]


def multiply_adds(loop):
    count = {kind: sum(bool(kind.match(operation)) for _, operation, _ in loop) for kind in (FMA, PRODUCT, SUM)}
    return count[FMA] or min(count[PRODUCT], count[SUM])


def instruction_set(loop):
    """Of the widest registers that it uses."""
    widest = max((m[1] for _, _, operands in loop for m in REGISTER.finditer(operands)), default="")
    if widest == "xmm" and not any(operation[0] == "v" for _, operation, _ in loop):
        return "SSE"
    return {"": "Advanced SIMD", "xmm": "AVX, 128 bits", "ymm": "AVX, 256 bits", "zmm": "AVX-512"}[widest]


def is_store(operation, operands, frame):
    if operation.startswith(("vmov", "mov")):  # movups, movaps, ...: those of SSE have no v
        m = X86_STORE.match(operands)
        return bool(m) and (m[2] == "rsp" or frame)
    return operation in ("str", "stp", "stur") and bool(ARM_STACK.match(operands))


def is_load(operation, operands, frame):
    if m := X86_LOAD.search(operands):  # any instruction: SSE's sums and products read memory, too
        return m[1] == "rsp" or frame
    return operation in ("ldr", "ldp", "ldur") and bool(ARM_STACK.match(operands))


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("file")
    arguments.add_argument("--function", default="", help="only functions whose name holds this")
    arguments.add_argument("--least", type=int, default=4, help="multiply-adds that make a loop worth to be looked at")
    arguments.add_argument("--all", action="store_true", help="list the loops without spills, too")
    arguments.add_argument("--show", action="store_true", help="print the instructions")
    given = arguments.parse_args()
    functions, loops, spilling = 0, 0, 0
    hot = collections.Counter()
    for name, body in disassemble(given.file):
        if given.function not in name:
            continue
        functions += 1
        frame = any(operation == "mov" and operands == "%rsp,%rbp" for _, operation, operands in body)
        for first, last in inner_loops(body):
            loop = body[first:last + 1]
            fmas = multiply_adds(loop)
            loops += 1
            if fmas < given.least:
                continue
            stores = sum(is_store(operation, operands, frame) for _, operation, operands in loop)
            loads = sum(is_load(operation, operands, frame) for _, operation, operands in loop)
            hot[instruction_set(loop)] += 1
            spilling += bool(stores)
            if stores or loads or given.all:
                print(f"{loop[0][0]:x}: {fmas} multiply-adds, {stores} vectors to the stack, {loads} from it, "
                      f"{len(loop)} instructions: {name[:150]}")
                if given.show:
                    print("\n".join(f"    {address:x}  {operation} {operands}" for address, operation, operands in loop))
    print(f"{functions} functions{' that hold ' + given.function if given.function else ''} with {loops} innermost loops; "
          f"{hot.total()} of at least {given.least} multiply-adds were looked at"
          f"{''.join(f', {n} {kind}' for kind, n in hot.most_common())}")
    if not hot:
        print("nothing to look at: is it optimized, and are the kernels in it?")
        return 2
    print(f"{spilling} of them store vectors on the stack")
    return spilling > 0


sys.exit(main())
