// What the judge asks Linux about the use of the machine beside what it measures.
#pragma once

#include <stdint.h>
#include <sys/types.h>

/// The state of one watch: which processes belong to the watched tree.
typedef struct gate_host_sampler gate_host_sampler;

/// Counters that only rise, in nanoseconds where no unit is named.
typedef struct {
    uint64_t now;
    /// Idle time of all processors, counted by the kernel in steps of 10 ms.
    uint64_t idle;
    uint64_t steal;
    /// Time in which some task waited for a processor; 0 where the kernel does not say.
    uint64_t pressure;
    /// Processor time of this process and of the tree, the reaped children of both included.
    uint64_t own;
    /// Involuntary context switches of the tree's living threads.
    uint64_t involuntary_switches;
} gate_host_sample;

/// Returns a sampler of the tree under a process, or NULL.
gate_host_sampler *gate_host_sampler_make(pid_t root);

/// Frees a sampler.
void gate_host_sampler_free(gate_host_sampler *sampler);

/// Reads every counter now.
void gate_host_sampler_read(gate_host_sampler *sampler, gate_host_sample *sample);
