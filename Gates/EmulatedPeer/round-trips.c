// G1 and G2: Echo for Echo with the runtime, and the same bytes with a process of the judge's own,
// block by block in turn. What Wine adds it adds to both.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "peer.h"

enum { BLOCK = 100, GROUP = 4, ECHO_FRAME = 88 };

static int compare(const void *left, const void *right) {
    const double a = *(const double *)left, b = *(const double *)right;
    return a < b ? -1 : a > b;
}

static double quantile(double *values, size_t count, double part) {
    qsort(values, count, sizeof *values, compare);
    return values[(size_t)((double)(count - 1) * part)];
}

struct tally {
    int32_t wrong, lost;
};

static double round_trip(struct line *line, uint64_t *state, struct tally *tally) {
    uint8_t payload[64], bytes[FRAME_ROOM];
    struct frame reply;
    for (size_t i = 0; i < 64; i += 8) {
        const uint64_t word = chance(state);
        memcpy(payload + i, &word, 8);
    }
    const uint32_t number = ++line->number;
    const size_t length = frame_spell(bytes, ECHO, number, payload, 64);
    const uint64_t begin = weld_now();
    if (!line_send(line, bytes, length, NULL, 0)) {
        say_end_of_subject("misbehaviour", "the runtime ended the connection in round trips");
    }
    switch (line_answer(line, &reply, in(3000))) {
    case CAME: break;
    case LATE: tally->lost++; return -1;
    case BROKEN: tally->wrong++; return -1;
    case GONE: say_end_of_subject("misbehaviour", "the runtime ended the connection in round trips");
    }
    const uint64_t end = weld_now();
    const bool is_whole = reply.type == ECHO_REPLY && reply.number == number &&
                          memcmp(reply.body, payload, 64) == 0;
    if (!is_whole) tally->wrong++;
    return (double)(end - begin);
}

static double bare(struct line *line, uint64_t *state) {
    uint8_t bytes[ECHO_FRAME];
    for (size_t i = 0; i < ECHO_FRAME; i += 8) {
        const uint64_t word = chance(state);
        memcpy(bytes + i, &word, 8);
    }
    const uint64_t begin = weld_now();
    bool is_there = line_send(line, bytes, ECHO_FRAME, NULL, 0);
    for (line->filled = 0; is_there && line->filled < ECHO_FRAME;) {
        struct weld_received received;
        const int64_t count = weld_receive(line->socket, line->bytes + line->filled,
                                           ECHO_FRAME - line->filled, WELD_WAITS, NULL, 0,
                                           &received);
        if (count == WELD_AGAIN) is_there = weld_now() - begin < 3000000000u;
        if (count == 0 || count == WELD_FAILED) is_there = false;
        if (count > 0) line->filled += (size_t)count;
    }
    if (!is_there) {
        say_fault("the floor's process does not answer: %zu bytes of it after %.1f s",
                  line->filled, (double)(weld_now() - begin) / 1e9);
    }
    if (memcmp(bytes, line->bytes, ECHO_FRAME) != 0) say_fault("the floor answers other bytes");
    return (double)(weld_now() - begin);
}

// The floor's other end: a process of this program.
int part_floor(const char *path) {
    uint8_t bytes[4096];
    struct line line = {.socket = weld_connect(path, in(10000))};
    if (line.socket < 0) return 1;
    for (;;) {
        struct weld_received received;
        const int64_t count =
            weld_receive(line.socket, bytes, sizeof bytes, WELD_WAITS, NULL, 0, &received);
        if (count == WELD_AGAIN) continue;
        if (count <= 0) return 0;
        if (!line_send(&line, bytes, (size_t)count, NULL, 0)) return 0;
    }
}

// The listener stays: on Windows a client has not come in whole when it is accepted.
struct floor {
    struct line line;
    struct stub stub;
    weld_handle listener;
    struct weld_facts made;
    char path[512];
};

static void floor_begin(struct floor *floor, const struct order *order) {
    struct line *line = &floor->line;
    snprintf(floor->path, sizeof floor->path, "%s\\floor.sock", order->directory);
    floor->listener = weld_listen(floor->path, 4, &floor->made);
    const weld_handle listener = floor->listener;
    const char *arguments[] = {"floor", floor->path};
    struct weld_poll entry = {.handle = listener, .wanted = WELD_READABLE};
    if (listener < 0) say_fault("cannot listen: error %d", weld_error());
    stub_start(&floor->stub, order->program, arguments, 2, NULL, 0);
    *line = (struct line){.socket = WELD_AGAIN};
    while (line->socket == WELD_AGAIN) {
        if (weld_poll(&entry, 1, in(10000)) <= 0) say_fault("the floor's process does not come");
        line->socket = weld_accept(listener);
    }
    weld_set_receive_tick(line->socket, TICK);
}

static void floor_end(struct floor *floor) {
    weld_close(floor->line.socket);
    weld_close(floor->listener);
    weld_remove_socket(floor->path, &floor->made);
    stub_clear(&floor->stub);
}

void part_round_trips(const struct order *order) {
    static struct session session;
    static struct floor other;
    static double own[BLOCK], floor[BLOCK], own_group[BLOCK * GROUP], floor_group[BLOCK * GROUP];
    struct tally tally = {0};
    uint64_t state = order->seed;
    floor_begin(&other, order);
    session_begin(&session, order, "rtt", NULL, 0);
    // The first block warms both up and is not told.
    for (int32_t block = 0; block <= order->rounds && tally.lost == 0; block++) {
        size_t taken = 0;
        for (int32_t i = 0; i < BLOCK && tally.lost == 0; i++) {
            const double time = round_trip(&session.line, &state, &tally);
            if (time >= 0) own[taken++] = time;
        }
        for (int32_t i = 0; i < BLOCK; i++) floor[i] = bare(&other.line, &state);
        if (block == 0 || taken < BLOCK) continue;
        const size_t place = (size_t)((block - 1) % GROUP) * BLOCK;
        memcpy(own_group + place, own, sizeof own);
        memcpy(floor_group + place, floor, sizeof floor);
        say_samples("rtt.emulated", "ns", own, BLOCK);
        say_samples("rtt.emulated-floor", "ns", floor, BLOCK);
        const double ratio = quantile(own, BLOCK, 0.5) / quantile(floor, BLOCK, 0.5);
        say_samples("rtt.ratio", "ratio", &ratio, 1);
        if (block % GROUP != 0) continue;
        const double tail = quantile(own_group, BLOCK * GROUP, 0.99) /
                            quantile(floor_group, BLOCK * GROUP, 0.99);
        say_samples("rtt.tail-ratio", "ratio", &tail, 1);
    }
    say_count("rtt.wrong", tally.wrong);
    say_count("rtt.lost", tally.lost);
    stub_event(&session.stub, "nothing of the kind", NULL, in(50));
    if (order->runtime_fault_count > 0 && session.stub.announced >= order->runtime_fault_count) {
        say_count("control.announced", 1);
    }
    if (tally.lost == 0) {
        uint8_t bytes[FRAME_ROOM];
        struct frame reply;
        const size_t length = frame_spell(bytes, SHUTDOWN, ++session.line.number, NULL, 0);
        line_send(&session.line, bytes, length, NULL, 0);
        const bool is_told = line_answer(&session.line, &reply, in(3000)) == CAME &&
                             reply.type == SHUTDOWN_ACK;
        const bool has_ended = stub_await_end(&session.stub, in(3000));
        say_trial("rtt.end", is_told && has_ended && !session.stub.ending.is_signal &&
                                 session.stub.ending.code == 0);
    }
    session_end(&session);
    floor_end(&other);
}
