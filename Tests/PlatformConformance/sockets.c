// Local stream sockets and waiting.
#include "suite.h"

static bool is_there(const char *where) {
    struct weld_facts facts;
    return weld_facts_at(where, &facts) == 0;
}

static void who_may_listen(void) {
    struct weld_facts made, other, now;
    const char *at = path("s");
    const weld_handle listener = weld_listen(at, 8, &made);
    CHECK("listening makes a private socket", listener >= 0 && made.type == WELD_SOCKET &&
                                                  weld_facts_at(at, &now) == 0 &&
                                                  now.mode == 0600 && now.inode == made.inode);
    CHECK("a living listener keeps its path", FAILED(weld_listen(at, 8, &other), WELD_IN_USE));
    // The question whether it lives came as a connection.
    const weld_handle ghost = accepted(listener, in(100));
    if (ghost >= 0) weld_close(ghost);
    CHECK("accept does not wait", weld_accept(listener) == WELD_AGAIN);
    weld_close(listener);
    CHECK("a closed listener leaves its file", is_there(at));
    CHECK("nobody answers at a dead socket", FAILED(weld_connect(at, in(5000)), WELD_REFUSED));
    const weld_handle next = weld_listen(at, 8, &other);
    CHECK("a dead socket is replaced", next >= 0);
    made.inode = other.inode + 1;
    CHECK("a foreign socket stays", weld_remove_socket(at, &made) == WELD_FAILED && is_there(at));
    CHECK("an own socket goes", weld_remove_socket(at, &other) == 0 && !is_there(at));
    CHECK("a socket that is gone is not removed",
          FAILED(weld_remove_socket(at, &other), WELD_NOT_FOUND));
    weld_close(next);

    weld_close(weld_create_file(at));
    CHECK("a file is no place to listen",
          FAILED(weld_listen(at, 8, &other), WELD_NOT_SOCKET) && is_there(at));
    CHECK("a file is not removed as a socket",
          FAILED(weld_remove_socket(at, &made), WELD_NOT_SOCKET));
    weld_remove_file(at);
    CHECK("a dead socket can be left", weld_leave_dead_socket(at) == 0 && is_there(at) &&
                                           FAILED(weld_connect(at, in(5000)), WELD_REFUSED));
    CHECK("a dead socket is not left upon another",
          FAILED(weld_leave_dead_socket(at), WELD_IN_USE));
    weld_remove_file(at);
}

static void names(void) {
    struct weld_facts made;
    static char name[4096];
    const size_t limit = weld_path_limit(), begin = strlen(path("")) + 0;
    CHECK("the limit of a path", limit >= 90 && limit < sizeof name - 2);
    snprintf(name, sizeof name, "%s", path(""));
    memset(name + begin, 'n', limit - begin);
    const weld_handle listener = weld_listen(name, 1, &made);
    CHECK("a path of the limit works whole",
          listener >= 0 && weld_facts_at(name, &made) == 0 && made.type == WELD_SOCKET);
    weld_close(listener);
    weld_remove_file(name);
    name[limit] = 'n';
    CHECK("a path over the limit is not cut",
          FAILED(weld_listen(name, 1, &made), WELD_NAME_TOO_LONG) &&
              FAILED(weld_connect(name, in(100)), WELD_NAME_TOO_LONG));
    CHECK("no path is refused", FAILED(weld_listen("", 1, &made), WELD_INVALID) &&
                                    FAILED(weld_connect("", in(100)), WELD_INVALID));
    CHECK("nobody there is not found", FAILED(weld_connect(path("none"), in(100)), WELD_NOT_FOUND));
    CHECK("in no directory nobody listens",
          FAILED(weld_listen(path("none/s"), 1, &made), WELD_NOT_FOUND));
}

void listening(void) {
    struct weld_facts made;
    struct weld_peer peer;
    who_may_listen();
    names();
    const char *at = path("s");
    const weld_handle listener = weld_listen(at, 8, &made);
    const weld_handle here = weld_connect(at, in(5000));
    CHECK("a connection that waits is seen",
          found(listener, WELD_READABLE, in(5000)) == WELD_READABLE);
    const weld_handle there = weld_accept(listener);
    CHECK("connect and accept", here >= 0 && there >= 0);
    CHECK("the client is known",
          weld_peer(there, &peer) == 0 && peer.process == weld_self() && peer.user == weld_user());
    CHECK("the server is known", weld_peer(here, &peer) == 0 && peer.process == weld_self());
    CHECK("nothing has no peer", FAILED(weld_peer(-1, &peer), WELD_BAD_HANDLE));
    CHECK("nothing accepts nobody", FAILED(weld_accept(-1), WELD_BAD_HANDLE));
    weld_close(here);
    weld_close(there);
    weld_close(listener);
    weld_remove_socket(at, &made);

    const weld_handle full = weld_listen(at, 0, &made);
    const weld_handle first = weld_connect(at, in(5000));
    const uint64_t begin = weld_now();
    CHECK("a full backlog is waited for until the deadline",
          FAILED(weld_connect(at, in(30)), WELD_TIMED_OUT) && took(begin, 30));
    CHECK("a deadline that has passed connects nobody",
          FAILED(weld_connect(at, 0), WELD_TIMED_OUT));
    struct weld_facts other;
    CHECK("a full backlog is nobody's death", FAILED(weld_listen(at, 8, &other), WELD_IN_USE));
    weld_close(first);
    weld_close(full);
    weld_remove_socket(at, &made);
}

static void ends_of_streams(void) {
    char bytes[16];
    weld_handle pair[2];
    struct weld_received received;
    weld_socket_pair(pair);
    weld_send(pair[0], "last", 4, NULL, 0);
    weld_close(pair[0]);
    CHECK("what was sent before the end arrives",
          weld_receive(pair[1], bytes, 16, 0, NULL, 0, &received) == 4);
    CHECK("the end is 0 and stays",
          weld_receive(pair[1], bytes, 16, 0, NULL, 0, &received) == 0 &&
              weld_receive(pair[1], bytes, 16, WELD_WAITS, NULL, 0, &received) == 0);
    CHECK("a send after the end is a broken pipe and no signal",
          FAILED(weld_send(pair[1], "x", 1, NULL, 0), WELD_BROKEN_PIPE));
    CHECK("a hang-up is found", (found(pair[1], 0, in(1000)) & WELD_HANG_UP) != 0);
    weld_close(pair[1]);

    weld_socket_pair(pair);
    weld_send(pair[0], "unread", 6, NULL, 0);
    weld_close(pair[1]);
    const int64_t told = weld_receive(pair[0], bytes, 16, 0, NULL, 0, &received);
    CHECK("a peer that vanished with bytes unread is a reset, or the end",
          FAILED(told, WELD_RESET) || (!TELLS_RESETS && told == 0));
    weld_close(pair[0]);

    weld_socket_pair(pair);
    if (HAS_HALVES) {
        CHECK("the end of one direction",
              weld_shutdown(pair[0], true) == 0 &&
                  weld_receive(pair[1], bytes, 16, 0, NULL, 0, &received) == 0);
    } else {
        CHECK("one direction does not end alone",
              FAILED(weld_shutdown(pair[0], true), WELD_UNSUPPORTED));
    }
    CHECK("the other direction goes on",
          weld_send(pair[1], "still", 5, NULL, 0) == 5 &&
              weld_receive(pair[0], bytes, 16, 0, NULL, 0, &received) == 5);
    CHECK("the end of both directions",
          weld_shutdown(pair[0], false) == 0 &&
              weld_receive(pair[0], bytes, 16, 0, NULL, 0, &received) == 0 &&
              FAILED(weld_send(pair[1], "x", 1, NULL, 0), WELD_BROKEN_PIPE));
    weld_close(pair[0]);
    weld_close(pair[1]);
    CHECK("nothing ends nothing", FAILED(weld_shutdown(pair[0], false), WELD_BAD_HANDLE));
}

static void handles_in_flight(void) {
    char bytes[16];
    weld_handle pair[2], came[WELD_HANDLE_LIMIT], many[WELD_HANDLE_LIMIT + 1];
    struct weld_received received;
    struct weld_facts sent, arrived;
    weld_socket_pair(pair);
    const weld_handle memory = weld_memory("flight", 4096);
    for (int i = 0; i <= WELD_HANDLE_LIMIT; i++) many[i] = memory;

    weld_send(pair[0], "a", 1, NULL, 0);
    CHECK("handles are sent", weld_send(pair[0], "b", 1, many, 2) == 1);
    CHECK("bytes before them bring none",
          weld_receive(pair[1], bytes, 1, 0, came, 4, &received) == 1 &&
              received.handle_count == 0 && !received.is_truncated);
    CHECK("they come with their first byte",
          weld_receive(pair[1], bytes, 1, 0, came, 4, &received) == 1 &&
              received.handle_count == 2 && !received.is_truncated);
    CHECK("they are the same object",
          weld_facts(memory, &sent) == 0 && weld_facts(came[1], &arrived) == 0 &&
              sent.inode == arrived.inode && sent.device == arrived.device);
    const weld_handle odd = weld_memory("odd", 5000);
    weld_handle odd_came = -1;
    CHECK("memory has its size at the other end",
          weld_send(pair[0], "o", 1, &odd, 1) == 1 &&
              weld_receive(pair[1], bytes, 1, 0, &odd_came, 1, &received) == 1 &&
              weld_facts(odd_came, &arrived) == 0 && arrived.size == 5000);
    weld_close(odd);
    weld_close(odd_came);
    CHECK("no child inherits what came",
          weld_is_inheritable(came[0]) == 0 && weld_is_inheritable(came[1]) == 0);
    weld_close(came[0]);
    weld_close(came[1]);

    CHECK("a read ends with what was sent with them",
          weld_send(pair[0], "de", 2, many, 1) == 2 && weld_send(pair[0], "f", 1, NULL, 0) == 1 &&
              weld_receive(pair[1], bytes, 16, 0, &came[1], 4, &received) == 2 &&
              received.handle_count == 1 && weld_close(came[1]) == 0 &&
              weld_receive(pair[1], bytes, 16, 0, &came[1], 4, &received) == 1 &&
              received.handle_count == 0);

    weld_send(pair[0], "c", 1, many, 1);
    weld_receive(pair[1], bytes, 1, WELD_INHERITS, came, 1, &received);
    CHECK("inheritable on request",
          received.handle_count == 1 && weld_is_inheritable(came[0]) == 1);
    weld_close(came[0]);

    weld_send(pair[0], "d", 1, many, 3);
    CHECK("more than there are places is a truncation",
          weld_receive(pair[1], bytes, 1, 0, came, 2, &received) == 1 && received.is_truncated);
    CHECK("what came of them is told", received.handle_count <= 2);
    for (int i = 0; i < received.handle_count; i++) weld_close(came[i]);
    weld_send(pair[0], "e", 1, many, 1);
    CHECK("no place at all is a truncation",
          weld_receive(pair[1], bytes, 1, 0, NULL, 0, &received) == 1 && received.is_truncated &&
              received.handle_count == 0);
    CHECK("as many as a message carries",
          weld_send(pair[0], "f", 1, many, WELD_HANDLE_LIMIT) == 1 &&
              weld_receive(pair[1], bytes, 1, 0, came, WELD_HANDLE_LIMIT, &received) == 1 &&
              received.handle_count == WELD_HANDLE_LIMIT && !received.is_truncated);
    for (int i = 0; i < received.handle_count; i++) weld_close(came[i]);
    CHECK("one more is refused",
          FAILED(weld_send(pair[0], "g", 1, many, WELD_HANDLE_LIMIT + 1), WELD_INVALID) &&
              FAILED(weld_send(pair[0], "g", 1, many, -1), WELD_INVALID));
    CHECK("so many places are refused",
          FAILED(weld_receive(pair[1], bytes, 1, 0, came, WELD_HANDLE_LIMIT + 1, &received),
                 WELD_INVALID));
    const weld_handle closed = 900;
    CHECK("nothing is not sent", FAILED(weld_send(pair[0], "h", 1, &closed, 1), WELD_BAD_HANDLE));
    CHECK("nothing of it arrived",
          weld_receive(pair[1], bytes, 1, 0, came, 4, &received) == WELD_AGAIN);
    weld_close(pair[0]);
    weld_close(pair[1]);
    weld_close(memory);
}

void messages(void) {
    char bytes[16];
    static char block[4096];
    weld_handle pair[2];
    struct weld_received received;
    CHECK("a pair", weld_socket_pair(pair) == 0);
    CHECK("nothing yet", weld_receive(pair[1], bytes, 16, 0, NULL, 0, &received) == WELD_AGAIN);
    const uint64_t begin = weld_now();
    CHECK("a receive that waits ends with its tick",
          weld_set_receive_tick(pair[1], 20 * MILLISECOND) == 0 &&
              weld_receive(pair[1], bytes, 16, WELD_WAITS, NULL, 0, &received) == WELD_AGAIN &&
              took(begin, 20));
    CHECK("a tick can be taken back", weld_set_receive_tick(pair[1], WELD_NEVER) == 0);
    CHECK("what is looked at stays",
          weld_send(pair[0], "look", 4, NULL, 0) == 4 &&
              weld_receive(pair[1], bytes, 16, WELD_PEEKS, NULL, 0, &received) == 4 &&
              weld_receive(pair[1], bytes, 16, 0, NULL, 0, &received) == 4 &&
              weld_receive(pair[1], bytes, 16, WELD_PEEKS, NULL, 0, &received) == WELD_AGAIN);
    CHECK("a part is received, and then the rest",
          weld_send(pair[0], "hello", 5, NULL, 0) == 5 &&
              weld_receive(pair[1], bytes, 3, WELD_WAITS, NULL, 0, &received) == 3 &&
              weld_receive(pair[1], bytes + 3, 13, 0, NULL, 0, &received) == 2 &&
              memcmp(bytes, "hello", 5) == 0);
    CHECK("a send buffer is sized", weld_set_send_buffer(pair[0], 16384) == 0);
    int64_t total = 0, part;
    while ((part = weld_send(pair[0], block, sizeof block, NULL, 0)) > 0) total += part;
    CHECK("a peer that does not read fills up", part == WELD_AGAIN && total > 0);
    CHECK("full is not writable", found(pair[0], WELD_WRITABLE, 0) == 0);
    while ((part = weld_receive(pair[1], block, sizeof block, 0, NULL, 0, &received)) > 0)
        total -= part;
    CHECK("all of it arrives", part == WELD_AGAIN && total == 0);
    CHECK("writable again", found(pair[0], WELD_WRITABLE, in(1000)) == WELD_WRITABLE);
    weld_close(pair[0]);
    weld_close(pair[1]);
    CHECK("nothing is no socket",
          FAILED(weld_receive(pair[0], bytes, 1, 0, NULL, 0, &received), WELD_BAD_HANDLE) &&
              FAILED(weld_send(pair[0], "x", 1, NULL, 0), WELD_BAD_HANDLE) &&
              FAILED(weld_set_receive_tick(pair[0], 1), WELD_BAD_HANDLE) &&
              FAILED(weld_set_send_buffer(pair[0], 1), WELD_BAD_HANDLE));
    weld_handle ends[2];
    weld_pipe(ends);
    CHECK("a pipe is no socket", FAILED(weld_send(ends[1], "x", 1, NULL, 0), WELD_NOT_SOCKET));
    weld_close(ends[0]);
    weld_close(ends[1]);
    ends_of_streams();
    handles_in_flight();
}

void waiting(void) {
    weld_handle first[2], second[2];
    weld_pipe(first);
    weld_pipe(second);
    uint64_t begin = weld_now();
    CHECK("a poll ends at its deadline, and no earlier",
          found(first[0], WELD_READABLE, in(30)) == 0 && took(begin, 30));
    begin = weld_now();
    CHECK("a poll of nothing is a pause", weld_poll(NULL, 0, in(30)) == 0 && took(begin, 30));
    CHECK("a deadline that has passed looks once",
          found(first[1], WELD_WRITABLE, 0) == WELD_WRITABLE);
    weld_write(second[1], "x", 1);
    struct weld_poll entries[3] = {
        {.handle = first[0], .wanted = WELD_READABLE, .found = 77},
        {.handle = second[0], .wanted = WELD_READABLE},
        {.handle = second[1], .wanted = WELD_READABLE | WELD_WRITABLE},
    };
    CHECK("the ready ones among several",
          weld_poll(entries, 3, WELD_NEVER) == 2 && entries[0].found == 0 &&
              entries[1].found == WELD_READABLE && entries[2].found == WELD_WRITABLE);
    weld_close(first[0]);
    CHECK("a writer sees that no reader is left", found(first[1], 0, in(1000)) == WELD_ERROR);
    weld_close(first[1]);
    CHECK("nothing is not open", found(first[1], WELD_READABLE, in(1000)) == WELD_NOT_OPEN);
    weld_close(second[1]);
    CHECK("bytes before the end are readable",
          (found(second[0], WELD_READABLE, 0) & WELD_READABLE) != 0);
    weld_close(second[0]);
}
