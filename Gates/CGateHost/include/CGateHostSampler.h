// What the judge asks Linux about the use of the machine beside what it measures.
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

/// The state of one watch: which processes belong to the watched tree.
typedef struct gate_host_sampler gate_host_sampler;

/// Counters that only rise, in nanoseconds where no unit is named.
typedef struct {
    uint64_t now;
    /// How many of the processors that were asked for there are.
    uint64_t processors;
    /// Idle and stolen time of those processors, counted by the kernel in steps of 10 ms.
    uint64_t idle;
    uint64_t steal;
    /// Processor time that a quota of a control group withheld, summed over the groups.
    uint64_t throttled;
    /// Time in which some task waited for a processor; 0 where the kernel does not say.
    uint64_t pressure;
    /// Processor time of this process and of the tree, the reaped children of both included.
    uint64_t own;
    /// Involuntary context switches of the tree's living threads.
    uint64_t involuntary_switches;
} gate_host_sample;

/// Returns a sampler of the tree under a process on the processors of a mask, or NULL.
gate_host_sampler *gate_host_sampler_make(pid_t root, const uint64_t mask[16]);

/// Adds a control group's `cpu.stat`; false where it cannot be read, tells of no quota, or is one
/// too many.
bool gate_host_sampler_watch_quota(gate_host_sampler *sampler, const char *path);

/// Frees a sampler.
void gate_host_sampler_free(gate_host_sampler *sampler);

/// Reads every counter now.
void gate_host_sampler_read(gate_host_sampler *sampler, gate_host_sample *sample);

// MARK: machine.c

/// What the kernel has counted of some processors, in its ticks.
typedef struct {
    uint64_t count;
    uint64_t idle;
    uint64_t steal;
} gate_host_processors;

/// Adds up the processors of a mask of 1024 bits in the text of `/proc/stat`.
gate_host_processors gate_host_parse_processors(const char *text, const uint64_t mask[16]);

/// Reads how long a control group was throttled from its `cpu.stat`, of either version.
bool gate_host_parse_throttled(const char *text, uint64_t *nanoseconds);

/// Reads the nanoseconds of `some` in the text of `/proc/pressure/cpu`; 0 where there are none.
uint64_t gate_host_parse_pressure(const char *text);
