"""A corpus for archive_fuzz from the golden files: python corpus.py FOLDER"""

import pathlib
import sys
import zipfile

FILES = pathlib.Path(__file__).resolve().parents[1] / "golden" / "files"
MODEL, CONFIG = b"\x00", b"\x07"  # the first byte chooses what is fuzzed

folder = pathlib.Path(sys.argv[1])
folder.mkdir(parents=True, exist_ok=True)
for path in [*FILES.glob("*.*"), *(FILES / "refused").glob("*.*")]:
    if path.suffix in (".keras", ".h5"):
        (folder / f"model_{path.name}").write_bytes(MODEL + path.read_bytes())
    if path.name.endswith(".config.json"):
        (folder / f"config_{path.name}").write_bytes(CONFIG + path.read_bytes())
    if path.suffix == ".keras" and zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            (folder / f"config_{path.name}").write_bytes(CONFIG + archive.read("config.json"))
