// Windows: what is sent and received over connections, with the handles that travel beside it.
#ifdef _WIN32
#include "windows_side.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

// MARK: sending

// The least that a receiver needs of an object; 0: as much as we have.
static DWORD access_of(const struct object *object) {
    switch (object->kind) {
    case OBJECT_MEMORY: return SECTION_MAP_READ | SECTION_MAP_WRITE | SECTION_QUERY;
    case OBJECT_EVENT: return EVENT_MODIFY_STATE | SYNCHRONIZE;
    case OBJECT_PROCESS: return PROCESS_QUERY_LIMITED_INFORMATION | SYNCHRONIZE;
    default: return 0;
    }
}

static bool copy_into(HANDLE process, const struct object *object, struct carried *carried) {
    HANDLE copy = NULL;
    const DWORD access = access_of(object);
    if (!DuplicateHandle(GetCurrentProcess(), object->system, process, &copy, access, FALSE,
                         access == 0 ? DUPLICATE_SAME_ACCESS : 0)) {
        return false;
    }
    *carried = (struct carried){.value = (uintptr_t)copy, .identity = object->identity,
                                .kind = (uint32_t)object->kind};
    if (object->kind == OBJECT_MEMORY) {  // of which the system knows whole pages only
        const uint64_t size = ((const struct memory *)object)->size;
        carried->detail = (uint32_t)(memory_size(object->system) - size);
    } else if (object->kind == OBJECT_PIPE) {
        const struct pipe *pipe = (const struct pipe *)object;
        carried->detail = (uint32_t)pipe->can_read | (uint32_t)pipe->can_write << 1;
    }
    return true;
}

static void take_back(HANDLE process, const struct record *record) {
    for (uint64_t i = 0; i < record->count; i++) {
        DuplicateHandle(process, (HANDLE)(uintptr_t)record->handles[i].value, NULL, NULL, 0, FALSE,
                        DUPLICATE_CLOSE_SOURCE);
    }
}

static bool copy_all(HANDLE process, const weld_handle *handles, int32_t count,
                     struct record *record) {
    for (int32_t i = 0; i < count; i++) {
        struct object *object = object_take(handles[i], OBJECT_ANY, 0);
        if (object == NULL) return false;
        // A connection is more than one handle, with state beside it.
        bool is_copied = object->kind != OBJECT_SOCKET && object->kind != OBJECT_LISTENER &&
                         object->kind != OBJECT_SIGNALS;
        if (!is_copied) SetLastError(ERROR_NOT_SUPPORTED);
        is_copied = is_copied && copy_into(process, object, &record->handles[record->count]);
        if (is_copied && object->kind == OBJECT_EVENT) ((struct event *)object)->is_shared = true;
        KEEPING_ERROR(object_drop(object));
        if (!is_copied) return false;
        record->count++;
    }
    return true;
}

// With the socket's lock held, and room in the stream for the byte that they come with.
int32_t side_send(struct pipe *socket, size_t length, const weld_handle *handles, int32_t count) {
    struct side *side = socket->side;
    if (side == NULL || side->channel == NULL) return windows_refusal(ERROR_NOT_SUPPORTED);
    struct record *record = calloc(1, sizeof *record);
    if (record == NULL) return windows_refusal(ERROR_NOT_ENOUGH_MEMORY);
    record->offset = socket->sent;
    record->length = length;
    int32_t result = WELD_FAILED;
    const HANDLE process =
        OpenProcess(PROCESS_DUP_HANDLE, FALSE, side_peer_process(socket));
    if (process != NULL) {
        const DWORD size =
            (DWORD)(offsetof(struct record, handles) + (size_t)count * sizeof record->handles[0]);
        if (copy_all(process, handles, count, record) &&
            side_write_whole(side->channel, record, size, &side->moved)) {
            result = 0;
        } else {
            const DWORD code = GetLastError();
            take_back(process, record);
            SetLastError(code);
            if (code == ERROR_IO_PENDING) result = WELD_AGAIN;
        }
        KEEPING_ERROR(CloseHandle(process));
    }
    KEEPING_ERROR(free(record));
    return result;
}

static int64_t send_locked(struct pipe *socket, const void *bytes, size_t count,
                           const weld_handle *handles, int32_t handle_count) {
    HANDLE event;
    if (socket->is_down) return windows_refusal(ERROR_NO_DATA);
    if (handle_count > 0) {
        if (count == 0) return windows_refusal(ERROR_INVALID_PARAMETER);
        if (!side_greeted(socket)) return WELD_AGAIN;
        // They come with a byte that is sent at once: otherwise they would be sent twice.
        if (!pipe_is_writable(socket, &event)) return WELD_AGAIN;
        if (!pipe_has_peer(socket)) return windows_refusal(ERROR_NO_DATA);
        const int32_t result = side_send(socket, count, handles, handle_count);
        if (result != 0) return result;
    }
    const int64_t taken = pipe_write_now(socket, bytes, count);
    if (taken > 0) socket->sent += (uint64_t)taken;
    return taken;
}

// A client greets before its connect returns, and nobody knows its channel earlier: the one wait of
// a send, for a client that connected this very moment.
static void await_greeting(struct pipe *socket) {
    const uint64_t end = weld_now() + 1000000000u;
    for (bool is_greeted = false; !is_greeted && weld_now() < end;) {
        AcquireSRWLockExclusive(&socket->object.lock);
        is_greeted = side_greeted(socket);
        const HANDLE event = is_greeted ? NULL : pipe_begin_watch(socket);
        ReleaseSRWLockExclusive(&socket->object.lock);
        if (event != NULL) WaitForSingleObject(event, 10);
    }
}

int64_t weld_send(weld_handle handle, const void *bytes, size_t count, const weld_handle *handles,
                  int32_t handle_count) {
    if (handle_count < 0 || handle_count > WELD_HANDLE_LIMIT) {
        return windows_refusal(ERROR_INVALID_PARAMETER);
    }
    struct object *socket = object_take(handle, OBJECT_SOCKET, ERROR_OBJECT_NOT_FOUND);
    if (socket == NULL) return WELD_FAILED;
    if (handle_count > 0) await_greeting((struct pipe *)socket);
    AcquireSRWLockExclusive(&socket->lock);
    const int64_t taken =
        send_locked((struct pipe *)socket, bytes, count, handles, handle_count);
    ReleaseSRWLockExclusive(&socket->lock);
    KEEPING_ERROR(object_drop(socket));
    return taken;
}

// MARK: receiving

struct search {
    HANDLE system;
    bool is_ours;
};

static bool is_other(struct object *object, void *context) {
    struct search *search = context;
    search->is_ours = search->is_ours || object->system == search->system;
    return !search->is_ours;
}

// A value that is no handle that came, but one of ours, must not be closed as if it had come.
static bool is_plausible(const struct carried *carried) {
    struct search search = {.system = (HANDLE)(uintptr_t)carried->value};
    DWORD flags;
    if (!GetHandleInformation(search.system, &flags)) return false;
    object_each(is_other, &search);
    return !search.is_ours;
}

// Reads the next record if there is one.
static void take_record(struct side *side) {
    DWORD available = 0, taken = 0;
    if (side->next != NULL || side->channel == NULL) return;
    if (!PeekNamedPipe(side->channel, NULL, 0, NULL, &available, NULL) || available == 0) return;
    struct record *record = calloc(1, sizeof *record);
    if (record == NULL) return;
    const size_t head = offsetof(struct record, handles);
    const bool is_whole = side_read_message(side->channel, &side->moved, record, sizeof *record,
                                            &taken) &&
                          taken >= head && record->count > 0 &&
                          record->count <= WELD_HANDLE_LIMIT &&
                          taken == head + record->count * sizeof record->handles[0];
    if (is_whole) {
        side->next = record;
        return;
    }
    // A peer that does not keep the rules is heard no more.
    free(record);
    CloseHandle(side->channel);
    side->channel = NULL;
}

static void close_all(struct record *record) {
    for (uint64_t i = 0; record != NULL && i < record->count; i++) {
        if (!is_plausible(&record->handles[i])) continue;
        CloseHandle((HANDLE)(uintptr_t)record->handles[i].value);
    }
    free(record);
}

void side_close_untaken(struct side *side) {
    close_all(side->due);
    do {
        close_all(side->next);
        side->next = NULL;
        take_record(side);
    } while (side->next != NULL);
}

// Those that come with the next byte are set apart; the read ends with what was sent with them, so
// that its last byte belongs to them, and before others.
uint64_t side_limit(struct pipe *socket) {
    struct side *side = socket->side;
    if (side == NULL) return UINT64_MAX;
    take_record(side);
    if (side->next != NULL && side->due == NULL && side->next->offset <= socket->received) {
        side->due = side->next;
        side->next = NULL;
        take_record(side);
    }
    const uint64_t after =
        side->next == NULL                       ? UINT64_MAX
        : side->next->offset > socket->received ? side->next->offset - socket->received
                                                : 1;
    if (side->due == NULL) return after;
    const uint64_t own = side->due->length > 0 ? side->due->length : 1;
    return own < after ? own : after;
}

enum { PAGE = 4096 };

static weld_handle adopt(const struct carried *carried, bool inherits) {
    const HANDLE system = (HANDLE)(uintptr_t)carried->value;
    if (!is_plausible(carried)) return WELD_FAILED;
    if (!object_is(system, (enum object_kind)carried->kind)) {
        // The system says what it is, not the sender.
        CloseHandle(system);
        return WELD_FAILED;
    }
    if (inherits) SetHandleInformation(system, HANDLE_FLAG_INHERIT, HANDLE_FLAG_INHERIT);
    struct object *object =
        object_adopt(system, (enum object_kind)carried->kind, carried->identity);
    if (object != NULL && object->kind == OBJECT_MEMORY) {
        uint64_t *size = &((struct memory *)object)->size;
        if (carried->detail < PAGE && carried->detail < *size) *size -= carried->detail;
    } else if (object != NULL && object->kind == OBJECT_PIPE) {
        ((struct pipe *)object)->can_read = (carried->detail & 1) != 0;
        ((struct pipe *)object)->can_write = (carried->detail & 2) != 0;
    }
    return object_publish(object);
}

void side_collect(struct pipe *socket, weld_handle *handles, int32_t places, bool inherits,
                  struct weld_received *received) {
    struct record *due = socket->side == NULL ? NULL : socket->side->due;
    if (due == NULL) return;
    for (uint64_t i = 0; i < due->count; i++) {
        const struct carried *carried = &due->handles[i];
        if (received->handle_count < places) {
            const weld_handle made = adopt(carried, inherits);
            if (made >= 0) {
                handles[received->handle_count++] = made;
            } else {
                received->is_truncated = true;
            }
            continue;
        }
        received->is_truncated = true;
        if (is_plausible(carried)) CloseHandle((HANDLE)(uintptr_t)carried->value);
    }
    free(due);
    socket->side->due = NULL;
}

static int64_t peek(struct pipe *socket, void *bytes, size_t count) {
    DWORD seen = 0;
    const DWORD most = count < PIPE_BUFFER ? (DWORD)count : PIPE_BUFFER;
    if (socket->is_down) return 0;
    if (!PeekNamedPipe(socket->object.system, bytes, most, &seen, NULL, NULL)) {
        return windows_is_end(GetLastError()) ? 0 : WELD_FAILED;
    }
    return seen > 0 ? (int64_t)seen : WELD_AGAIN;
}

static int64_t receive_locked(struct pipe *socket, void *bytes, size_t count, int32_t flags,
                              weld_handle *handles, int32_t places,
                              struct weld_received *received) {
    DWORD available = 0;
    if (!side_greeted(socket)) return WELD_AGAIN;
    if ((flags & WELD_PEEKS) != 0) return peek(socket, bytes, count);
    if (socket->is_down) return 0;
    // Their record is sent before their byte, and so is there where the byte is. What comes after
    // this look is left for the next one, which finds its record.
    if (pipe_available(socket, &available)) {
        if (available == 0) return WELD_AGAIN;
        const uint64_t limit = side_limit(socket);
        if (count > available) count = available;
        if (count > limit) count = (size_t)limit;
    }
    const int64_t taken = pipe_read_now(socket, bytes, count);
    if (taken > 0) {
        socket->received += (uint64_t)taken;
        side_collect(socket, handles, places, (flags & WELD_INHERITS) != 0, received);
    }
    return taken;
}

int64_t weld_receive(weld_handle handle, void *bytes, size_t count, int32_t flags,
                     weld_handle *handles, int32_t places, struct weld_received *received) {
    *received = (struct weld_received){0};
    if (places < 0 || places > WELD_HANDLE_LIMIT || (places > 0 && (flags & WELD_PEEKS) != 0)) {
        return windows_refusal(ERROR_INVALID_PARAMETER);
    }
    struct object *object = object_take(handle, OBJECT_SOCKET, ERROR_OBJECT_NOT_FOUND);
    if (object == NULL) return WELD_FAILED;
    struct pipe *socket = (struct pipe *)object;
    const uint64_t tick = socket->tick;
    const uint64_t deadline = (flags & WELD_WAITS) == 0 ? 0
                              : tick == WELD_NEVER      ? WELD_NEVER
                                                        : weld_now() + tick;
    int64_t taken;
    for (;;) {
        AcquireSRWLockExclusive(&object->lock);
        taken = receive_locked(socket, bytes, count, flags, handles, places, received);
        const HANDLE event =
            taken == WELD_AGAIN && deadline > 0 ? pipe_begin_watch(socket) : NULL;
        ReleaseSRWLockExclusive(&object->lock);
        if (taken != WELD_AGAIN || windows_left(deadline) == 0) break;
        if (event == NULL) {
            Sleep(1);
        } else if (windows_wait(event, deadline) == WELD_FAILED) {
            taken = WELD_FAILED;
            break;
        }
    }
    KEEPING_ERROR(object_drop(object));
    return taken;
}

// MARK: settings

int32_t weld_set_receive_tick(weld_handle handle, uint64_t nanoseconds) {
    struct object *socket = object_take(handle, OBJECT_SOCKET, ERROR_OBJECT_NOT_FOUND);
    if (socket == NULL) return WELD_FAILED;
    ((struct pipe *)socket)->tick = nanoseconds;
    object_drop(socket);
    return 0;
}

// The room of a pipe is what it was made with, so that this is only a wish here.
int32_t weld_set_send_buffer(weld_handle handle, int32_t bytes) {
    struct object *socket = object_take(handle, OBJECT_SOCKET, ERROR_OBJECT_NOT_FOUND);
    if (socket == NULL) return WELD_FAILED;
    object_drop(socket);
    return bytes > 0 ? 0 : windows_refusal(ERROR_INVALID_PARAMETER);
}

// A pipe has one end for both directions (portability.md#windows).
int32_t weld_shutdown(weld_handle handle, bool only_sending) {
    struct object *object = object_take(handle, OBJECT_SOCKET, ERROR_OBJECT_NOT_FOUND);
    if (object == NULL) return WELD_FAILED;
    int32_t result = 0;
    if (only_sending) {
        result = windows_refusal(ERROR_NOT_SUPPORTED);
    } else {
        AcquireSRWLockExclusive(&object->lock);
        ((struct pipe *)object)->is_down = true;
        pipe_close_system((struct pipe *)object);
        ReleaseSRWLockExclusive(&object->lock);
    }
    KEEPING_ERROR(object_drop(object));
    return result;
}

int32_t weld_socket_pair(weld_handle ends[2]) {
    HANDLE stream[2], channel[2];
    struct pipe *made[2] = {NULL, NULL};
    if (!pipe_pair(stream, PIPE_TYPE_BYTE | PIPE_READMODE_BYTE, PIPE_BUFFER)) return WELD_FAILED;
    if (!pipe_pair(channel, PIPE_TYPE_MESSAGE | PIPE_READMODE_MESSAGE, PIPE_ROOM)) {
        KEEPING_ERROR(CloseHandle(stream[0]); CloseHandle(stream[1]));
        return WELD_FAILED;
    }
    for (int i = 0; i < 2; i++) {
        struct side *side = side_make(channel[i]);
        made[i] = pipe_make(stream[i], OBJECT_SOCKET, true, true);
        if (made[i] != NULL) made[i]->side = side;
        if (made[i] != NULL && side != NULL) {
            side->is_server = i == 0;
            continue;
        }
        if (side == NULL) CloseHandle(channel[i]);
        if (made[i] == NULL && side != NULL) side_free(side);
        if (i == 0) CloseHandle(stream[1]);
        if (i == 0) CloseHandle(channel[1]);
        for (int made_before = 0; made_before <= i; made_before++) object_drop(made[made_before]);
        return windows_refusal(ERROR_NOT_ENOUGH_MEMORY);
    }
    if ((ends[0] = object_publish(made[0])) < 0) {
        KEEPING_ERROR(object_drop(made[1]));
        return WELD_FAILED;
    }
    if ((ends[1] = object_publish(made[1])) >= 0) return 0;
    KEEPING_ERROR(weld_close(ends[0]));
    return WELD_FAILED;
}
#endif
