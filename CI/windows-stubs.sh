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

[ $# -eq 1 ] || usage 64
case "$1" in
    -h | --help) usage ;;
    -*) fail "unknown argument '$1'; see CI/windows-stubs.sh --help" 64 ;;
esac
mkdir -p "$1"
target_folder=$(cd "$1" && pwd)

readonly known_version=6.3.1
readonly from=x86_64-unknown-linux-gnu to=x86_64-we-windows-cygnus
readonly triple=x86_64-unknown-windows-cygnus
readonly compiler=x86_64-w64-mingw32-gcc-posix objcopy=x86_64-w64-mingw32-objcopy

skip() { fail "SKIP: $1" 79; }

for tool in swiftc "$compiler" "$objcopy"; do
    command -v "$tool" >/dev/null 2>&1 || skip "there is no $tool: CI/setup.sh --windows installs mingw-w64"
done
version=$(swiftc --version 2>/dev/null | sed -n 's/.*Swift version \([0-9.]*\).*/\1/p' | head -n 1)
[ "$version" = "$known_version" ] ||
    skip "the stubs for Windows are built by Swift $known_version alone, and this is ${version:-unknown}"
library=$(dirname "$(dirname "$(readlink -f "$(command -v swiftc)")")")/lib/swift
[ -f "$library/embedded/Swift.swiftmodule/$from.swiftmodule" ] ||
    skip "this toolchain has no Embedded Swift for $from below $library"

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

# The toolchain's resources, with modules that say another triple of the same length.
mkdir -p "$folder/resources/embedded" "$folder/platform"
for entry in clang shims apinotes; do
    ln -s "$library/$entry" "$folder/resources/$entry"
done
for module in Swift Synchronization _Builtin_float _Concurrency _Volatile; do
    mkdir "$folder/resources/embedded/$module.swiftmodule"
    LC_ALL=C sed "s/$from/$to/g" "$library/embedded/$module.swiftmodule/$from.swiftmodule" \
        >"$folder/resources/embedded/$module.swiftmodule/$triple.swiftmodule"
done
cp Sources/CWeldPlatform/include/weld.h "$folder/platform/"
printf 'module CWeldPlatform { header "weld.h" export * }\n' >"$folder/platform/module.modulemap"

# sources STUB: what the stub is compiled of. Left out: what needs mirrors of values (a table takes its
# place), and the editor's window.
sources() {
    local window=Sources/Embedded/WindowThread.swift
    [ "$1" = editor ] && printf '%s\n' $window Sources/WeldDisplay/Present/DisplaySettings.swift
    find Sources/WeldContract Sources/WeldWire Sources/WeldPlatform Sources/WeldTransport \
        Sources/WeldViewport Sources/WeldStub Sources/Embedded "Sources/weld-$1" -name '*.swift' \
        -not -path '*/Model/*' -not -name 'Schema+Reflection.swift' -not -path "$window" \
        -not -name 'MessageCatalogue+Documentation.swift' \
        -not -path '*/weld-editor/Viewport/Window*.swift' | LC_ALL=C sort
}

build() {
    local stub=$1 merged="$folder/$1" number=0 file
    mkdir "$merged"
    # One module, which cannot import its own parts; files of different modules may share a name.
    while read -r file; do
        number=$((number + 1))
        sed -E 's/^(public |internal |private )?import Weld[A-Za-z]*$//' "$file" \
            >"$merged/$(basename "$file" .swift)-$number.swift"
    done < <(sources "$stub")
    if ! swiftc -swift-version 6 -strict-memory-safety \
        -enable-upcoming-feature ExistentialAny -enable-upcoming-feature InternalImportsByDefault \
        -enable-upcoming-feature MemberImportVisibility \
        -enable-upcoming-feature NonisolatedNonsendingByDefault \
        -enable-experimental-feature Embedded -resource-dir "$folder/resources" -target "$triple" \
        -wmo -parse-as-library -O -module-name Weld -I "$folder/platform" -Xcc -ffreestanding \
        -c "$merged"/*.swift -o "$folder/$stub.swift.o" >"$folder/$stub.log" 2>&1; then
        cat "$folder/$stub.log" >&2
        fail "weld-$stub is no Embedded Swift: see above"
    fi
    "$objcopy" --redefine-sym malloc=weld_swift_allocate --redefine-sym free=weld_swift_free \
        --redefine-sym posix_memalign=weld_swift_allocate_aligned \
        "$folder/$stub.swift.o" "$folder/$stub.o"
    "$compiler" -std=gnu17 -g -O1 -Wall -Wextra -Werror -ISources/CWeldPlatform/include \
        "$folder/$stub.o" Sources/CWeldPlatform/windows*.c Sources/Embedded/library.c \
        -ladvapi32 -lntdll -lssp -static -o "$target_folder/weld-$stub.exe"
}

for stub in editor runtime; do
    say "weld-$stub.exe, of $(sources "$stub" | wc -l) files, by Swift $version"
    build "$stub"
done
