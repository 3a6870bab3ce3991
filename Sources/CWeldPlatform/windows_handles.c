// Windows: the table of objects, and what handles of every kind have in common.
#ifdef _WIN32
#include "windows.h"

#include <stdlib.h>
#include <string.h>
#include <winternl.h>

// MARK: the table

static SRWLOCK table_lock = SRWLOCK_INIT;
static struct object **table;
static int32_t table_size;
static int32_t table_limit = 65536;

void *object_make(size_t size, enum object_kind kind, HANDLE system) {
    struct object *made = calloc(1, size);
    if (made == NULL) {
        if (system != NULL && system != INVALID_HANDLE_VALUE) CloseHandle(system);
        SetLastError(ERROR_NOT_ENOUGH_MEMORY);
        return NULL;
    }
    made->references = 1;
    made->kind = kind;
    made->system = system;
    made->identity = windows_random();
    InitializeSRWLock(&made->lock);
    return made;
}

void object_drop(void *object) {
    struct object *dropped = object;
    if (dropped == NULL || InterlockedDecrement(&dropped->references) > 0) return;
    if (dropped->let_go != NULL) dropped->let_go(dropped);
    if (dropped->system != NULL && dropped->system != INVALID_HANDLE_VALUE) {
        CloseHandle(dropped->system);
    }
    free(dropped);
}

// With the table locked: room for a number.
static bool reach(int32_t number) {
    if (number < table_size) return true;
    const int32_t wanted = number < 64 ? 64 : number + number / 2 + 1;
    struct object **grown = realloc(table, (size_t)wanted * sizeof *grown);
    if (grown == NULL) return false;
    memset(grown + table_size, 0, (size_t)(wanted - table_size) * sizeof *grown);
    table = grown;
    table_size = wanted;
    return true;
}

weld_handle object_publish(void *object) {
    if (object == NULL) return WELD_FAILED;
    weld_handle number = WELD_FAILED;
    DWORD code = ERROR_TOO_MANY_OPEN_FILES;
    AcquireSRWLockExclusive(&table_lock);
    for (int32_t i = 3; i < table_limit && number < 0; i++) {
        if (!reach(i)) {
            code = ERROR_NOT_ENOUGH_MEMORY;
            break;
        }
        if (table[i] == NULL) number = i;
    }
    if (number >= 0) table[number] = object;
    ReleaseSRWLockExclusive(&table_lock);
    if (number >= 0) return number;
    object_drop(object);
    return windows_refusal(code);
}

bool object_place(weld_handle number, struct object *object) {
    AcquireSRWLockExclusive(&table_lock);
    struct object *before = NULL;
    const bool is_placed = number >= 0 && number < table_limit && reach(number);
    if (is_placed) {
        before = table[number];
        table[number] = object;
    }
    ReleaseSRWLockExclusive(&table_lock);
    object_drop(is_placed ? before : object);
    return is_placed;
}

struct object *object_take(weld_handle handle, enum object_kind kind, DWORD mismatch) {
    struct object *found = NULL;
    DWORD code = ERROR_INVALID_HANDLE;
    AcquireSRWLockShared(&table_lock);
    if (handle >= 0 && handle < table_size) found = table[handle];
    if (found != NULL && kind != OBJECT_ANY && found->kind != kind) {
        code = mismatch;
        found = NULL;
    }
    // With the lock held, so that nobody drops the last reference meanwhile.
    if (found != NULL) InterlockedIncrement(&found->references);
    ReleaseSRWLockShared(&table_lock);
    if (found == NULL) SetLastError(code);
    return found;
}

void object_each(bool (*look)(struct object *object, void *context), void *context) {
    AcquireSRWLockShared(&table_lock);
    for (int32_t i = 0; i < table_size; i++) {
        if (table[i] != NULL && !look(table[i], context)) break;
    }
    ReleaseSRWLockShared(&table_lock);
}

int32_t weld_limit_handles(int32_t process, uint64_t count) {
    if (process == weld_self() || process == 0) {
        AcquireSRWLockExclusive(&table_lock);
        table_limit = count < 65536 ? (int32_t)count : 65536;
        ReleaseSRWLockExclusive(&table_lock);
        return 0;
    }
    struct weld_process_facts facts;
    if (weld_process_facts(process, &facts) != 0) return WELD_FAILED;
    return windows_refusal(ERROR_NOT_SUPPORTED);
}

// MARK: kinds

// The first member of what the system tells of an object's type (winternl.h has no more).
bool object_is(HANDLE system, enum object_kind kind) {
    static const wchar_t *const names[] = {
        [OBJECT_FILE] = L"File",       [OBJECT_PIPE] = L"File",      [OBJECT_EVENT] = L"Event",
        [OBJECT_MEMORY] = L"Section", [OBJECT_PROCESS] = L"Process",
    };
    if (kind < 0 || (size_t)kind >= sizeof names / sizeof names[0] || names[kind] == NULL) return false;
    DWORD64 space[128];
    ULONG size;
    if (NtQueryObject(system, 2 /* ObjectTypeInformation */, space, sizeof space, &size) < 0) {
        return false;
    }
    const UNICODE_STRING *name = (const UNICODE_STRING *)space;
    const size_t length = wcslen(names[kind]);
    if (name->Length != length * sizeof(wchar_t)) return false;
    if (memcmp(name->Buffer, names[kind], name->Length) != 0) return false;
    if (kind == OBJECT_PIPE) return GetFileType(system) == FILE_TYPE_PIPE;
    return kind != OBJECT_FILE || GetFileType(system) != FILE_TYPE_PIPE;
}

struct object *object_adopt(HANDLE system, enum object_kind kind, uint64_t identity) {
    struct object *made = NULL;
    switch (kind) {
    case OBJECT_PIPE: {
        struct pipe *pipe = pipe_make(system, OBJECT_PIPE, true, true);
        made = (struct object *)pipe;
        break;
    }
    case OBJECT_EVENT: {
        struct event *event = object_make(sizeof *event, OBJECT_EVENT, system);
        if (event != NULL) event->is_shared = true;
        made = (struct object *)event;
        break;
    }
    case OBJECT_MEMORY: {
        struct memory *memory = object_make(sizeof *memory, OBJECT_MEMORY, system);
        if (memory != NULL) memory->object.let_go = memory_let_go;
        if (memory != NULL) memory->size = memory_size(system);
        made = (struct object *)memory;
        break;
    }
    case OBJECT_PROCESS: {
        struct process *process = object_make(sizeof *process, OBJECT_PROCESS, system);
        if (process != NULL) process->object.let_go = process_let_go;
        if (process != NULL) process->id = (int32_t)GetProcessId(system);
        made = (struct object *)process;
        break;
    }
    default: made = object_make(sizeof *made, OBJECT_FILE, system);
    }
    if (made != NULL && identity != 0) made->identity = identity;
    return made;
}

// MARK: every handle

int32_t weld_close(weld_handle handle) {
    AcquireSRWLockExclusive(&table_lock);
    struct object *closed = handle >= 0 && handle < table_size ? table[handle] : NULL;
    if (closed != NULL) table[handle] = NULL;
    ReleaseSRWLockExclusive(&table_lock);
    if (closed == NULL) return windows_refusal(ERROR_INVALID_HANDLE);
    object_drop(closed);
    return 0;
}

// No kind of object lingers here.
int32_t weld_close_received(weld_handle handle) { return weld_close(handle); }

weld_handle weld_duplicate(weld_handle handle) {
    struct object *object = object_take(handle, OBJECT_ANY, 0);
    return object == NULL ? WELD_FAILED : object_publish(object);
}

// The standard streams are given to every child; nothing else is but through a list.
int32_t weld_is_inheritable(weld_handle handle) {
    struct object *object = object_take(handle, OBJECT_ANY, 0);
    DWORD flags = 0;
    if (object == NULL) return WELD_FAILED;
    GetHandleInformation(object->system, &flags);
    object_drop(object);
    return handle <= 2 || (flags & HANDLE_FLAG_INHERIT) != 0;
}

int32_t weld_set_non_blocking(weld_handle handle, bool is_non_blocking) {
    struct object *object = object_take(handle, OBJECT_ANY, 0);
    if (object == NULL) return WELD_FAILED;
    InterlockedExchange(&object->is_non_blocking, is_non_blocking);
    object_drop(object);
    return 0;
}

static bool is_pipe(const struct object *object) {
    return object->kind == OBJECT_PIPE || object->kind == OBJECT_SOCKET;
}

int64_t weld_read(weld_handle handle, void *bytes, size_t count) {
    struct object *object = object_take(handle, OBJECT_ANY, 0);
    if (object == NULL) return WELD_FAILED;
    int64_t taken;
    if (is_pipe(object)) {
        taken = pipe_wait_read((struct pipe *)object, bytes, count,
                               object->is_non_blocking ? 0 : WELD_NEVER);
    } else if (object->kind == OBJECT_FILE) {
        taken = file_read(object, bytes, count);
    } else if (object->kind == OBJECT_EVENT && count >= sizeof(uint64_t)) {
        const int64_t value = event_take((struct event *)object);
        if (value > 0) memcpy(bytes, &value, sizeof value);
        taken = value > 0 ? (int64_t)sizeof value : WELD_AGAIN;
    } else {
        taken = windows_refusal(ERROR_INVALID_PARAMETER);
    }
    KEEPING_ERROR(object_drop(object));
    return taken;
}

static int64_t write_once(struct object *object, const void *bytes, size_t count) {
    if (is_pipe(object)) {
        AcquireSRWLockExclusive(&object->lock);
        const int64_t taken = pipe_write_now((struct pipe *)object, bytes, count);
        ReleaseSRWLockExclusive(&object->lock);
        return taken;
    }
    if (object->kind == OBJECT_FILE) return file_write(object, bytes, count);
    uint64_t added;
    if (object->kind != OBJECT_EVENT || count < sizeof added) {
        return windows_refusal(ERROR_INVALID_PARAMETER);
    }
    memcpy(&added, bytes, sizeof added);
    return event_add((struct event *)object, added);
}

// A pipe that blocks takes everything, as POSIX has it.
static int64_t write_all(struct object *object, const void *bytes, size_t count) {
    size_t written = 0;
    for (;;) {
        const int64_t part = write_once(object, (const char *)bytes + written, count - written);
        if (part == WELD_FAILED) return part;
        if (part > 0) written += (size_t)part;
        if (written == count) return (int64_t)written;
        if (part > 0) continue;
        HANDLE event = NULL;
        AcquireSRWLockExclusive(&object->lock);
        const bool is_ready = pipe_is_writable((struct pipe *)object, &event);
        ReleaseSRWLockExclusive(&object->lock);
        if (is_ready) continue;
        // Nothing tells of room in a pipe but a write that is under way.
        if (event != NULL) {
            WaitForSingleObject(event, 60000);
        } else {
            Sleep(1);
        }
    }
}

int64_t weld_write(weld_handle handle, const void *bytes, size_t count) {
    struct object *object = object_take(handle, OBJECT_ANY, 0);
    if (object == NULL) return WELD_FAILED;
    const bool waits = is_pipe(object) && !object->is_non_blocking;
    const int64_t taken =
        waits ? write_all(object, bytes, count) : write_once(object, bytes, count);
    KEEPING_ERROR(object_drop(object));
    return taken;
}

int64_t weld_write_now(weld_handle handle, const void *bytes, size_t count) {
    struct object *object = object_take(handle, OBJECT_ANY, 0);
    if (object == NULL) return WELD_FAILED;
    int64_t taken;
    // A write to another program's stream may wait, and cannot be taken back.
    if (object->kind == OBJECT_PIPE && ((struct pipe *)object)->is_synchronous) {
        taken = windows_refusal(ERROR_NOT_SUPPORTED);
    } else {
        taken = write_once(object, bytes, count);
    }
    KEEPING_ERROR(object_drop(object));
    return taken;
}

// MARK: events

// Whatever was added, the system's event is set while the count is not 0.
int64_t event_add(struct event *event, uint64_t count) {
    int64_t taken = sizeof count;
    AcquireSRWLockExclusive(&event->object.lock);
    if (count > UINT64_MAX - 1 - event->count) {
        taken = WELD_AGAIN;
    } else {
        event->count += count;
        if (count > 0) SetEvent(event->object.system);
    }
    ReleaseSRWLockExclusive(&event->object.lock);
    return taken;
}

int64_t event_take(struct event *event) {
    AcquireSRWLockExclusive(&event->object.lock);
    const bool is_set = WaitForSingleObject(event->object.system, 0) == WAIT_OBJECT_0;
    // Another process counts for itself; between both only "something" is true.
    uint64_t value = event->is_shared ? is_set : event->count;
    event->count = 0;
    ResetEvent(event->object.system);
    ReleaseSRWLockExclusive(&event->object.lock);
    return value > INT64_MAX ? INT64_MAX : (int64_t)value;
}

weld_handle weld_event(void) {
    const HANDLE made = CreateEventW(NULL, TRUE, FALSE, NULL);
    if (made == NULL) return WELD_FAILED;
    return object_publish(object_make(sizeof(struct event), OBJECT_EVENT, made));
}

int32_t weld_event_signal(weld_handle handle) {
    struct object *event = object_take(handle, OBJECT_EVENT, ERROR_INVALID_PARAMETER);
    if (event == NULL) return WELD_FAILED;
    event_add((struct event *)event, 1);
    object_drop(event);
    return 0;
}

int64_t weld_event_drain(weld_handle handle) {
    struct object *event = object_take(handle, OBJECT_EVENT, ERROR_INVALID_PARAMETER);
    if (event == NULL) return WELD_FAILED;
    const int64_t value = event_take((struct event *)event);
    object_drop(event);
    return value;
}
#endif
