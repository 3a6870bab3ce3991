#!/usr/bin/env bash
# Tries what the scripts for other systems say where a tool is missing: SKIP, with exit 79 and a
# sentence that names it. A script that fails instead turns another column red, and one that passes
# claims what nobody asked.
#
#   CI/skips.sh

source "$(dirname "$0")/lib/common.sh"

[ $# -eq 0 ] || { [ "$1" = --help ] && usage || usage 64; }

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
# Every program of the machine but those that a try hides.
mkdir "$folder/all"
while read -r -d : place; do
    for program in "$place"/*; do
        [ ! -x "$program" ] || [ -e "$folder/all/${program##*/}" ] || ln -s "$program" "$folder/all/"
    done
done <<<"$PATH:"

failed=0
# try WORDS HIDDEN COMMAND ...: runs a script where a program is hidden, and wants it to skip.
try() {
    local words=$1 hidden=$2 status=0
    shift 2
    local script=("$@")
    [ "$1" != env ] || script=("${@:3}")
    [ ! -e "$folder/all/$hidden" ] || mv "$folder/all/$hidden" "$folder/aside"
    PATH=$folder/all "$@" >"$folder/said" 2>&1 </dev/null || status=$?
    [ ! -e "$folder/aside" ] || mv "$folder/aside" "$folder/all/$hidden"
    if [ "$status" -eq 79 ] && tail -n 1 "$folder/said" | grep -F "SKIP: " | grep -qF "$words"; then
        printf 'skipped without %s: %s\n' "$hidden" "${script[*]}"
        return
    fi
    printf 'no SKIP without %s: %s ended with %s, and said:\n' "$hidden" "$*" "$status" >&2
    cat "$folder/said" >&2
    failed=1
}

# Not there under the name that is asked for.
readonly none=no-such-compiler
try "'$none'" "$none" env CC=$none CI/conformance.sh
try "'$none'" "$none" env CC=$none CI/darwin.sh
try "no swift" swift CI/cross.sh
try "python3" python3 CI/cross.sh
try "wine" wine CI/windows.sh --no-install
try "aarch64-linux-gnu-gcc" aarch64-linux-gnu-gcc CI/arm64.sh
# A toolchain that nobody knows.
mkdir -p "$folder/other/bin"
printf '#!/bin/sh\necho "Swift version 9.9.9 (swift-9.9.9-RELEASE)"\n' >"$folder/other/bin/swift"
chmod +x "$folder/other/bin/swift"
ln -s swift "$folder/other/bin/swift-frontend"
try "Swift 9.9.9" "Swift 6.3.1" env PATH="$folder/other/bin:$PATH" CI/cross.sh
[ "$failed" -eq 0 ]
