#!/usr/bin/env python3
"""How alike the pages of an OFD and of its PDF are: the intersection over union of their ink.

    looks.py FOLDER OFD.JS READER... FILE.ofd...

Each FILE.ofd has its FILE.pdf beside it. READER is `ofd.js` (npm ofd.js 0.2.6, whose folder OFD.JS is,
in chromium) or the path of `ofd-check`, which draws with ofdrw. The pages of both lie in FOLDER side by
side afterwards. Exit code 1 where a page has less than 0.7. Needs poppler, chromium, Pillow, numpy.
"""

import base64
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

import numpy
from PIL import Image

# ofd.js rounds its scale to a tenth of a pixel a millimetre: 3.8 of them are 96.52 dots an inch.
SCALE = 3.8
DPI = SCALE * 25.4
# Drawn larger by this and made smaller again: a browser puts objects on whole pixels.
FINER = 4
LEAST = 0.7


def pages(ofd):
    with zipfile.ZipFile(ofd) as package:
        names = [n for n in package.namelist() if n.endswith("Content.xml")]
        for index in range(len(names)):
            text = package.read(f"Doc_0/Pages/Page_{index}/Content.xml").decode()
            box = re.search(r"PhysicalBox>0 0 ([\d.]+) ([\d.]+)<", text)
            yield index, float(box[1]), float(box[2])


# What ofd.js asks the machine for in the place of some names.
ASKED = {"仿宋": "FangSong", "黑体": "SimHei", "宋体": "SimSun"}


def faces(ofd):
    """ofd.js draws with the faces of the machine alone: it is lent those of the file."""
    with zipfile.ZipFile(ofd) as package:
        text = package.read("Doc_0/PublicRes.xml").decode()
        for family, file in re.findall(r'FamilyName="([^"]*)"><ofd:FontFile>([^<]*)<', text):
            data = base64.b64encode(package.read(f"Doc_0/Res/{file}")).decode()
            family = ASKED.get(family, family)
            yield f'@font-face{{font-family:"{family}";src:url(data:font/ttf;base64,{data})}}'


def in_browser(ofd, script, folder):
    shutil.copy(script, folder / "ofd.js")
    data = base64.b64encode(Path(ofd).read_bytes()).decode()
    styles = "".join(faces(ofd))
    for index, width, height in pages(ofd):
        page = folder / "page.html"
        page.write_text(
            f"""<html><head><meta charset="utf-8"><style>{styles}</style></head><body style="margin:0;background:white">
<script src="ofd.js"></script><script>
const bytes = Uint8Array.from(atob("{data}"), c => c.charCodeAt(0));
ofd.parseOfdDocument({{ofd: bytes.buffer, fail(e) {{ document.title = "FAIL " + e; }}, success(read) {{
  const drawn = ofd.renderOfd({width * SCALE + 10}, Array.isArray(read) ? read[0] : read)[{index}];
  drawn.style.margin = "0"; document.body.appendChild(drawn); }} }});
</script></body></html>"""
        )
        png = folder / f"{index + 1}.png"
        size = f"{round(width * SCALE)},{round(height * SCALE)}"
        with tempfile.TemporaryDirectory() as profile:
            subprocess.run(
                ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
                 f"--force-device-scale-factor={FINER}", f"--user-data-dir={profile}",
                 f"--window-size={size}", "--virtual-time-budget=5000", f"--screenshot={png}",
                 page.as_uri()],
                capture_output=True, timeout=120, check=True,
            )
        yield index, png


def with_checker(ofd, checker, folder):
    subprocess.run([checker, ofd, "--png", folder, "--dpi", str(DPI * FINER)], capture_output=True)
    for index, _, _ in pages(ofd):
        yield index, folder / f"{Path(ofd).stem}-{index + 1}.png"


def opened(path):
    image = Image.open(path).convert("RGB")
    width, height = image.width // FINER, image.height // FINER
    whole = image.crop((0, 0, width * FINER, height * FINER))
    return whole.resize((width, height), Image.Resampling.BOX)


def ink(image):
    return 1 - numpy.asarray(image.convert("L"), dtype=float) / 255


def main():
    folder, library = Path(sys.argv[1]), Path(sys.argv[2])
    files = [word for word in sys.argv[3:] if word.endswith(".ofd")]
    readers = [word for word in sys.argv[3:] if not word.endswith(".ofd")]
    folder.mkdir(parents=True, exist_ok=True)
    worst = 1.0
    for file in files:
        stem = Path(file).stem
        with tempfile.TemporaryDirectory() as work:
            work = Path(work)
            pdf = str(Path(file).with_suffix(".pdf"))
            subprocess.run(["pdftoppm", "-r", str(DPI * FINER), "-png", pdf, str(work / "pdf")], check=True)
            drawn = sorted(work.glob("pdf-*.png"), key=lambda it: int(it.stem.split("-")[-1]))
            for reader in readers:
                name = Path(reader).name
                if reader == "ofd.js":
                    shown = in_browser(file, library / "lib" / "ofd.umd.min.js", work)
                else:
                    shown = with_checker(file, reader, work)
                for index, png in shown:
                    left, right = opened(png), opened(drawn[index])
                    size = (min(left.width, right.width), min(left.height, right.height))
                    a, b = (ink(it.crop((0, 0, *size))) for it in (left, right))
                    both, either = numpy.minimum(a, b).sum(), numpy.maximum(a, b).sum()
                    alike = both / either if either else 1.0
                    worst = min(worst, alike)
                    print(f"{stem} {index + 1} {name} {alike:.3f}", flush=True)
                    beside = Image.new("RGB", (left.width + right.width, max(left.height, right.height)), "grey")
                    beside.paste(left, (0, 0))
                    beside.paste(right, (left.width, 0))
                    beside.save(folder / f"{stem}-{index + 1}-{name}.png")
    print(f"least {worst:.3f}")
    return 0 if files and worst >= LEAST else 1


if __name__ == "__main__":
    sys.exit(main())
