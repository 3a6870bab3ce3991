// G7: handles to a runtime's lab: all of them, in order, the same objects, and closed afterwards; and
// two programs that are started at once get nothing of each other's.
#include <stdio.h>
#include <string.h>

#include "peer.h"

static const int32_t batches[] = {1, 8, 60, 253};

struct batch {
    weld_handle read_ends[WELD_HANDLE_LIMIT], sent[WELD_HANDLE_LIMIT];
    struct weld_facts facts[WELD_HANDLE_LIMIT];
    int32_t count;
};

// By turns a pipe, memory and an event.
static void make(struct batch *batch, int32_t count) {
    batch->count = count;
    for (int32_t i = 0; i < count; i++) {
        weld_handle ends[2] = {-1, -1};
        if (i % 3 == 0) {
            if (weld_pipe(ends) != 0) say_fault("no pipe: error %d", weld_error());
        } else {
            ends[1] = i % 3 == 1 ? weld_memory("lab", 4096) : weld_event();
        }
        batch->read_ends[i] = ends[0];
        batch->sent[i] = ends[1];
        weld_facts(ends[1], &batch->facts[i]);
    }
}

// Whether a pipe holds the payload and then ends.
static bool holds(weld_handle pipe, const uint8_t *payload, bool *is_closed) {
    uint8_t bytes[128];
    size_t filled = 0;
    *is_closed = false;
    while (filled < sizeof bytes) {
        struct weld_poll entry = {.handle = pipe, .wanted = WELD_READABLE};
        if (weld_poll(&entry, 1, in(1000)) <= 0) break;
        const int64_t count = weld_read(pipe, bytes + filled, sizeof bytes - filled);
        *is_closed = count == 0;
        if (count <= 0) break;
        filled += (size_t)count;
    }
    return filled == 64 && memcmp(bytes, payload, 64) == 0;
}

static bool pass(struct session *session, struct batch *batch, uint64_t *state) {
    uint8_t bytes[FRAME_ROOM], payload[64];
    struct frame reply;
    for (size_t i = 0; i < 64; i++) payload[i] = (uint8_t)chance(state);
    const uint32_t number = ++session->line.number;
    const size_t length = frame_spell(bytes, ECHO, number, payload, 64);
    if (!line_send(&session->line, bytes, length, batch->sent, batch->count)) return false;
    if (line_answer(&session->line, &reply, in(5000)) != CAME) return false;
    if (reply.type != ECHO_REPLY || reply.number != number) return false;
    int32_t arrived = 0, out_of_order = 0, inheritable = 0;
    for (int32_t i = 0; i < batch->count; i++) {
        const char *line = stub_event(&session->stub, "handle-received", "runtime", in(300));
        if (line == NULL) break;
        arrived++;
        const uint64_t inode = batch->facts[i].inode;
        char wanted[48];
        snprintf(wanted, sizeof wanted, "\"ino\":%llu", (unsigned long long)inode);
        if (inode != 0 && strstr(line, wanted) == NULL) out_of_order++;
        if (strstr(line, "\"cloexec\":true") == NULL) inheritable++;
    }
    say_trial("handles.arrived", arrived == batch->count);
    say_trial("handles.order", out_of_order == 0);
    say_trial("handles.inheritable", inheritable == 0);
    int32_t unwritten = 0, kept = 0;
    for (int32_t i = 0; i < batch->count; i++) weld_close(batch->sent[i]);
    for (int32_t i = 0; i < batch->count; i++) {
        bool is_closed;
        if (batch->read_ends[i] < 0) continue;
        unwritten += !holds(batch->read_ends[i], payload, &is_closed);
        kept += !is_closed;
        weld_close(batch->read_ends[i]);
    }
    say_trial("handles.written", unwritten == 0);
    say_trial("handles.kept", kept == 0);
    return true;
}

// MARK: two starts at once

struct start {
    const char *program;
    weld_handle read_end;  // ends when the child has ended, unless another one holds the pipe too
    weld_handle process;
    int32_t pid;
};

static void start(void *context) {
    struct start *own = context;
    weld_handle ends[2];
    const char *const arguments[] = {own->program, "wait", NULL};
    if (weld_pipe(ends) != 0) return;
    const struct weld_inherited given = {.source = ends[1], .target = 3};
    const struct weld_program program = {.path = own->program, .arguments = arguments,
                                         .environment = weld_environment(), .inherited = &given,
                                         .inherited_count = 1};
    own->process = weld_spawn(&program, &own->pid);
    weld_close(ends[1]);
    own->read_end = ends[0];
}

enum { STARTS = 4 };

static bool nothing_leaks(const char *program) {
    struct start starts[STARTS];
    weld_thread threads[STARTS];
    bool is_right = true;
    for (int i = 0; i < STARTS; i++) {
        starts[i] = (struct start){.program = program, .read_end = -1, .process = -1};
        weld_thread_start("start", start, &starts[i], &threads[i]);
    }
    for (int i = 0; i < STARTS; i++) weld_thread_join(threads[i]);
    for (int i = 0; i < STARTS; i++) {
        struct weld_ending ending;
        if (starts[i].process < 0) say_fault("a program could not be started");
        weld_process_signal(starts[i].process, starts[i].pid, weld_signal(WELD_SIGNAL_KILL));
        struct weld_poll entries[] = {{.handle = starts[i].process, .wanted = WELD_READABLE},
                                      {.handle = starts[i].read_end, .wanted = WELD_READABLE}};
        weld_poll(&entries[0], 1, in(3000));
        weld_process_ending(starts[i].process, starts[i].pid, &ending);
        // The others still run: whoever held this pipe as well would keep it open.
        uint8_t byte;
        is_right = weld_poll(&entries[1], 1, in(1000)) > 0 &&
                   weld_read(starts[i].read_end, &byte, 1) == 0 && is_right;
    }
    for (int i = 0; i < STARTS; i++) {
        weld_close(starts[i].process);
        weld_close(starts[i].read_end);
    }
    return is_right;
}

void part_handles(const struct order *order) {
    static struct session session;
    static struct batch batch;
    static const char *const lab[] = {"--handles-lab"};
    uint64_t state = order->seed;
    session_begin(&session, order, "lab", lab, 1);
    for (int32_t round = 0; round < order->rounds; round++) {
        for (size_t i = 0; i < sizeof batches / sizeof batches[0]; i++) {
            make(&batch, batches[i]);
            const bool is_answered = pass(&session, &batch, &state);
            say_trial("handles.answered", is_answered);
            if (!is_answered) break;
            say_count("handles.batches", 1);
        }
        say_trial("handles.two-starts", nothing_leaks(order->program));
    }
    // What the runtime has said until now.
    stub_event(&session.stub, "nothing of the kind", NULL, in(50));
    if (order->runtime_fault_count > 0 && session.stub.announced >= order->runtime_fault_count) {
        say_count("control.announced", 1);
    }
    session_end(&session);
}
