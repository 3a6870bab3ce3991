# Both stubs as Embedded Swift, for scripts that build them for another system or processor: one module a
# stub, of the sources that Linux compiles with those of Sources/Embedded. Sourced after common.sh, never
# run.

# The toolchain that the stubs are known to be Embedded Swift for.
readonly embedded_version=6.3.1

# Sets library, the folder of the toolchain's modules, or skips: another version, or none for a triple.
find_embedded() {
    local version
    command -v swiftc >/dev/null 2>&1 || skip "there is no swiftc on PATH"
    version=$(swiftc --version 2>/dev/null | sed -n 's/.*Swift version \([0-9.]*\).*/\1/p' | head -n 1)
    [ "$version" = "$embedded_version" ] ||
        skip "the stubs are Embedded Swift for $embedded_version alone, and this is ${version:-unknown}"
    library=$(dirname "$(dirname "$(readlink -f "$(command -v swiftc)")")")/lib/swift
    [ -f "$library/embedded/Swift.swiftmodule/$1.swiftmodule" ] ||
        skip "this toolchain has no Embedded Swift for $1 below $library"
}

# embedded_sources STUB: what the stub is compiled of. Left out: what needs mirrors of values (a table
# takes its place), and the editor's window (Viewport/Headless takes its place).
embedded_sources() {
    [ "$1" = editor ] && printf '%s\n' Sources/WeldDisplay/Present/DisplaySettings.swift
    find Sources/WeldContract Sources/WeldWire Sources/WeldPlatform Sources/WeldTransport \
        Sources/WeldViewport Sources/WeldStub Sources/Embedded "Sources/weld-$1" -name '*.swift' \
        -not -path '*/Model/*' -not -name 'Schema+Reflection.swift' \
        -not -name 'MessageCatalogue+Documentation.swift' \
        -not -path '*/weld-editor/Viewport/Window/*' | LC_ALL=C sort
}

# compile_embedded STUB TRIPLE OBJECT ARGUMENT ...: compiles a stub into an object, in $folder.
compile_embedded() {
    local stub=$1 target=$2 object=$3 merged="$folder/$1" number=0 file
    shift 3
    mkdir -p "$merged" "$folder/platform"
    cp Sources/CWeldPlatform/include/weld.h "$folder/platform/"
    printf 'module CWeldPlatform { header "weld.h" export * }\n' >"$folder/platform/module.modulemap"
    # One module, which cannot import its own parts; files of different modules may share a name.
    while read -r file; do
        number=$((number + 1))
        sed -E 's/^(public |internal |private )?import Weld[A-Za-z]*$//' "$file" \
            >"$merged/$(basename "$file" .swift)-$number.swift"
    done < <(embedded_sources "$stub")
    if ! swiftc -swift-version 6 -strict-memory-safety \
        -enable-upcoming-feature ExistentialAny -enable-upcoming-feature InternalImportsByDefault \
        -enable-upcoming-feature MemberImportVisibility \
        -enable-upcoming-feature NonisolatedNonsendingByDefault \
        -enable-experimental-feature Embedded -target "$target" "$@" \
        -wmo -parse-as-library -O -module-name Weld -I "$folder/platform" -Xcc -ffreestanding \
        -c "$merged"/*.swift -o "$object" >"$folder/$stub.log" 2>&1; then
        cat "$folder/$stub.log" >&2
        fail "weld-$stub is no Embedded Swift for $target: see above"
    fi
}
