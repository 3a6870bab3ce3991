// Handles under several threads: numbers are given once, objects outlive who uses them, nothing is
// left behind, and two programs that start at once are given only their own.
#include "suite.h"

enum { WORKERS = 4, TURNS = 300 };

static uint32_t mistakes;

static void mistake(void) { __atomic_fetch_add(&mistakes, 1, __ATOMIC_RELAXED); }

// Makes, uses and closes handles of its own: a number that were given twice would mix up bytes.
static void work(void *context) {
    const uint64_t own = (uintptr_t)context;
    for (uint64_t turn = 0; turn < TURNS; turn++) {
        weld_handle ends[2];
        uint64_t sent = own << 32 | turn, came = 0;
        if (weld_pipe(ends) != 0) {
            mistake();
            continue;
        }
        const weld_handle copy = weld_duplicate(ends[0]), event = weld_event();
        weld_close(ends[0]);
        weld_event_signal(event);
        if (weld_write(ends[1], &sent, sizeof sent) != sizeof sent) mistake();
        if (found(copy, WELD_READABLE, in(20000)) != WELD_READABLE) mistake();
        if (weld_read(copy, &came, sizeof came) != sizeof came || came != sent) mistake();
        if (weld_event_drain(event) != 1) mistake();
        if (weld_close(copy) != 0 || weld_close(ends[1]) != 0 || weld_close(event) != 0) mistake();
    }
}

struct watched {
    weld_handle event, started;
    int found;
};

static void watch(void *context) {
    struct watched *watched = context;
    weld_event_signal(watched->started);
    watched->found = found(watched->event, WELD_READABLE, in(50));
}

static void table(void) {
    weld_thread threads[WORKERS];
    const weld_handle before = weld_event();
    for (uintptr_t i = 0; i < WORKERS; i++) {
        weld_thread_start("works", work, (void *)(i + 1), &threads[i]);
    }
    for (int i = 0; i < WORKERS; i++) weld_thread_join(threads[i]);
    CHECK("threads never get each other's handles", mistakes == 0);
    const weld_handle after = weld_event();
    // An event may be more than one descriptor.
    CHECK("nothing is left of them", after <= before + 4);
    weld_close(before);
    weld_close(after);

    // Closed while somebody waits for it: the wait ends by its own deadline, and nothing dies.
    weld_thread thread;
    bool are_calm = true;
    for (int round = 0; round < 10; round++) {
        struct watched watched = {.event = weld_event(), .started = weld_event()};
        weld_thread_start("waits", watch, &watched, &thread);
        found(watched.started, WELD_READABLE, in(20000));
        weld_close(watched.event);
        weld_thread_join(thread);
        are_calm = are_calm && (watched.found == 0 || watched.found == WELD_NOT_OPEN);
        weld_close(watched.started);
    }
    CHECK("a handle may be closed while it is waited for", are_calm);
}

static void refuse(void *context) {
    (void)context;
    for (int turn = 0; turn < TURNS; turn++) {
        struct weld_facts facts;
        if (weld_close(700 + turn % 50) != WELD_FAILED) mistake();
        if (weld_facts(-turn - 1, &facts) != WELD_FAILED) mistake();
        if (!FAILED(weld_duplicate(700 + turn % 50), WELD_BAD_HANDLE)) mistake();
    }
}

static void errors_of_threads(void) {
    weld_thread threads[WORKERS];
    mistakes = 0;
    for (int i = 0; i < WORKERS; i++) weld_thread_start("fails", refuse, NULL, &threads[i]);
    work((void *)9);
    for (int i = 0; i < WORKERS; i++) weld_thread_join(threads[i]);
    CHECK("an error is its own thread's", mistakes == 0);
}

static uint32_t is_over;

static void start_others(void *context) {
    (void)context;
    while (__atomic_load_n(&is_over, __ATOMIC_ACQUIRE) == 0) {
        int32_t process;
        weld_handle ends[2];
        weld_pipe(ends);
        const struct weld_inherited inherited = {.source = ends[1], .target = 5};
        const weld_handle handle = child("linger", "", &inherited, 1, &process);
        weld_close(ends[0]);
        weld_close(ends[1]);
        if (handle < 0) continue;
        weld_process_end(handle, process);
        weld_close(handle);
    }
}

// A pipe ends with the last program that holds it. Where one that was started at the same moment
// held it too, its end would come late, or never.
static void two_at_once(void) {
    weld_thread thread;
    bool are_apart = true;
    weld_thread_start("starts", start_others, NULL, &thread);
    for (int round = 0; round < 15; round++) {
        int32_t process, other;
        weld_handle ends[2];
        char byte;
        weld_pipe(ends);
        const struct weld_inherited inherited = {.source = ends[1], .target = 5};
        const weld_handle handle = child("exit", "3", &inherited, 1, &process);
        // This one lives on: it must not hold what the first was given.
        const weld_handle living = child("linger", "", NULL, 0, &other);
        weld_close(ends[1]);
        are_apart = are_apart && ending(handle, process) == 3 &&
                    found(ends[0], WELD_READABLE, in(10000)) != 0 &&
                    weld_read(ends[0], &byte, 1) == 0;
        weld_process_end(living, other);
        weld_close(living);
        weld_close(handle);
        weld_close(ends[0]);
    }
    __atomic_store_n(&is_over, 1, __ATOMIC_RELEASE);
    weld_thread_join(thread);
    CHECK("programs that start at once hold nothing of each other", are_apart);
}

// Argument lists are one text on some systems: whatever stands in an argument stays in it.
static void arguments(void) {
    static const char *const nasty[] = {
        "", " ", "\t", "\"", "\\", "\\\"", "a\\\\\"b c\\", "--x=\"y z\"", "%PATH%", "*", "tail\\\\",
        "\xc3\xbc\xe2\x82\xac", "line\nbreak", "'single'", "^&|<>",
    };
    bool are_whole = true;
    for (size_t i = 0; i < sizeof nasty / sizeof nasty[0]; i++) {
        int32_t process;
        weld_handle ends[2];
        char bytes[64];
        weld_pipe(ends);
        const struct weld_inherited inherited = {.source = ends[1], .target = 5};
        const weld_handle handle = child("say-argument", nasty[i], &inherited, 1, &process);
        weld_close(ends[1]);
        const size_t count = read_all(ends[0], bytes, sizeof bytes);
        are_whole = are_whole && ending(handle, process) == 0 && count == strlen(nasty[i]) &&
                    memcmp(bytes, nasty[i], count) == 0;
        weld_close(handle);
        weld_close(ends[0]);
    }
    CHECK("whatever stands in an argument stays in it", are_whole);
}

void stress(void) {
    table();
    errors_of_threads();
    two_at_once();
    arguments();
}
