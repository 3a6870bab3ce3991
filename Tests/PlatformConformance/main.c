// The conformance suite of weld.h: one program for every system and every implementation.
//
//   conformance [--verbose] [SECTION ...]
//
// The last line says how many cases hold; the exit code is 1 when one does not.
#include "suite.h"

#ifdef _WIN32
#include <direct.h>
#else
#include <unistd.h>
#endif

static const struct {
    const char *name;
    void (*run)(void);
} sections[] = {
    {"errors", errors_and_clock}, {"handles", handles},     {"files", files},
    {"streams", streams},         {"listening", listening}, {"messages", messages},
    {"clients", clients},         {"waiting", waiting},     {"memory", memory},
    {"processes", processes},     {"this-process", this_process}, {"threads", threads},
    {"stress", stress},           {"signals", signals},     {"posix", rules_of_posix},
    {"windows", rules_of_windows},
};

static int counted, held;
static bool is_verbose;
static const char *section = "";
static char own_path[1024], directory[256];

void check(const char *name, bool holds, const char *file, int line) {
    const int32_t code = weld_error();
    counted++;
    held += holds;
    if (!holds) {
        char text[128];
        weld_error_text(code, text, sizeof text);
        printf("NOT OK %s: %s (%s:%d, last error %d, %s)\n", section, name, file, line, code, text);
    } else if (is_verbose) {
        printf("ok %s: %s\n", section, name);
    }
    fflush(stdout);
}

bool took(uint64_t since, uint64_t milliseconds) {
    const uint64_t passed = weld_now() - since;
    return passed >= milliseconds * MILLISECOND && passed < (milliseconds + 5000) * MILLISECOND;
}

const char *path(const char *name) {
    static char paths[8][300];
    static int next;
    next = (next + 1) % 8;
    snprintf(paths[next], sizeof paths[next], "%s/%s", directory, name);
    return paths[next];
}

int remove_directory(const char *where) {
#ifdef _WIN32
    return _rmdir(where);
#else
    return rmdir(where);
#endif
}

const char *program(void) { return own_path; }

weld_handle child(const char *mode, const char *argument, const struct weld_inherited *inherited,
                  size_t count, int32_t *process) {
    const char *arguments[] = {own_path, "--child", mode, argument, NULL};
    const struct weld_program program = {
        .path = own_path,
        .arguments = arguments,
        .environment = weld_environment(),
        .inherited = inherited,
        .inherited_count = count,
    };
    return weld_spawn(&program, process);
}

int ending(weld_handle handle, int32_t process) {
    struct weld_ending ending;
    if (found(handle, WELD_READABLE, in(20000)) == 0) return -1;
    if (weld_process_ending(handle, process, &ending) != 0) return -1;
    return ending.is_signal ? 1000 + ending.code : ending.code;
}

weld_handle accepted(weld_handle listener, uint64_t deadline) {
    for (;;) {
        const weld_handle made = weld_accept(listener);
        if (made != WELD_AGAIN) return made;
        if (found(listener, WELD_READABLE, deadline) == 0) return WELD_AGAIN;
    }
}

int found(weld_handle handle, int16_t wanted, uint64_t deadline) {
    struct weld_poll entry = {.handle = handle, .wanted = wanted};
    return weld_poll(&entry, 1, deadline) > 0 ? entry.found : 0;
}

size_t read_all(weld_handle handle, char *bytes, size_t count) {
    size_t taken = 0;
    while (taken < count) {
        const int64_t part = weld_read(handle, bytes + taken, count - taken);
        if (part <= 0) break;
        taken += (size_t)part;
    }
    return taken;
}

static bool is_wanted(int index, int count, char **names) {
    for (int i = 0; i < count; i++) {
        if (strcmp(names[i], sections[index].name) == 0) return true;
    }
    return count == 0;
}

int main(int count, char **arguments) {
    if (weld_program_path(own_path, sizeof own_path) < 0) return 2;
    if (count > 3 && strcmp(arguments[1], "--child") == 0) return as_child(arguments + 2);
#ifdef WELD_CONTROLS
    if (count > 1 && strcmp(arguments[1], "--controls") == 0) return list_controls();
#endif
    int first = 1;
    if (count > 1 && strcmp(arguments[1], "--verbose") == 0) {
        is_verbose = true;
        first = 2;
    }
    char wanted[200];
    const char *base = weld_variable("TMPDIR");
    if (base == NULL) base = weld_variable("TEMP");
    snprintf(wanted, sizeof wanted, "%s/weld-%d", base != NULL ? base : "/tmp", weld_self());
    if (weld_private_directory(wanted, directory, sizeof directory) < 0) return 2;
    for (size_t i = 0; i < sizeof sections / sizeof sections[0]; i++) {
        if (!is_wanted((int)i, count - first, arguments + first)) continue;
        section = sections[i].name;
        sections[i].run();
    }
    if (remove_directory(directory) != 0) CHECK("every case takes its files away", false);
    printf("%d of %d cases hold\n", held, counted);
    return counted == 0 ? 2 : held != counted;
}
