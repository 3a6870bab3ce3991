// C, because it runs above everything that is measured: no allocation, no lock, no object.
#define _GNU_SOURCE
#include "CGateHostPulse.h"

#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

enum { RING = 4096, CALM_BEATS = 10, MOST_SHORT = 250 };

struct gate_host_pulse {
    gate_host_pulse_settings settings;
    gate_host_beat ring[RING];
    /// Beats ever written and ever taken.
    atomic_size_t written, taken;
    atomic_bool stopped;
    /// Where results go, so that the work has to be done.
    volatile uint64_t result;
};

static uint64_t nanoseconds(clockid_t clock) {
    struct timespec time;
    if (clock_gettime(clock, &time) != 0) return 0;
    return (uint64_t)time.tv_sec * 1000000000u + (uint64_t)time.tv_nsec;
}

static void wait_until(uint64_t moment) {
    const struct timespec time = {(time_t)(moment / 1000000000u), (long)(moment % 1000000000u)};
    while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &time, NULL) == EINTR) {}
}

static uint64_t scramble(uint64_t value) {
    value ^= value << 13;
    value ^= value >> 7;
    return value ^ value << 17;
}

/// Each round needs the one before: nothing to vectorise, to reorder or to predict.
__attribute__((noinline)) uint64_t gate_host_pulse_work(uint64_t rounds) {
    uint64_t value = rounds | 1;
    for (uint64_t round = 0; round < rounds; round++) value = scramble(value);
    return value;
}

/// Returns an interval give or take half of one of its parts: a thief with a period of its own
/// must not always or never be met.
static uint64_t spread(uint64_t interval, uint64_t parts, uint64_t place) {
    return interval - interval / parts / 2 + place % (interval / parts + 1);
}

/// How long this thread has stood in a processor's queue, ready to run, since it began: the wait
/// for whoever ran instead, and nothing of what kept the timer from making it ready.
static bool read_queueing(int file, uint64_t *queueing) {
    char text[96];
    const ssize_t count = file < 0 ? -1 : pread(file, text, sizeof text - 1, 0);
    if (count <= 0) return false;
    text[count] = 0;
    unsigned long long waited;
    if (sscanf(text, "%*u %llu", &waited) != 1) return false;
    *queueing = waited;
    return true;
}

static void put(gate_host_pulse *pulse, gate_host_beat beat) {
    const size_t written = atomic_load_explicit(&pulse->written, memory_order_relaxed);
    if (written - atomic_load_explicit(&pulse->taken, memory_order_acquire) == RING) return;
    pulse->ring[written % RING] = beat;
    atomic_store_explicit(&pulse->written, written + 1, memory_order_release);
}

/// Waits for a moment and works; the beat's times are those that nothing of ours can have made.
static gate_host_beat beat(gate_host_pulse *pulse, uint64_t due, bool below_others, int queue) {
    uint64_t before = 0, after = 0;
    const bool tells = below_others && read_queueing(queue, &before);
    wait_until(due);
    const uint64_t woken = nanoseconds(CLOCK_MONOTONIC);
    gate_host_beat beat = {due, woken > due ? woken - due : 0, 0};
    if (below_others) {
        const bool told = tells && read_queueing(queue, &after);
        const uint64_t queued = told ? after - before : UINT64_MAX;
        beat.lateness -= queued < beat.lateness ? queued : beat.lateness;
    }
    const clockid_t clock = below_others ? CLOCK_THREAD_CPUTIME_ID : CLOCK_MONOTONIC;
    const uint64_t from = below_others ? nanoseconds(clock) : woken;
    pulse->result = gate_host_pulse_work(pulse->settings.rounds);
    const uint64_t to = nanoseconds(clock);
    beat.duration = to > from ? to - from : 0;
    return beat;
}

void gate_host_pulse_run(gate_host_pulse *pulse, bool below_others) {
    const gate_host_pulse_settings settings = pulse->settings;
    const int queue =
        below_others ? open("/proc/thread-self/schedstat", O_RDONLY | O_CLOEXEC) : -1;
    uint64_t due = nanoseconds(CLOCK_MONOTONIC) + settings.short_interval;
    uint64_t place = settings.seed | 1;
    int calm = CALM_BEATS, in_haste = 0;
    while (!atomic_load_explicit(&pulse->stopped, memory_order_acquire)) {
        const gate_host_beat last = beat(pulse, due, below_others, queue);
        put(pulse, last);
        const bool normal = last.lateness + last.duration <= settings.limit;
        calm = !normal ? 0 : calm < CALM_BEATS ? calm + 1 : calm;
        // A host that is never normal is known well enough by fewer beats.
        in_haste = calm < CALM_BEATS ? in_haste + 1 : 0;
        place = scramble(place);
        const uint64_t now = nanoseconds(CLOCK_MONOTONIC);
        due += in_haste > 0 && in_haste <= MOST_SHORT ? spread(settings.short_interval, 2, place)
                                                      : spread(settings.interval, 10, place);
        // What was missed is in the last beat's lateness.
        if (due < now) due = now + settings.short_interval;
    }
    if (queue >= 0) close(queue);
}

gate_host_pulse *gate_host_pulse_make(gate_host_pulse_settings settings) {
    gate_host_pulse *pulse = calloc(1, sizeof *pulse);
    if (pulse != NULL) pulse->settings = settings;
    return pulse;
}

void gate_host_pulse_free(gate_host_pulse *pulse) {
    free(pulse);
}

void gate_host_pulse_stop(gate_host_pulse *pulse) {
    atomic_store_explicit(&pulse->stopped, true, memory_order_release);
}

size_t gate_host_pulse_take(gate_host_pulse *pulse, gate_host_beat *beats, size_t room) {
    const size_t taken = atomic_load_explicit(&pulse->taken, memory_order_relaxed);
    const size_t there = atomic_load_explicit(&pulse->written, memory_order_acquire) - taken;
    const size_t count = there < room ? there : room;
    for (size_t index = 0; index < count; index++)
        beats[index] = pulse->ring[(taken + index) % RING];
    atomic_store_explicit(&pulse->taken, taken + count, memory_order_release);
    return count;
}
