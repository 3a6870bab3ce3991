#!/usr/bin/env bash
# Asks the macOS half of CWeldPlatform as much as a Linux machine can: runs the conformance suite
# behind a mock of Darwin's calls (Tests/PlatformConformance/Darwin), then compiles and links it for
# both processors of macOS with zig, and compares layouts with that system's headers.
#
#   CI/darwin.sh [--sanitize address] [--no-link] [--verbose]
#
# zig comes from PyPI, pinned, into .build-zig. Without it, and without a network, linking is said
# to be left out, and the exit is 79: SKIP; so it is where there is no compiler. What stays a belief:
# Gates/Specification/portability.md#macos.

source "$(dirname "$0")/lib/common.sh"
source CI/lib/conformance.sh

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

[ "$(uname -s)" = Linux ] ||
    skip "the mock is for Linux; on macOS CI/conformance.sh asks the system itself"
find_compiler
make_folder
export ASAN_OPTIONS="detect_leaks=1"

say "the suite behind the mock${sanitizer:+ with the $sanitizer sanitizer}"
extra=(${sanitizer:+"-fsanitize=$sanitizer"})
"$compiler" "${suite_flags[@]}" "${extra[@]}" -c "$suite/Darwin/mock.c" -o "$folder/mock.o"
"$compiler" "${suite_flags[@]}" "${extra[@]}" -I"$suite/Darwin" -include "$suite/Darwin/mock.h" \
    Sources/CWeldPlatform/*.c "$suite"/*.c "$folder/mock.o" \
    -o "$folder/conformance" -lpthread
"$folder/conformance" "${options[@]}"
$links || exit 0

install_zig || skip "nothing was linked for macOS: $zig_module could not be installed, see above"
for processor in aarch64 x86_64; do
    say "layouts, and the suite linked, for macOS on $processor"
    zig "$processor-macos" "${suite_flags[@]}" -c "$suite/Darwin/layouts.c" -o "$folder/layouts.o"
    zig "$processor-macos" "${suite_flags[@]}" Sources/CWeldPlatform/*.c "$suite"/*.c \
        -o "$folder/conformance-$processor"
    printf 'linked: %s bytes\n' "$(wc -c <"$folder/conformance-$processor")"
    # What weld-gates asks of a system that it cannot judge on.
    zig "$processor-macos" "${suite_flags[@]}" -IHarness/CGateSystem/include -c \
        Harness/CGateSystem/gate_system.c -o "$folder/gate_system.o"
done
