#!/usr/bin/env bash
# Makes a draft of a release of a tag, with every package in a folder and their checksums attached.
# Called by .github/workflows/release.yml, with that service's own program `gh`.
#
#   packaging/release.sh TAG FOLDER
set -euo pipefail
tag="$1"
folder="$2"
[ -s "$folder/SHA256SUMS" ] || { echo "no checksums in $folder" >&2; exit 1; }
gh release create "$tag" --draft --verify-tag --title "jianbao ${tag#v}" --notes-file CHANGELOG.md "$folder"/*
