#!/usr/bin/env bash
# Searches for inputs that nobody thought of: libFuzzer on the decoder, the handshake, descriptors
# in flight and a store from somewhere else, with the address sanitizer on.
#
#   CI/fuzz.sh [SECONDS]
#
# SECONDS (60 if not given) are shared by the targets, the build not counted. Every search begins
# with the committed corpus in Tests/FuzzTargets/Corpus and what earlier searches on this machine
# found new in .build-fuzz/corpus. Nothing is installed. Exit 0: nothing found. Exit 1: the last
# lines name the input, which lies in .build-fuzz/artefacts; hand it to the program that is named
# beside it to see the fault again.

source "$(dirname "$0")/lib/common.sh"

readonly package=Tests/FuzzTargets scratch=.build-fuzz
readonly targets=(decoder handshake ancillary store)

case "${1:-}" in
    -h | --help) usage ;;
    "" | [1-9] | [1-9]*[0-9]) ;;
    *) fail "'$1' is no number of seconds; see CI/fuzz.sh --help" 64 ;;
esac
[[ "${1:-60}" =~ ^[1-9][0-9]*$ ]] || fail "'$1' is no number of seconds" 64
seconds=${1:-60}
[ "$(uname -s)" = Linux ] || fail "the targets are built for Linux only" 64
command -v swift >/dev/null || fail "there is no swift; CI/setup.sh says what is needed"

say "building the fuzz targets with libFuzzer and the address sanitizer"
# lld, because gold dies of the sanitizer's symbols; everything is instrumented, so that the search
# sees its way through the engine and the store.
log=$(mktemp)
# Stores are made and thrown away by the thousand: not on a disk.
export TMPDIR
TMPDIR=$(mktemp -d -p "$([ -w /dev/shm ] && echo /dev/shm || echo /tmp)" weld-fuzz.XXXXXX)
trap 'rm -rf "$log" "$TMPDIR"' EXIT
swift build --package-path "$package" --scratch-path "$scratch" -c release --sanitize address \
    -Xswiftc -sanitize=fuzzer -Xswiftc -use-ld=lld >"$log" 2>&1 || {
    cat "$log"
    fail "the fuzz targets do not build: see above"
}
programs=$(swift build --package-path "$package" --scratch-path "$scratch" -c release \
    --show-bin-path)

# A crash must end the process at once: a left-over backtracer holds pipes open.
export SWIFT_BACKTRACE=enable=no
export ASAN_OPTIONS=detect_leaks=1

share=$((seconds / ${#targets[@]}))
[ "$share" -ge 1 ] || share=1
mkdir -p "$scratch/artefacts"
for target in "${targets[@]}"; do
    found=$scratch/corpus/$target
    mkdir -p "$found"
    say "$target: $share s"
    # The store's reader keeps caches, which would be looked through after every single input; what
    # is lost for good is still found at the end.
    leaks=1
    [ "$target" != store ] || leaks=0
    status=0
    "$programs/fuzz-$target" -max_total_time="$share" -timeout=10 -rss_limit_mb=2048 \
        -detect_leaks="$leaks" \
        -print_final_stats=1 -artifact_prefix="$scratch/artefacts/$target-" \
        "$found" "$package/Corpus/$target" >"$log" 2>&1 || status=$?
    if [ "$status" -ne 0 ]; then
        grep -vE '^#[0-9]' "$log" | tail -n 60
        input=$(sed -n 's/.*Test unit written to //p' "$log" | tail -n 1)
        fail "$target found something (exit $status): $programs/fuzz-$target ${input:-(no input)}"
    fi
    sed -nE 's/^stat::number_of_executed_units: +/    inputs tried: /p' "$log"
    sed -nE 's/^#[0-9]+.*DONE +(cov: [0-9]+ ft: [0-9]+ corp: [0-9]+).*/    \1/p' "$log"
done
say "nothing found in $seconds s"
