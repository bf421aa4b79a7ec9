#!/usr/bin/env python3
"""Packs a finished program with its 安装.txt: .tar.gz, or .zip for Windows. Prints where it is.

    packaging/archive.py TARGET PROGRAM

The same files give the same bytes: names are sorted, owners are nobody, the time is that of the last
change.
"""

import gzip
import io
import pathlib
import re
import subprocess
import sys
import tarfile
import time
import zipfile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent


def version():
    manifest = (ROOT / "Cargo.toml").read_text(encoding="utf-8")
    return re.search(r'^version = "(.+)"$', manifest, re.MULTILINE).group(1)


def name_of(target):
    processor, rest = target.split(".")[0].split("-", 1)
    for part, system in {"linux": "linux", "windows": "windows", "darwin": "macos"}.items():
        if part in rest:
            return f"jianbao-{version()}-{system}-{processor}"
    sys.exit(f"no package is made for {target}")


def contents(target, program):
    """Paths in the package, each with its bytes and whether it is run."""
    windows = "windows" in target
    note = HERE / ("windows" if windows else "linux") / "安装.txt"
    text = note.read_text(encoding="utf-8")
    if windows:
        # As old Notepads want it.
        text = "\ufeff" + text.replace("\n", "\r\n")
    yield ("jianbao.exe" if windows else "jianbao"), program.read_bytes(), True
    yield "安装.txt", text.encode("utf-8"), False
    if windows:
        start = (HERE / "windows" / "jianbao-cmd.cmd").read_text(encoding="ascii")
        yield "jianbao-cmd.cmd", start.replace("\n", "\r\n").encode("ascii"), False
    share = HERE / "out" / "share"
    kinds = ["jianbao.ps1"] if windows else ["jianbao.1", "jianbao.bash", "_jianbao", "jianbao.fish"]
    for kind in kinds:
        yield f"share/{kind}", (share / kind).read_bytes(), False
    for licence in ["LICENSE-APACHE", "LICENSE-MIT"]:
        yield licence, (ROOT / licence).read_bytes(), False
    for licence in (ROOT / "fonts" / "licenses").iterdir():
        yield f"fonts/{licence.name}", licence.read_bytes(), False


def tar(path, top, files, when):
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w", format=tarfile.PAX_FORMAT) as archive:
        for name, data, run in files:
            entry = tarfile.TarInfo(f"{top}/{name}")
            entry.size, entry.mtime, entry.mode = len(data), when, 0o755 if run else 0o644
            archive.addfile(entry, io.BytesIO(data))
    with open(path, "wb") as file, gzip.GzipFile("", "wb", 9, file, mtime=when) as zipped:
        zipped.write(packed.getvalue())


def zip_up(path, top, files, when):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, data, _ in files:
            archive.writestr(zipfile.ZipInfo(f"{top}/{name}", time.gmtime(when)[:6]), data)


def main(target, program):
    log = subprocess.run(["git", "log", "-1", "--format=%ct"], cwd=ROOT, check=True, capture_output=True)
    when = int(log.stdout)
    files = sorted(contents(target, pathlib.Path(program)))
    top = name_of(target)
    out = HERE / "out"
    out.mkdir(exist_ok=True)
    path = out / (top + (".zip" if "windows" in target else ".tar.gz"))
    (zip_up if path.suffix == ".zip" else tar)(path, top, files, when)
    print(path)


if __name__ == "__main__":
    main(*sys.argv[1:])
