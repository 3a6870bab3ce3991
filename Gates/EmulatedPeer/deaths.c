// G4 and G5: a real editor with its runtime, one of the two killed; and what the other makes of it.
#include <stdio.h>
#include <string.h>

#include "peer.h"

struct pair {
    struct stub editor;
    char path[512];
    int32_t runtime;       // its process id
    void *runtime_handle;  // NULL: none
};

static void follow_runtime(struct pair *pair, const char *line) {
    process_close(pair->runtime_handle);
    pair->runtime = (int32_t)number_of(line, "child");
    pair->runtime_handle = process_open(pair->runtime);
}

// The socket's path, of which a backslash is told by two.
static void take_path(struct pair *pair, const char *line) {
    const char *from = strstr(line, "\"path\":\"");
    size_t length = 0;
    for (from = from == NULL ? "" : from + 8; *from != '\0' && *from != '"'; from++) {
        if (*from == '\\') from++;
        if (length + 1 < sizeof pair->path) pair->path[length++] = *from;
    }
    pair->path[length] = '\0';
}

// Starts a pair and waits until both serve.
static bool begin(struct pair *pair, const struct order *order) {
    const char *arguments[32] = {"--headless", "--seconds", "30", "--size", "640x360", "--runtime",
                                 order->runtime};
    int32_t used = 7;
    for (int32_t i = 0; i < order->runtime_fault_count; i++) {
        arguments[used++] = "--runtime-arg";
        arguments[used++] = "--sabotage";
        arguments[used++] = "--runtime-arg";
        arguments[used++] = order->runtime_faults[i];
    }
    *pair = (struct pair){0};
    stub_start(&pair->editor, order->editor, arguments, used, order->editor_faults,
               order->editor_fault_count);
    const char *line = stub_event(&pair->editor, "listening", "editor", in(10000));
    if (line == NULL) return false;
    take_path(pair, line);
    line = stub_event(&pair->editor, "spawned", "editor", in(10000));
    if (line == NULL) return false;
    follow_runtime(pair, line);
    return stub_event(&pair->editor, "round-checked", "editor", in(10000)) != NULL;
}

static void end(struct pair *pair, const struct order *order) {
    const int32_t wanted = order->runtime_fault_count + order->editor_fault_count;
    if (wanted > 0 && pair->editor.announced >= wanted) say_count("control.announced", 1);
    // The editor first: it would start another.
    stub_clear(&pair->editor);
    process_close(pair->runtime_handle);
    pair->runtime_handle = NULL;
    weld_remove_file(pair->path);
}

static void wait_by_chance(uint64_t *state) {
    struct weld_poll none;
    weld_poll(&none, 0, weld_now() + chance(state) % 60000000);
}

void part_runtime_killed(const struct order *order) {
    static struct pair pair;
    uint64_t state = order->seed;
    for (int32_t i = 0; i < order->rounds; i++) {
        if (!begin(&pair, order)) say_end_of_subject("hang", "no pair served within 10 s");
        wait_by_chance(&state);
        const uint64_t killed = weld_now();
        process_end(pair.runtime_handle);
        const bool is_noticed =
            stub_event(&pair.editor, "peer-gone", "editor", in(3000)) != NULL;
        const double noticed = (double)(weld_now() - killed);
        say_trial("g4.emulated.noticed", is_noticed);
        if (is_noticed) say_samples("g4.emulated.detect", "ns", &noticed, 1);
        const char *line = stub_event(&pair.editor, "spawned", "editor", in(3000));
        if (line != NULL) follow_runtime(&pair, line);
        line = line == NULL ? NULL : stub_event(&pair.editor, "restarted", "editor", in(10000));
        const double served = (double)(weld_now() - killed);
        const bool is_second = line != NULL && number_of(line, "epoch") == 2;
        say_trial("g4.emulated.restarted", is_second);
        if (!is_second) {
            end(&pair, order);
            break;
        }
        say_samples("g4.emulated.recover", "ns", &served, 1);
        wait_by_chance(&state);
        process_end(pair.runtime_handle);
        const bool has_ended = stub_await_end(&pair.editor, in(5000));
        say_trial("g4.emulated.second-death", has_ended && !pair.editor.ending.is_signal &&
                                                  pair.editor.ending.code == 15);
        struct weld_facts facts;
        say_trial("g4.emulated.left", weld_facts_at(pair.path, &facts) < 0 &&
                                          process_is_gone(pair.runtime, in(2000)));
        say_count("g4.emulated.kills", 1);
        end(&pair, order);
    }
}

void part_editor_killed(const struct order *order) {
    static struct pair pair;
    uint64_t state = order->seed;
    for (int32_t i = 0; i < order->rounds; i++) {
        struct weld_facts facts;
        if (!begin(&pair, order)) say_end_of_subject("hang", "no pair served within 10 s");
        wait_by_chance(&state);
        const uint64_t killed = weld_now();
        stub_kill(&pair.editor);
        const bool is_noticed =
            stub_event(&pair.editor, "peer-gone", "runtime", in(3000)) != NULL;
        const double noticed = (double)(weld_now() - killed);
        if (is_noticed) say_samples("g5.emulated.notice", "ns", &noticed, 1);
        const int64_t code = process_code(pair.runtime_handle, in(3000));
        const bool has_ended = code >= 0;
        const double ended = (double)(weld_now() - killed);
        say_trial("g5.emulated.ended", has_ended);
        if (has_ended) say_samples("g5.emulated.end", "ns", &ended, 1);
        if (has_ended) {
            say_trial("g5.emulated.status", code == 0);
            say_trial("g5.emulated.left", weld_facts_at(pair.path, &facts) < 0);
        }
        say_count("g5.emulated.kills", 1);
        // What the runtime had to say until its end.
        stub_event(&pair.editor, "nothing of the kind", NULL, in(20));
        end(&pair, order);
        if (!has_ended) break;
    }
}

void part_viewport(const struct order *order) {
    static struct pair pair;
    if (!begin(&pair, order)) say_end_of_subject("hang", "no pair served within 10 s");
    const uint64_t over = in((uint64_t)order->rounds * 1000);
    int64_t last = 0;
    int32_t read = 0;
    const char *line;
    while ((line = stub_event(&pair.editor, "frame-read", "editor", over)) != NULL) {
        const int64_t id = number_of(line, "id");
        const double age = (double)number_of(line, "age_ns");
        say_trial("g6.emulated.torn", strstr(line, "\"torn\":false") != NULL);
        if (strstr(line, "\"unmarked\":true") == NULL) {
            say_trial("g6.emulated.witness", number_of(line, "witness") == id);
        }
        say_trial("g6.emulated.order", id > last);
        say_samples("g6.emulated.age", "ns", &age, 1);
        last = id;
        read++;
    }
    say_count("g6.emulated.read", read);
    end(&pair, order);
}
