#!/usr/bin/env bash
# Builds the program that is handed out, and prints where it is.
#
#   packaging/build.sh [TARGET]
#
# TARGET is one of Rust's; for Linux the glibc that it is to need stands behind it. Without one:
# x86_64-unknown-linux-gnu.2.17, which runs on every Linux since 2013, 麒麟 V10 and 统信 20 (2.28)
# among them. A plain `cargo build` asks for the glibc of the machine it runs on.
set -euo pipefail
cd "$(dirname "$0")/.."

target="${1:-x86_64-unknown-linux-gnu.2.17}"
triple="${target%%.*}"
folder="${CARGO_TARGET_DIR:-$PWD/target}"
arguments=(--locked --profile dist --target "$target" --bin jianbao)

tools() {
  # In a place of their own: what is installed on the machine stays as it is.
  local place="$folder/packaging-python"
  [ -d "$place" ] || "$(command -v python3 || command -v python)" -m venv "$place"
  local bin="$place/bin"
  # On Windows.
  [ -d "$bin" ] || bin="$place/Scripts"
  "$bin/python" -m pip install --quiet --requirement packaging/requirements.txt
  export PATH="$bin:$PATH"
}

case "$target" in
  *-linux-gnu.*)
    tools
    cargo zigbuild "${arguments[@]}" >&2
    ;;
  *-windows-msvc)
    tools
    resources="$(packaging/windows/resources.sh)"
    # With C's own library in the program, a machine needs nothing installed.
    RUSTFLAGS="-C target-feature=+crt-static" cargo rustc "${arguments[@]}" -- -C link-arg="$resources" >&2
    ;;
  *-windows-gnu)
    tools
    resources="$(packaging/windows/resources.sh)"
    cargo-zigbuild rustc "${arguments[@]}" -- -C link-arg="$resources" >&2
    ;;
  *)
    cargo build "${arguments[@]}" >&2
    ;;
esac

program="$folder/$triple/dist/jianbao"
case "$target" in *windows*) program="$program.exe" ;; esac
case "$target" in
  *-linux-gnu.*) packaging/check-symbols.sh "$program" "${target#*.}" >&2 ;;
esac
echo "$program"
