#!/usr/bin/env bash
# Makes again what is generated and committed, and compares: wayland-scanner's C and the shaders'
# SPIR-V.
#
#   CI/generated.sh [--update]
#
# --update writes the files instead of comparing them. A file that differs turns the run red: it
# was edited by hand, or its source changed. Another version of a generator writes other bytes: where
# the versions are not those of CI/generated.versions, nothing is compared, and that is said.

source "$(dirname "$0")/lib/common.sh"

update=false
case "${1:-}" in
    "") ;;
    --update) update=true ;;
    -h | --help) usage ;;
    *) fail "unknown argument '$1'; see CI/generated.sh --help" 64 ;;
esac

readonly versions=CI/generated.versions
installed=$(
    wayland-scanner --version 2>&1
    printf 'wayland-protocols %s\n' "$(pkg-config --modversion wayland-protocols)"
    glslangValidator --version | head -n 1
)
if $update; then
    printf '%s\n' "$installed" >"$versions"
elif [ "$installed" != "$(cat "$versions")" ]; then
    say "not compared, made with other versions than are here:"
    diff "$versions" - <<<"$installed" || true
    exit 0
fi

readonly module=Sources/CXDGShell
fresh=$(mktemp -d)
trap 'rm -rf "$fresh"' EXIT
differing=()

# Keeps or compares what was generated: keep FRESH COMMITTED
keep() {
    if $update; then
        mkdir -p "$(dirname "$2")"
        cp "$1" "$2"
    elif ! cmp -s "$1" "$2"; then
        differing+=("$2")
    fi
}

protocols=$(pkg-config --variable=pkgdatadir wayland-protocols)
say "generated files: Wayland protocols, shaders"
for protocol in xdg-shell presentation-time; do
    source="$protocols/stable/$protocol/$protocol.xml"
    wayland-scanner --strict client-header "$source" "$fresh/$protocol-client-protocol.h"
    wayland-scanner --strict private-code "$source" "$fresh/$protocol-protocol.c"
    keep "$fresh/$protocol-client-protocol.h" "$module/include/generated/$protocol-client-protocol.h"
    keep "$fresh/$protocol-protocol.c" "$module/generated/$protocol-protocol.c"
done

readonly capture=Gates/CScreencopy
protocol=wlr-screencopy
source="$capture/$protocol-unstable-v1.xml"
wayland-scanner --strict client-header "$source" "$fresh/$protocol-client-protocol.h"
wayland-scanner --strict private-code "$source" "$fresh/$protocol-protocol.c"
keep "$fresh/$protocol-client-protocol.h" "$capture/include/generated/$protocol-client-protocol.h"
keep "$fresh/$protocol-protocol.c" "$capture/generated/$protocol-protocol.c"

for shader in shaders/*.vert shaders/*.frag; do
    glslangValidator --quiet --target-env vulkan1.3 -o "$fresh/shader.spv" "$shader"
    keep "$fresh/shader.spv" "$shader.spv"
done

[ "${#differing[@]}" -eq 0 ] ||
    fail "not what its source gives: ${differing[*]}; CI/generated.sh --update makes it again"
