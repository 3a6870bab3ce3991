#!/usr/bin/env bash
# Runs the tests: installs what is missing, checks the style, asks CWeldPlatform what weld.h promises
# (CI/conformance.sh; with WeldPlatformTests), builds, then runs each test target as a process of its
# own under a deadline.
#
#   CI/test.sh [--sanitize address|thread] [--deadline SECONDS] [TARGET ...]
#
# Without a TARGET the reports are read by real programs as well (CI/readers.sh); where those cannot be
# had, that is said. Every target in Tests/COUNTS is run, and each has to run as many tests as that
# file states, so that no test vanishes unseen. When a deadline passes, the stacks of the target's
# processes are printed before they are ended. The last line says how many targets passed.

source "$(dirname "$0")/lib/common.sh"
source CI/lib/deadline.sh

sanitizer=""
deadline=900
targets=()
while [ $# -gt 0 ]; do
    case "$1" in
        -h | --help) usage ;;
        --sanitize)
            [[ "${2:-}" =~ ^(address|thread)$ ]] || fail "--sanitize takes address or thread" 64
            sanitizer=$2
            shift
            ;;
        --deadline)
            [[ "${2:-}" =~ ^[1-9][0-9]*$ ]] || fail "--deadline takes a number of seconds" 64
            deadline=$2
            shift
            ;;
        -*) fail "unknown option '$1'; see CI/test.sh --help" 64 ;;
        *) targets+=("$1") ;;
    esac
    shift
done

# A target is known when COUNTS states a number for it on this system.
system=$(uname -s | tr '[:upper:]' '[:lower:]')
stated_count() {
    awk -v target="$1" -v here="$system" \
        '$1 == target && ($3 == "any" || $3 == here) { print $2 }' Tests/COUNTS
}
with_readers=false
if [ "${#targets[@]}" -eq 0 ]; then
    [ -n "$sanitizer" ] || with_readers=true
    mapfile -t targets < <(awk -v here="$system" -v sanitizer="$sanitizer" \
        '!/^#/ && ($3 == "any" || $3 == here) && (sanitizer == "" || $4 == "sanitized" || $4 == sanitizer) { print $1 }' \
        Tests/COUNTS)
    [ "${#targets[@]}" -gt 0 ] || fail "Tests/COUNTS names no test target for $system"
fi
for target in "${targets[@]}"; do
    [ -n "$(stated_count "$target")" ] ||
        fail "no test target '$target' on this system; the targets are those of Tests/COUNTS" 64
done

options=()
if [ -n "$sanitizer" ]; then
    # A build folder of its own: the objects of two sanitizers do not mix.
    options=(--sanitize "$sanitizer" --scratch-path ".build-$sanitizer")
    deadline=$((deadline * 3))
    # The races and leaks of a subject's tests are what is looked for; a report fails the process.
    export ASAN_OPTIONS="detect_leaks=0" TSAN_OPTIONS="halt_on_error=1"
fi

CI/setup.sh
[ -n "$sanitizer" ] || CI/lint.sh || fail "the style check found something: see above"
if [[ " ${targets[*]} " == *" WeldPlatformTests "* ]]; then
    CI/conformance.sh ${sanitizer:+--sanitize "$sanitizer"} ||
        fail "the system's half of CWeldPlatform was not asked, or does not do what weld.h says: see above"
fi
say "building the tests${sanitizer:+ with the $sanitizer sanitizer}"
swift build --build-tests "${options[@]}" --explicit-target-dependency-import-check error

passed=0
failed=()
log=$(mktemp)
reasons=$(mktemp)
trap 'rm -f "$log" "$reasons"' EXIT
for target in "${targets[@]}"; do
    say "$target"
    status=0
    run_with_deadline "$deadline" "$log" \
        swift test --skip-build "${options[@]}" --disable-xctest --filter "^$target\." || status=$?
    ran=$(sed -nE 's/.*Test run with ([0-9]+) tests?.*/\1/p' "$log" | tail -n 1)
    stated=$(stated_count "$target")
    if [ "$status" -ne 0 ]; then
        # The whole output of what failed; of what passed only its last line.
        grep -vE '^◇|started\.$' "$log" || true
        grep -aE -A 2 'recorded an issue' "$log" >>"$reasons" || true
        failed+=("$target (exit $status)")
    elif [ "${ran:-0}" -ne "$stated" ]; then
        failed+=("$target (ran ${ran:-0} tests where Tests/COUNTS states $stated)")
    else
        passed=$((passed + 1))
        tail -n 1 "$log"
    fi
done

if $with_readers; then
    say "reports, read by real programs"
    status=0
    CI/readers.sh --binary "$(swift build --show-bin-path)/weld-gates" >"$log" 2>&1 || status=$?
    cat "$log"
    case "$status" in
        0) passed=$((passed + 1)) ;;
        75) say "not read by real programs: $(tail -n 1 "$log")" ;;
        *) failed+=("CI/readers.sh (exit $status)") ;;
    esac
fi

# Why, once more and last: what a log that is cut off still shows.
cat "$reasons" >&2
for entry in "${failed[@]}"; do printf 'failed: %s\n' "$entry" >&2; done
printf '%s passed, %s failed\n' "$passed" "${#failed[@]}"
[ "${#failed[@]}" -eq 0 ]
