#!/usr/bin/env bash
# Runs each stub under valgrind through a whole life beside an ordinary peer: handshake, hand-over,
# pictures, a heartbeat, shutdown. Any error that valgrind sees, and any memory that is definitely
# lost, fails; last comes a runtime that loses some on purpose, which must be seen.
#
#   CI/valgrind.sh [--configuration debug|release] [--programs DIR]
#
# --programs  a folder with both stubs, built already
#
# Valgrind is installed with apt-get where it is missing and apt-get is there. The runtime is started
# by this script and not by its editor: older valgrinds do not know process descriptors, without
# which an editor starts nothing. Stubs run without their debug information, which valgrind cannot
# read (DWARF 5 of Swift's compiler). A handshake has two seconds, and valgrind is slow at what it
# meets for the first time: one that was not done in time is done again, five times at most.

source "$(dirname "$0")/lib/common.sh"

configuration=debug
programs=""
while [ $# -gt 0 ]; do
    case "$1" in
        -h | --help) usage ;;
        --configuration)
            [[ "${2:-}" =~ ^(debug|release)$ ]] || fail "--configuration takes debug or release" 64
            configuration=$2
            shift
            ;;
        --programs)
            [ -x "${2:-}/weld-editor" ] && [ -x "$2/weld-runtime" ] ||
                fail "--programs takes a folder with weld-editor and weld-runtime" 64
            programs=$2
            shift
            ;;
        *) fail "unknown argument '$1'; see CI/valgrind.sh --help" 64 ;;
    esac
    shift
done
readonly handshakes=5

if ! command -v valgrind >/dev/null; then
    command -v apt-get >/dev/null || fail "there is no valgrind: install it and try again" 79
    as_root=()
    [ "$(id -u)" -eq 0 ] || as_root=(sudo)
    say "installing: valgrind"
    "${as_root[@]}" apt-get update -qq
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
        apt-get install -y -qq --no-install-recommends valgrind >/dev/null ||
        fail "apt-get could not install valgrind: see above" 79
fi
if [ -z "$programs" ]; then
    CI/setup.sh
    say "building the stubs ($configuration)"
    # The editor's target depends on the runtime's.
    swift build --configuration "$configuration" --product weld-editor
    programs=$(swift build --configuration "$configuration" --show-bin-path)
fi

folder=$(mktemp -d)
readonly socket="$folder/s.sock"
readonly tool=(
    valgrind --quiet --error-exitcode=99 --leak-check=full --show-leak-kinds=definite
    --errors-for-leak-kinds=definite "--log-file=$folder/valgrind.log"
)
editor=""
runtime=""
end_all() {
    for process in $editor $runtime; do kill -KILL "$process" 2>/dev/null || true; done
    rm -rf "$folder"
}
trap end_all EXIT
export SWIFT_BACKTRACE=enable=no
for stub in weld-editor weld-runtime; do
    strip --strip-debug -o "$folder/$stub" "$programs/$stub"
done

# Waits for something to become true, half a minute at most.
within_reason() {
    for _ in $(seq 300); do
        if "$@"; then return 0; fi
        sleep 0.1
    done
    return 1
}

# Waits for a process of ours, half a minute at most, and leaves its exit status in `ended`.
await() {
    ended=0
    within_reason eval "! kill -0 $1 2>/dev/null" || kill -KILL "$1"
    wait "$1" || ended=$?
}

# Starts a runtime and waits until its pictures are read, or it has ended.
serve() {
    "$@" "$folder/weld-runtime" --socket "$socket" --editor-pid "$editor" --hz 10 --reconnect \
        "${faults[@]}" 2>>"$folder/runtime.log" &
    runtime=$!
    within_reason eval "grep -q 'viewport ready' '$folder/editor.log' ||
        ! kill -0 $editor 2>/dev/null || ! kill -0 $runtime 2>/dev/null" || true
    grep -q 'viewport ready' "$folder/editor.log"
}

# Lives one life with one stub under valgrind.
live() {
    local of_editor=() of_runtime=() editor_status
    if [ "$1" = editor ]; then of_editor=("${tool[@]}"); else of_runtime=("${tool[@]}"); fi
    rm -f "$folder"/*.log "$socket"
    "${of_editor[@]}" "$folder/weld-editor" --headless --no-spawn --keep-accepting \
        --socket "$socket" --seconds 600 2>"$folder/editor.log" &
    editor=$!
    within_reason test -S "$socket" || fail "the editor does not listen: $(cat "$folder/editor.log")"
    for _ in $(seq "$handshakes"); do
        if serve "${of_runtime[@]}"; then
            # Pictures and a heartbeat.
            sleep 3
            break
        fi
    done
    kill -TERM "$editor" 2>/dev/null || true
    await "$editor"
    editor_status=$ended
    await "$runtime"
    editor="" runtime=""
    ends="the editor ended with $editor_status, the runtime with $ended"
    [ "$editor_status,$ended" = 0,0 ]
}

faults=()
for stub in editor runtime; do
    say "the $stub under valgrind"
    live "$stub" || {
        cat "$folder"/*.log >&2
        fail "$ends: see above"
    }
done
say "a runtime that loses memory on purpose"
faults=(--sabotage leak-per-draw)
if live runtime || [ "$ended" -ne 99 ]; then fail "valgrind did not see it: $ends"; fi
say "both stubs are clean under $(valgrind --version)"
