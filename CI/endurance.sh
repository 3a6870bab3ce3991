#!/usr/bin/env bash
# Runs what is long and what is many (credibility.md#endurance): whether anything grows, is left
# behind or gets in each other's way.
#
#   CI/endurance.sh [--only restarts|crowd|runs|store|together] [--seconds N] [--editors N]
#                   [--runs N] [--samples N] [--build DIR]
#
# restarts  one editor meets a new runtime every 10 s, killed, stopped for good or asked to end in
#           turn, beside a pair that is left alone, for --seconds (7200): memory, descriptors and
#           threads of both editors stay what they were
# crowd     --editors (200) pairs start at once, three times: each ends as documented, nothing is left
# runs      --runs (1000) runs of G7 in one store, then list, verify and report
# store     one of --samples (10000000) samples is counted and verified
# together  four weld-gates at once, sharing a lock: each has its turn and is judged as if alone
# --build   a folder of built programs; without it a release build is made
#
# Each part prints what it saw and how long it took. Exit 1 where a part did not hold.

source "$(dirname "$0")/lib/common.sh"

readonly all_parts=(restarts crowd runs store together)
parts=("${all_parts[@]}")
seconds=7200
editors=200
runs=1000
samples=10000000
build=""

number() { [[ "${2:-}" =~ ^[1-9][0-9]{0,8}$ ]] || fail "$1 takes a number from 1" 64; }

while [ $# -gt 0 ]; do
    case "$1" in
        -h | --help) usage ;;
        --only)
            [[ " ${all_parts[*]} " == *" ${2:-} "* ]] || fail "--only takes one of ${all_parts[*]}" 64
            parts=("$2")
            ;;
        --seconds) number "$1" "${2:-}" && seconds=$2 ;;
        --editors) number "$1" "${2:-}" && editors=$2 ;;
        --runs) number "$1" "${2:-}" && runs=$2 ;;
        --samples) number "$1" "${2:-}" && samples=$2 ;;
        --build) build=$(realpath -e "${2:-}" 2>/dev/null) || fail "--build takes a folder" 64 ;;
        *) fail "unknown argument '$1'; see CI/endurance.sh --help" 64 ;;
    esac
    shift 2 || fail "$1 takes a value" 64
done

folder=$(mktemp -d)
children=()
trap 'kill -KILL "${children[@]}" 2>/dev/null || true; rm -rf "$folder"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
export XDG_RUNTIME_DIR=$folder/run
mkdir -m 700 "$XDG_RUNTIME_DIR"
ulimit -c 0

if [ -z "$build" ]; then
    CI/setup.sh
    say "building (release)"
    swift build -c release --product weld-gates
    build=$(swift build -c release --show-bin-path)
fi
gates() { "$build/weld-gates" "$@" --lock "$folder/lock"; }

held=0
missed() {
    printf 'does not hold: %s\n' "$*" >&2
    held=1
}

# --- What a process holds: kilobytes of private memory, descriptors, threads.

holding() {
    local memory threads
    memory=$(awk '$1 == "RssAnon:" { print $2 }' "/proc/$1/status")
    threads=$(awk '$1 == "Threads:" { print $2 }' "/proc/$1/status")
    printf '%s %s %s' "${memory:-0}" "$(find "/proc/$1/fd" -mindepth 1 | wc -l)" "${threads:-0}"
}

# Compares what a process holds with what it held: 256 KiB are pages that a heap keeps.
compare() {
    local name=$1 before after
    read -ra before <<<"$2"
    read -ra after <<<"$3"
    printf '%s: %s KiB, %s descriptors, %s threads; now %s, %s, %s\n' "$name" "${before[@]}" "${after[@]}"
    [ "${after[0]}" -le $((before[0] + 256)) ] || missed "$name grew by $((after[0] - before[0])) KiB"
    [ "${after[1]}" -eq "${before[1]}" ] || missed "$name has ${after[1]} descriptors, not ${before[1]}"
    [ "${after[2]}" -eq "${before[2]}" ] || missed "$name has ${after[2]} threads, not ${before[2]}"
}

wait_for() {
    for _ in $(seq 200); do
        [ -e "$1" ] && return
        sleep 0.05
    done
    fail "the editor made no $1"
}

restarts() {
    [ "$seconds" -ge 70 ] || fail "restarts need at least 70 seconds" 64
    local met=$folder/met.sock end visited=0 runtime editor alone first="" first_alone="" pid
    "$build/weld-editor" --headless --no-spawn --keep-accepting --seconds $((seconds + 60)) \
        --socket "$met" 2>"$folder/met.log" &
    editor=$!
    "$build/weld-editor" --headless --seconds $((seconds + 60)) --requests 100 \
        --socket "$folder/alone.sock" 2>"$folder/alone.log" &
    alone=$!
    children+=("$editor" "$alone")
    wait_for "$met"
    end=$((SECONDS + seconds))
    while [ $SECONDS -lt $end ]; do
        "$build/weld-runtime" --socket "$met" --editor-pid "$editor" 2>"$folder/runtime.log" &
        runtime=$!
        sleep 9
        kill -0 "$runtime" 2>/dev/null || {
            missed "runtime $((visited + 1)) ended by itself: $(tail -1 "$folder/runtime.log")"
            break
        }
        case $((visited % 3)) in
            0) kill -KILL "$runtime" ;;
            1) kill -TERM "$runtime" ;;
            2) kill -STOP "$runtime" && sleep 4 && kill -KILL "$runtime" ;;
        esac
        wait "$runtime" 2>/dev/null || true
        sleep 0.5
        visited=$((visited + 1))
        kill -0 "$editor" && kill -0 "$alone" || fail "an editor ended: $(tail -1 "$folder/met.log" "$folder/alone.log")"
        if [ "$visited" -eq 6 ]; then
            first=$(holding "$editor")
            first_alone=$(holding "$alone")
        fi
    done
    [ -n "$first" ] || fail "fewer than six runtimes came in $seconds s; give it more --seconds"
    compare "the editor of $visited runtimes" "$first" "$(holding "$editor")"
    compare "the editor left alone" "$first_alone" "$(holding "$alone")"
    for pid in "$editor" "$alone"; do
        kill -TERM "$pid"
        wait "$pid" || missed "an editor ended with $?, not 0"
    done
}

crowd() {
    local round pid pids code documented left
    for round in 1 2 3; do
        pids=()
        for _ in $(seq "$editors"); do
            "$build/weld-editor" --headless --size 64x64 --seconds 5 2>/dev/null &
            pids+=($!)
        done
        children=("${pids[@]}")
        documented=0
        declare -A codes=()
        for pid in "${pids[@]}"; do
            code=0
            wait "$pid" 2>/dev/null || code=$?
            codes[$code]=$((${codes[$code]:-0} + 1))
            # contract.md#exit-codes; what a machine cannot carry ends in a wait that ran out or a death.
            [[ " 0 12 14 15 16 18 19 " == *" $code "* ]] && documented=$((documented + 1))
        done
        printf 'round %s: exit codes' "$round"
        for code in "${!codes[@]}"; do printf ' %s (%s)' "$code" "${codes[$code]}"; done
        printf '\n'
        unset codes
        [ "$documented" -eq "$editors" ] || missed "$((editors - documented)) editors ended undocumented"
        sleep 1
        left=$(find "$XDG_RUNTIME_DIR" -type s | wc -l)
        [ "$left" -eq 0 ] || missed "$left sockets are left"
    done
}

runs() {
    local done=0 status
    while [ "$done" -lt "$runs" ]; do
        status=0
        gates --gate G7 --no-controls --profile smoke --db "$folder/runs.db" \
            --report "$folder/runs.md" >"$folder/runs.log" 2>&1 || status=$?
        [[ " 0 10 " == *" $status "* ]] || missed "run $((done + 1)) ended with $status: $(tail -1 "$folder/runs.log")"
        done=$((done + 1))
    done
    answer "list of $runs runs" list --db "$folder/runs.db"
    answer "verify of $runs runs" verify --db "$folder/runs.db"
    answer "report of $runs runs" report --db "$folder/runs.db" --output "$folder/runs.md"
}

# Asks the program and says how long the answer took.
answer() {
    local what=$1 start=${EPOCHREALTIME/./} status=0
    shift
    "$build/weld-gates" "$@" >"$folder/answer" 2>&1 || status=$?
    printf '%s: exit %s, %s ms\n' "$what" "$status" "$(((${EPOCHREALTIME/./} - start) / 1000))"
    [ "$status" -eq 0 ] || missed "$what: $(tail -1 "$folder/answer")"
}

store() {
    WELD_LARGE_STORE_SAMPLES=$samples swift test --disable-xctest --filter GateStoreTests.LargeStoreTests ||
        missed "a store of $samples samples"
}

together() {
    local n pids=() status
    for n in 1 2 3 4; do
        gates --gate G7 --no-controls --profile smoke --db "$folder/together-$n.db" \
            --report "$folder/together-$n.md" >"$folder/together-$n.log" 2>&1 &
        pids+=($!)
    done
    children=("${pids[@]}")
    for n in 1 2 3 4; do
        status=0
        wait "${pids[$((n - 1))]}" || status=$?
        printf 'weld-gates %s of 4: exit %s\n' "$n" "$status"
        [[ " 0 10 " == *" $status "* ]] || missed "one of four ended with $status: $(tail -1 "$folder/together-$n.log")"
    done
}

for part in "${parts[@]}"; do
    say "$part"
    began=$SECONDS
    "$part"
    printf '%s: %s s\n' "$part" "$((SECONDS - began))"
done
exit "$held"
