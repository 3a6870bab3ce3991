// Module: WeldTransport
// Reported for: windows macos
// Words: no such module 'Glibc'
// Why: The C library of Linux is asked.

internal import Glibc

func planted() -> Int32 { getpid() }
