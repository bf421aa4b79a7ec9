#!/usr/bin/env bash
# Packs a finished program for Linux as a .deb in packaging/out, and prints where it is.
#
#   packaging/deb.sh [TARGET]
#
# What goes into it stands in Cargo.toml, under package.metadata.deb.
set -euo pipefail
cd "$(dirname "$0")/.."

triple="${1:-x86_64-unknown-linux-gnu}"
triple="${triple%%.*}"
folder="${CARGO_TARGET_DIR:-$PWD/target}"
packaging/share.sh "$folder/$triple/dist/jianbao"

tools="$folder/packaging-tools"
if [ ! -x "$tools/bin/cargo-deb" ]; then
  CARGO_TARGET_DIR="$tools/build" cargo install --locked --quiet --debug --root "$tools" cargo-deb@3.8.0 >&2
  rm -rf "$tools/build"
fi
# The time of the last change, so that the same sources give the same bytes.
SOURCE_DATE_EPOCH="$(git log -1 --format=%ct)"
export SOURCE_DATE_EPOCH
# xz: the dpkg of older systems knows no zstd.
"$tools/bin/cargo-deb" deb --no-build --no-strip --profile dist --target "$triple" \
  --compress-type xz --output packaging/out/
