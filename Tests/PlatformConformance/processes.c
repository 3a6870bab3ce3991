// Processes: starting, watching, ending them, and what this one knows of itself.
#include "suite.h"

static void endings(void) {
    int32_t process;
    struct weld_ending ended;
    for (int code = 0; code <= 255; code += 85) {
        char text[16];
        snprintf(text, sizeof text, "%d", code);
        const weld_handle handle = child("exit", text, NULL, 0, &process);
        CHECK("an exit code is an exit code", ending(handle, process) == code);
        CHECK("a reaped child takes no signal",
              FAILED(weld_process_signal(handle, process, weld_signal(WELD_SIGNAL_KILL)),
                     WELD_NOT_FOUND));
        CHECK("a child is reaped once",
              weld_process_ending(handle, process, &ended) == WELD_FAILED);
        weld_close(handle);
    }
    weld_handle handle = child("abort", "", NULL, 0, &process);
    CHECK("an abort is a signal", ending(handle, process) > 1000);
    weld_close(handle);

    const int32_t deaths[] = {weld_signal(WELD_SIGNAL_KILL), weld_signal(WELD_SIGNAL_TERMINATE),
                              weld_signal(WELD_SIGNAL_INTERRUPT), weld_signal(WELD_SIGNAL_USER2)};
    for (size_t i = 0; i < sizeof deaths / sizeof deaths[0]; i++) {
        weld_handle ends[2];
        char byte;
        weld_pipe(ends);
        const struct weld_inherited inherited = {.source = ends[1], .target = 5};
        handle = child("wait", "", &inherited, 1, &process);
        weld_close(ends[1]);
        weld_read(ends[0], &byte, 1);
        CHECK("a child that runs has not ended",
              weld_process_ending(handle, process, &ended) == WELD_AGAIN &&
                  found(handle, WELD_READABLE, in(10)) == 0);
        CHECK("a running child takes a signal",
              weld_process_signal(handle, process, deaths[i]) == 0);
        CHECK("a killed child has not exited", ending(handle, process) == 1000 + deaths[i]);
        weld_close(handle);
        weld_close(ends[0]);
    }
    handle = child("wait", "", NULL, 0, &process);
    CHECK("a child is ended", weld_process_end(handle, process) == 0 &&
                                  weld_process_ending(handle, process, &ended) == WELD_FAILED);
    weld_close(handle);
}

static void stopping(void) {
    int32_t process;
    struct weld_ending ended;
    const weld_handle handle = child("wait", "", NULL, 0, &process);
    CHECK("a child is stopped",
          weld_process_signal(handle, process, weld_signal(WELD_SIGNAL_STOP)) == 0);
    CHECK("a stopped child has not ended",
          found(handle, WELD_READABLE, in(20)) == 0 &&
              weld_process_ending(handle, process, &ended) == WELD_AGAIN);
    CHECK("a child is continued",
          weld_process_signal(handle, process, weld_signal(WELD_SIGNAL_CONTINUE)) == 0);
    weld_process_end(handle, process);
    weld_close(handle);
}

static void inheritance(void) {
    int32_t process;
    weld_handle ends[2], other[2];
    char bytes[64];
    uint32_t open = 0;
    weld_pipe(ends);
    weld_pipe(other);
    const struct weld_inherited inherited[] = {{.source = ends[0], .target = 5},
                                               {.source = ends[1], .target = 9}};
    weld_handle handle = child("open", "", inherited, 2, &process);
    read_all(ends[0], (char *)&open, sizeof open);
    CHECK("a child holds exactly what is listed",
          ending(handle, process) == 0 &&
              open == (1u << 0 | 1u << 1 | 1u << 2 | 1u << 5 | 1u << 9));
    weld_close(handle);

    // Each under the number of the other.
    const struct weld_inherited crossed[] = {{.source = ends[1], .target = other[1]},
                                             {.source = other[1], .target = 5}};
    handle = child("say", "crossed", crossed, 2, &process);
    CHECK("sources and targets may overlap",
          ending(handle, process) == 0 && found(other[0], WELD_READABLE, in(5000)) != 0 &&
              weld_read(other[0], bytes, 64) == 7 && found(ends[0], WELD_READABLE, 0) == 0);
    weld_close(handle);
    const struct weld_inherited nothing = {.source = 900, .target = 5};
    CHECK("nothing is not inherited",
          FAILED(child("say", "", &nothing, 1, &process), WELD_BAD_HANDLE));

    const char *text = "two words, a \"quote\" and a \\";
    const struct weld_inherited output = {.source = ends[1], .target = 5};
    handle = child("say", text, &output, 1, &process);
    CHECK("arguments arrive as they are",
          ending(handle, process) == 0 && weld_read(ends[0], bytes, 64) == (int64_t)strlen(text) &&
              memcmp(bytes, text, strlen(text)) == 0);
    weld_close(handle);
    for (int i = 0; i < 2; i++) {
        weld_close(ends[i]);
        weld_close(other[i]);
    }
}

static void programs(void) {
    int32_t process;
    weld_handle ends[2];
    struct weld_facts directory;
    uint64_t inode = 0;
    weld_pipe(ends);
    const char *arguments[] = {"none", NULL}, *none[] = {NULL}, *variables[] = {"WELD_A=b c", NULL};
    struct weld_program start = {.path = path("none"), .arguments = arguments, .environment = none};
    CHECK("a program that is not there", FAILED(weld_spawn(&start, &process), WELD_NOT_FOUND));
    weld_close(weld_create_file(path("plain")));
    start.path = path("plain");
    CHECK("a file that may not be run", FAILED(weld_spawn(&start, &process), WELD_PERMISSION));
    weld_remove_file(path("plain"));

    const char *see[] = {program(), "--child", "environment", "", NULL};
    start = (struct weld_program){.path = program(), .arguments = see, .environment = variables};
    weld_handle handle = weld_spawn(&start, &process);
    CHECK("the environment is the one that is given", ending(handle, process) == 0);
    weld_close(handle);

    const struct weld_inherited output = {.source = ends[1], .target = 5};
    const char *say[] = {program(), "--child", "directory", "", NULL};
    start = (struct weld_program){.path = program(),
                                  .arguments = say,
                                  .environment = weld_environment(),
                                  .directory = "/",
                                  .inherited = &output,
                                  .inherited_count = 1,
                                  .leads_group = true};
    handle = weld_spawn(&start, &process);
    CHECK("a child starts where it is told",
          ending(handle, process) == 0 &&
              weld_read(ends[0], &inode, sizeof inode) == sizeof inode &&
              weld_facts_at("/", &directory) == 0 && directory.inode == inode);
    weld_close(handle);
    start.directory = path("none");
    CHECK("nowhere is no place to start", FAILED(weld_spawn(&start, &process), WELD_NOT_FOUND));
    weld_close(ends[0]);
    weld_close(ends[1]);
}

static void identities(void) {
    int32_t process;
    struct weld_process_facts own, facts, again;
    CHECK("this process has a start",
          weld_process_facts(weld_self(), &own) == 0 && own.start > 0 && !own.is_dead);
    const uint64_t started = weld_start_in_real_time(own.start);
    struct weld_facts now;
    weld_close(weld_create_file(path("now")));
    weld_facts_at(path("now"), &now);
    weld_remove_file(path("now"));
    CHECK("its start lies before what it makes, and not long ago",
          started < now.modified_ns + 1000 * MILLISECOND &&
              started + 86400000 * MILLISECOND > now.modified_ns);
    CHECK("a start has a unit",
          weld_starts_per_second() > 0 && weld_starts_per_second() <= 1000000000);
    const weld_handle handle = child("wait", "", NULL, 0, &process);
    CHECK("a child has a start",
          weld_process_facts(process, &facts) == 0 && facts.start >= own.start && !facts.is_dead);
    CHECK("a child has a parent", facts.parent == weld_self() && own.parent == weld_parent());
    const weld_handle watch = weld_process(process);
    CHECK("a watched process runs", watch >= 0 && found(watch, WELD_READABLE, in(10)) == 0);
    weld_process_signal(handle, process, weld_signal(WELD_SIGNAL_KILL));
    CHECK("a watch sees the end", found(watch, WELD_READABLE, in(20000)) != 0);
    CHECK("a process that was not reaped is dead, and still itself",
          weld_process_facts(process, &again) == 0 && again.is_dead && again.start == facts.start);
    weld_process_end(handle, process);
    CHECK("a reaped process is not found",
          FAILED(weld_process_facts(process, &again), WELD_NOT_FOUND) &&
              FAILED(weld_process(process), WELD_NOT_FOUND));
    CHECK("no process has id 0 or less",
          FAILED(weld_process_facts(0, &again), WELD_NOT_FOUND) &&
              FAILED(weld_process_facts(-1, &again), WELD_NOT_FOUND));
    weld_close(watch);
    weld_close(handle);
}

void processes(void) {
    endings();
    stopping();
    inheritance();
    programs();
    identities();
}

static void orphans(void) {
    int32_t process, ids[2] = {0, 0};
    weld_handle ends[2];
    if (FAILED(weld_adopt_orphans(), WELD_UNSUPPORTED)) return;
    weld_pipe(ends);
    const struct weld_inherited inherited = {.source = ends[1], .target = 5};
    const weld_handle handle = child("orphan", "", &inherited, 1, &process);
    CHECK("a child leaves an orphan", ending(handle, process) == 0);
    weld_close(ends[1]);
    read_all(ends[0], (char *)ids, sizeof ids);
    CHECK("an orphan becomes a child of this process", ids[1] == weld_self());
    const weld_handle orphan = weld_process(ids[0]);
    CHECK("an orphan is reaped here", ending(orphan, ids[0]) == 0);
    weld_close(orphan);
    weld_close(handle);
    weld_close(ends[0]);
}

void this_process(void) {
    int32_t process;
    char text[1024], small[2];
    CHECK("ids", weld_self() > 0 && weld_parent() >= 0 && weld_self() != weld_parent());
    CHECK("its program",
          weld_program_path(text, sizeof text) == (int64_t)strlen(text) &&
              (text[0] == '/' || text[1] == ':'));
    CHECK("a path that has no room is refused",
          FAILED(weld_program_path(small, sizeof small), WELD_NAME_TOO_LONG));
    CHECK("no argument beyond the last", weld_argument(SIZE_MAX) == NULL);
    CHECK("a variable that is not set", weld_variable("WELD_NOT_SET") == NULL);
    CHECK("a variable that is set", weld_variable("PATH") != NULL && weld_environment()[0] != NULL);
    const weld_handle handle = child("handles", "", NULL, 0, &process);
    CHECK("a process has no more handles than it may", ending(handle, process) == 0);
    weld_close(handle);
    CHECK("nobody's handles are not limited",
          FAILED(weld_limit_handles(0x7ffffff0, 10), WELD_NOT_FOUND));
    orphans();
}
