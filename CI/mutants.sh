#!/usr/bin/env bash
# Plants the faults of Tests/Mutants into a copy of the tree, one at a time, and runs the gate that
# must see each at smoke, without controls; what escapes it meets all gates. Prints a table and the
# score, and keeps both (Gates/Specification/credibility.md, figures).
#
#   CI/mutants.sh [--subset] [--only NAME ...] [--twice] [--quick] [--judge DIR] [--work DIR]
#                 [--lock PATH] [--with COMMAND] [--out FILE]
#
# --subset  the dozen quick ones of Tests/Mutants/subset
# --only    this one; may be repeated, and names one patch or all of a module
# --twice   each is run twice; what is not red both times was caught by luck and counts as escaped
# --quick   only the gate that must see it: what it does not see escaped
# --judge   a folder of built programs whose weld-gates, weld-observer and Vulkan layers judge.
#           Without it they are built, and where a fault lies in a module that the judge contains
#           too, with the fault
# --work    the copy of the tree, its build folder and the logs (.build-mutants), kept for next time
# --with    a command that builds and gates are started by, such as "nice -n 19"
# --out     the table: rows of patches that are not run stay as they are. results/mutants.md when all
#           are run; a part of them is only printed unless a file is named
#
# The working tree is never changed. Exit 1 where less than 95 of 100 were caught, a patch does not
# build, or the pair without a fault is red.

source "$(dirname "$0")/lib/common.sh"
source CI/lib/mutants.sh

# Without the names of what it is limited to.
invocation=$(sed -E 's/( --only [^ ]+)+/ --only …/' <<<"CI/mutants.sh $*")
readonly invocation
readonly root=$PWD

subset=false
only=()
rounds=1
quick=false
judge=""
work=.build-mutants
lock=()
with=()
out=""

while [ $# -gt 0 ]; do
    case "$1" in
        -h | --help) usage ;;
        --subset) subset=true && shift && continue ;;
        --twice) rounds=2 && shift && continue ;;
        --quick) quick=true && shift && continue ;;
        --only) only+=("${2:-}") ;;
        --judge) judge=$(realpath "${2:-}") ;;
        --work) work=${2:-} ;;
        --lock) lock=(--lock "$(realpath -m "${2:-}")") ;;
        --with) read -ra with <<<"${2:-}" ;;
        --out) out=$(realpath -m "${2:-}") ;;
        *) fail "unknown argument '$1'; see CI/mutants.sh --help" 64 ;;
    esac
    shift 2 || fail "$1 takes a value" 64
done

# --- Which

patches=()
while read -r patch; do
    name=$(basename "$patch" .patch)
    if $subset; then
        grep -qxF "$name" "$mutants_folder/subset" || continue
    elif [ ${#only[@]} -gt 0 ]; then
        [[ " ${only[*]} " == *" $name "* || " ${only[*]} " == *" $(mutant_module "$patch") "* ]] ||
            continue
    fi
    patches+=("$patch")
done < <(mutant_patches)
[ ${#patches[@]} -gt 0 ] || fail "no such patch in $mutants_folder" 64
if [ -z "$out" ] && ! $subset && [ ${#only[@]} -eq 0 ]; then out=$root/results/mutants.md; fi
faults=$(mutant_faults)
[ -z "$faults" ] || fail "these patches are not as they should be:
$faults"

# --- A copy of the tree

mkdir -p "$work/rows" "$work/logs"
work=$(realpath "$work")
readonly tree=$work/tree build=$work/build

# Brings the copy up to date, file by file: what did not change keeps its time and is not built anew.
copy_tree() {
    local file
    if [ ! -d "$tree" ]; then
        mkdir -p "$tree" "$build"
        # What the package depends on need not be fetched again.
        for file in checkouts repositories artifacts workspace-state.json; do
            [ ! -e ".build/$file" ] || cp -a ".build/$file" "$build/"
        done
    fi
    [ ! -f Package.resolved ] || cp -p Package.resolved "$tree/"
    (cd "$tree" && find . -type f ! -name Package.resolved -printf '%P\n') | LC_ALL=C sort |
        LC_ALL=C comm -23 - <(git ls-files | LC_ALL=C sort) |
        while read -r file; do rm -f "$tree/$file"; done
    git ls-files | while read -r file; do
        if [ ! -f "$file" ]; then
            rm -f "$tree/$file"
        elif ! cmp -s "$file" "$tree/$file"; then
            mkdir -p "$tree/$(dirname "$file")"
            # Not its old time: what was built of another text would look new.
            cp "$file" "$tree/$file"
        fi
    done
}

idle=()
command -v chrt >/dev/null && idle=(chrt -i 0)
readonly idle

# build_products LOG PRODUCT: builds in the copy.
build_products() {
    "${idle[@]}" "${with[@]}" swift build --package-path "$tree" --scratch-path "$build" \
        --product "$2" >"$1" 2>&1
}

# Takes the planted patch out again, also when this is broken off.
planted=""
unplant() {
    [ -z "$planted" ] || while read -r file; do cp "$root/$file" "$tree/$file"; done < <(
        sed -nE 's|^\+\+\+ b/||p' "$planted"
    )
    planted=""
}

plant() {
    planted=$root/$1
    # Or git would look for the paths in the repository around the copy.
    (cd "$tree" && GIT_CEILING_DIRECTORIES=$work git apply "$planted") ||
        fail "$1 does not apply to $tree"
}

# --- Judging

readonly bin=$work/bin

# Puts programs into the folder that is judged: each beside its old self and then in its place.
install_programs() {
    local from=$1 program
    shift
    mkdir -p "$bin"
    for program in "$@"; do
        cp "$from/$program" "$bin/.$program.new"
        mv "$bin/.$program.new" "$bin/$program"
    done
}

# judge_pair LOG GATES...: runs gates on the pair in the folder and sets $verdict to what the worst
# came out as and $seen_by to the checks, or the words where no check says it.
judge_pair() {
    local log=$1 status=0
    shift
    rm -f "$work"/run.db*
    (cd "$work" && "${with[@]}" timeout 400 "$bin/weld-gates" --profile smoke --no-controls --json \
        --db "$work/run.db" --report "$work/run.md" "${lock[@]}" "$@") >"$log" 2>"$log.said" ||
        status=$?
    case "$status" in
        100) verdict=red ;;
        # Only the missing controls keep a gate from being GO; what else is undecided is the host's.
        0 | 10) if undecided "$log"; then verdict=undecided; else verdict=GO; fi ;;
        *) verdict="exit $status" ;;
    esac
    seen_by=$(red_reasons "$log")
}

# Succeeds where a gate came out as neither GO nor red.
undecided() {
    awk '
        /^ *"gate" :/ { reason = "" }
        reason == "" && /"reason" : "/ { reason = $0 }
        /^ *"verdict" : "INCONCLUSIVE"/ && reason !~ /GO \(unproven\)/ { found = 1 }
        END { exit !found }' "$1"
}

# Prints why gates are NO-GO, by the ids of their checks, with a comma between two.
red_reasons() {
    awk '
        /^ *"gate" :/ { gate = $3; gsub(/[",]/, "", gate); reason = "" }
        reason == "" && /"reason" : "/ { reason = $0; sub(/^.*"reason" : "/, "", reason); sub(/",?$/, "", reason) }
        /"verdict" : "NO-GO"/ {
            found = ""
            rest = reason
            while (match(rest, /g[1-7]\.[a-z0-9-]*[a-z0-9]/)) {
                id = substr(rest, RSTART, RLENGTH)
                if (!((gate id) in known)) found = found (found == "" ? "" : ", ") id
                known[gate id] = 1
                rest = substr(rest, RSTART + RLENGTH)
            }
            if (found == "") found = gate ": " substr(reason, 1, 80)
            all = all (all == "" ? "" : ", ") found
        }
        END { print all }' "$1"
}

# --- Building, one patch ahead of the judging

readonly ready=$work/ready

# Builds each patch's programs into a folder of $ready, named after it; an empty folder says that
# it does not build. At most two wait there. In the idle class, where there is one: what is judged
# meanwhile goes first.
build_all() {
    local patch name product
    trap unplant EXIT
    trap 'kill "$!" 2>/dev/null; exit 143' TERM
    for patch in "${patches[@]}"; do
        name=$(basename "$patch" .patch)
        while [ "$(find "$ready" -mindepth 1 -maxdepth 1 | wc -l)" -ge 2 ]; do sleep 0.5; done
        plant "$patch"
        product=$(product_of "$patch")
        mkdir "$ready/.$name"
        # Beside this shell, which hears that it is to stop meanwhile.
        build_products "$work/logs/$name.build" "$product" &
        if wait "$!"; then
            cp "$build/debug/weld-editor" "$build/debug/weld-runtime" "$ready/.$name/"
            [ "$product" = weld-editor ] || cp "$build/debug/weld-gates" "$ready/.$name/"
        fi
        mv "$ready/.$name" "$ready/$name"
        unplant
    done
}

# Waits until the builder is as far ahead as it may be, or has nothing left to build.
await_builder() {
    while [ "$(find "$ready" -mindepth 1 -maxdepth 1 -name '[!.]*' | wc -l)" -lt 2 ] &&
        kill -0 "$builder" 2>/dev/null; do
        sleep 0.5
    done
}

# The judge of today's pair contains a shared module too: whoever plants a fault builds everything.
product_of() {
    if [ -z "$judge" ] && [[ " ${shared_modules[*]} " == *" $(mutant_module "$1") "* ]]; then
        echo weld-gates
    else
        echo weld-editor
    fi
}

# --- One mutant

# Writes the row of a patch: | name | module | kind | expected | outcome | seen by | seconds | commit |
judge_patch() {
    local patch=$1 name module gate check begin log round first unseen outcome="" reds=""
    name=$(basename "$patch" .patch)
    module=$(mutant_module "$patch")
    gate=$(mutant_header "$patch" Gate)
    check=$(mutant_header "$patch" Check)
    log=$work/logs/$name
    begin=$SECONDS
    until [ -d "$ready/$name" ]; do
        kill -0 "$builder" 2>/dev/null || [ -d "$ready/$name" ] || fail "building stopped at $name"
        sleep 0.2
    done
    if [ ! -e "$ready/$name/weld-editor" ]; then
        outcome="does not build"
    else
        install_programs "$ready/$name" $(ls "$ready/$name")
        for round in $(seq "$rounds"); do
            judge_pair "$log.$round" --gate "$gate"
            # What the host kept undecided is asked once more, with nothing built beside it.
            if [ "$verdict" = undecided ]; then
                await_builder
                judge_pair "$log.$round" --gate "$gate"
            fi
            first=$verdict
            if [ "$first" != red ] && ! $quick; then judge_pair "$log.$round.all" --all; fi
            if [ "$verdict" = undecided ]; then
                outcome="undecided ($gate $first)"
            elif [ "$verdict" != red ]; then
                outcome="escaped ($gate $first$($quick || echo ", all $verdict"))"
            fi
            reds+="${reds:+; }${seen_by:-none}"
            # What escaped once is not caught by a second look.
            [ -z "$outcome" ] || break
        done
        unseen=$(mutant_header "$patch" Unseen)
        [ -z "$outcome" ] || [ -z "$unseen" ] || outcome+=": $unseen"
        [ -n "$outcome" ] || outcome=caught
        # A second round that repeats the first says nothing new.
        [ "$rounds" -eq 1 ] || [ "${reds%%; *}" != "${reds#*; }" ] || reds=${reds%%; *}
        [ ! -e "$ready/$name/weld-gates" ] || restore_judge
    fi
    rm -rf "${ready:?}/$name"
    printf '| %s | %s | %s | %s | %s | %s | %s | %s |\n' "$name" "$module" \
        "$(mutant_header "$patch" Kind)" "$gate $check" "$outcome" "$reds" $((SECONDS - begin)) \
        "$commit" >"$work/rows/$name"
    cat "$work/rows/$name"
}

# The judge that contains no fault, in the place of one that does.
restore_judge() { install_programs "$work/judge" weld-gates weld-observer slow-device-layer call-watch-layer; }

# --- The table

readonly head_row="| Mutant | Module | Kind | Expected | Outcome | Seen by | Seconds | Commit |"

# Prints a patch's row: of this run, or as it stands in the file.
row_of() {
    if [ -f "$work/rows/$1" ]; then
        cat "$work/rows/$1"
    elif [ -n "$out" ] && [ -f "$out" ]; then
        awk -v row="| $1 |" 'index($0, row) == 1 { print; exit }' "$out"
    fi
}

# score FILE: prints how many of a table's mutants were caught.
score() {
    awk -F' [|] ' '
        /^\| [a-z0-9-]+ \| C?Weld|^\| [a-z0-9-]+ \| weld-/ {
            all++
            if ($5 == "caught") caught++
            if ($5 ~ /^undecided/) open++
            kinds[$3] = 1
        }
        END {
            for (kind in kinds) count++
            printf "%d of %d caught (%.1f %%), %d escaped, %d undecided; %d kinds\n", caught, all,
                100 * caught / all, all - caught - open, open, count
        }' "$1"
}

write_table() {
    local patch
    {
        cat <<'HEAD'
# Planted faults

Each row is a fault of `Tests/Mutants`, planted alone; the gate that must see it judged the pair at
smoke, without controls, and all gates judged what escaped it. Written by `CI/mutants.sh`
(Gates/Specification/credibility.md). What no gate can see counts as escaped; its patch says why.

HEAD
        printf '%s\n|---|---|---|---|---|---|---:|---|\n' "$head_row"
        while read -r patch; do row_of "$(basename "$patch" .patch)"; done < <(mutant_patches)
    } >"$work/table"
    {
        printf '\n## Score\n\n%s\n' "$(score "$work/table")"
        printf '\nLast run: `%s`, %d of them, commit %s, %s.\n' "$invocation" ${#patches[@]} \
            "$commit" "$(date -u '+%F %R')"
    } >>"$work/table"
    [ -z "$out" ] || { mkdir -p "$(dirname "$out")" && cp "$work/table" "$out"; }
}

# --- All of it

rm -f "$work/rows/"*
commit=$(git rev-parse --short HEAD 2>/dev/null || echo unknown)
[ -z "$(git status --porcelain --untracked-files=no 2>/dev/null)" ] || commit+="+"
say "copying the tree to $tree"
copy_tree
say "building without a fault"
if [ -n "$judge" ]; then
    build_products "$work/logs/build" weld-editor || fail "the tree does not build: $work/logs/build"
    mkdir -p "$work/judge"
    cp "$judge"/{weld-gates,weld-observer,slow-device-layer,call-watch-layer} "$work/judge/"
else
    build_products "$work/logs/build" weld-gates || fail "the tree does not build: $work/logs/build"
    mkdir -p "$work/judge"
    cp "$build/debug"/{weld-gates,weld-observer,slow-device-layer,call-watch-layer} "$work/judge/"
fi
restore_judge
install_programs "$build/debug" weld-editor weld-runtime
if ! $subset && [ ${#only[@]} -eq 0 ]; then
    say "all gates without a fault"
    judge_pair "$work/logs/healthy" --all
    [ "$verdict" != red ] || fail "the pair without a fault is red: $seen_by"
fi

say "${#patches[@]} planted faults"
rm -rf "$ready"
mkdir "$ready"
build_all &
builder=$!
trap 'kill "$builder" 2>/dev/null || true; wait "$builder" || true' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP
printf '%s\n' "$head_row"
for patch in "${patches[@]}"; do
    judge_patch "$patch"
    write_table
done
rows=$work/logs/rows
cat "$work/rows/"* >"$rows"
say "$(score "$rows")"
[ -z "$out" ] || say "the table is $out"
grep -q '| does not build |' "$rows" && fail "a patch does not build: see $work/logs"
awk -F' [|] ' '{ all++; if ($5 == "caught") caught++ } END { exit caught * 100 < all * 95 }' "$rows"
