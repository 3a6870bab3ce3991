// What this program does as a child of itself.
#include "suite.h"

// Dies of the signal, unless dispositions were inherited.
static int write_without_reader(void) {
    weld_handle ends[2];
    if (weld_pipe(ends) != 0) return 90;
    weld_close(ends[0]);
    weld_write(ends[1], "x", 1);
    return 91;
}

// Says on 5 who its parent is once that is another than at the start.
static int report_new_parent(const char *first) {
    const uint64_t patience = in(20000);
    while (weld_parent() == atoi(first)) {
        if (weld_now() > patience) return 92;
        weld_poll(NULL, 0, in(1));
    }
    const int32_t ids[2] = {weld_self(), weld_parent()};
    return weld_write(5, ids, sizeof ids) == sizeof ids ? 0 : 93;
}

static int leave_orphan(void) {
    char own[16];
    int32_t process;
    const struct weld_inherited inherited = {.source = 5, .target = 5};
    snprintf(own, sizeof own, "%d", weld_self());
    return child("new-parent", own, &inherited, 1, &process) < 0 ? 94 : 0;
}

// Opens handles until the limit; says by its code whether the failure is the right one.
static int exhaust_handles(void) {
    if (weld_limit_handles(weld_self(), 40) != 0) return 95;
    for (int i = 0; i < 64; i++) {
        const weld_handle copy = weld_duplicate(0);
        if (copy >= 0) continue;
        // At once: a sanitizer's exit handlers need handles.
        weld_exit(FAILED(copy, WELD_TOO_MANY_HANDLES) ? 0 : 96);
    }
    return 97;
}

// One bit for each of the handles 0 to 30 that is open.
static int which_are_open(void) {
    uint32_t open = 0;
    struct weld_facts facts;
    for (int number = 0; number <= 30; number++) {
        if (weld_facts(number, &facts) == 0) open |= 1u << number;
    }
    return weld_write(9, &open, sizeof open) == sizeof open ? 0 : 98;
}

static int see_environment(void) {
    const char *const *all = weld_environment();
    const char *value = weld_variable("WELD_A");
    if (value == NULL || strcmp(value, "b c") != 0) return 80;
    if (weld_variable("HOME") != NULL) return 81;
    if (weld_argument(0) != NULL && strcmp(weld_argument(1), "--child") != 0) return 83;
    if (all[0] == NULL || strcmp(all[0], "WELD_A=b c") != 0) return 82;
    return !HAS_ONLY_ITS_VARIABLES || all[1] == NULL ? 0 : 84;
}

// Maps the memory that comes over a connection, changes a word of it and waits for the end.
static int use_memory(const char *where) {
    char byte;
    weld_handle memory;
    struct weld_received received;
    void *address;
    const weld_handle socket = weld_connect(where, in(5000));
    if (socket < 0) return 70;
    if (weld_receive(socket, &byte, 1, WELD_WAITS, &memory, 1, &received) != 1) return 71;
    if (received.handle_count != 1 || weld_memory_is_fixed(memory) != 1) return 72;
    if (weld_map(memory, 8192, WELD_MAP_WRITABLE, &address) != 0) return 73;
    uint32_t *word = address;
    if (__atomic_load_n(word, __ATOMIC_ACQUIRE) != 0xC0FFEE) return 74;
    __atomic_store_n(word, 0xBEEF, __ATOMIC_RELEASE);
    weld_word_wake(word, 1);
    return weld_receive(socket, &byte, 1, WELD_WAITS, NULL, 0, &received) == 0 ? 7 : 75;
}

static int say(const char *text) {
    return weld_write(5, text, strlen(text)) == (int64_t)strlen(text) ? 0 : 60;
}

// Is ready once it has said so on 5; ends only by a signal.
static int wait_for_ever(void) {
    weld_write(5, "r", 1);
    weld_poll(NULL, 0, in(60000));
    return 61;
}

// As this system tells arguments to who needs no main for them.
static int say_argument(const char *argument) {
    const char *told = weld_argument(3);
    return say(told != NULL ? told : argument);
}

// Says on 5 whom it started, and waits with it.
static int leave_lingering(void) {
    int32_t process;
    if (child("linger", "", NULL, 0, &process) < 0) return 66;
    weld_write(5, &process, sizeof process);
    return weld_poll(NULL, 0, in(60000));
}

// Says so over a connection, and waits to be killed.
static int stay_connected(const char *where) {
    const weld_handle socket = weld_connect(where, in(20000));
    if (socket < 0 || weld_send(socket, "c", 1, NULL, 0) != 1) return 64;
    weld_poll(NULL, 0, in(60000));
    return 65;
}

static int say_directory(void) {
    struct weld_facts facts;
    if (weld_facts_at(".", &facts) != 0) return 62;
    return weld_write(5, &facts.inode, sizeof facts.inode) == sizeof facts.inode ? 0 : 63;
}

// Nothing that is opened afterwards may get one of the three numbers.
static int close_streams(void) {
    struct weld_facts facts;
    for (int number = 0; number <= 2; number++) weld_close(number);
    if (weld_fill_standard_streams() != 0) return 50;
    for (int number = 0; number <= 2; number++) {
        if (weld_facts(number, &facts) != 0 || facts.type != WELD_CHARACTER_DEVICE) return 51;
        // Its numbers are given to others.
        if (weld_is_inheritable(number) != 1) return 52;
    }
    return weld_event() > 2 ? 0 : 53;
}

// Polls more entries than this process may open handles; says whether they are seen all the same.
static int poll_many(void) {
    struct weld_poll entries[8];
    const weld_handle event = weld_event();
    for (int i = 0; i < 8; i++) {
        entries[i] = (struct weld_poll){.handle = event, .wanted = WELD_READABLE};
    }
    if (weld_limit_handles(weld_self(), 4) != 0) return 54;
    const uint64_t deadline = in(30);
    if (weld_poll(entries, 8, deadline) != 0 || weld_now() < deadline) return 55;
    weld_event_signal(event);
    if (weld_poll(entries, 8, in(20000)) != 8) return 56;
    // At once: a sanitizer's exit handlers need handles.
    weld_exit(entries[7].found == WELD_READABLE ? 0 : 57);
}

int as_child(char **arguments) {
    const char *mode = arguments[0], *argument = arguments[1];
#ifdef WELD_CONTROLS
    // A fault is the parent's alone.
    switch_controls_off();
#endif
    if (strcmp(mode, "exit") == 0) weld_exit(atoi(argument));
    if (strcmp(mode, "abort") == 0) weld_abort();
    if (strcmp(mode, "wait") == 0) return wait_for_ever();
    if (strcmp(mode, "linger") == 0) return weld_poll(NULL, 0, in(60000));
    if (strcmp(mode, "leave-lingering") == 0) return leave_lingering();
    if (strcmp(mode, "say") == 0) return say(argument);
    if (strcmp(mode, "say-argument") == 0) return say_argument(argument);
    if (strcmp(mode, "connect") == 0) return stay_connected(argument);
    if (strcmp(mode, "directory") == 0) return say_directory();
    if (strcmp(mode, "no-reader") == 0) return write_without_reader();
    if (strcmp(mode, "new-parent") == 0) return report_new_parent(argument);
    if (strcmp(mode, "orphan") == 0) return leave_orphan();
    if (strcmp(mode, "handles") == 0) return exhaust_handles();
    if (strcmp(mode, "open") == 0) return which_are_open();
    if (strcmp(mode, "environment") == 0) return see_environment();
    if (strcmp(mode, "memory") == 0) return use_memory(argument);
    if (strcmp(mode, "closed-streams") == 0) return close_streams();
    if (strcmp(mode, "poll-many") == 0) return poll_many();
    return 99;
}
