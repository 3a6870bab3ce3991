// Threads, locks, processors and signals.
#include "suite.h"

struct shared {
    void *lock;
    weld_handle event;
    uint32_t turns;  // guarded by the lock
    uint32_t is_in;
    int32_t id;
    int32_t result;
};

static void take_lock(void *context) {
    struct shared *shared = context;
    shared->id = weld_thread_id();
    weld_event_signal(shared->event);
    weld_lock(shared->lock);
    __atomic_store_n(&shared->is_in, 1, __ATOMIC_RELEASE);
    weld_unlock(shared->lock);
}

static void count(void *context) {
    struct shared *shared = context;
    for (int i = 0; i < 10000; i++) {
        weld_lock(shared->lock);
        shared->turns++;
        weld_unlock(shared->lock);
    }
}

static void locks(struct shared *shared) {
    weld_thread thread, others[4];
    weld_lock(shared->lock);
    CHECK("a thread starts",
          weld_thread_start("a name longer than 15 bytes", take_lock, shared, &thread) == 0);
    found(shared->event, WELD_READABLE, in(20000));
    weld_poll(NULL, 0, in(30));
    CHECK("a lock that is held is waited for",
          __atomic_load_n(&shared->is_in, __ATOMIC_ACQUIRE) == 0);
    weld_unlock(shared->lock);
    CHECK("a thread is joined",
          weld_thread_join(thread) == 0 && __atomic_load_n(&shared->is_in, __ATOMIC_ACQUIRE) == 1);
    CHECK("threads have ids of their own", shared->id > 0 && shared->id != weld_thread_id());
    for (int i = 0; i < 4; i++) weld_thread_start("count", count, shared, &others[i]);
    for (int i = 0; i < 4; i++) weld_thread_join(others[i]);
    CHECK("a lock lets one in at a time", shared->turns == 40000);
}

static void signal_event(void *context) { weld_event_signal(((struct shared *)context)->event); }

static void processors(void) {
    uint64_t all[WELD_CPU_WORDS], one[WELD_CPU_WORDS] = {0}, now[WELD_CPU_WORDS];
    const uint64_t none[WELD_CPU_WORDS] = {0};
    if (FAILED(weld_affinity(0, all), WELD_UNSUPPORTED)) return;
    int first = 0;
    while (first < 64 * WELD_CPU_WORDS && (all[first / 64] >> (first % 64) & 1) == 0) first++;
    CHECK("a thread may run somewhere", first < 64 * WELD_CPU_WORDS);
    one[first / 64] = 1ull << (first % 64);
    CHECK("a thread is put on one processor", weld_set_affinity(0, one) == 0 &&
                                                  weld_affinity(0, now) == 0 &&
                                                  memcmp(now, one, sizeof now) == 0);
    CHECK("a process is put on all again", weld_set_process_affinity(weld_self(), all) == 0 &&
                                               weld_affinity(0, now) == 0 &&
                                               memcmp(now, all, sizeof now) == 0);
    CHECK("nowhere is no place to run", FAILED(weld_set_affinity(0, none), WELD_INVALID));
    CHECK("nobody runs nowhere", weld_set_process_affinity(0x7ffffff0, all) == WELD_FAILED &&
                                     FAILED(weld_affinity(0x7ffffff0, now), WELD_NOT_FOUND));
}

static void priorities(void) {
    CHECK("a thread is scheduled like others", weld_priority() == 0);
    const int32_t result = weld_set_priority(1);
    if (result == 0) {
        CHECK("a thread comes first", weld_priority() == 1);
        CHECK("a thread is like others again", weld_set_priority(0) == 0 && weld_priority() == 0);
    } else {
        CHECK("what is not allowed says so", weld_error_kind(weld_error()) == WELD_PERMISSION);
    }
    CHECK("there is no priority 1000", weld_set_priority(1000) == WELD_FAILED);
}

void threads(void) {
    weld_thread thread;
    struct shared shared = {.lock = weld_lock_make(), .event = weld_event()};
    CHECK("a lock", shared.lock != NULL);
    locks(&shared);
    weld_event_drain(shared.event);
    CHECK("a thread is let go", weld_thread_start("alone", signal_event, &shared, &thread) == 0 &&
                                    weld_thread_detach(thread) == 0);
    CHECK("a thread that was let go runs", found(shared.event, WELD_READABLE, in(20000)) != 0 &&
                                               weld_event_drain(shared.event) == 1);
    weld_lock_free(shared.lock);
    weld_close(shared.event);
    processors();
    priorities();
}

// Blocks signals here, as its main thread would in a stub, and receives two of them.
static void receive_signals(void *context) {
    struct shared *shared = context;
    int32_t process;
    const int32_t wanted[] = {weld_signal(WELD_SIGNAL_USER2), weld_signal(WELD_SIGNAL_TERMINATE)};
    if (weld_signal_block(wanted, 2) != 0) return;
    const weld_handle receiver = weld_signal_receiver(wanted, 2);
    if (weld_signal_next(receiver) != WELD_AGAIN) return;
    weld_event_signal(shared->event);
    if (found(receiver, WELD_READABLE, in(20000)) != WELD_READABLE) return;
    shared->result = weld_signal_next(receiver);
    if (weld_signal_next(receiver) != WELD_AGAIN) shared->result = -3;
    weld_close(receiver);
    // A child of a thread that blocks a signal does not block it.
    weld_handle ends[2];
    char byte;
    weld_pipe(ends);
    const struct weld_inherited inherited = {.source = ends[1], .target = 5};
    const weld_handle handle = child("wait", "", &inherited, 1, &process);
    weld_read(ends[0], &byte, 1);
    weld_process_signal(handle, process, wanted[1]);
    shared->id = ending(handle, process) - 1000 == wanted[1];
    weld_close(handle);
    weld_close(ends[0]);
    weld_close(ends[1]);
}

// Waits for an event whatever interrupts it.
static void await_event(void *context) {
    struct shared *shared = context;
    shared->result = found(shared->event, WELD_READABLE, in(20000)) == WELD_READABLE;
}

static void interruptions(void) {
    weld_thread thread;
    const int32_t signal = weld_signal(WELD_SIGNAL_USER1);
    CHECK("no signal 1000 interrupts", FAILED(weld_signal_interrupts(1000), WELD_INVALID));
    struct shared shared = {.event = weld_event(), .result = -1};
    CHECK("a signal can be one that interrupts", weld_signal_interrupts(signal) == 0);
    weld_thread_start("awaits", await_event, &shared, &thread);
    bool was_taken = true;
    for (int round = 0; round < 100; round++)
        was_taken = was_taken && weld_thread_signal(thread, signal) == 0;
    weld_event_signal(shared.event);
    weld_thread_join(thread);
    CHECK("a signal that interrupts ends nobody, and no wait", was_taken && shared.result == 1);
    weld_close(shared.event);
}

void signals(void) {
    interruptions();
    int32_t process;
    weld_thread thread;
    weld_handle ends[2];
    bool are_known = true;
    for (int32_t which = WELD_SIGNAL_TERMINATE; which <= WELD_SIGNAL_TERMINAL_OUTPUT; which++) {
        for (int32_t other = 0; other < which; other++) {
            are_known =
                are_known && weld_signal(which) > 0 && weld_signal(which) != weld_signal(other);
        }
    }
    CHECK("signals have numbers of their own", are_known);
    CHECK("there is no signal 1000", FAILED(weld_signal(1000), WELD_INVALID) &&
                                         FAILED(weld_signal_ignore(1000), WELD_INVALID));
    struct shared shared = {.event = weld_event(), .result = -1};
    weld_thread_start("receiver", receive_signals, &shared, &thread);
    found(shared.event, WELD_READABLE, in(20000));
    CHECK("a thread takes a signal",
          weld_thread_signal(thread, weld_signal(WELD_SIGNAL_USER2)) == 0);
    weld_thread_join(thread);
    weld_event_drain(shared.event);
    CHECK("a blocked signal is received, once", shared.result == weld_signal(WELD_SIGNAL_USER2));
    CHECK("a child blocks no signal", shared.id == 1);
    weld_close(shared.event);
    const int32_t none = 1000;
    CHECK("no such signal is blocked or received",
          FAILED(weld_signal_block(&none, 1), WELD_INVALID) &&
              FAILED(weld_signal_receiver(&none, 1), WELD_INVALID));
    CHECK("nothing receives nothing", FAILED(weld_signal_next(-1), WELD_BAD_HANDLE));

    weld_pipe(ends);
    weld_close(ends[0]);
    CHECK("an ignored signal ends nobody",
          weld_signal_ignore(weld_signal(WELD_SIGNAL_PIPE)) == 0 &&
              FAILED(weld_write(ends[1], "x", 1), WELD_BROKEN_PIPE));
    weld_close(ends[1]);
    const weld_handle handle = child("no-reader", "", NULL, 0, &process);
    const int code = ending(handle, process);
    if (HAS_SIGPIPE) {
        CHECK("a child ignores no signal", code == 1000 + weld_signal(WELD_SIGNAL_PIPE));
    } else {
        CHECK("a write to nobody is an error and no signal", code == 91);
    }
    weld_close(handle);
}
