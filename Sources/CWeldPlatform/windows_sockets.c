// Windows: local sockets. A named pipe carries the bytes, whose name follows from the socket's
// path; at the path lies a mark of this user's, so that who sweeps, lists or replaces sockets finds
// there what it finds on other systems. Handles travel beside it (windows_side.c).
#ifdef _WIN32
#include "windows.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// MARK: names

static const char mark[16] = "!<weld socket>\n";

size_t weld_path_limit(void) { return 200; }

static bool is_fitting(const char *path) {
    const size_t length = strlen(path);
    if (length > 0 && length <= weld_path_limit()) return true;
    SetLastError(length == 0 ? ERROR_INVALID_PARAMETER : ERROR_FILENAME_EXCED_RANGE);
    return false;
}

// Names of pipes belong to the whole machine: the digest keeps directories apart. Letters of either
// case and both kinds of slashes are the same path.
bool socket_pipe_name(const char *path, const wchar_t *suffix, wchar_t name[256]) {
    wchar_t wide[PATH_ROOM], whole[PATH_ROOM];
    if (!windows_path(path, wide)) return false;
    const DWORD length = GetFullPathNameW(wide, PATH_ROOM, whole, NULL);
    if (length == 0 || length >= PATH_ROOM) {
        if (length > 0) SetLastError(ERROR_FILENAME_EXCED_RANGE);
        return false;
    }
    CharLowerBuffW(whole, length);
    const uint64_t digest = windows_digest(0, whole, length * sizeof(wchar_t));
    const wchar_t *base = wcsrchr(whole, L'\\');
    base = base == NULL ? whole : base + 1;
    const int written = _snwprintf(name, 256, L"\\\\.\\pipe\\%.180ls.%016llx%ls", base,
                                   (unsigned long long)digest, suffix);
    if (written > 0 && written < 256) return true;
    SetLastError(ERROR_FILENAME_EXCED_RANGE);
    return false;
}

bool socket_is_mark(HANDLE file) {
    char bytes[sizeof mark + 1];
    DWORD taken = 0;
    OVERLAPPED begin = {0};
    return ReadFile(file, bytes, sizeof bytes, &taken, &begin) && taken == sizeof mark &&
           memcmp(bytes, mark, sizeof mark) == 0;
}

// Keeps everybody else who looks at a mark and then acts upon it away from its directory; the
// system ends it with the thread. WELD_FAILED with a time-out where another keeps it for 2 s.
static HANDLE lock_directory(const char *path) {
    wchar_t wide[PATH_ROOM], whole[PATH_ROOM], name[64];
    SECURITY_ATTRIBUTES *only_me = windows_only_me();
    if (only_me == NULL || !windows_path(path, wide)) return NULL;
    const DWORD length = GetFullPathNameW(wide, PATH_ROOM, whole, NULL);
    if (length == 0 || length >= PATH_ROOM) return NULL;
    CharLowerBuffW(whole, length);
    wchar_t *last = wcsrchr(whole, L'\\');
    const size_t kept = last == NULL ? 0 : (size_t)(last - whole);
    _snwprintf(name, 64, L"Local\\weld-directory-%016llx",
               (unsigned long long)windows_digest(1, whole, kept * sizeof(wchar_t)));
    const HANDLE lock = CreateMutexW(only_me, FALSE, name);
    if (lock == NULL) return NULL;
    const int32_t result = windows_wait(lock, weld_now() + 2000000000u);
    if (result == 0) return lock;
    KEEPING_ERROR(CloseHandle(lock));
    if (result == WELD_AGAIN) SetLastError(ERROR_TIMEOUT);
    return NULL;
}

static void unlock_directory(HANDLE lock) {
    KEEPING_ERROR(ReleaseMutex(lock); CloseHandle(lock));
}

static int32_t leave_mark(const char *path, struct weld_facts *made) {
    const weld_handle file = weld_create_file(path);
    if (file < 0) {
        return windows_refusal(GetLastError() == ERROR_FILE_EXISTS ? ERROR_ADDRESS_ALREADY_ASSOCIATED
                                                                   : GetLastError());
    }
    int32_t result = weld_write(file, mark, sizeof mark) == sizeof mark ? 0 : WELD_FAILED;
    if (result == 0) result = weld_facts(file, made);
    KEEPING_ERROR(weld_close(file));
    if (result != 0) KEEPING_ERROR(weld_remove_file(path));
    return result;
}

int32_t weld_leave_dead_socket(const char *path) {
    struct weld_facts made;
    return is_fitting(path) ? leave_mark(path, &made) : WELD_FAILED;
}

static int32_t remove_locked(const char *path, const struct weld_facts *made) {
    if (made->type != WELD_SOCKET) return windows_refusal(ERROR_OBJECT_NOT_FOUND);
    return weld_remove_made(path, made);
}

// Without the lock too: it is late, and the file is in all likelihood ours.
int32_t weld_remove_socket(const char *path, const struct weld_facts *made) {
    const HANDLE lock = lock_directory(path);
    const int32_t result = remove_locked(path, made);
    if (lock != NULL) unlock_directory(lock);
    return result;
}

// MARK: listening

struct instance {
    HANDLE pipe;
    OVERLAPPED connected;
};

struct listener {
    struct object object;
    wchar_t name[256];
    int32_t count;
    struct instance instances[LISTENER_INSTANCES];
    struct lobby *lobby;
};

// Begins to wait for a client. An instance that cannot is closed, and tried again by who looks.
static bool expect(struct instance *instance, const wchar_t *name, bool is_first) {
    const HANDLE event = instance->connected.hEvent;
    for (int tries = 0; tries < 8; tries++) {
        if (instance->pipe == INVALID_HANDLE_VALUE) {
            instance->pipe = pipe_instance(name, is_first, PIPE_TYPE_BYTE | PIPE_READMODE_BYTE,
                                           PIPE_BUFFER);
            if (instance->pipe == INVALID_HANDLE_VALUE) return false;
        }
        memset(&instance->connected, 0, sizeof instance->connected);
        instance->connected.hEvent = event;
        ResetEvent(event);
        if (ConnectNamedPipe(instance->pipe, &instance->connected) ||
            GetLastError() == ERROR_PIPE_CONNECTED) {
            SetEvent(event);
            return true;
        }
        if (GetLastError() == ERROR_IO_PENDING) return true;
        // A client came and went: another instance.
        KEEPING_ERROR(CloseHandle(instance->pipe));
        instance->pipe = INVALID_HANDLE_VALUE;
    }
    return false;
}

static void listener_let_go(struct object *object) {
    struct listener *listener = (struct listener *)object;
    DWORD count;
    for (int32_t i = 0; i < listener->count; i++) {
        struct instance *instance = &listener->instances[i];
        if (instance->pipe != INVALID_HANDLE_VALUE) {
            if (CancelIoEx(instance->pipe, &instance->connected)) {
                GetOverlappedResult(instance->pipe, &instance->connected, &count, TRUE);
            }
            CloseHandle(instance->pipe);
        }
        if (instance->connected.hEvent != NULL) CloseHandle(instance->connected.hEvent);
    }
    if (listener->lobby != NULL) {
        lobby_close(listener->lobby);
        lobby_drop(listener->lobby);
    }
}

// 0: nobody listens. The first-instance flag says so too, but Wine 8 does not know it.
static int32_t refuse_living(const wchar_t *name) {
    if (WaitNamedPipeW(name, 1) || GetLastError() != ERROR_FILE_NOT_FOUND) {
        return windows_refusal(ERROR_ADDRESS_ALREADY_ASSOCIATED);
    }
    return 0;
}

static struct listener *begin(const char *path, int32_t backlog) {
    wchar_t side[256];
    struct listener *listener = object_make(sizeof *listener, OBJECT_LISTENER, NULL);
    if (listener == NULL) return NULL;
    listener->object.let_go = listener_let_go;
    const int32_t wanted = backlog < 0 ? 1 : backlog >= LISTENER_INSTANCES ? LISTENER_INSTANCES
                                                                           : backlog + 1;
    bool is_begun = socket_pipe_name(path, L"", listener->name) &&
                    socket_pipe_name(path, L".handles", side) &&
                    refuse_living(listener->name) == 0;
    while (is_begun && listener->count < wanted) {
        struct instance *instance = &listener->instances[listener->count];
        instance->pipe = INVALID_HANDLE_VALUE;
        instance->connected.hEvent = CreateEventW(NULL, TRUE, FALSE, NULL);
        listener->count++;
        is_begun = instance->connected.hEvent != NULL &&
                   expect(instance, listener->name, listener->count == 1);
        // The flag's refusal: another process was faster.
        if (!is_begun && listener->count == 1 && GetLastError() == ERROR_ACCESS_DENIED) {
            SetLastError(ERROR_ADDRESS_ALREADY_ASSOCIATED);
        }
    }
    // No client can hurry ahead of it: nobody finds the pipe before its mark is made.
    if (is_begun) listener->lobby = lobby_make(side, wanted);
    if (is_begun && listener->lobby != NULL) return listener;
    KEEPING_ERROR(object_drop(listener));
    return NULL;
}

static struct listener *listen_locked(const char *path, int32_t backlog, struct weld_facts *made) {
    struct weld_facts found;
    if (weld_facts_at(path, &found) == 0) {
        if (found.type != WELD_SOCKET) {
            SetLastError(ERROR_OBJECT_NOT_FOUND);
            return NULL;
        }
    } else if (GetLastError() != ERROR_FILE_NOT_FOUND) {
        return NULL;
    } else {
        found.type = WELD_REGULAR;
    }
    struct listener *listener = begin(path, backlog);
    if (listener == NULL) return NULL;
    // Nobody listens at what was found there, so that it is a dead one's.
    if ((found.type != WELD_SOCKET || remove_locked(path, &found) == 0) &&
        leave_mark(path, made) == 0) {
        return listener;
    }
    KEEPING_ERROR(object_drop(listener));
    return NULL;
}

weld_handle weld_listen(const char *path, int32_t backlog, struct weld_facts *made) {
    if (!is_fitting(path)) return WELD_FAILED;
    const HANDLE lock = lock_directory(path);
    if (lock == NULL) return WELD_FAILED;
    struct listener *listener = listen_locked(path, backlog, made);
    unlock_directory(lock);
    if (listener == NULL) return WELD_FAILED;
    const weld_handle handle = object_publish(listener);
    if (handle < 0) KEEPING_ERROR(remove_locked(path, made));
    return handle;
}

bool listener_look(struct object *object, HANDLE *events, size_t room, size_t *count) {
    struct listener *listener = (struct listener *)object;
    bool is_ready = false;
    AcquireSRWLockExclusive(&object->lock);
    *count = lobby_progress(listener->lobby, events, room);
    for (int32_t i = 0; i < listener->count && *count < room; i++) {
        struct instance *instance = &listener->instances[i];
        if (instance->pipe == INVALID_HANDLE_VALUE && !expect(instance, listener->name, false)) {
            continue;
        }
        if (WaitForSingleObject(instance->connected.hEvent, 0) == WAIT_OBJECT_0) is_ready = true;
        events[(*count)++] = instance->connected.hEvent;
    }
    ReleaseSRWLockExclusive(&object->lock);
    return is_ready;
}

// Takes the pipe of a client, or INVALID_HANDLE_VALUE where there is none now.
static HANDLE take_client(struct listener *listener) {
    DWORD count;
    for (int32_t i = 0; i < listener->count; i++) {
        struct instance *instance = &listener->instances[i];
        if (instance->pipe == INVALID_HANDLE_VALUE ||
            WaitForSingleObject(instance->connected.hEvent, 0) != WAIT_OBJECT_0) {
            continue;
        }
        HANDLE pipe = instance->pipe;
        // Its status is set also where the client had connected before anybody waited.
        if (instance->connected.Internal != 0 &&
            !GetOverlappedResult(pipe, &instance->connected, &count, FALSE)) {
            CloseHandle(pipe);
            pipe = INVALID_HANDLE_VALUE;
        }
        // The next instance comes at once: the listener never is without one.
        instance->pipe = INVALID_HANDLE_VALUE;
        expect(instance, listener->name, false);
        if (pipe != INVALID_HANDLE_VALUE) return pipe;
    }
    return INVALID_HANDLE_VALUE;
}

weld_handle weld_accept(weld_handle handle) {
    struct object *object = object_take(handle, OBJECT_LISTENER, ERROR_INVALID_PARAMETER);
    HANDLE events[LISTENER_EVENTS];
    if (object == NULL) return WELD_FAILED;
    struct listener *listener = (struct listener *)object;
    AcquireSRWLockExclusive(&object->lock);
    lobby_progress(listener->lobby, events, LISTENER_EVENTS);
    const HANDLE client = take_client(listener);
    struct side *side = client == INVALID_HANDLE_VALUE ? NULL : side_awaited(listener->lobby);
    ReleaseSRWLockExclusive(&object->lock);
    object_drop(object);
    if (client == INVALID_HANDLE_VALUE) return WELD_AGAIN;
    struct pipe *socket = side == NULL ? NULL : pipe_make(client, OBJECT_SOCKET, true, true);
    if (socket == NULL) {
        if (side == NULL) CloseHandle(client);
        if (side != NULL) side_free(side);
        return windows_refusal(ERROR_NOT_ENOUGH_MEMORY);
    }
    socket->side = side;
    return object_publish(socket);
}

// MARK: connecting

// Somebody else of this machine may have taken the name: then nothing is said to it.
static bool is_served_by_us(HANDLE pipe) {
    ULONG id = 0;
    uint32_t user = 0;
    if (!GetNamedPipeServerProcessId(pipe, &id)) return false;
    const HANDLE process = OpenProcess(PROCESS_QUERY_LIMITED_INFORMATION, FALSE, id);
    if (process == NULL) return false;
    const bool is_told = windows_user_of(process, &user);
    KEEPING_ERROR(CloseHandle(process));
    if (is_told && user == weld_user()) return true;
    SetLastError(ERROR_ACCESS_DENIED);
    return false;
}

weld_handle weld_connect(const char *path, uint64_t deadline) {
    wchar_t name[256], channel[256];
    struct weld_facts found;
    struct side *side = NULL;
    if (!is_fitting(path) || !socket_pipe_name(path, L"", name) ||
        !socket_pipe_name(path, L".handles", channel)) {
        return WELD_FAILED;
    }
    if (windows_left(deadline) == 0) return windows_refusal(ERROR_TIMEOUT);
    if (weld_facts_at(path, &found) != 0) return WELD_FAILED;
    if (found.type != WELD_SOCKET) return windows_refusal(ERROR_CONNECTION_REFUSED);
    const HANDLE main = pipe_open(name, PIPE_TYPE_BYTE, deadline);
    if (main == INVALID_HANDLE_VALUE) {
        const DWORD code = GetLastError();
        return windows_refusal(code == ERROR_FILE_NOT_FOUND ? ERROR_CONNECTION_REFUSED : code);
    }
    if (!is_served_by_us(main) || !side_introduce(main, channel, deadline, &side)) {
        KEEPING_ERROR(CloseHandle(main));
        return WELD_FAILED;
    }
    struct pipe *socket = pipe_make(main, OBJECT_SOCKET, true, true);
    if (socket == NULL) {
        if (side != NULL) KEEPING_ERROR(side_free(side));
        return WELD_FAILED;
    }
    socket->side = side;
    return object_publish(socket);
}

int32_t weld_peer(weld_handle handle, struct weld_peer *peer) {
    struct object *object = object_take(handle, OBJECT_SOCKET, ERROR_OBJECT_NOT_FOUND);
    if (object == NULL) return WELD_FAILED;
    AcquireSRWLockExclusive(&object->lock);
    const uint32_t id = side_peer_process((struct pipe *)object);
    ReleaseSRWLockExclusive(&object->lock);
    KEEPING_ERROR(object_drop(object));
    if (id == 0) return WELD_FAILED;
    *peer = (struct weld_peer){.process = (int32_t)id};
    const HANDLE process = OpenProcess(PROCESS_QUERY_LIMITED_INFORMATION, FALSE, id);
    if (process == NULL) return WELD_FAILED;
    const bool is_told = windows_user_of(process, &peer->user);
    KEEPING_ERROR(CloseHandle(process));
    peer->group = peer->user;
    return is_told ? 0 : WELD_FAILED;
}
#endif
