// Windows: waiting for several handles at once.
#ifdef _WIN32
#include "windows.h"

#include <stdlib.h>

struct round {
    HANDLE events[MAXIMUM_WAIT_OBJECTS];
    DWORD count;
    bool is_short;  // something is waited for that no event tells, or there are too many
};

// The system refuses a handle that is listed twice.
static void add(struct round *round, HANDLE event) {
    if (event == NULL) {
        round->is_short = true;
        return;
    }
    for (DWORD i = 0; i < round->count; i++) {
        if (round->events[i] == event) return;
    }
    if (round->count < MAXIMUM_WAIT_OBJECTS) {
        round->events[round->count++] = event;
    } else {
        round->is_short = true;
    }
}

// Found whether wanted or not: the peer's end. Of a pipe that is written to it is an error, as
// POSIX has it.
static int16_t look_at_pipe(struct pipe *pipe, int16_t wanted, struct round *round) {
    int16_t found = 0;
    DWORD available = 0;
    HANDLE event;
    AcquireSRWLockExclusive(&pipe->object.lock);
    const bool is_greeted = pipe->object.kind != OBJECT_SOCKET || side_greeted(pipe);
    if (pipe->is_down) {
        found = WELD_HANG_UP | (wanted & (WELD_READABLE | WELD_WRITABLE));
    } else if (!pipe->can_read) {
        if (!pipe_has_peer(pipe)) {
            found = WELD_ERROR | (wanted & WELD_WRITABLE);
        }
    } else if (!pipe_available(pipe, &available)) {
        found = WELD_HANG_UP | (wanted & WELD_READABLE);
        if (pipe->object.kind == OBJECT_SOCKET) found |= wanted & WELD_WRITABLE;
    } else if (available > 0 && is_greeted) {
        found = wanted & WELD_READABLE;
        if (!pipe_has_peer(pipe)) found |= WELD_HANG_UP;
    }
    if (found == 0 && (wanted & WELD_WRITABLE) != 0 && pipe->can_write) {
        if (pipe_is_writable(pipe, &event)) {
            found |= WELD_WRITABLE;
        } else {
            add(round, event);
        }
    } else if (found != 0 && (wanted & WELD_WRITABLE) != 0 && pipe->can_write &&
               pipe_is_writable(pipe, &event)) {
        found |= WELD_WRITABLE;
    }
    // Bytes that nobody asked for would end the wait again and again: then in short pieces.
    if (found == 0) add(round, available > 0 && is_greeted ? NULL : pipe_begin_watch(pipe));
    ReleaseSRWLockExclusive(&pipe->object.lock);
    return found;
}

static int16_t look_at_system(HANDLE system, int16_t wanted, struct round *round) {
    int16_t found = 0;
    if (WaitForSingleObject(system, 0) == WAIT_OBJECT_0) {
        found = wanted & WELD_READABLE;
    } else if ((wanted & WELD_READABLE) != 0) {
        add(round, system);
    }
    return found;
}

static int16_t look(struct object *object, int16_t wanted, struct round *round) {
    HANDLE events[LISTENER_EVENTS];
    size_t count = 0;
    bool is_ready;
    switch (object->kind) {
    case OBJECT_PIPE:
    case OBJECT_SOCKET: return look_at_pipe((struct pipe *)object, wanted, round);
    case OBJECT_EVENT: {
        const int16_t found = look_at_system(object->system, wanted, round);
        return found | (wanted & WELD_WRITABLE);
    }
    case OBJECT_PROCESS: return look_at_system(object->system, wanted, round);
    case OBJECT_LISTENER: is_ready = listener_look(object, events, LISTENER_EVENTS, &count); break;
    case OBJECT_SIGNALS: count = signals_events(object, events, LISTENER_EVENTS, &is_ready); break;
    default: return wanted & (WELD_READABLE | WELD_WRITABLE);
    }
    if (is_ready && (wanted & WELD_READABLE) != 0) return WELD_READABLE;
    for (size_t i = 0; i < count; i++) add(round, events[i]);
    return 0;
}

static int32_t look_at_all(struct weld_poll *entries, struct object **objects, size_t count,
                           struct round *round) {
    int32_t found = 0;
    round->count = 0;
    round->is_short = false;
    for (size_t i = 0; i < count; i++) {
        entries[i].found = objects[i] == NULL ? WELD_NOT_OPEN
                                              : look(objects[i], entries[i].wanted, round);
        found += entries[i].found != 0;
    }
    return found;
}

static int32_t wait_for_all(struct weld_poll *entries, struct object **objects, size_t count,
                            uint64_t deadline) {
    struct round round;
    for (;;) {
        const int32_t found = look_at_all(entries, objects, count, &round);
        if (found > 0) return found;
        DWORD left = windows_left(deadline);
        if (left == 0) return 0;
        if (round.is_short) left = 1;
        if (round.count == 0) {
            Sleep(left);
        } else if (WaitForMultipleObjects(round.count, round.events, FALSE, left) == WAIT_FAILED) {
            // So that who tries again does not spin.
            KEEPING_ERROR(Sleep(10));
            return WELD_FAILED;
        }
    }
}

int32_t weld_poll(struct weld_poll *entries, size_t count, uint64_t deadline) {
    struct object *few[16], **objects = few;
    if (count > 16 && (objects = calloc(count, sizeof *objects)) == NULL) {
        Sleep(10);
        return windows_refusal(ERROR_NOT_ENOUGH_MEMORY);
    }
    for (size_t i = 0; i < count; i++) objects[i] = object_take(entries[i].handle, OBJECT_ANY, 0);
    const int32_t found = wait_for_all(entries, objects, count, deadline);
    for (size_t i = 0; i < count; i++) KEEPING_ERROR(object_drop(objects[i]));
    if (objects != few) free(objects);
    return found;
}
#endif
