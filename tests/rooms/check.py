"""Includes, written "..." or <ctnn/...>, only point down the table of rooms (rooms.txt); xsimd is seen by kernel/ alone."""
import pathlib
import re
import sys

here = pathlib.Path(__file__).parent
root = here.parent.parent / "include" / "ctnn"
rooms = [line for line in (here / "rooms.txt").read_text().split("\n") if line and not line.startswith("#")]
wrong = []
for path in sorted(root.rglob("*.hpp")):
    room = path.relative_to(root).parts[0]
    if room not in rooms:
        continue  # an umbrella
    for line in path.read_text().splitlines():
        m = re.match(r'\s*#\s*include\s*[<"]([^>"]+)[>"]', line)
        if not m:
            continue
        target = m.group(1)
        if target.startswith("xsimd") and room != "kernel":
            wrong.append(f"{path.relative_to(root)} includes {target}: only kernel/ sees xsimd")
        # "..." stands beside the header, <ctnn/...> on the include path, where "ctnn/..." is looked for as well
        quoted = '"' in line.split("include", 1)[1]
        inside = (path.parent / target).resolve()
        if target.startswith("ctnn/") and not (quoted and inside.exists()):
            quoted, inside = True, (root.parent / target).resolve()
        if quoted and root in inside.parents:
            other = inside.relative_to(root).parts[0]
            if not inside.exists():
                wrong.append(f"{path.relative_to(root)} includes {target}, which does not exist")
            elif other not in rooms:
                wrong.append(f"{path.relative_to(root)} includes the umbrella {other}")
            elif rooms.index(other) < rooms.index(room):
                wrong.append(f"{path.relative_to(root)} includes {other}/: that is up")
print("\n".join(wrong) or "every include points down")
sys.exit(bool(wrong))
