// Processes, threads and signals of POSIX systems.
#include "system.h"

#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

// MARK: spawning

static bool is_target(int number, const struct weld_program *program) {
    for (size_t i = 0; i < program->inherited_count; i++) {
        if (program->inherited[i].target == number) return true;
    }
    return false;
}

// A number beyond what the process may open is refused as if it were none: what is missing is room.
static int of_limit(int error, int refusal) { return error == refusal ? EMFILE : error; }

// Sources move above every target first: a plain dup2 would overwrite a source that is still to
// come. Returns 0 or an error number.
static int add_inherited(posix_spawn_file_actions_t *actions, const struct weld_program *program,
                         int *moved) {
    int highest = 2;
    for (size_t i = 0; i < program->inherited_count; i++) {
        if (program->inherited[i].target > highest) highest = program->inherited[i].target;
    }
    int error = 0;
    for (size_t i = 0; i < program->inherited_count; i++) {
        moved[i] = fcntl(program->inherited[i].source, F_DUPFD_CLOEXEC, highest + 1);
        if (moved[i] < 0) return of_limit(errno, EINVAL);
        error = posix_spawn_file_actions_adddup2(actions, moved[i], program->inherited[i].target);
        if (error != 0) return of_limit(error, EBADF);
    }
    for (int number = 0; number <= highest; number++) {
        if (is_target(number, program)) continue;
        if (number > 2 && SYSTEM_LISTS_INHERITED) continue;
        if (number > 2) {
            error = posix_spawn_file_actions_addclose(actions, number);
        } else if (fcntl(number, F_GETFD) >= 0) {
            // Clears close-on-exec.
            error = posix_spawn_file_actions_adddup2(actions, number, number);
        } else {
            error = posix_spawn_file_actions_addopen(actions, number, "/dev/null", O_RDWR, 0);
        }
        if (error != 0) return of_limit(error, EBADF);
    }
    return of_limit(system_close_from(actions, highest + 1), EBADF);
}

static int set_attributes(posix_spawnattr_t *attributes, bool leads_group) {
    sigset_t none, all;
    sigemptyset(&none);
    sigfillset(&all);
    short flags = POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | SYSTEM_SPAWN_FLAGS;
    if (leads_group) flags |= POSIX_SPAWN_SETPGROUP;
    int error = posix_spawnattr_setsigmask(attributes, &none);
    if (error == 0) error = posix_spawnattr_setsigdefault(attributes, &all);
    if (error == 0 && leads_group) error = posix_spawnattr_setpgroup(attributes, 0);
    if (error == 0) error = posix_spawnattr_setflags(attributes, flags);
    return error;
}

static int spawn(const struct weld_program *program, pid_t *child, int *moved) {
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    int error = posix_spawn_file_actions_init(&actions);
    if (error != 0) return error;
    error = posix_spawnattr_init(&attributes);
    if (error == 0) {
        error = add_inherited(&actions, program, moved);
        if (error == 0 && program->directory != NULL) {
            error = posix_spawn_file_actions_addchdir_np(&actions, program->directory);
        }
        if (error == 0) error = set_attributes(&attributes, program->leads_group);
        if (error == 0) {
            error =
                posix_spawn(child, program->path, &actions, &attributes,
                            (char *const *)program->arguments, (char *const *)program->environment);
        }
        posix_spawnattr_destroy(&attributes);
    }
    posix_spawn_file_actions_destroy(&actions);
    return error;
}

// Who was started by a process that ignores the ends of its children ignores them too, and then
// nobody is told how a child ended.
static void hear_of_children(void) {
    struct sigaction action;
    if (sigaction(SIGCHLD, NULL, &action) != 0) return;
    if (action.sa_handler != SIG_IGN && (action.sa_flags & SA_NOCLDWAIT) == 0) return;
    action = (struct sigaction){.sa_handler = SIG_DFL};
    sigaction(SIGCHLD, &action, NULL);
}

weld_handle weld_spawn(const struct weld_program *program, int32_t *process) {
    hear_of_children();
    const size_t count = program->inherited_count;
    int *moved = malloc((count + 1) * sizeof(int));
    if (moved == NULL) return WELD_FAILED;
    for (size_t i = 0; i < count; i++) moved[i] = -1;
    pid_t child = -1;
    const int error = spawn(program, &child, moved);
    for (size_t i = 0; i < count; i++) {
        if (moved[i] >= 0) close(moved[i]);
    }
    free(moved);
    if (error != 0) return system_refusal(error);
    const weld_handle handle = weld_process(child);
    if (handle < 0) {
        // Not reaped yet, so the id is still the child's.
        const int code = errno;
        kill(child, SIGKILL);
        waitpid(child, NULL, 0);
        return system_refusal(code);
    }
    *process = child;
    return handle;
}

// MARK: children

int32_t weld_process_ending(weld_handle handle, int32_t process, struct weld_ending *ending) {
    (void)handle;
    int status = 0;
    pid_t reaped;
    RETRYING(reaped, waitpid(process, &status, WNOHANG));
    if (reaped < 0) return WELD_FAILED;
    *ending = (struct weld_ending){0};
    if (reaped == 0) return WELD_AGAIN;
    ending->is_signal = WIFSIGNALED(status);
    ending->dumped_core = ending->is_signal && WCOREDUMP(status);
    ending->code = ending->is_signal ? WTERMSIG(status) : WEXITSTATUS(status);
    return 0;
}

int32_t weld_process_end(weld_handle handle, int32_t process) {
    // One that has ended already takes no signal and is reaped all the same.
    weld_process_signal(handle, process, SIGKILL);
    pid_t reaped;
    RETRYING(reaped, waitpid(process, NULL, 0));
    return reaped < 0 ? WELD_FAILED : 0;
}

// MARK: this process

int32_t weld_self(void) { return getpid(); }

int32_t weld_parent(void) { return getppid(); }

uint32_t weld_user(void) { return geteuid(); }

const char *weld_variable(const char *name) { return getenv(name); }

const char *const *weld_environment(void) { return (const char *const *)environ; }

void weld_exit(int32_t code) { _exit(code); }

void weld_abort(void) { abort(); }

// MARK: threads

_Static_assert(sizeof(pthread_t) <= sizeof(weld_thread), "a thread's handle fits");

struct start {
    void (*body)(void *);
    void *context;
    char name[16];
};

static void *run(void *argument) {
    struct start start = *(struct start *)argument;
    free(argument);
    system_name_thread(start.name);
    start.body(start.context);
    return NULL;
}

int32_t weld_thread_start(const char *name, void (*body)(void *), void *context,
                          weld_thread *thread) {
    struct start *start = calloc(1, sizeof *start);
    if (start == NULL) return WELD_FAILED;
    start->body = body;
    start->context = context;
    strncpy(start->name, name, sizeof start->name - 1);
    pthread_t made;
    const int error = pthread_create(&made, NULL, run, start);
    if (error != 0) {
        free(start);
        return system_refusal(error);
    }
    *thread = (weld_thread)made;
    return 0;
}

static int32_t result(int error) { return error == 0 ? 0 : system_refusal(error); }

int32_t weld_thread_join(weld_thread thread) {
    return result(pthread_join((pthread_t)thread, NULL));
}

int32_t weld_thread_detach(weld_thread thread) { return result(pthread_detach((pthread_t)thread)); }

int32_t weld_thread_signal(weld_thread thread, int32_t signal) {
    return result(pthread_kill((pthread_t)thread, signal));
}

void *weld_lock_make(void) {
    pthread_mutex_t *mutex = malloc(sizeof *mutex);
    if (mutex == NULL) return NULL;
    const int error = pthread_mutex_init(mutex, NULL);
    if (error == 0) return mutex;
    free(mutex);
    errno = error;
    return NULL;
}

void weld_lock_free(void *lock) {
    pthread_mutex_destroy(lock);
    free(lock);
}

void weld_lock(void *lock) { pthread_mutex_lock(lock); }

void weld_unlock(void *lock) { pthread_mutex_unlock(lock); }

// MARK: signals

int32_t weld_signal(int32_t which) {
    switch (which) {
    case WELD_SIGNAL_TERMINATE: return SIGTERM;
    case WELD_SIGNAL_INTERRUPT: return SIGINT;
    case WELD_SIGNAL_KILL: return SIGKILL;
    case WELD_SIGNAL_SEGMENTATION: return SIGSEGV;
    case WELD_SIGNAL_USER1: return SIGUSR1;
    case WELD_SIGNAL_USER2: return SIGUSR2;
    case WELD_SIGNAL_PIPE: return SIGPIPE;
    case WELD_SIGNAL_STOP: return SIGSTOP;
    case WELD_SIGNAL_CONTINUE: return SIGCONT;
    case WELD_SIGNAL_FILE_SIZE: return SIGXFSZ;
    case WELD_SIGNAL_TERMINAL_OUTPUT: return SIGTTOU;
    default: return system_refusal(EINVAL);
    }
}

int32_t weld_signal_ignore(int32_t signal) {
    struct sigaction action = {0};
    action.sa_handler = SIG_IGN;
    return sigaction(signal, &action, NULL);
}

static void interrupt_only(int signal) {
    (void)signal;
}

int32_t weld_signal_interrupts(int32_t signal) {
    // Without SA_RESTART: the call that it meets ends with EINTR.
    struct sigaction action = {0};
    action.sa_handler = interrupt_only;
    return sigaction(signal, &action, NULL);
}

int32_t weld_signal_block(const int32_t *signals, size_t count) {
    sigset_t set;
    sigemptyset(&set);
    for (size_t i = 0; i < count; i++) {
        if (sigaddset(&set, signals[i]) != 0) return WELD_FAILED;
    }
    return result(pthread_sigmask(SIG_BLOCK, &set, NULL));
}
