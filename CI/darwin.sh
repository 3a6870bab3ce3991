#!/usr/bin/env bash
# Asks the macOS half of CWeldPlatform as much as a Linux machine can: runs the conformance suite
# behind a mock of Darwin's calls (Tests/PlatformConformance/Darwin), then compiles and links it for
# both processors of macOS with zig, and compares layouts with that system's headers.
#
#   CI/darwin.sh [--sanitize address] [--no-link] [--verbose]
#
# zig comes from PyPI, pinned, into .build-zig. Without it, and without a network, linking is said
# to be left out, and the exit is 79: SKIP. What stays a belief:
# Gates/Specification/portability.md#macos.

source "$(dirname "$0")/lib/common.sh"

readonly zig_module=ziglang==0.17.1
sanitizer=""
links=true
options=()
while [ $# -gt 0 ]; do
    case "$1" in
        -h | --help) usage ;;
        --sanitize)
            # The mock keeps a table that the kernel guards, which no thread sanitizer sees.
            [ "${2:-}" = address ] || fail "--sanitize takes address" 64
            sanitizer=$2
            shift
            ;;
        --no-link) links=false ;;
        --verbose) options=(--verbose) ;;
        *) fail "unknown argument '$1'; see CI/darwin.sh --help" 64 ;;
    esac
    shift
done

readonly compiler=${CC:-cc}
command -v "$compiler" >/dev/null 2>&1 || fail "no C compiler '$compiler' on PATH; set CC"
[ "$(uname -s)" = Linux ] || fail "SKIP: the mock is for Linux; on macOS CI/conformance.sh asks the system itself" 79
readonly suite=Tests/PlatformConformance
readonly flags=(-std=gnu17 -g -O1 -Wall -Wextra -Werror)
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
export TMPDIR=$folder ASAN_OPTIONS="detect_leaks=1"
ulimit -c 0

say "the suite behind the mock${sanitizer:+ with the $sanitizer sanitizer}"
extra=(${sanitizer:+"-fsanitize=$sanitizer"})
"$compiler" "${flags[@]}" "${extra[@]}" -c "$suite/Darwin/mock.c" -o "$folder/mock.o"
"$compiler" "${flags[@]}" "${extra[@]}" -I"$suite/Darwin" -include "$suite/Darwin/mock.h" \
    -ISources/CWeldPlatform/include Sources/CWeldPlatform/*.c "$suite"/*.c "$folder/mock.o" \
    -o "$folder/conformance" -lpthread
"$folder/conformance" "${options[@]}"
$links || exit 0

if [ "$(cat .build-zig/module 2>/dev/null)" != "$zig_module" ]; then
    say "installing into .build-zig: $zig_module"
    rm -rf .build-zig
    { python3 -m venv .build-zig &&
        .build-zig/bin/pip install --quiet --disable-pip-version-check "$zig_module"; } ||
        fail "SKIP: nothing was linked for macOS: $zig_module could not be installed, see above" 79
    printf '%s\n' "$zig_module" >.build-zig/module
fi
export ZIG_GLOBAL_CACHE_DIR=$PWD/.build-zig/cache ZIG_LOCAL_CACHE_DIR=$PWD/.build-zig/cache
for processor in aarch64 x86_64; do
    say "layouts, and the suite linked, for macOS on $processor"
    zig=(.build-zig/bin/python -m ziglang cc -target "$processor-macos" "${flags[@]}"
        -ISources/CWeldPlatform/include)
    "${zig[@]}" -c "$suite/Darwin/layouts.c" -o "$folder/layouts.o"
    "${zig[@]}" Sources/CWeldPlatform/*.c "$suite"/*.c -o "$folder/conformance-$processor"
    printf 'linked: %s bytes\n' "$(wc -c <"$folder/conformance-$processor")"
done
