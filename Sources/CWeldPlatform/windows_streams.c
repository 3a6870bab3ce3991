// Windows: pipes as a program makes them, and the standard streams.
#ifdef _WIN32
#include "windows.h"

// MARK: pipes

int32_t weld_pipe(weld_handle ends[2]) {
    HANDLE systems[2];
    if (!pipe_pair(systems, PIPE_TYPE_BYTE | PIPE_READMODE_BYTE, PIPE_ROOM)) return WELD_FAILED;
    struct pipe *reader = pipe_make(systems[0], OBJECT_PIPE, true, false);
    if (reader == NULL) {
        KEEPING_ERROR(CloseHandle(systems[1]));
        return WELD_FAILED;
    }
    struct pipe *writer = pipe_make(systems[1], OBJECT_PIPE, false, true);
    if (writer == NULL) {
        KEEPING_ERROR(object_drop(reader));
        return WELD_FAILED;
    }
    // One pipe has one identity.
    writer->object.identity = reader->object.identity;
    if ((ends[0] = object_publish(reader)) < 0) {
        KEEPING_ERROR(object_drop(writer));
        return WELD_FAILED;
    }
    if ((ends[1] = object_publish(writer)) >= 0) return 0;
    KEEPING_ERROR(weld_close(ends[0]));
    return WELD_FAILED;
}

// Every pipe has this room from the start: the system changes none afterwards.
int32_t weld_set_pipe_capacity(weld_handle handle, int32_t bytes) {
    struct object *object = object_take(handle, OBJECT_PIPE, ERROR_INVALID_HANDLE);
    if (object == NULL) return WELD_FAILED;
    const int32_t room = (int32_t)((struct pipe *)object)->room;
    object_drop(object);
    return bytes <= room ? room : windows_refusal(ERROR_ACCESS_DENIED);
}

// MARK: standard streams

int32_t weld_fill_standard_streams(void) {
    static const DWORD names[] = {STD_INPUT_HANDLE, STD_OUTPUT_HANDLE, STD_ERROR_HANDLE};
    for (int number = 0; number <= 2; number++) {
        struct object *there = object_take(number, OBJECT_ANY, 0);
        if (there != NULL) {
            object_drop(there);
            continue;
        }
        const HANDLE nowhere = CreateFileW(L"NUL", GENERIC_READ | GENERIC_WRITE,
                                           FILE_SHARE_READ | FILE_SHARE_WRITE, NULL, OPEN_EXISTING,
                                           0, NULL);
        if (nowhere == INVALID_HANDLE_VALUE) return WELD_FAILED;
        struct object *made = object_make(sizeof *made, OBJECT_FILE, nowhere);
        if (made == NULL) return WELD_FAILED;
        SetStdHandle(names[number], nowhere);
        if (!object_place(number, made)) return windows_refusal(ERROR_TOO_MANY_OPEN_FILES);
    }
    return 0;
}
#endif
