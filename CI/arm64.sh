#!/usr/bin/env bash
# Asks the Linux half of CWeldPlatform on another processor: builds the conformance suite for arm64,
# warnings as errors, and runs it under qemu-user, as far as that emulates a process. Then the engine in
# Swift: both stubs as Embedded Swift for arm64 (headless), asked by the driver of Gates/EmulatedPeer,
# which is a program of this machine.
#
#   CI/arm64.sh [--install] [--verbose]
#
# --install  installs compiler and emulator from Debian where they are missing (CI/setup.sh --arm64)
#
# What it shows: types, alignment and the sign of char on arm64, and system calls as qemu translates
# them. What it does not: the order of memory, times, and whatever needs a child of the suite's own,
# because qemu-user starts no program of another processor by itself (a stub starts another by a script).
# So the sections below are asked; what qemu does otherwise than a kernel is named, and everything else
# that does not hold is exit 1. Exit 79, SKIP, without compiler or emulator, or where the toolchain is not
# the one that the stubs are known to be Embedded Swift for.

source "$(dirname "$0")/lib/common.sh"
source CI/lib/conformance.sh
source CI/lib/embedded.sh

install=false
options=()
while [ $# -gt 0 ]; do
    case "$1" in
        -h | --help) usage ;;
        --install) install=true ;;
        --verbose) options=(--verbose) ;;
        *) fail "unknown argument '$1'; see CI/arm64.sh --help" 64 ;;
    esac
    shift
done

readonly sections=(handles streams messages threads)
# Cases that do not hold under qemu-user 7.2, and are taken to be its own: no kernel on arm64 was asked.
readonly emulated=(
    "streams: closed standard streams lead nowhere, open ones stay"
    "streams: more entries than handles are looked at"
    "messages: more than there are places is a truncation"
)

if $install; then CI/setup.sh --arm64 || skip "nothing could be installed: see above"; fi
readonly builder=aarch64-linux-gnu-gcc emulator=qemu-aarch64-static
for program in "$builder" "$emulator"; do
    command -v "$program" >/dev/null 2>&1 || skip "there is no $program: CI/setup.sh --arm64 installs it"
done
make_folder

say "the suite for arm64, built by $("$builder" -dumpfullversion)"
"$builder" "${suite_flags[@]}" Sources/CWeldPlatform/*.c "$suite"/*.c -static -lpthread \
    -o "$folder/conformance"

say "the sections ${sections[*]} under $("$emulator" --version | head -n 1)"
failed=0
for section in "${sections[@]}"; do
    status=0
    within 60 "$emulator" "$folder/conformance" ${options[@]+"${options[@]}"} "$section" \
        >"$folder/said" 2>&1 || status=$?
    for case in "${emulated[@]}"; do
        sed -i "s/^NOT OK $case (/not shown by qemu: $case (/" "$folder/said"
    done
    sed "s/^\([0-9]* of [0-9]* cases hold\)$/$section: \1/" "$folder/said"
    if [ "$status" -gt 1 ] || grep -q '^NOT OK' "$folder/said" ||
        ! grep -qE '^[1-9][0-9]* of [0-9]+ cases hold$' "$folder/said"; then
        printf 'not right on arm64: %s (exit %s)\n' "$section" "$status" >&2
        failed=1
    fi
done
[ "$failed" -eq 0 ] || exit 1

command -v python3 >/dev/null 2>&1 || skip "the stubs were not asked: there is no python3"
readonly arm64_triple=aarch64-none-none-elf
find_embedded "$arm64_triple"
readonly tables=$library/embedded/$arm64_triple/libswiftUnicodeDataTables.a
find_compiler
for stub in editor runtime; do
    say "weld-$stub for arm64, of $(embedded_sources "$stub" | wc -l) files, by Swift $embedded_version"
    compile_embedded "$stub" "$arm64_triple" "$folder/$stub.o"
    "$builder" "${suite_flags[@]}" "$folder/$stub.o" Sources/CWeldPlatform/*.c "$tables" -static-pie \
        -lpthread -o "$folder/$stub-arm64"
    printf '#!/bin/sh\nexec %s %q "$@"\n' "$(command -v "$emulator")" "$folder/$stub-arm64" \
        >"$folder/weld-$stub"
    chmod +x "$folder/weld-$stub"
done
"$compiler" "${suite_flags[@]}" Sources/CWeldPlatform/*.c \
    Gates/EmulatedPeer/{deaths,faults,handles,main,process-linux,round-trips,say,stub,wire}.c \
    -lpthread -o "$folder/weld-peer"

# ask PART ROUNDS [WHOSE FAULT]: has the driver try a part, with a sabotage of a stub where one is given.
ask() {
    local part=$1 rounds=$2 sabotage=()
    [ $# -eq 2 ] || sabotage=("--$3-fault" "$4")
    mkdir -p "$folder/run"
    within 120 "$folder/weld-peer" "$part" --runtime "$folder/weld-runtime" \
        --editor "$folder/weld-editor" --directory "$folder/run" --seed 7 --rounds "$rounds" \
        "${sabotage[@]}" >"$folder/said" 2>"$folder/logs" || true
    python3 CI/lib/driver.py "$part" ${4:+"$4"} <"$folder/said" && return
    tail -n 5 "$folder/logs" >&2
    failed=1
}

say "both stubs under qemu-user, and sabotages that must be seen"
ask round-trips 8
ask faults 3
ask runtime-killed 3
ask editor-killed 3
ask viewport 3
ask handles 3
ask round-trips 8 runtime echo-corrupt
ask faults 1 runtime skip-hash-check
ask runtime-killed 1 editor no-restart
ask editor-killed 1 runtime exit-code-1-on-eof
ask viewport 1 runtime frame-backwards
ask handles 1 runtime fd-swap-order
[ "$failed" -eq 0 ]
