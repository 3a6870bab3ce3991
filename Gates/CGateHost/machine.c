// C, as the sampler that reads these ten times a second: no allocation, no text objects.
#define _GNU_SOURCE
#include "CGateHostSampler.h"

#include <stdio.h>
#include <string.h>

/// Returns the line after a place in a text, or NULL at its end.
static const char *next_line(const char *place) {
    const char *end = strchr(place, '\n');
    return end == NULL ? NULL : end + 1;
}

gate_host_processors gate_host_parse_processors(const char *text, const uint64_t mask[16]) {
    gate_host_processors sum = {0, 0, 0};
    for (const char *line = text; line != NULL && strncmp(line, "cpu", 3) == 0;
         line = next_line(line)) {
        unsigned number;
        unsigned long long idle = 0, waiting = 0, steal = 0;
        // Old kernels stop before the stolen time. The first line, of all, has no number.
        if (line[3] == ' '
            || sscanf(line, "cpu%u %*u %*u %*u %llu %llu %*u %*u %llu", &number, &idle, &waiting,
                      &steal) < 2
            || number >= 1024 || !(mask[number / 64] >> number % 64 & 1))
            continue;
        sum.count += 1;
        sum.idle += idle + waiting;
        sum.steal += steal;
    }
    return sum;
}

bool gate_host_parse_throttled(const char *text, uint64_t *nanoseconds) {
    for (const char *line = text; line != NULL; line = next_line(line)) {
        unsigned long long time;
        if (sscanf(line, "throttled_usec %llu", &time) == 1) {
            *nanoseconds = time * 1000u;
            return true;
        }
        if (sscanf(line, "throttled_time %llu", &time) == 1) {
            *nanoseconds = time;
            return true;
        }
    }
    return false;
}

uint64_t gate_host_parse_pressure(const char *text) {
    unsigned long long microseconds;
    const char *total = strstr(text, "total=");
    return total != NULL && sscanf(total, "total=%llu", &microseconds) == 1 ? microseconds * 1000u
                                                                             : 0;
}
