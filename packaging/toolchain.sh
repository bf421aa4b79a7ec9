#!/usr/bin/env bash
# Installs the Rust that packages are built with: one version, so that two builds of the same sources
# are the same program.
#
#   packaging/toolchain.sh [TRIPLE]
set -euo pipefail
version=1.95.0
rustup toolchain install "$version" --profile minimal
rustup default "$version"
[ -z "${1:-}" ] || rustup target add --toolchain "$version" "${1%%.*}"
