#!/usr/bin/env bash
# Builds both stubs for Windows on Linux: the sources that Linux compiles, with those of
# Sources/Embedded, as one module of Embedded Swift a stub, linked by mingw-w64.
#
#   CI/windows-stubs.sh FOLDER
#
# FOLDER gets weld-editor.exe (headless alone) and weld-runtime.exe. No toolchain for Windows is
# needed: the module of Embedded Swift that comes with the toolchain for Linux is given the triple of
# windows-cygnus in a private copy, which has COFF, Windows' calling convention and a 64-bit long. So
# one version of the toolchain is known to work; exit 79 with a sentence where another one is here, or
# no mingw-w64: that is SKIP, and no fault of the code.

source "$(dirname "$0")/lib/common.sh"
source CI/lib/embedded.sh

[ $# -eq 1 ] || usage 64
case "$1" in
    -h | --help) usage ;;
    -*) fail "unknown argument '$1'; see CI/windows-stubs.sh --help" 64 ;;
esac
mkdir -p "$1"
target_folder=$(cd "$1" && pwd)

readonly from=x86_64-unknown-linux-gnu to=x86_64-we-windows-cygnus
readonly triple=x86_64-unknown-windows-cygnus
readonly compiler=x86_64-w64-mingw32-gcc-posix objcopy=x86_64-w64-mingw32-objcopy

for tool in "$compiler" "$objcopy"; do
    command -v "$tool" >/dev/null 2>&1 || skip "there is no $tool: CI/setup.sh --windows installs mingw-w64"
done
find_embedded "$from"

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

# The toolchain's resources, with modules that say another triple of the same length.
mkdir -p "$folder/resources/embedded"
for entry in clang shims apinotes; do
    ln -s "$library/$entry" "$folder/resources/$entry"
done
for module in Swift Synchronization _Builtin_float _Concurrency _Volatile; do
    mkdir "$folder/resources/embedded/$module.swiftmodule"
    LC_ALL=C sed "s/$from/$to/g" "$library/embedded/$module.swiftmodule/$from.swiftmodule" \
        >"$folder/resources/embedded/$module.swiftmodule/$triple.swiftmodule"
done
build() {
    local stub=$1
    compile_embedded "$stub" "$triple" "$folder/$stub.swift.o" -resource-dir "$folder/resources"
    "$objcopy" --redefine-sym malloc=weld_swift_allocate --redefine-sym free=weld_swift_free \
        --redefine-sym posix_memalign=weld_swift_allocate_aligned \
        "$folder/$stub.swift.o" "$folder/$stub.o"
    "$compiler" -std=gnu17 -g -O2 -Wall -Wextra -Werror -ISources/CWeldPlatform/include \
        "$folder/$stub.o" Sources/CWeldPlatform/windows*.c Sources/Embedded/*.c \
        -ladvapi32 -lntdll -lssp -static -o "$target_folder/weld-$stub.exe"
}

for stub in editor runtime; do
    say "weld-$stub.exe, of $(embedded_sources "$stub" | wc -l) files, by Swift $embedded_version"
    build "$stub"
done
