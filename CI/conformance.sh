#!/usr/bin/env bash
# Asks this system's half of CWeldPlatform everything that weld.h promises, with a plain C compiler
# and without Swift, then plants every fault of Tests/PlatformConformance/controls.c and wants each
# to be seen.
#
#   CI/conformance.sh [--sanitize address|thread] [--verbose]
#
# CC names the compiler (cc). The faults are not planted under a sanitizer. Exit 1 when a case does
# not hold, when a fault stays unseen or when a function of weld.h has no case.

source "$(dirname "$0")/lib/common.sh"

sanitizer=""
options=()
while [ $# -gt 0 ]; do
    case "$1" in
        -h | --help) usage ;;
        --sanitize)
            [[ "${2:-}" =~ ^(address|thread)$ ]] || fail "--sanitize takes address or thread" 64
            sanitizer=$2
            shift
            ;;
        --verbose) options=(--verbose) ;;
        *) fail "unknown argument '$1'; see CI/conformance.sh --help" 64 ;;
    esac
    shift
done

readonly compiler=${CC:-cc}
command -v "$compiler" >/dev/null 2>&1 || fail "no C compiler '$compiler' on PATH; set CC"
readonly suite=Tests/PlatformConformance
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
# A case that a fault ended leaves its files here.
export TMPDIR=$folder
# What aborts on purpose leaves no core.
ulimit -c 0

build() {
    local program=$1
    shift
    "$compiler" -std=gnu17 -g -O1 -Wall -Wextra -Werror -ISources/CWeldPlatform/include "$@" \
        Sources/CWeldPlatform/*.c "$suite"/*.c -o "$folder/$program" -lpthread
}

say "every function has a case"
missing=$(grep -oE '\bweld_[a-z_]+\(' Sources/CWeldPlatform/include/weld.h | sort -u | tr -d '(' |
    while read -r name; do
        grep -qE "\b$name\(" "$suite"/*.c || printf '  %s\n' "$name"
    done)
[ -z "$missing" ] || fail "functions of weld.h without a case in $suite:
$missing"

say "the suite${sanitizer:+ with the $sanitizer sanitizer}"
if [ -n "$sanitizer" ]; then
    export ASAN_OPTIONS="detect_leaks=1" TSAN_OPTIONS="halt_on_error=1"
    # What is undefined is looked for together with what is not ours.
    [ "$sanitizer" != address ] || sanitizer=address,undefined
    build conformance "-fsanitize=$sanitizer" -fno-sanitize-recover=all -fno-omit-frame-pointer
    "$folder/conformance" "${options[@]}"
    exit
fi
build conformance
"$folder/conformance" "${options[@]}"

say "planted faults"
build controls -DWELD_CONTROLS
WELD_CONTROL="" "$folder/controls" >/dev/null ||
    fail "the suite does not hold where no fault is planted"
seen=0
planted=0
while IFS=$'\t' read -r name section case; do
    planted=$((planted + 1))
    status=0
    WELD_CONTROL=$name timeout 60 "$folder/controls" "$section" >"$folder/said" || status=$?
    if [ "$status" -eq 1 ] && grep -qF "NOT OK $section: $case (" "$folder/said"; then
        seen=$((seen + 1))
    else
        printf 'unseen: %s (exit %s), which "%s" has to see\n' "$name" "$status" "$case" >&2
    fi
done < <("$folder/controls" --controls)
printf '%s of %s planted faults seen\n' "$seen" "$planted"
[ "$planted" -gt 0 ] && [ "$seen" -eq "$planted" ]
