// What a connection's second pipe holds: records of the handles that travel (windows_side.c,
// windows_messages.c).
#pragma once

#include "windows.h"

struct carried {
    uint64_t value, identity;
    // Of memory how much less than whole pages it is, of a pipe what its end is for.
    uint32_t kind, detail;
};

struct record {
    // The byte of the stream that they come with, how many were sent with it, how many they are.
    uint64_t offset, length, count;
    struct carried handles[WELD_HANDLE_LIMIT];
};

struct side {
    HANDLE channel;       // NULL: the peer has none
    struct lobby *lobby;  // until the client's first words came
    bool is_server;
    OVERLAPPED moved;
    // Records that came: of the byte that is read next, and of a later one.
    struct record *due, *next;
};

// Reads one whole message, which is there.
bool side_read_message(HANDLE channel, OVERLAPPED *moved, void *bytes, DWORD room, DWORD *taken);
// Handles that came and that nobody took: they are this process's already.
void side_close_untaken(struct side *side);
// Writes all or nothing, and does not wait: ERROR_IO_PENDING where there is no room now.
bool side_write_whole(HANDLE pipe, const void *bytes, DWORD count, OVERLAPPED *moved);
