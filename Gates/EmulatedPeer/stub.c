// Stubs as processes: started with a pipe for their events, watched, killed, looked after.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "peer.h"

uint64_t chance(uint64_t *state) {
    uint64_t word = (*state += 0x9E3779B97F4A7C15u);
    word = (word ^ word >> 30) * 0xBF58476D1CE4E5B9u;
    word = (word ^ word >> 27) * 0x94D049BB133111EBu;
    return word ^ word >> 31;
}

uint64_t in(uint64_t milliseconds) { return weld_now() + milliseconds * 1000000; }

enum { MOST_ARGUMENTS = 40 };

bool stub_start(struct stub *stub, const char *path, const char *const *arguments, int32_t count,
                const char *const *faults, int32_t fault_count) {
    const char *all[MOST_ARGUMENTS] = {path};
    weld_handle ends[2];
    int32_t used = 1;
    *stub = (struct stub){.process = -1, .events = -1};
    for (int32_t i = 0; i < count; i++) all[used++] = arguments[i];
    all[used++] = "--events-fd";
    all[used++] = "3";
    for (int32_t i = 0; i < fault_count; i++) {
        all[used++] = "--sabotage";
        all[used++] = faults[i];
    }
    all[used] = NULL;
    if (weld_pipe(ends) != 0) say_fault("no pipe for events: error %d", weld_error());
    const struct weld_inherited given = {.source = ends[1], .target = 3};
    const struct weld_program program = {.path = path, .arguments = all,
                                         .environment = weld_environment(), .inherited = &given,
                                         .inherited_count = 1};
    stub->process = weld_spawn(&program, &stub->pid);
    const int32_t code = weld_error();
    weld_close(ends[1]);
    stub->events = ends[0];
    if (stub->process >= 0) return true;
    say_fault("%s could not be started: error %d", path, code);
}

static const char *take_line(struct stub *stub, char *line, size_t room) {
    char *end = memchr(stub->lines, '\n', stub->filled);
    if (end == NULL) return NULL;
    const size_t length = (size_t)(end - stub->lines);
    snprintf(line, room, "%.*s", (int)length, stub->lines);
    stub->filled -= length + 1;
    memmove(stub->lines, end + 1, stub->filled);
    return line;
}

static bool says(const char *line, const char *key, const char *value) {
    char wanted[96];
    snprintf(wanted, sizeof wanted, "\"%s\":\"%s\"", key, value);
    return strstr(line, wanted) != NULL;
}

const char *stub_event(struct stub *stub, const char *name, const char *role, uint64_t deadline) {
    static char line[8192];
    for (;;) {
        while (take_line(stub, line, sizeof line) != NULL) {
            if (says(line, "event", "sabotage")) stub->announced++;
            if (says(line, "event", name) && (role == NULL || says(line, "role", role))) return line;
        }
        if (stub->filled == sizeof stub->lines) say_fault("a line of events is too long");
        struct weld_poll entry = {.handle = stub->events, .wanted = WELD_READABLE};
        if (weld_poll(&entry, 1, deadline) <= 0) return NULL;
        const int64_t count = weld_read(stub->events, stub->lines + stub->filled,
                                        sizeof stub->lines - stub->filled);
        if (count <= 0) return NULL;
        stub->filled += (size_t)count;
    }
}

int64_t number_of(const char *line, const char *key) {
    char wanted[64];
    snprintf(wanted, sizeof wanted, "\"%s\":", key);
    const char *found = line == NULL ? NULL : strstr(line, wanted);
    return found == NULL ? 0 : strtoll(found + strlen(wanted), NULL, 10);
}

bool stub_await_end(struct stub *stub, uint64_t deadline) {
    struct weld_poll entry = {.handle = stub->process, .wanted = WELD_READABLE};
    if (stub->has_ended) return true;
    if (weld_poll(&entry, 1, deadline) <= 0) return false;
    stub->has_ended = weld_process_ending(stub->process, stub->pid, &stub->ending) == 0;
    return stub->has_ended;
}

void stub_kill(struct stub *stub) {
    if (!stub->has_ended) {
        weld_process_signal(stub->process, stub->pid, weld_signal(WELD_SIGNAL_KILL));
    }
}

void stub_clear(struct stub *stub) {
    stub_kill(stub);
    if (stub->process >= 0) stub_await_end(stub, in(5000));
    if (stub->process >= 0) weld_close(stub->process);
    if (stub->events >= 0) weld_close(stub->events);
    stub->process = stub->events = -1;
}
