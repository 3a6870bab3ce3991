// Several clients at once, hostile ones, and much data: what one of them does is nobody else's.
#include "suite.h"

enum { CLIENTS = 6, MUCH = 1 << 20 };

static void several(void) {
    struct weld_facts made;
    struct weld_peer peer;
    struct weld_received received;
    weld_handle here[CLIENTS], there[CLIENTS];
    bool are_connected = true, are_known = true, are_apart = true;
    const char *at = path("several");
    const weld_handle listener = weld_listen(at, CLIENTS, &made);
    for (int i = 0; i < CLIENTS; i++) {
        here[i] = weld_connect(at, in(5000));
        there[i] = accepted(listener, in(5000));
        are_connected = are_connected && here[i] >= 0 && there[i] >= 0;
        are_known = are_known && weld_peer(there[i], &peer) == 0 && peer.user == weld_user();
    }
    CHECK("several clients connect", are_connected);
    CHECK("each of them is known", are_known);
    for (int i = CLIENTS; i-- > 0;) {
        const char byte = (char)('a' + i);
        weld_send(here[i], &byte, 1, NULL, 0);
    }
    for (int i = 0; i < CLIENTS; i++) {
        char bytes[4] = "";
        are_apart = are_apart && found(there[i], WELD_READABLE, in(5000)) == WELD_READABLE &&
                    weld_receive(there[i], bytes, 4, 0, NULL, 0, &received) == 1 &&
                    bytes[0] == 'a' + i;
    }
    CHECK("each speaks for itself", are_apart);
    weld_close(here[1]);
    char byte;
    CHECK("one that leaves is one end",
          found(there[1], WELD_READABLE, in(5000)) != 0 &&
              weld_receive(there[1], &byte, 1, 0, NULL, 0, &received) == 0);
    CHECK("and nobody else's", weld_receive(there[2], &byte, 1, 0, NULL, 0, &received) == WELD_AGAIN &&
                                   weld_send(there[2], "x", 1, NULL, 0) == 1 &&
                                   weld_receive(here[2], &byte, 1, WELD_WAITS, NULL, 0,
                                                &received) == 1);
    for (int i = 0; i < CLIENTS; i++) {
        if (i != 1) weld_close(here[i]);
        weld_close(there[i]);
    }
    // Who waits at a listener and goes away again leaves what it said.
    const weld_handle gone = weld_connect(at, in(5000));
    weld_send(gone, "bye", 3, NULL, 0);
    weld_close(gone);
    const weld_handle late = accepted(listener, in(5000));
    char bytes[8];
    CHECK("a client that is gone is heard",
          late >= 0 && weld_receive(late, bytes, 8, WELD_WAITS, NULL, 0, &received) == 3 &&
              memcmp(bytes, "bye", 3) == 0 &&
              weld_receive(late, bytes, 8, WELD_WAITS, NULL, 0, &received) == 0);
    weld_close(late);
    weld_close(listener);
    weld_remove_socket(at, &made);
}

static bool is_same(weld_handle one, weld_handle other) {
    struct weld_facts first, second;
    return weld_facts(one, &first) == 0 && weld_facts(other, &second) == 0 &&
           first.inode == second.inode && first.device == second.device;
}

// Two connections of one process: what travels beside one must not arrive with the other.
static void handles_of_two(void) {
    struct weld_facts made;
    struct weld_received received;
    weld_handle here[2], there[2], memory[2], came[4];
    bool are_right = true;
    char bytes[8];
    const char *at = path("two");
    const weld_handle listener = weld_listen(at, 4, &made);
    for (int i = 0; i < 2; i++) here[i] = weld_connect(at, in(5000));
    for (int i = 0; i < 2; i++) there[i] = accepted(listener, in(5000));
    for (int i = 0; i < 2; i++) memory[i] = weld_memory("two", 4096);
    weld_send(here[0], "0", 1, NULL, 0);
    weld_send(here[1], "1", 1, NULL, 0);
    for (int i = 1; i >= 0; i--) weld_send(here[i], "m", 1, &memory[i], 1);
    // The second first: who mixed them up by their order would be seen.
    for (int i = 1; i >= 0; i--) {
        // Connections may be accepted in either order: the first byte says whose this is.
        are_right = are_right && weld_receive(there[i], bytes, 1, WELD_WAITS, NULL, 0, &received) == 1;
        const int whose = bytes[0] - '0';
        are_right = are_right &&
                    weld_receive(there[i], bytes, 8, WELD_WAITS, came, 4, &received) == 1 &&
                    received.handle_count == 1 && (whose == 0 || whose == 1) &&
                    is_same(came[0], memory[whose]);
        if (received.handle_count == 1) weld_close(came[0]);
    }
    CHECK("handles come with their own connection", are_right);
    const weld_handle back[2] = {memory[1], memory[0]};
    CHECK("handles go back, too", weld_send(there[0], "bb", 2, back, 2) == 2);
    const int receiver = found(here[0], WELD_READABLE, in(200)) != 0 ? 0 : 1;
    CHECK("and arrive in their order",
          weld_receive(here[receiver], bytes, 8, WELD_WAITS, came, 4, &received) == 2 &&
              received.handle_count == 2 && is_same(came[0], memory[1]) &&
              is_same(came[1], memory[0]));
    for (int i = 0; i < received.handle_count; i++) weld_close(came[i]);
    for (int i = 0; i < 2; i++) {
        weld_close(here[i]);
        weld_close(there[i]);
        weld_close(memory[i]);
    }
    weld_close(listener);
    weld_remove_socket(at, &made);
}

static void handles_in_a_row(void) {
    char bytes[8];
    weld_handle pair[2], came[8];
    struct weld_received received;
    int total = 0;
    int64_t taken = 0;
    const weld_handle event = weld_event();
    weld_socket_pair(pair);
    for (int i = 0; i < 3; i++) weld_send(pair[0], "e", 1, &event, 1);
    weld_send(pair[0], "rest", 4, NULL, 0);
    for (int reads = 0; reads < 8 && taken < 7; reads++) {
        const int64_t part = weld_receive(pair[1], bytes, 8, 0, came, 8, &received);
        if (part <= 0) break;
        taken += part;
        for (int i = 0; i < received.handle_count; i++) weld_close(came[i]);
        total += received.handle_count;
    }
    CHECK("handles of several sends all arrive", taken == 7 && total == 3);

    // Left in flight: whoever closes the connection closes them.
    weld_send(pair[0], "left", 4, &event, 1);
    weld_close(pair[1]);
    weld_close(pair[0]);
    CHECK("handles that nobody took hurt nobody",
          weld_event_signal(event) == 0 && weld_event_drain(event) == 1);
    weld_close(event);

    weld_handle ends[2];
    weld_socket_pair(pair);
    weld_pipe(ends);
    weld_send(pair[0], "p", 1, &ends[1], 1);
    weld_close(ends[1]);
    CHECK("a pipe travels", weld_receive(pair[1], bytes, 1, 0, came, 1, &received) == 1 &&
                                received.handle_count == 1 && weld_write(came[0], "hi", 2) == 2 &&
                                weld_read(ends[0], bytes, 8) == 2);
    weld_close(came[0]);
    CHECK("and ends with its last handle", weld_read(ends[0], bytes, 8) == 0);
    weld_close(ends[0]);
    weld_close(pair[0]);
    weld_close(pair[1]);
}

struct sender {
    weld_handle to;
    bool is_socket;
};

static uint8_t byte_at(size_t index) { return (uint8_t)(index * 31 + index / 251); }

static void send_much(void *context) {
    const struct sender *sender = context;
    static uint8_t bytes[MUCH];
    size_t sent = 0;
    for (size_t i = 0; i < MUCH; i++) bytes[i] = byte_at(i);
    while (sent < MUCH) {
        // Odd sizes, so that no write fits evenly, and some that never fit.
        size_t part = sent % 5 == 0 ? 200003 : 7919 + sent % 13;
        if (part > MUCH - sent) part = MUCH - sent;
        const int64_t taken = sender->is_socket ? weld_send(sender->to, bytes + sent, part, NULL, 0)
                                                : weld_write(sender->to, bytes + sent, part);
        if (taken > 0) sent += (size_t)taken;
        if (taken == WELD_FAILED) break;
        if (taken == WELD_AGAIN) found(sender->to, WELD_WRITABLE, in(5000));
    }
    weld_close(sender->to);
}

static bool is_whole(weld_handle from, bool is_socket) {
    static uint8_t bytes[50021];
    struct weld_received received;
    size_t taken = 0;
    for (;;) {
        const int64_t part = is_socket ? weld_receive(from, bytes, sizeof bytes, WELD_WAITS, NULL, 0,
                                                      &received)
                                       : weld_read(from, bytes, sizeof bytes);
        if (part == 0) return taken == MUCH;
        if (part < 0) return false;
        for (size_t i = 0; i < (size_t)part; i++) {
            if (bytes[i] != byte_at(taken + i)) return false;
        }
        taken += (size_t)part;
    }
}

static void much(void) {
    weld_handle ends[2];
    weld_thread thread;
    weld_socket_pair(ends);
    struct sender sender = {.to = ends[1], .is_socket = true};
    weld_thread_start("sends", send_much, &sender, &thread);
    CHECK("not a byte of much is lost, or out of order, in a connection", is_whole(ends[0], true));
    // First: nobody reads what a wrong one left, and its sender would wait for room.
    weld_close(ends[0]);
    weld_thread_join(thread);
    weld_pipe(ends);
    weld_set_pipe_capacity(ends[1], 65536);
    sender = (struct sender){.to = ends[1]};
    weld_thread_start("writes", send_much, &sender, &thread);
    CHECK("not a byte of much is lost, or out of order, in a pipe", is_whole(ends[0], false));
    weld_close(ends[0]);
    weld_thread_join(thread);

    // A sender that fills the connection and leaves: the end comes after the last byte.
    static char block[4096];
    struct weld_received received;
    int64_t sent = 0, part;
    weld_socket_pair(ends);
    while ((part = weld_send(ends[0], block, sizeof block, NULL, 0)) > 0) sent += part;
    weld_close(ends[0]);
    while ((part = weld_receive(ends[1], block, sizeof block, WELD_WAITS, NULL, 0, &received)) > 0) {
        sent -= part;
    }
    CHECK("what filled a connection arrives before its end", part == 0 && sent == 0);
    weld_close(ends[1]);
}

static void deaths(void) {
    int32_t process;
    char byte;
    struct weld_facts made;
    struct weld_received received;
    bool is_end = true;
    const char *at = path("deaths");
    const weld_handle listener = weld_listen(at, 4, &made);
    for (int round = 0; round < 5; round++) {
        const weld_handle handle = child("connect", at, NULL, 0, &process);
        const weld_handle socket = accepted(listener, in(20000));
        is_end = is_end && socket >= 0 &&
                 weld_receive(socket, &byte, 1, WELD_WAITS, NULL, 0, &received) == 1;
        weld_process_end(handle, process);
        const int64_t last = weld_receive(socket, &byte, 1, WELD_WAITS, NULL, 0, &received);
        is_end = is_end && (last == 0 || FAILED(last, WELD_RESET));
        weld_close(socket);
        weld_close(handle);
    }
    CHECK("a client that is killed is the end of its stream", is_end);
    weld_close(listener);
    CHECK("nobody connects to who listens no more", FAILED(weld_connect(at, in(5000)), WELD_REFUSED));
    weld_remove_socket(at, &made);
}

static void shut_down(void *context) {
    weld_poll(NULL, 0, in(30));
    weld_shutdown(*(weld_handle *)context, false);
}

static void limits(void) {
    char byte;
    weld_handle pair[2];
    weld_thread thread;
    struct weld_received received;
    weld_socket_pair(pair);
    CHECK("no bytes are sent at once", weld_send(pair[0], "", 0, NULL, 0) == 0);
    CHECK("no places and a look are refused together",
          FAILED(weld_receive(pair[1], &byte, 1, WELD_PEEKS, &pair[0], 1, &received),
                 WELD_INVALID) &&
              received.handle_count == 0);
    CHECK("fewer places than none are refused",
          FAILED(weld_receive(pair[1], &byte, 1, 0, NULL, -1, &received), WELD_INVALID));
    weld_thread_start("shuts", shut_down, &pair[1], &thread);
    CHECK("who waits in a receive wakes with the end",
          weld_receive(pair[1], &byte, 1, WELD_WAITS, NULL, 0, &received) == 0);
    weld_thread_join(thread);
    CHECK("an end that was made is one for both",
          weld_receive(pair[0], &byte, 1, WELD_WAITS, NULL, 0, &received) == 0);
    CHECK("a duplicate keeps a connection", weld_close(pair[1]) == 0);
    weld_close(pair[0]);

    weld_socket_pair(pair);
    const weld_handle copy = weld_duplicate(pair[0]);
    weld_close(pair[0]);
    CHECK("it is sent over by what is left of it",
          weld_send(copy, "c", 1, NULL, 0) == 1 &&
              weld_receive(pair[1], &byte, 1, WELD_WAITS, NULL, 0, &received) == 1);
    weld_close(copy);
    CHECK("and ends with the last of them",
          weld_receive(pair[1], &byte, 1, WELD_WAITS, NULL, 0, &received) == 0);
    weld_close(pair[1]);
    const weld_handle memory = weld_memory("no socket", 4096);
    CHECK("memory is no connection",
          FAILED(weld_send(memory, "x", 1, NULL, 0), WELD_NOT_SOCKET) &&
              FAILED(weld_receive(memory, &byte, 1, 0, NULL, 0, &received), WELD_NOT_SOCKET) &&
              FAILED(weld_shutdown(memory, false), WELD_NOT_SOCKET) &&
              FAILED(weld_set_receive_tick(memory, 1), WELD_NOT_SOCKET) &&
              FAILED(weld_set_send_buffer(memory, 1), WELD_NOT_SOCKET));
    weld_close(memory);
}

void clients(void) {
    // A sender outlives its reader where a case does not hold.
    weld_signal_ignore(weld_signal(WELD_SIGNAL_PIPE));
    several();
    handles_of_two();
    handles_in_a_row();
    much();
    deaths();
    limits();
}
