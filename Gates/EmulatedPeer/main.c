// weld-peer PART --runtime PATH --editor PATH --directory PATH [--seed N] [--rounds N]
//           [--runtime-fault SABOTAGE]... [--editor-fault SABOTAGE]...
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "peer.h"

static const struct {
    const char *name;
    void (*run)(const struct order *order);
} parts[] = {
    {"round-trips", part_round_trips},     {"faults", part_faults},
    {"runtime-killed", part_runtime_killed}, {"editor-killed", part_editor_killed},
    {"viewport", part_viewport},           {"handles", part_handles},
};

int main(int count, char **words) {
    static char program[1024];
    struct order order = {.rounds = 1, .part = count > 1 ? words[1] : "", .program = program};
    if (strcmp(order.part, "floor") == 0 && count > 2) return part_floor(words[2]);
    if (strcmp(order.part, "wait") == 0) {
        struct weld_poll none;
        weld_poll(&none, 0, in(20000));
        return 0;
    }
    process_adopt();
    const int64_t length = weld_program_path(program, sizeof program);
    if (length < 0) say_fault("this program does not know its path");
    for (int i = 2; i + 1 < count; i += 2) {
        const char *value = words[i + 1];
        if (strcmp(words[i], "--runtime") == 0) order.runtime = value;
        if (strcmp(words[i], "--editor") == 0) order.editor = value;
        if (strcmp(words[i], "--directory") == 0) order.directory = value;
        if (strcmp(words[i], "--seed") == 0) order.seed = strtoull(value, NULL, 10);
        if (strcmp(words[i], "--rounds") == 0) order.rounds = atoi(value);
        if (strcmp(words[i], "--runtime-fault") == 0 && order.runtime_fault_count < 4) {
            order.runtime_faults[order.runtime_fault_count++] = value;
        }
        if (strcmp(words[i], "--editor-fault") == 0 && order.editor_fault_count < 4) {
            order.editor_faults[order.editor_fault_count++] = value;
        }
    }
    if (order.runtime == NULL || order.editor == NULL || order.directory == NULL) {
        say_fault("weld-peer needs --runtime, --editor and --directory");
    }
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        if (strcmp(order.part, parts[i].name) != 0) continue;
        parts[i].run(&order);
        say_end();
        return 0;
    }
    say_fault("weld-peer has no part %s", order.part);
}
