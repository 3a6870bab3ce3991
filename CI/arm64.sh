#!/usr/bin/env bash
# Asks the Linux half of CWeldPlatform on another processor: builds the conformance suite for arm64,
# warnings as errors, and runs it under qemu-user, as far as that emulates a process.
#
#   CI/arm64.sh [--install] [--verbose]
#
# --install  installs compiler and emulator from Debian where they are missing (CI/setup.sh --arm64)
#
# What it shows: types, alignment and the sign of char on arm64, and system calls as qemu translates
# them. What it does not: the order of memory, times, and whatever needs a child of the suite's own,
# because qemu-user starts no program of another processor by itself. So the sections below are asked;
# what qemu does otherwise than a kernel is named, and everything else that does not hold is exit 1.
# Exit 79, SKIP, without compiler or emulator.

source "$(dirname "$0")/lib/common.sh"
source CI/lib/conformance.sh

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
[ "$failed" -eq 0 ]
