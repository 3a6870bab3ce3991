// What the judge asks of a system on which its own platform layer does not exist: C, so that no Swift
// depends on a system (portability.md#weld-gates-off-linux).
#ifndef C_GATE_SYSTEM_H
#define C_GATE_SYSTEM_H

#include <stdint.h>

/// What system this was compiled for.
enum gate_system {
    GATE_SYSTEM_OTHER,
    GATE_SYSTEM_LINUX,
    GATE_SYSTEM_MACOS,
    GATE_SYSTEM_WINDOWS,
};

/// Returns the system that this was compiled for.
enum gate_system gate_system(void);

/// Opens a file for reading, and closes it.
///
/// @param path a path, ending in 0
/// @return 0 where it could be read, else the error code of the C library
int32_t gate_system_reads(const char *path);

#endif
