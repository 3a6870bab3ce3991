// The wire as wire-protocol.md tells it, by literals: nothing of it is the judged's.
#include <stdio.h>
#include <string.h>

#include "peer.h"

static const struct {
    size_t body;
    uint64_t hash;
} table[TYPES] = {
    [HELLO] = {56, 0x5d540e38637b6308},      [HELLO_ACK] = {132, 0x5e404afd1d3a5ce9},
    [ECHO] = {64, 0xb413a8720b4621a5},       [ECHO_REPLY] = {64, 0x654193e48640338c},
    [SPAWN] = {4, 0xbfde47d0f5f18f23},       [CREATED] = {8, 0xcd9e4eac27bcaacf},
    [MODIFY] = {56, 0xa8a1fed74cf14369},     [MODIFY_ACK] = {8, 0x81028dc9c67518c0},
    [HEARTBEAT] = {8, 0x32e19d009703d8b1},   [HEARTBEAT_ACK] = {16, 0x65913935c1139aab},
    [SHUTDOWN] = {1, 0x944bfb2076c0bc67},    [SHUTDOWN_ACK] = {1, 0x0c2fa88571752870},
    [LOG] = {272, 0x7a828c2be968d129},       [HANDOFF] = {328, 0x788b912af6eb7f0e},
};

static void put(uint8_t *at, uint64_t value, size_t size) {
    for (size_t i = 0; i < size; i++) at[i] = (uint8_t)(value >> (8 * i));
}

static uint64_t get(const uint8_t *at, size_t size) {
    uint64_t value = 0;
    for (size_t i = size; i-- > 0;) value = value << 8 | at[i];
    return value;
}

size_t frame_spell(uint8_t *to, uint16_t type, uint32_t number, const void *body, size_t size) {
    memset(to, 0, 24 + table[type].body);
    put(to, 0x57454C44, 4);
    put(to + 4, 1, 2);
    put(to + 6, type, 2);
    put(to + 8, number, 4);
    put(to + 12, 8 + table[type].body, 4);
    put(to + 16, table[type].hash, 8);
    if (size > 0) memcpy(to + 24, body, size);
    return 24 + table[type].body;
}

bool line_send(struct line *line, const void *bytes, size_t count, const weld_handle *handles,
               int32_t handle_count) {
    const uint8_t *from = bytes;
    const uint64_t deadline = in(5000);
    while (count > 0) {
        const int64_t taken = weld_send(line->socket, from, count, handles, handle_count);
        if (taken == WELD_AGAIN) {
            struct weld_poll entry = {.handle = line->socket, .wanted = WELD_WRITABLE};
            if (weld_poll(&entry, 1, deadline) <= 0) return false;
            continue;
        }
        if (taken < 0) return false;
        from += taken;
        count -= (size_t)taken;
        handle_count = 0;
    }
    return true;
}

static bool is_whole(const struct line *line, size_t *length) {
    if (line->filled < 24) return false;
    *length = 16 + (size_t)get(line->bytes + 12, 4);
    return line->filled >= *length || *length > sizeof line->bytes;
}

enum outcome line_receive(struct line *line, struct frame *frame, uint64_t deadline) {
    size_t length = 0;
    while (!is_whole(line, &length)) {
        struct weld_received received;
        int64_t count = weld_receive(line->socket, line->bytes + line->filled,
                                     sizeof line->bytes - line->filled, WELD_WAITS, NULL, 0,
                                     &received);
        if (count == WELD_AGAIN) {
            if (weld_now() >= deadline) return LATE;
            continue;
        }
        if (count <= 0) return GONE;
        line->filled += (size_t)count;
    }
    frame->type = (uint16_t)get(line->bytes + 6, 2);
    frame->number = (uint32_t)get(line->bytes + 8, 4);
    const bool is_right = get(line->bytes, 4) == 0x57454C44 && get(line->bytes + 4, 2) == 1 &&
                          frame->type > 0 && frame->type < TYPES &&
                          length == 24 + table[frame->type].body &&
                          get(line->bytes + 16, 8) == table[frame->type].hash;
    if (!is_right) return BROKEN;
    frame->length = table[frame->type].body;
    memcpy(frame->body, line->bytes + 24, frame->length);
    line->filled -= length;
    memmove(line->bytes, line->bytes + length, line->filled);
    return CAME;
}

enum outcome line_answer(struct line *line, struct frame *frame, uint64_t deadline) {
    enum outcome outcome;
    do {
        outcome = line_receive(line, frame, deadline);
    } while (outcome == CAME && frame->type == LOG);
    return outcome;
}

bool session_greet(struct session *session, uint64_t deadline) {
    struct weld_poll entry = {.handle = session->listener, .wanted = WELD_READABLE};
    struct frame frame;
    uint8_t ack[FRAME_ROOM];
    const uint8_t accepted = 1;
    if (session->line.socket >= 0) weld_close(session->line.socket);
    session->line = (struct line){.socket = WELD_AGAIN};
    while (session->line.socket == WELD_AGAIN) {
        if (weld_poll(&entry, 1, deadline) <= 0) return false;
        session->line.socket = weld_accept(session->listener);
    }
    if (session->line.socket < 0) return false;
    weld_set_receive_tick(session->line.socket, TICK);
    if (line_receive(&session->line, &frame, deadline) != CAME || frame.type != HELLO) return false;
    const size_t length = frame_spell(ack, HELLO_ACK, frame.number, &accepted, 1);
    return line_send(&session->line, ack, length, NULL, 0);
}

void session_begin(struct session *session, const struct order *order, const char *name,
                   const char *const *more, int32_t count) {
    char own[16];
    const char *arguments[16] = {"--socket", session->path, "--editor-pid", own};
    int32_t used = 4;
    for (int32_t i = 0; i < count; i++) arguments[used++] = more[i];
    snprintf(own, sizeof own, "%d", weld_self());
    snprintf(session->path, sizeof session->path, "%s\\%s.sock", order->directory, name);
    session->line.socket = -1;
    session->listener = weld_listen(session->path, 16, &session->made);
    if (session->listener < 0) say_fault("cannot listen: error %d", weld_error());
    stub_start(&session->stub, order->runtime, arguments, used, order->runtime_faults,
               order->runtime_fault_count);
    if (!session_greet(session, in(10000))) {
        say_end_of_subject("hang", "the runtime did not say Hello within 10 s");
    }
}

void session_end(struct session *session) {
    weld_close(session->line.socket);
    weld_close(session->listener);
    weld_remove_socket(session->path, &session->made);
    stub_clear(&session->stub);
}
