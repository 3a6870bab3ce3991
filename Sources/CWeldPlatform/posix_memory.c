// What every POSIX system has: memory, shared and by name.
#include "system.h"

#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

static bool has_name(int memory) {
    struct stat status;
    return fstat(memory, &status) == 0 && (!SYSTEM_COUNTS_LINKS || status.st_nlink > 0);
}

// Exactly 0600. The umask can only have taken bits away from it; fchmod gives them back without
// touching the umask, which belongs to the whole process (lessons.md#row-4).
static bool is_private(int memory) {
    struct stat status;
    if (fstat(memory, &status) != 0) return false;
    return (status.st_mode & 07777) == 0600 || fchmod(memory, 0600) == 0;
}

// Makes a name and owns it. Who sweeps takes the lock of a name that looks dead, for the moment in
// which it is removed: then the name is made anew.
static int create_owned(const char *name) {
    for (;;) {
        const int made = shm_open(name, O_RDWR | O_CREAT | O_EXCL | SYSTEM_MEMORY_FLAGS, (mode_t)0600);
        if (made < 0) return WELD_FAILED;
        const uint64_t end = weld_now() + 2000000000u;
        int owned;
        while ((owned = system_own(made)) != 0 && (errno == EAGAIN || errno == EACCES)) {
            if (weld_now() > end) {
                // Stopped in that moment: the name is for it to remove.
                close(made);
                return system_refusal(ETIMEDOUT);
            }
            poll(NULL, 0, 1);
        }
        if (owned == 0 && has_name(made)) return made;
        const int code = errno;
        close(made);
        if (owned == 0) continue;
        shm_unlink(name);
        return system_refusal(code);
    }
}

weld_handle weld_memory_create(const char *name, uint64_t size) {
    const int made = create_owned(name);
    if (made < 0) return WELD_FAILED;
    if (is_private(made) && weld_memory_resize(made, size) == 0) return made;
    const int code = errno;
    shm_unlink(name);
    close(made);
    return system_refusal(code);
}

weld_handle weld_memory_attach(const char *name) {
    return shm_open(name, O_RDWR | SYSTEM_MEMORY_FLAGS, (mode_t)0);
}

int32_t weld_memory_remove(const char *name) { return shm_unlink(name); }

int32_t weld_memory_remove_unowned(const char *name) {
    const weld_handle found = weld_memory_attach(name);
    if (found < 0) return WELD_FAILED;
    int32_t result = WELD_FAILED;
    int code = EADDRINUSE;
    // While it is locked, nobody else removes it; without a link somebody has.
    if (system_own(found) == 0) {
        code = ENOENT;
        if (has_name(found)) {
            result = shm_unlink(name);
            code = errno;
        }
    } else if (errno != EAGAIN && errno != EACCES) {
        code = errno;
    }
    close(found);
    errno = code;
    return result;
}

int32_t weld_memory_resize(weld_handle memory, uint64_t size) {
    if (size > INT64_MAX) return system_refusal(EINVAL);
    int result;
    RETRYING(result, ftruncate(memory, (off_t)size));
    return result;
}

int32_t weld_room(uint64_t size, int32_t threads) {
    pthread_attr_t attributes;
    size_t stack = 0;
    if (pthread_attr_init(&attributes) == 0) {
        pthread_attr_getstacksize(&attributes, &stack);
        pthread_attr_destroy(&attributes);
    }
    if (__builtin_mul_overflow(stack, (size_t)threads, &stack) ||
        __builtin_add_overflow(size, stack, &size)) {
        return system_refusal(ENOMEM);
    }
    void *mapped =
        mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    return mapped == MAP_FAILED ? WELD_FAILED : munmap(mapped, size);
}

int32_t weld_unmap(void *address, uint64_t size) { return munmap(address, size); }
