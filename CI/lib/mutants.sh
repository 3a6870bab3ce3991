# Planted faults as patches (Tests/Mutants): their headers, and what a well-formed one is. Sourced,
# never run.

readonly mutants_folder=Tests/Mutants
# Modules whose code the judge contains too.
readonly shared_modules=(
    WeldContract WeldWire WeldPlatform CWeldPlatform WeldTransport WeldViewport
)

# Prints the paths of all patches, in the order of their names.
mutant_patches() { find "$mutants_folder" -name '*.patch' | LC_ALL=C sort; }

# mutant_header PATCH FIELD: prints what the patch's header says; nothing where it has no such line.
mutant_header() {
    sed -n -e '/^--- /q' -e "s/^$2: //p" "$1" | head -n 1
}

# mutant_module PATCH: prints the module of Sources that it changes.
mutant_module() { sed -nE 's|^\+\+\+ b/Sources/([^/]+)/.*|\1|p' "$1" | sort -u; }

# Succeeds where a check of this id stands in the gates' sources; some ids are composed there
# ("g3.\(name)", "g6.torn-\(name)"), so that of those only the last part is a literal.
check_exists() {
    local id=$1 gate=${1%%.*} name=${1#*.}
    local folder
    folder=$(find Gates/Gates -maxdepth 1 -type d -iname "*$gate*" | head -n 1)
    [ -n "$folder" ] || return 1
    grep -rqF -e "\"$id\"" Gates/Gates && return 0
    grep -rqF -e "\"$gate.\\(name)" -e "\"$gate.torn-\\(name)" -e "\"$gate.rate-\\(name)" \
        "$folder" || return 1
    grep -rqF -e "\"$name\"" -e "\"${name#torn-}\"" -e "\"${name#rate-}\"" "$folder"
}

# Prints what is wrong with the patches, a line each; nothing where all is well. Needs no build.
mutant_faults() {
    local patch name field module check seen=" " entry
    while read -r patch; do
        name=$(basename "$patch" .patch)
        [[ "$seen" != *" $name "* ]] || printf '  %s: another patch has this name\n' "$patch"
        seen+="$name "
        [[ "$name" =~ ^[a-z0-9]+(-[a-z0-9]+)*$ ]] ||
            printf '  %s: a name is made of small letters, digits and hyphens\n' "$patch"
        for field in Kind Gate Check Why; do
            [ -n "$(mutant_header "$patch" "$field")" ] ||
                printf '  %s: its header has no line "%s: ..."\n' "$patch" "$field"
        done
        [[ "$(mutant_header "$patch" Gate)" =~ ^G[1-7]$ ]] ||
            printf '  %s: Gate is one of G1 to G7\n' "$patch"
        module=$(mutant_module "$patch")
        [ "$module" = "$(basename "$(dirname "$patch")")" ] ||
            printf '  %s: it changes %s and lies in another folder\n' "$patch" "${module:-nothing}"
        check=$(mutant_header "$patch" Check)
        [ "$check" = any ] || check_exists "$check" ||
            printf '  %s: no gate has a check %s\n' "$patch" "$check"
        git apply --check "$patch" 2>/dev/null ||
            printf '  %s: it does not apply to this tree any more\n' "$patch"
    done < <(mutant_patches)
    while read -r entry; do
        [[ "$seen" == *" $entry "* ]] ||
            printf '  %s/subset: there is no patch %s\n' "$mutants_folder" "$entry"
    done < <(grep -v '^#' "$mutants_folder/subset")
}
