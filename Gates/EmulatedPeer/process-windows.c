// Processes that are nobody's child of the driver: on Windows whoever knows an id may ask.
#include <windows.h>

#include "peer.h"

void process_adopt(void) {}

bool process_is_gone(int32_t pid, uint64_t deadline) {
    const HANDLE process = OpenProcess(SYNCHRONIZE, FALSE, (DWORD)pid);
    const uint64_t now = weld_now();
    const DWORD patience = deadline > now ? (DWORD)((deadline - now) / 1000000 + 1) : 0;
    if (process == NULL) return true;
    const bool is_gone = WaitForSingleObject(process, patience) == WAIT_OBJECT_0;
    CloseHandle(process);
    return is_gone;
}

void *process_open(int32_t pid) {
    return OpenProcess(PROCESS_QUERY_LIMITED_INFORMATION | PROCESS_TERMINATE | SYNCHRONIZE, FALSE,
                       (DWORD)pid);
}

int64_t process_code(void *process, uint64_t deadline) {
    const uint64_t now = weld_now();
    const DWORD patience = deadline > now ? (DWORD)((deadline - now) / 1000000 + 1) : 0;
    DWORD code;
    if (process == NULL || WaitForSingleObject(process, patience) != WAIT_OBJECT_0) return -1;
    return GetExitCodeProcess(process, &code) ? (int64_t)code : -1;
}

void process_end(void *process) { TerminateProcess(process, 0xC000013A); }

void process_close(void *process) {
    if (process == NULL) return;
    TerminateProcess(process, 1);
    WaitForSingleObject(process, 5000);
    CloseHandle(process);
}
