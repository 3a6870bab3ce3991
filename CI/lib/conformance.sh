# What the scripts have in common that build and run the conformance suite of CWeldPlatform: compiler,
# flags, a folder of its own, limits, zig. Sourced after common.sh, never run. Also by the bash 3.2 of
# macOS.

readonly suite=Tests/PlatformConformance
readonly suite_flags=(-std=gnu17 -g -O2 -Wall -Wextra -Werror -ISources/CWeldPlatform/include)
readonly zig_module=ziglang==0.17.1

# Sets compiler, or skips where there is none.
find_compiler() {
    compiler=${CC:-cc}
    command -v "$compiler" >/dev/null 2>&1 ||
        skip "there is no C compiler '$compiler' on PATH: install one, or name another with CC"
}

# Makes the folder in which everything is built and run; it goes with the script. What a case that a
# fault ended leaves behind lies there too.
make_folder() {
    folder=$(mktemp -d)
    trap 'rm -rf "$folder"' EXIT
    export TMPDIR=$folder
    # What aborts on purpose leaves no core.
    ulimit -c 0
}

# within SECONDS COMMAND ...: runs a command and all that it starts for so long; then it is killed. Where
# `timeout` is, macOS has nothing.
within() {
    local end=$((SECONDS + $1))
    shift
    # In a group of its own.
    set -m
    "$@" </dev/null &
    local child=$!
    set +m
    while kill -0 "$child" 2>/dev/null; do
        if [ "$SECONDS" -ge "$end" ]; then kill -KILL -- "-$child" 2>/dev/null || true; fi
        sleep 0.05
    done
    wait "$child"
}

# Installs zig into .build-zig, pinned, from PyPI; fails where it cannot.
install_zig() {
    if [ "$(cat .build-zig/module 2>/dev/null)" != "$zig_module" ]; then
        say "installing into .build-zig: $zig_module"
        rm -rf .build-zig
        { python3 -m venv .build-zig &&
            .build-zig/bin/pip install --quiet --disable-pip-version-check "$zig_module"; } || return 1
        printf '%s\n' "$zig_module" >.build-zig/module
    fi
    export ZIG_GLOBAL_CACHE_DIR=$PWD/.build-zig/cache ZIG_LOCAL_CACHE_DIR=$PWD/.build-zig/cache
}

# zig TARGET ARGUMENT ...: the C compiler for another system.
zig() {
    local target=$1
    shift
    .build-zig/bin/python -m ziglang cc -target "$target" "$@"
}
