#!/usr/bin/env bash
# Asks this system's half of CWeldPlatform everything that weld.h promises, with a plain C compiler
# and without Swift, then plants every fault of Tests/PlatformConformance/controls.c and wants each
# to be seen.
#
#   CI/conformance.sh [--sanitize address|thread] [--verbose]
#
# CC names the compiler (cc). The faults are not planted under a sanitizer. Exit 1 when a case does
# not hold, when a fault stays unseen or when a function of weld.h has no case; exit 79, SKIP, where
# there is no compiler.

source "$(dirname "$0")/lib/common.sh"
source CI/lib/conformance.sh

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

find_compiler
make_folder

build() {
    local program=$1
    shift
    "$compiler" "${suite_flags[@]}" "$@" Sources/CWeldPlatform/*.c "$suite"/*.c \
        -o "$folder/$program" -lpthread
}

say "every function has a case"
missing=$(grep -oE 'weld_[a-z_]+\(' Sources/CWeldPlatform/include/weld.h | sort -u | tr -d '(' |
    while read -r name; do
        grep -qE "(^|[^a-z_])$name\(" "$suite"/*.c || printf '  %s\n' "$name"
    done)
[ -z "$missing" ] || fail "functions of weld.h without a case in $suite:
$missing"

say "the suite${sanitizer:+ with the $sanitizer sanitizer}"
if [ -n "$sanitizer" ]; then
    export TSAN_OPTIONS="halt_on_error=1"
    # On macOS leaks are not looked for, and asking for it is refused.
    [ "$(uname -s)" != Linux ] || export ASAN_OPTIONS="detect_leaks=1"
    # What is undefined is looked for together with what is not ours.
    [ "$sanitizer" != address ] || sanitizer=address,undefined
    build conformance "-fsanitize=$sanitizer" -fno-sanitize-recover=all -fno-omit-frame-pointer
    "$folder/conformance" ${options[@]+"${options[@]}"}
    exit
fi
build conformance
"$folder/conformance" ${options[@]+"${options[@]}"}

say "planted faults"
build controls -DWELD_CONTROLS
WELD_CONTROL="" "$folder/controls" >/dev/null ||
    fail "the suite does not hold where no fault is planted"
seen=0
planted=0
while IFS=$'\t' read -r name section case; do
    planted=$((planted + 1))
    status=0
    WELD_CONTROL=$name within 60 "$folder/controls" "$section" >"$folder/said" || status=$?
    if [ "$status" -eq 1 ] && grep -qF "NOT OK $section: $case (" "$folder/said"; then
        seen=$((seen + 1))
    else
        printf 'unseen: %s (exit %s), which "%s" has to see\n' "$name" "$status" "$case" >&2
    fi
done < <("$folder/controls" --controls)
printf '%s of %s planted faults seen\n' "$seen" "$planted"
[ "$planted" -gt 0 ] && [ "$seen" -eq "$planted" ]
