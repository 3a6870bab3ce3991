#!/usr/bin/env bash
# Searches for inputs that nobody thought of: libFuzzer, with the address sanitizer on.
#
#   CI/fuzz.sh [SECONDS] [TARGET ...]
#
# SECONDS (60 if not given) are shared by the targets, the build not counted. Without a TARGET all are
# searched:
#
#   decoder    what a peer sends, as the engine's decoder takes it
#   handshake  both handshakes and the rules of a session
#   ancillary  descriptors in flight
#   store      a store's file from somewhere else
#   cells      a store whose cells hold what no run put there: list, report, verify
#   events     a line of a stub's events, and its answer to --contract
#   scripts    a script of weld-gates replay
#   options    command lines and environments of weld-gates itself, started anew for each; nothing
#              is measured
#
# Every search begins with the committed corpus in Tests/FuzzTargets/Corpus and what earlier searches
# on this machine found new in .build-fuzz/corpus. Nothing is installed. Exit 0: nothing found. Exit
# 1: the last lines name the input, which lies in .build-fuzz/artefacts; hand it to the program that is
# named beside it to see the fault again. For "options" the variable WELD_GATES names the program,
# which is built otherwise.

source "$(dirname "$0")/lib/common.sh"

readonly package=Tests/FuzzTargets scratch=.build-fuzz
readonly known=(decoder handshake ancillary store cells events scripts options)

case "${1:-}" in
    -h | --help) usage ;;
esac
seconds=60
if [[ "${1:-}" =~ ^[0-9] ]]; then
    [[ "$1" =~ ^[1-9][0-9]{0,5}$ ]] || fail "'$1' is no number of seconds; see CI/fuzz.sh --help" 64
    seconds=$1
    shift
fi
for target in "$@"; do
    [[ " ${known[*]} " == *" $target "* ]] || fail "'$target' is no target; see CI/fuzz.sh --help" 64
done
targets=("$@")
[ $# -gt 0 ] || targets=("${known[@]}")
readonly targets
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

if [[ " ${targets[*]} " == *" options "* ]] && [ -z "${WELD_GATES:-}" ]; then
    say "building the program whose options are tried"
    swift build --product weld-gates >"$log" 2>&1 || {
        cat "$log"
        fail "weld-gates does not build: see above"
    }
    WELD_GATES=$(swift build --show-bin-path)/weld-gates
fi
export WELD_GATES=${WELD_GATES:-}

# A crash must end the process at once: a left-over backtracer holds pipes open.
export SWIFT_BACKTRACE=enable=no
export ASAN_OPTIONS=detect_leaks=1

share=$((seconds / ${#targets[@]}))
[ "$share" -ge 1 ] || share=1
mkdir -p "$scratch/artefacts"

# Searches with one target; its output is in the log. A second argument is an input to try alone.
search() {
    # The store's reader keeps caches, which would be looked through after every single input; what
    # is lost for good is still found at the end.
    local leaks=1 what=("$scratch/corpus/$1" "$package/Corpus/$1")
    case $1 in store | cells) leaks=0 ;; esac
    [ -z "${2:-}" ] || what=("$2")
    local slow=$slowest
    # It starts a program and waits for it.
    [ "$1" != options ] || slow=60
    "$programs/fuzz-$1" -max_total_time="$share" -timeout="$slow" -rss_limit_mb=2048 \
        -detect_leaks="$leaks" -print_final_stats=1 \
        -artifact_prefix="$scratch/artefacts/$1-" "${what[@]}" >"$log" 2>&1
}

# Seconds that one input may take, and the code that libFuzzer ends with when one takes longer.
readonly slowest=10 too_slow=70
for target in "${targets[@]}"; do
    mkdir -p "$scratch/corpus/$target"
    say "$target: $share s"
    status=0
    search "$target" || status=$?
    input=$(sed -n 's/.*Test unit written to //p' "$log" | tail -n 1)
    # A machine that stands still looks like an input that is slow: the input alone decides.
    if [ "$status" -eq "$too_slow" ] && [ -f "$input" ] && search "$target" "$input"; then
        say "$target: the machine stood still, not the program; once more"
        rm -f "$input"
        status=0
        search "$target" || status=$?
        input=$(sed -n 's/.*Test unit written to //p' "$log" | tail -n 1)
    fi
    if [ "$status" -ne 0 ]; then
        grep -vE '^#[0-9]' "$log" | tail -n 60
        fail "$target found something (exit $status): $programs/fuzz-$target ${input:-(no input)}"
    fi
    sed -nE 's/^stat::number_of_executed_units: +/    inputs tried: /p' "$log"
    sed -nE 's/^#[0-9]+.*DONE +(cov: [0-9]+ ft: [0-9]+ corp: [0-9]+).*/    \1/p' "$log"
done
say "nothing found in $seconds s"
