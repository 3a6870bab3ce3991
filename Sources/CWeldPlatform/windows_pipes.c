// Windows: bytes over pipes, which are this system's pipes and local sockets. Every end is both
// readable and writable for the system and overlapped: a read of no bytes then waits for bytes, or
// for the peer's end, without taking anything, also at an end that we only write to.
#ifdef _WIN32
#include "windows.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <winternl.h>

bool windows_is_end(DWORD code) {
    return code == ERROR_BROKEN_PIPE || code == ERROR_PIPE_NOT_CONNECTED || code == ERROR_NO_DATA ||
           code == ERROR_HANDLE_EOF;
}

// MARK: what the system tells

struct local_information {  // FILE_PIPE_LOCAL_INFORMATION, which winternl.h leaves out
    ULONG type, configuration, most_instances, instances, inbound_quota, available;
    ULONG outbound_quota, write_quota, state, end;
};

enum { PIPE_LOCAL_INFORMATION = 24, MODE_INFORMATION = 16, CONNECTED = 3, IS_SYNCHRONOUS = 0x30 };

NTSTATUS NTAPI NtQueryInformationFile(HANDLE, PIO_STATUS_BLOCK, PVOID, ULONG,
                                      FILE_INFORMATION_CLASS);

static bool ask(HANDLE system, void *answer, ULONG size, int what) {
    IO_STATUS_BLOCK status;
    return NtQueryInformationFile(system, &status, answer, size, (FILE_INFORMATION_CLASS)what) >= 0;
}

static bool is_synchronous(HANDLE system) {
    ULONG mode = 0;
    return !ask(system, &mode, sizeof mode, MODE_INFORMATION) || (mode & IS_SYNCHRONOUS) != 0;
}

bool pipe_has_peer(struct pipe *pipe) {
    struct local_information told;
    return !ask(pipe->object.system, &told, sizeof told, PIPE_LOCAL_INFORMATION) ||
           told.state == CONNECTED;
}

static bool quota_of(HANDLE system, DWORD *left) {
    struct local_information told;
    if (!ask(system, &told, sizeof told, PIPE_LOCAL_INFORMATION)) return false;
    *left = told.write_quota;
    return true;
}

// Whether the system tells how much room a pipe has (Windows does, Wine 8 always says none). Asked
// once, of a pipe of our own.
static bool quota_is_told(void) {
    static volatile LONG known;  // 1: no, 2: yes
    if (known == 0) {
        HANDLE ends[2];
        DWORD before = 0, after = 0, count;
        OVERLAPPED written = {.hEvent = CreateEventW(NULL, TRUE, FALSE, NULL)};
        bool is_told = false;
        if (written.hEvent != NULL && pipe_pair(ends, PIPE_TYPE_BYTE, 4096)) {
            is_told = quota_of(ends[1], &before) &&
                      (WriteFile(ends[1], "12345678", 8, NULL, &written) ||
                       GetLastError() == ERROR_IO_PENDING) &&
                      GetOverlappedResult(ends[1], &written, &count, TRUE) &&
                      quota_of(ends[1], &after) && before > after && after > 0;
            CloseHandle(ends[0]);
            CloseHandle(ends[1]);
        }
        if (written.hEvent != NULL) CloseHandle(written.hEvent);
        InterlockedExchange(&known, is_told ? 2 : 1);
    }
    return known == 2;
}

// MARK: making

HANDLE pipe_instance(const wchar_t *name, bool is_first, DWORD mode, DWORD room) {
    SECURITY_ATTRIBUTES *only_me = windows_only_me();
    if (only_me == NULL) return INVALID_HANDLE_VALUE;
    return CreateNamedPipeW(name,
                            PIPE_ACCESS_DUPLEX | FILE_FLAG_OVERLAPPED |
                                (is_first ? FILE_FLAG_FIRST_PIPE_INSTANCE : 0),
                            mode | PIPE_WAIT | PIPE_REJECT_REMOTE_CLIENTS, PIPE_UNLIMITED_INSTANCES,
                            room, room, 0, only_me);
}

HANDLE pipe_open(const wchar_t *name, DWORD mode, uint64_t deadline) {
    for (;;) {
        // A server learns who we are and may do nothing in our name.
        const HANDLE made = CreateFileW(
            name, GENERIC_READ | GENERIC_WRITE, 0, NULL, OPEN_EXISTING,
            FILE_FLAG_OVERLAPPED | SECURITY_SQOS_PRESENT | SECURITY_IDENTIFICATION, NULL);
        if (made != INVALID_HANDLE_VALUE) {
            DWORD wanted = PIPE_READMODE_MESSAGE;
            if ((mode & PIPE_TYPE_MESSAGE) == 0 ||
                SetNamedPipeHandleState(made, &wanted, NULL, NULL)) {
                return made;
            }
            KEEPING_ERROR(CloseHandle(made));
            return INVALID_HANDLE_VALUE;
        }
        if (GetLastError() != ERROR_PIPE_BUSY) return INVALID_HANDLE_VALUE;
        const DWORD left = windows_left(deadline);
        if (left == 0) {
            SetLastError(ERROR_TIMEOUT);
            return INVALID_HANDLE_VALUE;
        }
        // In short pieces: where the last instance goes away meanwhile, the system may wait on.
        WaitNamedPipeW(name, left < 100 ? left : 100);
    }
}

bool pipe_pair(HANDLE ends[2], DWORD mode, DWORD room) {
    wchar_t name[96];
    _snwprintf(name, 96, L"\\\\.\\pipe\\weld-%lu-%016llx", GetCurrentProcessId(),
               (unsigned long long)windows_random());
    ends[0] = pipe_instance(name, true, mode, room);
    if (ends[0] == INVALID_HANDLE_VALUE) return false;
    ends[1] = pipe_open(name, mode, 0);
    if (ends[1] != INVALID_HANDLE_VALUE) return true;
    KEEPING_ERROR(CloseHandle(ends[0]));
    return false;
}

// What a pipe is still to take: it outlives the handle, so that what was sent before the end
// arrives. At the same address for as long as the system may write to it.
struct outgoing {
    OVERLAPPED written;
    HANDLE system;  // of one that outlived its pipe
    bool is_writing;
    uint8_t bytes[PIPE_BUFFER];
};

static volatile LONG parting;

static DWORD WINAPI part(void *context) {
    struct outgoing *outgoing = context;
    DWORD count;
    GetOverlappedResult(outgoing->system, &outgoing->written, &count, TRUE);
    CloseHandle(outgoing->system);
    CloseHandle(outgoing->written.hEvent);
    free(outgoing);
    InterlockedDecrement(&parting);
    return 0;
}

static void close_outgoing(struct outgoing *outgoing, HANDLE system) {
    if (outgoing == NULL) {
        CloseHandle(system);
        return;
    }
    outgoing->system = system;
    InterlockedIncrement(&parting);
    if (outgoing->is_writing && WaitForSingleObject(outgoing->written.hEvent, 0) != WAIT_OBJECT_0) {
        const HANDLE thread = CreateThread(NULL, 65536, part, outgoing, 0, NULL);
        if (thread != NULL) {
            CloseHandle(thread);
            return;
        }
        // No thread to wait in: then here, but not for ever.
        if (WaitForSingleObject(outgoing->written.hEvent, 2000) != WAIT_OBJECT_0) {
            CancelIoEx(system, &outgoing->written);
        }
    }
    if (outgoing->is_writing) {
        part(outgoing);
    } else {
        CloseHandle(system);
        CloseHandle(outgoing->written.hEvent);
        free(outgoing);
        InterlockedDecrement(&parting);
    }
}

// Ends every use of the system's handle; with the lock held, or nobody else left.
void pipe_close_system(struct pipe *pipe) {
    DWORD count;
    const HANDLE system = pipe->object.system;
    if (system == INVALID_HANDLE_VALUE) return;
    if (pipe->is_watching) {
        CancelIoEx(system, &pipe->watch);
        GetOverlappedResult(system, &pipe->watch, &count, TRUE);
        pipe->is_watching = false;
    }
    pipe->object.system = INVALID_HANDLE_VALUE;
    close_outgoing(pipe->outgoing, system);
    pipe->outgoing = NULL;
    if (pipe->watch.hEvent != NULL) SetEvent(pipe->watch.hEvent);
}

static void let_go(struct object *object) {
    struct pipe *pipe = (struct pipe *)object;
    pipe_close_system(pipe);
    if (pipe->watch.hEvent != NULL) CloseHandle(pipe->watch.hEvent);
    if (pipe->moved != NULL) CloseHandle(pipe->moved);
    if (pipe->side != NULL) side_free(pipe->side);
}

struct pipe *pipe_make(HANDLE system, enum object_kind kind, bool can_read, bool can_write) {
    struct pipe *pipe = object_make(sizeof *pipe, kind, system);
    if (pipe == NULL) return NULL;
    pipe->object.let_go = let_go;
    pipe->can_read = can_read;
    pipe->can_write = can_write;
    pipe->is_synchronous = is_synchronous(system);
    pipe->room = kind == OBJECT_SOCKET ? PIPE_BUFFER : PIPE_ROOM;
    pipe->tick = WELD_NEVER;
    pipe->watch.hEvent = CreateEventW(NULL, TRUE, FALSE, NULL);
    pipe->moved = CreateEventW(NULL, TRUE, FALSE, NULL);
    if (pipe->watch.hEvent != NULL && pipe->moved != NULL) return pipe;
    KEEPING_ERROR(object_drop(pipe));
    return NULL;
}

// MARK: reading

bool pipe_available(struct pipe *pipe, DWORD *available) {
    *available = 0;
    return PeekNamedPipe(pipe->object.system, NULL, 0, NULL, available, NULL);
}

static void settle_watch(struct pipe *pipe) {
    DWORD count;
    if (!pipe->is_watching || WaitForSingleObject(pipe->watch.hEvent, 0) != WAIT_OBJECT_0) return;
    GetOverlappedResult(pipe->object.system, &pipe->watch, &count, FALSE);
    pipe->is_watching = false;
}

HANDLE pipe_begin_watch(struct pipe *pipe) {
    static char none;
    if (pipe->is_synchronous || pipe->object.system == INVALID_HANDLE_VALUE) return NULL;
    settle_watch(pipe);
    if (!pipe->is_watching) {
        const HANDLE event = pipe->watch.hEvent;
        memset(&pipe->watch, 0, sizeof pipe->watch);
        pipe->watch.hEvent = event;
        ResetEvent(event);
        if (!ReadFile(pipe->object.system, &none, 0, NULL, &pipe->watch)) {
            pipe->is_watching = GetLastError() == ERROR_IO_PENDING;
            if (!pipe->is_watching) SetEvent(event);
        } else {
            SetEvent(event);
        }
    }
    return pipe->watch.hEvent;
}

int64_t pipe_read_now(struct pipe *pipe, void *bytes, size_t count) {
    DWORD available, taken = 0;
    if (!pipe->can_read) return windows_refusal(ERROR_INVALID_HANDLE);
    if (pipe->is_down) return 0;
    settle_watch(pipe);
    if (!pipe_available(pipe, &available)) {
        return windows_is_end(GetLastError()) ? 0 : WELD_FAILED;
    }
    if (available == 0) return WELD_AGAIN;
    if (count == 0) return 0;
    if (available > count) available = (DWORD)count;
    OVERLAPPED read = {.hEvent = pipe->moved};
    if (!ReadFile(pipe->object.system, bytes, available, NULL, &read) &&
        GetLastError() != ERROR_IO_PENDING) {
        return windows_is_end(GetLastError()) ? 0 : WELD_FAILED;
    }
    // The bytes are there, so this does not wait, unless another process took them meanwhile.
    if (!GetOverlappedResult(pipe->object.system, &read, &taken, TRUE)) {
        return windows_is_end(GetLastError()) ? 0 : WELD_FAILED;
    }
    return taken > 0 ? (int64_t)taken : WELD_AGAIN;
}

int64_t pipe_wait_read(struct pipe *pipe, void *bytes, size_t count, uint64_t deadline) {
    for (;;) {
        AcquireSRWLockExclusive(&pipe->object.lock);
        int64_t taken = WELD_AGAIN;
        if (pipe->object.kind != OBJECT_SOCKET || side_greeted(pipe)) {
            taken = pipe_read_now(pipe, bytes, count);
        }
        if (taken > 0) pipe->received += (uint64_t)taken;
        const HANDLE event = taken == WELD_AGAIN ? pipe_begin_watch(pipe) : NULL;
        ReleaseSRWLockExclusive(&pipe->object.lock);
        if (taken != WELD_AGAIN) return taken;
        if (deadline == 0 || windows_left(deadline) == 0) return WELD_AGAIN;
        if (event == NULL) {
            Sleep(1);
        } else if (windows_wait(event, deadline) == WELD_FAILED) {
            return WELD_FAILED;
        }
    }
}

// MARK: writing

// 0: the last write is over. WELD_AGAIN: the pipe has not taken all of it yet.
static int32_t settle_write(struct pipe *pipe) {
    DWORD count;
    struct outgoing *outgoing = pipe->outgoing;
    if (outgoing == NULL || !outgoing->is_writing) return 0;
    if (WaitForSingleObject(outgoing->written.hEvent, 0) != WAIT_OBJECT_0) return WELD_AGAIN;
    outgoing->is_writing = false;
    return GetOverlappedResult(pipe->object.system, &outgoing->written, &count, FALSE) ? 0
                                                                                      : WELD_FAILED;
}

static struct outgoing *outgoing_of(struct pipe *pipe) {
    if (pipe->outgoing != NULL) return pipe->outgoing;
    struct outgoing *made = calloc(1, sizeof *made);
    if (made == NULL) {
        SetLastError(ERROR_NOT_ENOUGH_MEMORY);
        return NULL;
    }
    made->written.hEvent = CreateEventW(NULL, TRUE, FALSE, NULL);
    if (made->written.hEvent == NULL) {
        KEEPING_ERROR(free(made));
        return NULL;
    }
    return pipe->outgoing = made;
}

// How much may be written now; where the system does not tell, one buffer, whose rest is kept.
static int64_t writable(struct pipe *pipe) {
    DWORD left;
    const int32_t settled = settle_write(pipe);
    if (settled != 0) return settled;
    if (!pipe_has_peer(pipe)) return windows_refusal(ERROR_NO_DATA);
    if (!quota_is_told() || !quota_of(pipe->object.system, &left)) return PIPE_BUFFER;
    if (left == 0) return WELD_AGAIN;
    return left < PIPE_BUFFER ? left : PIPE_BUFFER;
}

static int64_t write_synchronously(struct pipe *pipe, const void *bytes, size_t count) {
    DWORD taken = 0;
    const DWORD part = count < PIPE_BUFFER ? (DWORD)count : PIPE_BUFFER;
    if (!WriteFile(pipe->object.system, bytes, part, &taken, NULL)) return WELD_FAILED;
    return taken;
}

int64_t pipe_write_now(struct pipe *pipe, const void *bytes, size_t count) {
    if (!pipe->can_write) return windows_refusal(ERROR_INVALID_HANDLE);
    if (pipe->is_down) return windows_refusal(ERROR_NO_DATA);
    if (pipe->is_synchronous) return write_synchronously(pipe, bytes, count);
    const int64_t most = writable(pipe);
    if (most < 0 || count == 0) return most < 0 ? most : 0;
    struct outgoing *outgoing = outgoing_of(pipe);
    if (outgoing == NULL) return WELD_FAILED;
    const DWORD part = count < (size_t)most ? (DWORD)count : (DWORD)most;
    const HANDLE event = outgoing->written.hEvent;
    memset(&outgoing->written, 0, sizeof outgoing->written);
    outgoing->written.hEvent = event;
    memcpy(outgoing->bytes, bytes, part);
    // What does not fit at once stays in our buffer, counts as sent, and arrives: also after a
    // close (close_outgoing) and an exit (pipes_flush).
    if (!WriteFile(pipe->object.system, outgoing->bytes, part, NULL, &outgoing->written)) {
        if (GetLastError() != ERROR_IO_PENDING) return WELD_FAILED;
        outgoing->is_writing = true;
        if (settle_write(pipe) == WELD_FAILED) return WELD_FAILED;
    }
    return part;
}

bool pipe_is_writable(struct pipe *pipe, HANDLE *event) {
    *event = NULL;
    if (pipe->is_down || pipe->is_synchronous) return true;
    if (writable(pipe) != WELD_AGAIN) return true;
    if (pipe->outgoing != NULL && pipe->outgoing->is_writing) {
        *event = pipe->outgoing->written.hEvent;
    }
    return false;
}

static bool is_flushed(struct object *object, void *all) {
    if (object->kind != OBJECT_PIPE && object->kind != OBJECT_SOCKET) return true;
    struct pipe *pipe = (struct pipe *)object;
    if (!TryAcquireSRWLockExclusive(&object->lock)) return true;
    *(bool *)all = *(bool *)all && settle_write(pipe) != WELD_AGAIN;
    ReleaseSRWLockExclusive(&object->lock);
    return true;
}

void pipes_flush(void) {
    for (const uint64_t end = weld_now() + 2000000000u; weld_now() < end;) {
        bool are_all = true;
        object_each(is_flushed, &are_all);
        if (are_all && parting == 0) return;
        Sleep(1);
    }
}
#endif
