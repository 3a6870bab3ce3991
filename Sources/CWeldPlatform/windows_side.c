// Windows: handles in flight. A connection has a second pipe beside it, of messages: what handles
// come with which byte of the stream. Whoever sends copies them into the receiver's process first.
// Both pipes of a connection know each other by random bytes: the client sends them over the second
// one, and then as the first bytes of the stream. By process id two connections of one process
// could be mistaken for each other.
#ifdef _WIN32
#include "windows_side.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { NONCE = 16, GREETING = 32, VISITORS = 64 };

// No frame of the wire begins so.
static const uint8_t greeting[NONCE] = {0,   'w', 'e', 'l', 'd', ' ', 'h', 'a',
                                        'n', 'd', 'l', 'e', 's', ' ', '1', '\n'};

static struct side *make(bool is_server) {
    struct side *side = calloc(1, sizeof *side);
    if (side == NULL) return NULL;
    side->is_server = is_server;
    side->moved.hEvent = CreateEventW(NULL, TRUE, FALSE, NULL);
    if (side->moved.hEvent != NULL) return side;
    free(side);
    return NULL;
}

struct side *side_make(HANDLE channel) {
    struct side *side = make(false);
    if (side != NULL) side->channel = channel;
    return side;
}

void side_free(struct side *side) {
    side_close_untaken(side);
    if (side->channel != NULL) CloseHandle(side->channel);
    if (side->lobby != NULL) lobby_drop(side->lobby);
    CloseHandle(side->moved.hEvent);
    free(side);
}

// MARK: the lobby of a listener

struct visitor {
    HANDLE channel;
    uint8_t nonce[NONCE];
    bool is_named;
};

struct door {
    HANDLE channel;
    OVERLAPPED connected;
};

struct lobby {
    volatile LONG references;
    SRWLOCK lock;
    wchar_t name[256];
    int32_t count;
    struct door doors[LISTENER_INSTANCES];
    struct visitor visitors[VISITORS];
    int32_t waiting, oldest;
};

static const DWORD messages = PIPE_TYPE_MESSAGE | PIPE_READMODE_MESSAGE;

static bool open_door(struct lobby *lobby, struct door *door, bool is_first) {
    const HANDLE event = door->connected.hEvent;
    if (door->channel == INVALID_HANDLE_VALUE) {
        door->channel = pipe_instance(lobby->name, is_first, messages, PIPE_ROOM);
        if (door->channel == INVALID_HANDLE_VALUE) return false;
    }
    memset(&door->connected, 0, sizeof door->connected);
    door->connected.hEvent = event;
    ResetEvent(event);
    if (ConnectNamedPipe(door->channel, &door->connected) ||
        GetLastError() == ERROR_PIPE_CONNECTED) {
        SetEvent(event);
        return true;
    }
    if (GetLastError() == ERROR_IO_PENDING) return true;
    KEEPING_ERROR(CloseHandle(door->channel));
    door->channel = INVALID_HANDLE_VALUE;
    return false;
}

void lobby_close(struct lobby *lobby) {
    DWORD count;
    AcquireSRWLockExclusive(&lobby->lock);
    for (int32_t i = 0; i < lobby->count; i++) {
        struct door *door = &lobby->doors[i];
        if (door->channel != INVALID_HANDLE_VALUE) {
            if (CancelIoEx(door->channel, &door->connected)) {
                GetOverlappedResult(door->channel, &door->connected, &count, TRUE);
            }
            CloseHandle(door->channel);
        }
        if (door->connected.hEvent != NULL) CloseHandle(door->connected.hEvent);
    }
    lobby->count = 0;
    ReleaseSRWLockExclusive(&lobby->lock);
}

void lobby_drop(struct lobby *lobby) {
    if (InterlockedDecrement(&lobby->references) > 0) return;
    lobby_close(lobby);
    for (int32_t i = 0; i < VISITORS; i++) {
        if (lobby->visitors[i].channel != NULL) CloseHandle(lobby->visitors[i].channel);
    }
    free(lobby);
}

struct lobby *lobby_make(const wchar_t *name, int32_t count) {
    struct lobby *lobby = calloc(1, sizeof *lobby);
    if (lobby == NULL) {
        SetLastError(ERROR_NOT_ENOUGH_MEMORY);
        return NULL;
    }
    lobby->references = 1;
    InitializeSRWLock(&lobby->lock);
    wcscpy(lobby->name, name);
    while (lobby->count < count) {
        struct door *door = &lobby->doors[lobby->count++];
        door->channel = INVALID_HANDLE_VALUE;
        door->connected.hEvent = CreateEventW(NULL, TRUE, FALSE, NULL);
        if (door->connected.hEvent != NULL && open_door(lobby, door, lobby->count == 1)) continue;
        KEEPING_ERROR(lobby_drop(lobby));
        return NULL;
    }
    return lobby;
}

// Who came longest ago and was never asked for makes room: its connection has no handles then.
static void let_in(struct lobby *lobby, HANDLE channel) {
    struct visitor *place = NULL;
    for (int32_t i = 0; i < VISITORS && place == NULL; i++) {
        if (lobby->visitors[i].channel == NULL) place = &lobby->visitors[i];
    }
    if (place == NULL) {
        place = &lobby->visitors[lobby->oldest++ % VISITORS];
        CloseHandle(place->channel);
    }
    *place = (struct visitor){.channel = channel};
}

bool side_read_message(HANDLE channel, OVERLAPPED *moved, void *bytes, DWORD room, DWORD *taken) {
    const HANDLE event = moved->hEvent;
    *moved = (OVERLAPPED){.hEvent = event};
    if (!ReadFile(channel, bytes, room, NULL, moved) && GetLastError() != ERROR_IO_PENDING) {
        return false;
    }
    return GetOverlappedResult(channel, moved, taken, TRUE);
}

static void ask_name(struct visitor *visitor, OVERLAPPED *moved) {
    DWORD available = 0, taken = 0;
    if (visitor->channel == NULL || visitor->is_named) return;
    bool is_welcome = PeekNamedPipe(visitor->channel, NULL, 0, NULL, &available, NULL);
    if (is_welcome && available > 0) {
        is_welcome = side_read_message(visitor->channel, moved, visitor->nonce, NONCE, &taken) &&
                     taken == NONCE;
        visitor->is_named = is_welcome;
    }
    if (is_welcome) return;
    CloseHandle(visitor->channel);
    *visitor = (struct visitor){0};
}

size_t lobby_progress(struct lobby *lobby, HANDLE *events, size_t room) {
    size_t count = 0;
    AcquireSRWLockExclusive(&lobby->lock);
    for (int32_t i = 0; i < lobby->count; i++) {
        struct door *door = &lobby->doors[i];
        if (door->channel != INVALID_HANDLE_VALUE &&
            WaitForSingleObject(door->connected.hEvent, 0) == WAIT_OBJECT_0) {
            let_in(lobby, door->channel);
            door->channel = INVALID_HANDLE_VALUE;
        }
        if (door->channel == INVALID_HANDLE_VALUE && !open_door(lobby, door, false)) continue;
        if (count < room) events[count++] = door->connected.hEvent;
    }
    ReleaseSRWLockExclusive(&lobby->lock);
    return count;
}

struct side *side_awaited(struct lobby *lobby) {
    struct side *side = make(true);
    if (side == NULL) return NULL;
    InterlockedIncrement(&lobby->references);
    side->lobby = lobby;
    return side;
}

static HANDLE claim(struct lobby *lobby, const uint8_t nonce[NONCE], OVERLAPPED *moved) {
    HANDLE claimed = NULL, events[LISTENER_EVENTS];
    lobby_progress(lobby, events, LISTENER_EVENTS);
    AcquireSRWLockExclusive(&lobby->lock);
    for (int32_t i = 0; i < VISITORS && claimed == NULL; i++) {
        struct visitor *visitor = &lobby->visitors[i];
        ask_name(visitor, moved);
        if (!visitor->is_named || memcmp(visitor->nonce, nonce, NONCE) != 0) continue;
        claimed = visitor->channel;
        *visitor = (struct visitor){0};
    }
    ReleaseSRWLockExclusive(&lobby->lock);
    return claimed;
}

// MARK: greeting

bool side_greeted(struct pipe *socket) {
    uint8_t words[GREETING];
    DWORD seen = 0, taken = 0;
    struct side *side = socket->side;
    if (side == NULL || side->lobby == NULL || socket->is_down) return true;
    if (!PeekNamedPipe(socket->object.system, words, GREETING, &seen, NULL, NULL)) {
        // The end, before a word: a reader is told so.
        return true;
    }
    const DWORD compared = seen < NONCE ? seen : NONCE;
    const bool is_ours = memcmp(words, greeting, compared) == 0;
    if (is_ours && seen < GREETING && pipe_has_peer(socket)) return false;
    if (is_ours && seen == GREETING) {
        OVERLAPPED moved = {.hEvent = socket->moved};
        if ((ReadFile(socket->object.system, words, GREETING, NULL, &moved) ||
             GetLastError() == ERROR_IO_PENDING) &&
            GetOverlappedResult(socket->object.system, &moved, &taken, TRUE) && taken == GREETING) {
            side->channel = claim(side->lobby, words + NONCE, &side->moved);
        }
    }
    // Who begins otherwise has no channel for handles, and its bytes stay as they are.
    lobby_drop(side->lobby);
    side->lobby = NULL;
    return true;
}

bool side_write_whole(HANDLE pipe, const void *bytes, DWORD count, OVERLAPPED *moved) {
    DWORD taken = 0;
    const HANDLE event = moved->hEvent;
    *moved = (OVERLAPPED){.hEvent = event};
    if (!WriteFile(pipe, bytes, count, NULL, moved)) {
        if (GetLastError() != ERROR_IO_PENDING) return false;
        if (WaitForSingleObject(event, 0) != WAIT_OBJECT_0) {
            CancelIoEx(pipe, moved);
            if (!GetOverlappedResult(pipe, moved, &taken, TRUE)) {
                if (GetLastError() == ERROR_OPERATION_ABORTED) SetLastError(ERROR_IO_PENDING);
                return false;
            }
        }
    }
    return GetOverlappedResult(pipe, moved, &taken, TRUE) && taken == count;
}

bool side_introduce(HANDLE main, const wchar_t *name, uint64_t deadline, struct side **side) {
    uint8_t words[GREETING];
    const uint64_t nonce[2] = {windows_random(), windows_random()};
    memcpy(words, greeting, NONCE);
    memcpy(words + NONCE, nonce, NONCE);
    const HANDLE channel = pipe_open(name, messages, deadline);
    if (channel == INVALID_HANDLE_VALUE) {
        // A server of another making has none, and is told nothing.
        *side = NULL;
        return GetLastError() == ERROR_FILE_NOT_FOUND;
    }
    *side = side_make(channel);
    if (*side == NULL) {
        CloseHandle(channel);
        SetLastError(ERROR_NOT_ENOUGH_MEMORY);
        return false;
    }
    // The channel first: whoever reads the greeting finds it named.
    if (side_write_whole(channel, words + NONCE, NONCE, &(*side)->moved) &&
        side_write_whole(main, words, GREETING, &(*side)->moved)) {
        return true;
    }
    KEEPING_ERROR(side_free(*side));
    *side = NULL;
    return false;
}

uint32_t side_peer_process(const struct pipe *socket) {
    ULONG id = 0;
    const bool is_server = socket->side != NULL && socket->side->is_server;
    const BOOL is_told = is_server ? GetNamedPipeClientProcessId(socket->object.system, &id)
                                   : GetNamedPipeServerProcessId(socket->object.system, &id);
    return is_told ? id : 0;
}

#endif
