"""Writes what a compiler has to be told of the manifest's Swift modules, where SwiftPM does not run it.

    swift package dump-package | modules.py FOLDER

In FOLDER lies, of every target that is no test, NAME.arguments: module, flags, C modules, files. Module
maps and the code that SwiftPM makes of resources lie beside them. Prints name, module and what it needs
of each, after all of that. What the manifest says in a way that is not known here fails with a sentence.
"""

import json
import os
import re
import sys


def place(target):
    """Returns the folder of a target, by SwiftPM's rule where none is given."""
    places = [target["path"]] if "path" in target else [f"{top}/{target['name']}" for top in ("Sources", "Tests")]
    for found in filter(os.path.isdir, places):
        return found
    sys.exit(f"the target {target['name']} has no folder")


def files(target):
    """Returns the Swift files of a target, without what its manifest excludes or does not name."""
    top = place(target)
    excluded = {os.path.join(top, name) for name in target["exclude"]}
    named = [os.path.join(top, name) for name in target.get("sources") or [""]]
    found = []
    for folder, inner, names in os.walk(top):
        inner[:] = sorted(name for name in inner if os.path.join(folder, name) not in excluded)
        paths = [os.path.join(folder, name) for name in sorted(names)]
        found += [
            path for path in paths
            if path.endswith(".swift") and path not in excluded and path.startswith(tuple(named))
        ]
    return found


def flags(target):
    """Returns the flags of a target's Swift, as SwiftPM hands them to the compiler."""
    found = []
    for setting in target["settings"]:
        # Optimising a debug build is no part of what is asked.
        if setting["tool"] != "swift" or "condition" in setting:
            continue
        (kind, value), = setting["kind"].items()
        if kind == "swiftLanguageMode":
            found += ["-swift-version", value["_0"]]
        elif kind == "strictMemorySafety":
            found += ["-strict-memory-safety"]
        elif kind == "treatAllWarnings" and value["_0"] == "error":
            found += ["-warnings-as-errors"]
        elif kind == "enableUpcomingFeature":
            found += ["-enable-upcoming-feature", value["_0"]]
        else:
            sys.exit(f"CI/lib/modules.py does not know the setting {kind} of {target['name']}")
    return found


def c_module(target, folder):
    """Returns the flags by which a C target can be imported: a module of all its headers."""
    headers = os.path.abspath(f"{place(target)}/include")
    own_map = f"{headers}/module.modulemap"
    if not os.path.exists(own_map):
        own_map = f"{folder}/{target['name']}.modulemap"
        with open(own_map, "w", encoding="utf-8") as file:
            file.write(f'module {target["name"]} {{\n  umbrella "{headers}"\n  export *\n}}\n')
    return ["-Xcc", f"-fmodule-map-file={own_map}", "-Xcc", f"-I{headers}"]


def resources(target, folder):
    """Returns the file of code that SwiftPM makes of a target's resources: names without bytes."""
    paths = [resource["path"] for resource in target["resources"] if "embedInCode" in resource["rule"]]
    if not paths:
        return []
    path = f"{folder}/{target['name']}.resources.swift"
    with open(path, "w", encoding="utf-8") as file:
        file.write("struct PackageResources {\n")
        for resource in paths:
            name = re.sub(r"\W", "_", os.path.basename(resource))
            file.write(f"    static let {name}: [UInt8] = []\n")
        file.write("}\n")
    return [path]


def main(folder):
    targets = {target["name"]: target for target in json.load(sys.stdin)["targets"]}
    known = {}

    def visit(name):
        """Returns the C targets that a target can import, after it and all it needs were written."""
        if name in known or name not in targets:
            return known.get(name, {})
        target = targets[name]
        reached = known[name] = {}
        for dependency in target["dependencies"]:
            (_, value), = dependency.items()
            reached.update(visit(value[0]))
        if target["type"] not in ("regular", "executable"):
            return reached
        swift = files(target)
        if not swift:
            if target["type"] == "regular":
                reached[name] = target
            return reached
        module = re.sub(r"\W", "_", name)
        arguments = ["-module-name", module, *flags(target)]
        for other in reached.values():
            arguments += c_module(other, folder)
        arguments += swift + resources(target, folder)
        with open(f"{folder}/{name}.arguments", "w", encoding="utf-8") as file:
            file.writelines(f'"{argument}"\n' for argument in arguments)
        print(name, module, *(value[0] for (_, value), in (need.items() for need in target["dependencies"])))
        return reached

    for name in targets:
        visit(name)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(sys.argv[1])
