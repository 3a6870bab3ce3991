// fopen is what every system's C library has; Windows' own would rather see another one.
#define _CRT_SECURE_NO_WARNINGS
#include "gate_system.h"

#include <errno.h>
#include <stdio.h>

enum gate_system gate_system(void) {
#if defined(__linux__)
    return GATE_SYSTEM_LINUX;
#elif defined(__APPLE__)
    return GATE_SYSTEM_MACOS;
#elif defined(_WIN32)
    return GATE_SYSTEM_WINDOWS;
#else
    return GATE_SYSTEM_OTHER;
#endif
}

int32_t gate_system_reads(const char *path) {
    errno = 0;
    FILE *file = fopen(path, "rb");
    if (file == NULL) return errno == 0 ? EIO : errno;
    // That a folder can be opened and not read is one system's way.
    char byte;
    int32_t result = fread(&byte, 1, 1, file) == 1 ? 0 : errno == 0 ? EIO : errno;
    fclose(file);
    return result;
}
