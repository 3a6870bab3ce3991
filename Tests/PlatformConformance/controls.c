// The faults of controls.h. WELD_CONTROL=NAME switches one on; --controls lists them, each with
// its section and the case that has to see it.
#ifdef WELD_CONTROLS
#include "weld.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const controls[][3] = {
    {"blurred-kinds", "errors", "a kind's code is of that kind"},
    {"count-kept", "handles", "a drained event is 0"},
    {"list-cut", "files", "a list that has no room says what it needs"},
    {"open-directory", "posix", "an open directory is not private"},
    {"path-taken", "listening", "a living listener keeps its path"},
    {"foreign-removed", "listening", "a foreign socket stays"},
    {"connect-early", "listening", "a full backlog is waited for until the deadline"},
    {"truncation-hidden", "messages", "more than there are places is a truncation"},
    {"handles-inherited", "messages", "no child inherits what came"},
    {"handles-lost", "messages", "they come with their first byte"},
    {"poll-early", "waiting", "a poll ends at its deadline, and no earlier"},
    {"memory-unsealed", "memory", "its size is fixed"},
    {"attach-creates", "memory", "attaching creates nothing"},
    {"word-ignored", "memory", "a changed word keeps nobody waiting"},
    {"handle-leaked", "processes", "a child holds exactly what is listed"},
    {"signal-hidden", "processes", "a killed child has not exited"},
    {"start-forgotten", "processes", "a process that was not reaped is dead, and still itself"},
    {"lock-open", "threads", "a lock that is held is waited for"},
    {"signal-wrong", "signals", "a blocked signal is received, once"},
};

// How much too early a deadline is taken to have come: 15 ms.
#define EARLY 15000000u

static bool are_off;

void switch_controls_off(void) { are_off = true; }

int list_controls(void) {
    for (size_t i = 0; i < sizeof controls / sizeof controls[0]; i++) {
        printf("%s\t%s\t%s\n", controls[i][0], controls[i][1], controls[i][2]);
    }
    return 0;
}

static bool is_on(const char *name) {
    const char *wanted = getenv("WELD_CONTROL");
    return !are_off && wanted != NULL && strcmp(wanted, name) == 0;
}

int32_t control_error_kind(int32_t code) {
    return is_on("blurred-kinds") ? WELD_OTHER : weld_error_kind(code);
}

int64_t control_event_drain(weld_handle event) {
    const int64_t value = weld_event_drain(event);
    if (value > 0 && is_on("count-kept")) weld_event_signal(event);
    return value;
}

int64_t control_list(const char *path, char *names, size_t room) {
    const int64_t needed = weld_list(path, names, room);
    return is_on("list-cut") && needed > (int64_t)room ? (int64_t)room : needed;
}

int64_t control_private_directory(const char *wanted, char *path, size_t room) {
    const int64_t length = weld_private_directory(wanted, path, room);
    if (length >= 0 || weld_error_kind(weld_error()) != WELD_PERMISSION) return length;
    return is_on("open-directory") ? (int64_t)strlen(path) : length;
}

weld_handle control_listen(const char *path, int32_t backlog, struct weld_facts *made) {
    if (is_on("path-taken")) weld_remove_file(path);
    return weld_listen(path, backlog, made);
}

int32_t control_remove_socket(const char *path, const struct weld_facts *made) {
    return is_on("foreign-removed") ? weld_remove_file(path) : weld_remove_socket(path, made);
}

weld_handle control_connect(const char *path, uint64_t deadline) {
    return weld_connect(path,
                        deadline > EARLY && is_on("connect-early") ? deadline - EARLY : deadline);
}

int64_t control_receive(weld_handle socket, void *bytes, size_t count, int32_t flags,
                        weld_handle *handles, int32_t places, struct weld_received *received) {
    if (is_on("handles-inherited")) flags |= WELD_INHERITS;
    const int64_t taken = weld_receive(socket, bytes, count, flags, handles, places, received);
    if (is_on("truncation-hidden")) received->is_truncated = false;
    return taken;
}

int64_t control_send(weld_handle socket, const void *bytes, size_t count,
                     const weld_handle *handles, int32_t handle_count) {
    if (handle_count == 2 && is_on("handles-lost")) handle_count = 1;
    return weld_send(socket, bytes, count, handles, handle_count);
}

int32_t control_poll(struct weld_poll *entries, size_t count, uint64_t deadline) {
    const bool is_early = deadline > EARLY && deadline != WELD_NEVER && is_on("poll-early");
    return weld_poll(entries, count, is_early ? deadline - EARLY : deadline);
}

weld_handle control_memory(const char *label, uint64_t size) {
    if (!is_on("memory-unsealed")) return weld_memory(label, size);
    const weld_handle memory = weld_memory_create("/weld-conf-unsealed", size);
    weld_memory_remove("/weld-conf-unsealed");
    return memory;
}

weld_handle control_memory_attach(const char *name) {
    const weld_handle memory = weld_memory_attach(name);
    return memory < 0 && is_on("attach-creates") ? weld_memory_create(name, 1) : memory;
}

int32_t control_word_wait(const uint32_t *word, uint32_t value, uint64_t deadline) {
    return weld_word_wait(word, is_on("word-ignored") ? *word : value, deadline);
}

weld_handle control_spawn(const struct weld_program *program, int32_t *process) {
    if (!is_on("handle-leaked") || program->inherited_count != 2) {
        return weld_spawn(program, process);
    }
    struct weld_inherited inherited[3] = {program->inherited[0], program->inherited[1]};
    inherited[2] = (struct weld_inherited){.source = 0, .target = 12};
    struct weld_program leaky = *program;
    leaky.inherited = inherited;
    leaky.inherited_count = 3;
    return weld_spawn(&leaky, process);
}

int32_t control_process_ending(weld_handle handle, int32_t process, struct weld_ending *ending) {
    const int32_t result = weld_process_ending(handle, process, ending);
    if (result == 0 && is_on("signal-hidden")) ending->is_signal = false;
    return result;
}

int32_t control_process_facts(int32_t process, struct weld_process_facts *facts) {
    const int32_t result = weld_process_facts(process, facts);
    if (result == 0 && facts->is_dead && is_on("start-forgotten")) facts->start++;
    return result;
}

void control_lock(void *lock) {
    // The caller unlocks what it has not locked: harmless only where it is tried alone.
    if (!is_on("lock-open")) weld_lock(lock);
}

int32_t control_signal_next(weld_handle receiver) {
    const int32_t number = weld_signal_next(receiver);
    return number > 0 && is_on("signal-wrong") ? number + 1 : number;
}
#endif
