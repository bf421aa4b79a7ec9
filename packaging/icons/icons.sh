#!/usr/bin/env bash
# Draws the sizes of jianbao.svg that systems ask for, and the .ico of Windows. Needs rsvg-convert; what
# it makes is kept, so that nobody needs it to build a package.
set -euo pipefail
cd "$(dirname "$0")"

for size in 16 24 32 48 64 128 256; do
  rsvg-convert --width "$size" --height "$size" jianbao.svg --output "$size.png"
done
# An .ico is a table of sizes and then the pictures as they are.
python3 - 16 24 32 48 64 128 256 <<'PYTHON'
import pathlib, struct, sys

pictures = [(int(size), pathlib.Path(f"{size}.png").read_bytes()) for size in sys.argv[1:]]
at = 6 + 16 * len(pictures)
table, data = struct.pack("<HHH", 0, 1, len(pictures)), b""
for size, png in pictures:
    # 256 is written as 0.
    table += struct.pack("<BBBBHHII", size % 256, size % 256, 0, 0, 1, 32, len(png), at + len(data))
    data += png
pathlib.Path("../windows/jianbao.ico").write_bytes(table + data)
PYTHON
