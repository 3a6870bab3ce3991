#!/usr/bin/env bash
# Judges the healthy pair and three planted faults on emulated hosts, and keeps what came out as a
# table (Gates/Specification/credibility.md, figures): false reds and undecided cells a host.
#
#   CI/hosts.sh [--hosts a,b] [--runs N] [--planted N] [--gate G1 ...] [--build DIR] [--keep DIR]
#               [--lock PATH] [--out FILE]
#
# --hosts    some of: quiet spinner-1 spinner-2 one-cpu quota-60 stalls slow user slow-compositor
# --runs     healthy smoke runs a host (10)
# --planted  how often each fault is planted on a host (1)
# --build    a folder of built programs; without it a release build is made
# --keep     a folder that keeps each host's store
# --out      the table (results/hosts.md): rows of hosts that are not run stay as they are
#
# A row is written as soon as its host is done. A host that this machine cannot emulate is skipped
# with its reason. Most hosts need root. Exit 1 where a false red was seen or a fault escaped.

source "$(dirname "$0")/lib/common.sh"

readonly all_hosts=(quiet spinner-1 spinner-2 one-cpu quota-60 stalls slow user slow-compositor)
readonly invocation="CI/hosts.sh $*"

hosts=("${all_hosts[@]}")
runs=10
planted=1
gates=()
build=""
keep=""
lock=()
out=results/hosts.md

number() { [[ "${2:-}" =~ ^[0-9]+$ ]] || fail "$1 takes a number" 64; }

while [ $# -gt 0 ]; do
    case "$1" in
        -h | --help) usage ;;
        --hosts) IFS=, read -ra hosts <<<"${2:-}" ;;
        --runs) number "$1" "${2:-}" && runs=$2 ;;
        --planted) number "$1" "${2:-}" && planted=$2 ;;
        --gate) gates+=(--gate "${2:-}") ;;
        --build) build=$(realpath "${2:-}") ;;
        --keep) mkdir -p "${2:-}" && keep=$(realpath "$2") ;;
        --lock) lock=(--lock "${2:-}") ;;
        --out) out=${2:-} ;;
        *) fail "unknown argument '$1'; see CI/hosts.sh --help" 64 ;;
    esac
    shift 2 || fail "$1 takes a value" 64
done
for host in "${hosts[@]}"; do
    [[ " ${all_hosts[*]} " == *" $host "* ]] ||
        fail "no host '$host'; they are ${all_hosts[*]}" 64
done

# --- What has to be gone afterwards

folder=""
judge=""      # the running weld-gates
emulators=()  # what makes the host
groups=()     # control groups of our own

# Ends the judge, which ends what it started, and takes the host's emulation away.
take_down() {
    local pid group
    [ ${#emulators[@]} -eq 0 ] || kill "${emulators[@]}" 2>/dev/null || true
    for pid in "${emulators[@]}"; do wait "$pid" 2>/dev/null || true; done
    emulators=()
    if [ -n "$judge" ]; then
        kill -TERM "$judge" 2>/dev/null || true
        for _ in $(seq 100); do
            kill -0 "$judge" 2>/dev/null || break
            sleep 0.2
        done
        kill -KILL "$judge" 2>/dev/null || true
        wait "$judge" 2>/dev/null || true
        judge=""
    fi
    for group in "${groups[@]}"; do remove_group "$group"; done
    groups=()
}

# Kills whatever is left in a control group of ours, and removes it.
remove_group() {
    local pid
    for _ in $(seq 50); do
        rmdir "$1" 2>/dev/null && return 0
        while read -r pid; do kill -KILL "$pid" 2>/dev/null || true; done <"$1/cgroup.procs"
        sleep 0.1
    done
    printf 'hosts.sh: the control group %s could not be removed\n' "$1" >&2
}

leave() {
    set +e
    trap - EXIT INT TERM HUP
    take_down
    [ -z "$folder" ] || rm -rf "$folder"
}
trap leave EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

# --- Control groups, version 1 or 2

# Prints the folder of this process's own group: of a controller's hierarchy in version 1, or of
# version 2 without an argument.
own_group() {
    local controller=${1:-} path mount root
    path=$(awk -F: -v wanted="$controller" '
        wanted == "" && $1 == 0 { print $3 }
        wanted != "" && ("," $2 ",") ~ ("," wanted ",") { print $3 }' /proc/self/cgroup)
    [ -n "$path" ] || return 1
    read -r root mount < <(awk -v wanted="$controller" '{
        for (i = 7; i <= NF && $i != "-"; i++) {}
        v1 = $(i + 1) == "cgroup" && wanted != "" && ("," $(i + 3) ",") ~ ("," wanted ",")
        v2 = $(i + 1) == "cgroup2" && wanted == ""
        if (v1 || v2) { print $4, $5; exit }
    }' /proc/self/mountinfo) || return 1
    [ "$root" = / ] || path=${path#"$root"}
    [ -d "$mount$path" ] || path=""
    printf '%s\n' "$mount${path%/}"
}

# Makes a group with that file in it and sets $group; fails where this machine has none. The first
# argument is the controller of version 1, the second the file of version 1, the third that of 2.
make_group() {
    local parent
    if parent=$(own_group "$1") && group=$parent/weld-hosts-$$ && mkdir "$group" 2>/dev/null; then
        groups+=("$group")
        [ ! -w "$group/$2" ] || return 0
    fi
    if parent=$(own_group) && group=$parent/weld-hosts-$$; then
        [ "$1" != cpu ] || echo +cpu 2>/dev/null >"$parent/cgroup.subtree_control" || true
        mkdir "$group" 2>/dev/null || return 1
        groups+=("$group")
        [ -w "$group/$3" ] && return 0
    fi
    return 1
}

# --- The hosts: each sets what the judge is started with, or says in $skip why it cannot be

prefix=() # what the judge is started by
group=""  # the group that it starts in
skip=""

emulate() {
    "$folder/emulate" "$@" &
    emulators+=($!)
    sleep 0.3
    kill -0 "$!" 2>/dev/null || skip="the emulation did not start: see above"
}

first_processor() { taskset -pc $$ | sed -E 's/.*: *([0-9]+).*/\1/'; }

set_up() {
    prefix=()
    group=""
    skip=""
    case "$1" in
        quiet) ;;
        spinner-1) emulate spin ;;
        spinner-2) emulate spin && emulate spin ;;
        one-cpu) prefix=(taskset -c "$(first_processor)") ;;
        quota-60)
            if ! make_group cpu cpu.cfs_quota_us cpu.max; then
                skip="no control group with a quota can be made here"
            elif [ -e "$group/cpu.max" ]; then
                echo "$((60000 * $(nproc))) 100000" >"$group/cpu.max"
            else
                echo 100000 >"$group/cpu.cfs_period_us"
                echo $((60000 * $(nproc))) >"$group/cpu.cfs_quota_us"
                # A group of version 1 begins without any time for the real-time class.
                echo 900000 2>/dev/null >"$group/cpu.rt_runtime_us" || true
            fi
            ;;
        stalls)
            if ! make_group freezer freezer.state cgroup.freeze; then
                skip="no control group with a freezer can be made here"
            elif [ -e "$group/cgroup.freeze" ]; then
                emulate stall "$group/cgroup.freeze" 1 0
            else
                emulate stall "$group/freezer.state" FROZEN THAWED
            fi
            ;;
        slow) emulate slow ;;
        user)
            command -v prlimit >/dev/null && prefix=(prlimit --rtprio=0:0) ||
                skip="the real-time class cannot be forbidden: no prlimit"
            if [ "$(id -u)" -eq 0 ]; then
                command -v setpriv >/dev/null || skip="no ordinary user to become: no setpriv"
                prefix+=(setpriv --reuid=65534 --regid=65534 --clear-groups)
            fi
            ;;
        slow-compositor) emulate stop sway $$ ;;
    esac
}

# --- The table

readonly verdicts="## Verdicts"
readonly origins="## Where each row comes from"

# Prints the row of a host in one of the tables of the file as it is.
kept_row() {
    [ -f "$out" ] || return 0
    awk -v part="$1" -v row="| $2 |" '
        /^## / { here = $0 == part } here && index($0, row) == 1 { print; exit }' "$out"
}

# Writes the file with these rows of a host in the place of older ones.
write_rows() {
    local host=$1 row=$2 origin=$3 other
    {
        cat <<'HEAD'
# Emulated hosts

Smoke runs of all gates with the healthy pair on hosts that `CI/hosts.sh` emulates, and faults that
are planted into the pair without telling the judge; written by that script
(Gates/Specification/credibility.md).

HEAD
        printf '%s\n\n' "$verdicts"
        printf '| %s | %s | %s | %s | %s | %s | %s | %s | %s | %s | %s |\n' Host Runs GO \
            INCONCLUSIVE NO-GO BLIND ERROR "False reds" "Undecided cells" "Seconds a run" \
            "Planted: red/undecided/escaped"
        echo '|---|---:|---:|---|---:|---:|---:|---|---:|---:|---|'
        for other in "${all_hosts[@]}"; do
            if [ "$other" = "$host" ]; then echo "$row"; else kept_row "$verdicts" "$other"; fi
        done
        printf '\n%s\n\n' "$origins"
        echo '| Host | Command | Commit | Date | Machine |'
        echo '|---|---|---|---|---|'
        for other in "${all_hosts[@]}"; do
            if [ "$other" = "$host" ]; then echo "$origin"; else kept_row "$origins" "$other"; fi
        done
    } >"$folder/table"
    mkdir -p "$(dirname "$out")"
    cp "$folder/table" "$out"
}

machine() {
    printf '%s processors, %s, %s kB, Linux %s' "$(nproc)" \
        "$(sed -n 's/^model name[[:space:]]*: //p' /proc/cpuinfo | head -n 1)" \
        "$(awk '/^MemTotal/ { print $2 }' /proc/meminfo)" "$(uname -r)"
}

commit() {
    local dirty=""
    [ -z "$(git status --porcelain --untracked-files=no 2>/dev/null)" ] || dirty=" with changes"
    printf '%s%s' "$(git rev-parse --short HEAD 2>/dev/null || echo unknown)" "$dirty"
}

# --- One host

# Runs the judge on a host and writes its row; 1 where a healthy gate was red or a fault escaped.
judge_host() {
    local host=$1 status=0 row origin kept=()
    set_up "$host"
    if [ -n "$skip" ]; then
        say "$host: skipped: $skip"
        take_down
        [ -n "$(kept_row "$verdicts" "$host")" ] ||
            write_rows "$host" "| $host | skipped: $skip | | | | | | | | | |" \
                "| $host | \`$invocation\` | $(commit) | $(date -u '+%F %R') | $(machine) |"
        return 0
    fi
    if [ -n "$keep" ]; then
        mkdir -p "$keep/$host"
        chmod 777 "$keep/$host"
        kept=(--keep "$keep/$host")
    fi
    say "$host: $runs runs, then each fault $planted times"
    (
        cd "$folder"
        [ -z "$group" ] || echo "$BASHPID" >"$group/cgroup.procs"
        TMPDIR=$folder/t exec "${prefix[@]}" "$folder/bin/weld-gates" calibrate --runs "$runs" \
            --planted "$planted" --no-sensitivity --row "$host" "${gates[@]}" "${kept[@]}" \
            "${lock[@]}"
    ) >"$folder/row" </dev/null &
    judge=$!
    wait "$judge" || status=$?
    judge=""
    take_down
    row=$(cat "$folder/row")
    if [ "$status" -ne 0 ] && [ "$status" -ne 10 ] || [ -z "$row" ]; then
        say "$host: no row: weld-gates calibrate ended with $status"
        return 1
    fi
    origin="| $host | \`$invocation\` | $(commit) | $(date -u '+%F %R') | $(machine) |"
    write_rows "$host" "$row" "$origin"
    echo "$row"
    # The cell of false reds begins with their number; an escape is the third number of a fault.
    awk -F' [|] ' '{ exit $8 + 0 > 0 || $11 ~ /\/[1-9][0-9]*( |,|$)/ }' <<<"${row% |}"
}

folder=$(mktemp -d /tmp/wh-XXXXXX)
chmod 755 "$folder"
mkdir -m 1777 "$folder/t"
mkdir "$folder/bin"
"${CC:-cc}" -O2 -pthread -o "$folder/emulate" CI/emulate.c
if [ -z "$build" ]; then
    say "building (release)"
    swift build --configuration release --product weld-gates
    build=$(swift build --configuration release --show-bin-path)
fi
# Copies: a series takes hours, and a build meanwhile must not change what is judged.
for program in weld-gates weld-editor weld-runtime weld-observer slow-device-layer call-watch-layer; do
    cp "$build/$program" "$folder/bin/"
done

failed=()
for host in "${hosts[@]}"; do judge_host "$host" || failed+=("$host"); done
say "the table is $out"
[ ${#failed[@]} -eq 0 ] || fail "a false red, a fault that escaped, or no row: ${failed[*]}"
