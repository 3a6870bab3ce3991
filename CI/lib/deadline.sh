# Running a command under a deadline, with evidence before the kill. Sourced, never run.

# run_with_deadline SECONDS LOG COMMAND ... runs the command as a session of its own with its
# output in LOG; returns its status, or 124 after its stacks went to LOG and it was killed.
run_with_deadline() {
    local seconds=$1 log=$2
    shift 2
    setsid "$@" >"$log" 2>&1 </dev/null &
    local leader=$!
    local end=$((SECONDS + seconds))
    while kill -0 "$leader" 2>/dev/null; do
        if [ "$SECONDS" -ge "$end" ]; then
            printf 'the deadline of %s s passed; stacks follow\n' "$seconds" >>"$log"
            dump_session "$leader" >>"$log" 2>&1
            pkill -TERM -s "$leader" || true
            sleep 2
            pkill -KILL -s "$leader" || true
            wait "$leader" 2>/dev/null || true
            return 124
        fi
        sleep 0.2
    done
    wait "$leader"
}

# Prints the threads of every process of a session: with a debugger where there is one, from
# /proc otherwise.
dump_session() {
    local pid task
    for pid in $(pgrep -s "$1"); do
        printf '\n--- %s: %s\n' "$pid" "$({ tr '\0' ' ' <"/proc/$pid/cmdline"; } 2>/dev/null)"
        if command -v gdb >/dev/null 2>&1; then
            timeout 20 gdb -p "$pid" -batch -ex 'thread apply all bt 30' 2>/dev/null |
                grep -E '^(Thread|#)' || true
        else
            for task in /proc/"$pid"/task/*; do
                printf '%s %s %s\n' "$(cat "$task/comm" 2>/dev/null)" \
                    "$(cat "$task/wchan" 2>/dev/null)" "$(cat "$task/syscall" 2>/dev/null)"
            done
        fi
    done
}
