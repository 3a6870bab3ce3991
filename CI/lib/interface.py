"""Writes the interface of a module of the standard library for another system than this one's.

    interface.py MODULE SYSTEM TRIPLE INTERFACE >OTHER

The toolchain's interface files were written for Linux; what a type check sees of another system is
what is replaced here: the target, C's types, what only this processor or this C library has. A
place that is not there any more means another toolchain, and fails with a sentence.
"""

import re
import sys

# Float80 stays declared, but the functions of the C library below it are this processor's.
LONG_DOUBLE = [
    (r"self = _stdlib_remainderl\(self, other\)", "self += other"),
    (r"self = _stdlib_squareRootl\(self\)", "self += self"),
]
# The types that C has there; every other one is the same.
C_TYPES = {
    "macos": {"CLongDouble": "Swift.Double"},
    "windows": {
        "CUnsignedLong": "Swift.UInt32",
        "CLong": "Swift.Int32",
        "CLongDouble": "Swift.Double",
        "CWideChar": "Swift.UInt16",
    },
}
# By this the lock that is this C library's is known from what stands upon it.
THREAD = "_swift_stdlib_gettid"
# What a lock does is not asked here, only that there is one.
LOCK = """
@available(macOS 15.0, *)
extension Synchronization._MutexHandle {
  @_alwaysEmitIntoClient @_transparent internal borrowing func _lock() {}
  @_alwaysEmitIntoClient @_transparent internal borrowing func _tryLock() -> Swift.Bool { return true }
  @_alwaysEmitIntoClient @_transparent internal borrowing func _unlock() {}
}
"""


def replaced(text, pattern, by):
    """Returns the text with every match replaced, of which there has to be one."""
    text, count = re.subn(pattern, by, text, flags=re.MULTILINE)
    if count == 0:
        sys.exit(f"the interface has no place {pattern!r}: CI/lib/interface.py knows another toolchain")
    return text


def without_mutex(text):
    """Returns Synchronization without this C library's lock, and with one that is only declared."""
    text = replaced(text, r"^import Glibc\n", "")
    extension = r"^@available[^\n]*\nextension Synchronization\._MutexHandle \{\n(?:[^}\n][^\n]*\n|\n)*\}\n"
    text = replaced(text, extension, lambda found: "" if THREAD in found[0] else found[0])
    return text + LOCK


def main(module, system, triple, path):
    with open(path, encoding="utf-8") as file:
        text = file.read()
    text = replaced(text, r"x86_64-unknown-linux-gnu", triple)
    # What older systems are given instead: nobody is older here.
    text = re.sub(r"@backDeployed\([^)]*\)", "", text)
    if module == "Swift":
        for pattern, by in LONG_DOUBLE:
            text = replaced(text, pattern, by)
        for name, type_name in C_TYPES[system].items():
            text = replaced(text, rf"^public typealias {name} = .*$", f"public typealias {name} = {type_name}")
    if module == "Synchronization":
        text = without_mutex(text)
    if module == "_Concurrency" and system == "macos":
        # It asks for more than it announces.
        text = replaced(text, r"^// swift-module-flags: ", "// swift-module-flags: -disable-availability-checking ")
    sys.stdout.write(text)


if __name__ == "__main__":
    if len(sys.argv) != 5:
        sys.exit(__doc__)
    main(*sys.argv[1:])
