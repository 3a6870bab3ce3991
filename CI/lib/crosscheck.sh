# The standard library and the compiler for another system, as far as a type check needs them. Sourced,
# never run. Needs $toolchain, the folder of the toolchain's usr, and $library, a folder outside the
# repository.

# What the portable modules import, or the compiler by itself, in the order of their needs.
readonly library_modules=(
    Swift _Concurrency _RegexParser _StringProcessing Synchronization SwiftOnoneSupport
)

triple_of() {
    case "$1" in
        windows) echo x86_64-unknown-windows-msvc ;;
        # What Package.swift asks of macOS.
        macos) echo arm64-apple-macosx26.0 ;;
    esac
}

# The name of a system's folder in a toolchain, and of its file in a module's.
folder_of() { [ "$1" = macos ] && echo macosx || echo "$1"; }
file_of() { [ "$1" = macos ] && echo arm64-apple-macos || triple_of "$1"; }

# compiler SYSTEM ARGUMENT ...: runs the compiler for a system. There is no SDK: nothing of the other
# system's own can be imported, and C has what the compiler itself brings.
compiler() {
    local system=$1
    shift
    SWIFT_BACKTRACE=enable=no "$toolchain/bin/swift-frontend" "$@" -target "$(triple_of "$system")" \
        -resource-dir "$library/$system" -sdk "$library/$system/no-sdk" -disable-objc-interop \
        -module-cache-path "$library/$system/clang" -Xcc -ffreestanding
}

# build_library SYSTEM: makes the standard library's modules of their interface files, and Foundation of
# its stand-in, unless they are there.
build_library() {
    local system=$1 root=$library/$1 modules name triple file
    [ ! -f "$root/complete" ] || return 0
    modules=$root/$(folder_of "$system")
    triple=$(triple_of "$system")
    say "the standard library for $triple, once: about 45 s"
    rm -rf "$root"
    mkdir -p "$modules" "$root/no-sdk" "$root/interfaces"
    for file in "$toolchain"/lib/swift/*; do
        [ -e "$root/${file##*/}" ] || [ "${file##*/}" = linux ] || ln -s "$file" "$root/${file##*/}"
    done
    for name in "${library_modules[@]}"; do
        # Beside a module its interface would be read again.
        file=$root/interfaces/$name.swiftinterface
        python3 CI/lib/interface.py "$name" "$system" "$triple" "$(interface_of "$name")" >"$file" ||
            return 1
        local options=()
        [ "$name" != Swift ] || options=(-parse-stdlib)
        mkdir "$modules/$name.swiftmodule"
        compiler "$system" -compile-module-from-interface -module-name "$name" "$file" \
            -o "$modules/$name.swiftmodule/$(file_of "$system").swiftmodule" "${options[@]}" || return 1
    done
    mkdir "$modules/Foundation.swiftmodule"
    compiler "$system" -emit-module -parse-as-library -swift-version 6 -warnings-as-errors \
        -module-name Foundation Tests/CrossCheck/Foundation.swift \
        -o "$modules/Foundation.swiftmodule/$(file_of "$system").swiftmodule" || return 1
    touch "$root/complete"
}

# The interface file of a module, as the toolchain brings it.
interface_of() {
    echo "$toolchain/lib/swift/linux/$1.swiftmodule/x86_64-unknown-linux-gnu.swiftinterface"
}
