// What can only be asked on a POSIX system: masks of modes, symbolic links, hostile names.
#include "suite.h"

#ifndef _WIN32
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

static uint32_t mode_of(const char *where) {
    struct weld_facts facts;
    return weld_facts_at(where, &facts) == 0 ? facts.mode : 0;
}

static void masks(void) {
    const mode_t all[] = {0, 022, 077, 0777};
    const mode_t before = umask(0);
    bool sockets = true, dead = true, directories = true, memories = true;
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
        struct weld_facts made, facts;
        char text[300];
        const char *at = path("s");
        umask(all[i]);
        const weld_handle listener = weld_listen(at, 4, &made);
        sockets = sockets && mode_of(at) == 0600;
        weld_close(listener);
        weld_remove_socket(at, &made);
        weld_leave_dead_socket(at);
        dead = dead && mode_of(at) == 0600;
        weld_remove_file(at);
        directories = directories && weld_private_directory(path("d"), text, sizeof text) > 0 &&
                      mode_of(text) == 0700;
        rmdir(path("d"));
        const weld_handle memory = weld_memory_create("/weld-conf-mask", 10);
        memories = memories && weld_facts(memory, &facts) == 0 && facts.mode == 0600;
        weld_memory_remove("/weld-conf-mask");
        weld_close(memory);
    }
    umask(before);
    CHECK("a socket is 0600 whatever the umask", sockets);
    CHECK("a dead socket is 0600 whatever the umask", dead);
    CHECK("a private directory is 0700 whatever the umask", directories);
    CHECK("named memory is 0600 whatever the umask", memories);
}

static void links(void) {
    char text[300];
    struct weld_facts facts;
    weld_leave_dead_socket(path("dead"));
    mkdir(path("folder"), 0700);
    if (symlink(path("dead"), path("link")) != 0 || symlink(path("folder"), path("alias")) != 0) {
        CHECK("links", false);
    }
    CHECK("a link is not followed",
          weld_facts_at(path("link"), &facts) == 0 && facts.type == WELD_SYMBOLIC_LINK);
    CHECK("a link is no place to listen",
          FAILED(weld_listen(path("link"), 1, &facts), WELD_NOT_SOCKET) &&
              mode_of(path("dead")) == 0600);
    CHECK("a link is no private directory",
          FAILED(weld_private_directory(path("alias"), text, sizeof text), WELD_NOT_DIRECTORY));
    chmod(path("folder"), 0755);
    CHECK("an open directory is not private",
          FAILED(weld_private_directory(path("folder"), text, sizeof text), WELD_PERMISSION) &&
              mode_of(path("folder")) == 0755);
    weld_remove_file(path("link"));
    weld_remove_file(path("alias"));
    weld_remove_file(path("dead"));
    rmdir(path("folder"));
}

static void user_directory(void) {
    char text[300], gone[300];
    setenv("XDG_RUNTIME_DIR", path(""), 1);
    CHECK("the user's directory lies in the session's",
          weld_private_directory(NULL, text, sizeof text) > 0 && strcmp(text, path("/weld")) == 0);
    rmdir(text);
    snprintf(gone, sizeof gone, "%s", path("gone"));
    setenv("XDG_RUNTIME_DIR", gone, 1);
    setenv("TMPDIR", path(""), 1);
    CHECK("where that is gone it lies in the temporary one",
          weld_private_directory(NULL, text, sizeof text) > 0 &&
              strncmp(text, path("/weld-"), strlen(path("/weld-"))) == 0);
    rmdir(text);
    unsetenv("XDG_RUNTIME_DIR");
    unsetenv("TMPDIR");
}

// A program's name may hold what separates the fields of its record.
static void hostile_name(void) {
    int32_t process;
    struct weld_process_facts facts, own;
    const char *name = path("a) Z (x) ");
    if (symlink(program(), name) != 0) CHECK("a link", false);
    const char *arguments[] = {name, "--child", "wait", "", NULL};
    const struct weld_program start = {
        .path = name, .arguments = arguments, .environment = weld_environment()};
    const weld_handle handle = weld_spawn(&start, &process);
    weld_process_facts(weld_self(), &own);
    CHECK("a hostile name hides nothing",
          weld_process_facts(process, &facts) == 0 && !facts.is_dead && facts.start >= own.start &&
              facts.start < own.start + 600 * weld_starts_per_second());
    weld_process_end(handle, process);
    weld_close(handle);
    weld_remove_file(path("a) Z (x) "));
}

// Whoever started this process may have ignored the ends of children, and so do we then.
static void ignored_ends(void) {
    int32_t process;
    const char *arguments[] = {program(), "--child", "environment", "", NULL};
    const char *none[] = {NULL};
    const struct weld_program start = {
        .path = program(), .arguments = arguments, .environment = none};
    signal(SIGCHLD, SIG_IGN);
    const weld_handle handle = weld_spawn(&start, &process);
    CHECK("a child's end is told although ends were ignored", ending(handle, process) == 80);
    weld_close(handle);
}

void rules_of_posix(void) {
    ignored_ends();
    masks();
    links();
    user_directory();
    hostile_name();
}
#else
void rules_of_posix(void) {}
#endif
