#!/usr/bin/env bash
# Writes SHA256SUMS of the packages in a folder, by which whoever got one can tell that it is whole.
#
#   packaging/checksums.sh FOLDER
set -euo pipefail
cd "$1"
packages="$(find . -maxdepth 1 -type f \( -name '*.deb' -o -name '*.tar.gz' -o -name '*.zip' \) -printf '%f\n' | LC_ALL=C sort)"
[ -n "$packages" ] || { echo "no packages in $1" >&2; exit 1; }
mapfile -t packages <<<"$packages"
sha256sum "${packages[@]}" > SHA256SUMS
cat SHA256SUMS
