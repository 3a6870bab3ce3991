#!/usr/bin/env bash
# Installs what building and running weld-gates needs and the machine lacks.
#
#   CI/setup.sh [--check | --readers | --windows | --arm64]
#
# On Debian and Ubuntu the system packages below are installed by name with apt-get, as root or
# with sudo; on other systems they are only named. The Swift toolchain is looked for, never
# installed. --check installs nothing and fails when something is missing. --readers installs the
# programs that CI/readers.sh reads reports with: a browser from Debian, and Python's junitparser,
# jsonschema and datasette from PyPI, in .build-readers. --windows installs what CI/windows.sh builds
# and runs programs for Windows with, from Debian; --arm64 the same for CI/arm64.sh.

source "$(dirname "$0")/lib/common.sh"

# The store; the pictures it keeps; the viewport's window, a software GPU driver with the validation layers, a compositor
# without a screen, and what its generated files are made from; the model checker; provenance and
# stacks of hung tests.
readonly packages=(
    libsqlite3-dev zlib1g-dev
    libvulkan-dev mesa-vulkan-drivers vulkan-validationlayers
    libwayland-dev libwayland-bin wayland-protocols sway glslang-tools
    spin gcc
    pkg-config git procps
)
readonly swift_minimum=6.2

# A browser, and Python with folders of its own; what they install is pinned.
readonly reader_packages=(chromium python3 python3-venv)
readonly reader_modules=(junitparser==3.2.0 jsonschema==4.23.0 datasette==0.65.1)

# A compiler for Windows, and what runs its programs here (700 MB).
readonly windows_packages=(gcc-mingw-w64-x86-64-posix wine wine64)

# A compiler for Linux on arm64, and what runs its programs here.
readonly arm64_packages=(gcc-aarch64-linux-gnu libc6-dev-arm64-cross qemu-user-static)

check_only=false
case "${1:-}" in
    "") ;;
    --check) check_only=true ;;
    --readers)
        command -v apt-get >/dev/null 2>&1 || fail "the readers are installed on Debian and Ubuntu only"
        ;;
    --windows)
        command -v apt-get >/dev/null 2>&1 ||
            fail "mingw-w64 and Wine are installed on Debian and Ubuntu only" 79
        ;;
    --arm64)
        command -v apt-get >/dev/null 2>&1 ||
            fail "a compiler for arm64 and qemu-user are installed on Debian and Ubuntu only" 79
        ;;
    -h | --help) usage ;;
    *) fail "unknown argument '$1'; see CI/setup.sh --help" 64 ;;
esac

require_swift() {
    command -v swift >/dev/null 2>&1 ||
        fail "no swift on PATH: install Swift $swift_minimum or later from https://www.swift.org/install and try again"
    local version
    version=$(swift --version 2>/dev/null | sed -nE 's/.*Swift version ([0-9]+\.[0-9]+).*/\1/p' | head -n 1)
    [ "$(printf '%s\n' "$swift_minimum" "$version" | sort -V | head -n 1)" = "$swift_minimum" ] ||
        fail "Swift $version is too old: install Swift $swift_minimum or later from https://www.swift.org/install"
    say "Swift $version"
}

missing_packages() {
    local package
    for package in "$@"; do
        dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' ||
            printf '%s\n' "$package"
    done
}

install_packages() {
    local as_root=()
    if [ "$(id -u)" -ne 0 ]; then
        command -v sudo >/dev/null 2>&1 ||
            fail "cannot install $*: run this as root, or install sudo"
        as_root=(sudo)
    fi
    say "installing: $*"
    "${as_root[@]}" apt-get update -qq || fail "apt-get update failed: see above, then try again"
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
        apt-get install -y -qq --no-install-recommends "$@" >/dev/null ||
        fail "apt-get could not install $*: see above, then try again"
}

install_readers() {
    local missing
    mapfile -t missing < <(missing_packages "${reader_packages[@]}")
    [ "${#missing[@]}" -eq 0 ] || install_packages "${missing[@]}"
    command -v chromium >/dev/null 2>&1 || fail "there is no chromium, although its package is installed"
    local wanted="${reader_modules[*]}"
    [ "$(cat .build-readers/modules 2>/dev/null)" != "$wanted" ] || return 0
    say "installing into .build-readers: $wanted"
    rm -rf .build-readers
    /usr/bin/python3 -m venv .build-readers &&
        .build-readers/bin/pip install --quiet --disable-pip-version-check "${reader_modules[@]}" ||
        fail "PyPI's $wanted could not be installed: see above"
    printf '%s\n' "$wanted" >.build-readers/modules
}

if [ "${1:-}" = --readers ]; then
    install_readers
    exit 0
fi
if [ "${1:-}" = --windows ]; then
    mapfile -t missing < <(missing_packages "${windows_packages[@]}")
    [ "${#missing[@]}" -eq 0 ] || install_packages "${missing[@]}"
    exit 0
fi
if [ "${1:-}" = --arm64 ]; then
    mapfile -t missing < <(missing_packages "${arm64_packages[@]}")
    [ "${#missing[@]}" -eq 0 ] || install_packages "${missing[@]}"
    exit 0
fi
require_swift
case "$(uname -s)" in
    Linux) ;;
    *)
        say "only the portable modules build on $(uname -s): no system packages are needed"
        exit 0
        ;;
esac
if ! command -v apt-get >/dev/null 2>&1 || ! command -v dpkg-query >/dev/null 2>&1; then
    say "not a Debian or Ubuntu system: install what matches ${packages[*]} by hand"
    exit 0
fi
mapfile -t missing < <(missing_packages "${packages[@]}")
if [ "${#missing[@]}" -eq 0 ]; then
    say "system packages are there: ${packages[*]}"
elif $check_only; then
    fail "missing system packages: ${missing[*]}; CI/setup.sh installs them"
else
    install_packages "${missing[@]}"
fi
