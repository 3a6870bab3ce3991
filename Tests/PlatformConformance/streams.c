// Handles that others share or sent, standard streams that are closed, and files that may be
// another's by now.
#include "suite.h"

static void shared_streams(void) {
    char byte;
    static char block[4096];
    weld_handle pipe[2], pair[2];
    struct weld_facts facts;
    weld_signal_ignore(weld_signal(WELD_SIGNAL_PIPE));
    weld_pipe(pipe);
    int64_t total = 0, part;
    // The pipe blocks, so that every other write would wait here for ever.
    while ((part = weld_write_now(pipe[1], block, sizeof block)) > 0) total += part;
    CHECK("a full pipe that blocks is not waited for", part == WELD_AGAIN && total > 0);
    CHECK("where there is room again it takes more",
          read_all(pipe[0], block, sizeof block) == sizeof block &&
              weld_write_now(pipe[1], block, sizeof block) == sizeof block);
    CHECK("an end that is only read from is not written to",
          FAILED(weld_write_now(pipe[0], "x", 1), WELD_BAD_HANDLE));
    weld_close(pipe[0]);
    CHECK("a pipe without a reader is a broken one",
          FAILED(weld_write_now(pipe[1], "x", 1), WELD_BROKEN_PIPE));
    weld_close(pipe[1]);

    weld_socket_pair(pair);
    while ((part = weld_write_now(pair[0], block, sizeof block)) > 0) {}
    CHECK("a full socket that blocks is not waited for", part == WELD_AGAIN);
    weld_close(pair[1]);
    CHECK("a socket without a peer is a broken pipe and no signal",
          FAILED(weld_write_now(pair[0], "x", 1), WELD_BROKEN_PIPE));
    CHECK("what was received is closed, once",
          weld_close_received(pair[0]) == 0 &&
              FAILED(weld_close_received(pair[0]), WELD_BAD_HANDLE));

    const weld_handle event = weld_event();
    if (COUNTS_EVENTS) {
        const uint64_t most = UINT64_MAX - 1;
        CHECK("a counter takes what it can hold", weld_write_now(event, &most, sizeof most) == 8);
        CHECK("a full counter is not waited for",
              weld_write_now(event, &most, sizeof most) == WELD_AGAIN);
    }
    weld_close(event);
    const weld_handle file = weld_create_file(path("shared"));
    CHECK("a file takes what is written",
          weld_write_now(file, "abc", 3) == 3 && weld_read_at(file, &byte, 1, 2) == 1 &&
              byte == 'c');
    CHECK("nothing takes nothing", FAILED(weld_write_now(-1, "x", 1), WELD_BAD_HANDLE));
    weld_close(file);

    CHECK("a file that was made is removed, once",
          weld_facts_at(path("shared"), &facts) == 0 &&
              weld_remove_made(path("shared"), &facts) == 0 &&
              FAILED(weld_remove_made(path("shared"), &facts), WELD_NOT_FOUND));
}

static void whose_file(void) {
    struct weld_facts made, other;
    weld_close(weld_create_file(path("mine")));
    weld_facts_at(path("mine"), &made);
    weld_close(weld_create_file(path("other")));
    weld_facts_at(path("other"), &other);
    CHECK("another file stays", FAILED(weld_remove_made(path("mine"), &other), WELD_EXISTS) &&
                                    weld_facts_at(path("mine"), &made) == 0);
    other = made;
    other.type = WELD_SOCKET;
    CHECK("a file is no socket", FAILED(weld_remove_made(path("mine"), &other), WELD_NOT_SOCKET));
    weld_remove_file(path("mine"));
    weld_remove_file(path("other"));
}

static void closed_streams(void) {
    int32_t process;
    const weld_handle handle = child("closed-streams", "", NULL, 0, &process);
    CHECK("closed standard streams lead nowhere, open ones stay", ending(handle, process) == 0);
    weld_close(handle);
    CHECK("open ones are left alone", weld_fill_standard_streams() == 0);
}

static void few_handles(void) {
    int32_t process;
    const weld_handle handle = child("poll-many", "", NULL, 0, &process);
    CHECK("more entries than handles are looked at", ending(handle, process) == 0);
    weld_close(handle);
}

static void room(void) {
    struct weld_facts facts;
    CHECK("there is room for some", weld_room(4096, 2) == 0);
    CHECK("there is no room for all", FAILED(weld_room(UINT64_MAX, 2), WELD_NO_SPACE) &&
                                          FAILED(weld_room(1ull << 62, 0), WELD_NO_SPACE));
    const weld_handle memory = weld_memory("reserved", 3 << 20);
    CHECK("memory is reserved to its end", weld_memory_reserve(memory, 3 << 20) == 0 &&
                                               weld_facts(memory, &facts) == 0 &&
                                               facts.size == 3 << 20);
    CHECK("no memory reserves nothing", FAILED(weld_memory_reserve(-1, 1), WELD_BAD_HANDLE) &&
                                            FAILED(weld_memory_reserve(memory, UINT64_MAX),
                                                   WELD_INVALID));
    weld_close(memory);
}

enum { RACERS = 4, ROUNDS = 200 };

static struct racer {
    struct weld_facts made;
    weld_handle listener, start;
    bool is_refused;
} racers[RACERS];

// Names of paths are a ring that threads must not share.
static char place[512];

static void race(void *context) {
    struct racer *own = context;
    found(own->start, WELD_READABLE, in(20000));
    own->listener = weld_listen(place, 4, &own->made);
    own->is_refused = FAILED(own->listener, WELD_IN_USE);
}

static void races(void) {
    bool is_one = true, are_refused = true;
    snprintf(place, sizeof place, "%s", path("race"));
    for (int round = 0; round < ROUNDS; round++) {
        weld_thread threads[RACERS];
        const weld_handle start = weld_event();
        // Every other time what a dead one left has to be replaced.
        if (round % 2 == 1) weld_leave_dead_socket(place);
        for (int i = 0; i < RACERS; i++) {
            racers[i].start = start;
            weld_thread_start("racer", race, &racers[i], &threads[i]);
        }
        weld_event_signal(start);
        int listening = 0;
        for (int i = 0; i < RACERS; i++) weld_thread_join(threads[i]);
        for (int i = 0; i < RACERS; i++) {
            listening += racers[i].listener >= 0;
            are_refused = are_refused && (racers[i].listener >= 0 || racers[i].is_refused);
            if (racers[i].listener < 0) continue;
            weld_close(racers[i].listener);
            weld_remove_socket(place, &racers[i].made);
        }
        is_one = is_one && listening == 1;
        weld_close(start);
    }
    CHECK("of several that begin at once one listens", is_one);
    CHECK("the others find it in use", are_refused);
}

void streams(void) {
    shared_streams();
    whose_file();
    closed_streams();
    few_handles();
    room();
    races();
}
