// The pulse of one processor: fixed work at known moments, done before everything that is measured.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// One beat, in nanoseconds of the monotonic clock.
typedef struct {
    uint64_t due;
    uint64_t lateness;
    uint64_t duration;
} gate_host_beat;

/// How a pulse beats; durations in nanoseconds.
typedef struct {
    /// Rounds of the fixed arithmetic a beat.
    uint64_t rounds;
    /// Between two beats, give or take a twentieth.
    uint64_t interval;
    /// Between two beats after an abnormal one, give or take a quarter, until ten in a row were
    /// normal; after 250 the long interval returns.
    uint64_t short_interval;
    /// The longest normal lateness and duration together.
    uint64_t limit;
    /// Chooses where in its twentieth each beat lies.
    uint64_t seed;
} gate_host_pulse_settings;

typedef struct gate_host_pulse gate_host_pulse;

/// Does the fixed arithmetic, which touches no memory, and returns its result.
uint64_t gate_host_pulse_work(uint64_t rounds);

/// Returns a pulse that does not beat yet, or NULL without memory.
gate_host_pulse *gate_host_pulse_make(gate_host_pulse_settings settings);

/// Frees a pulse that no thread runs.
void gate_host_pulse_free(gate_host_pulse *pulse);

/// Beats in the calling thread until the pulse is stopped.
///
/// @param below_others whether own threads can come before this one. Then what this thread waited
/// for a processor is no lateness, its duration is its own processor time, and where the kernel
/// does not tell the wait, nothing is late.
void gate_host_pulse_run(gate_host_pulse *pulse, bool below_others);

/// Ends the pulse at its next beat.
void gate_host_pulse_stop(gate_host_pulse *pulse);

/// Takes the oldest beats, as many as there is room for; one thread at a time. Those that nobody
/// took are kept until 4096 have come; later ones are lost.
size_t gate_host_pulse_take(gate_host_pulse *pulse, gate_host_beat *beats, size_t room);
