#!/usr/bin/env bash
# Compiles the manifest, the icon and the version into packaging/out/jianbao.res, and prints where it
# is. Whoever links the program hands that file to the linker (see build.sh): there is no build script,
# and other systems' builds know nothing of it.
set -euo pipefail
cd "$(dirname "$0")"

version="$(sed -n 's/^version = "\(.*\)"$/\1/p' ../../Cargo.toml | head -n 1)"
out="../out/windows"
mkdir -p "$out"
for file in jianbao.manifest jianbao.rc; do
  sed -e "s/@VERSION@/$version/g" -e "s/@NUMBERS@/${version//./,},0/g" "$file" > "$out/$file"
done
cp jianbao.ico "$out/"
# Zig brings a compiler of resources along, the same on every system.
cd "$out"
python -m ziglang rc /:no-preprocess jianbao.rc jianbao.res >&2
echo "$PWD/jianbao.res"
