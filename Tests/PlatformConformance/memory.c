// Shared memory, mappings and words to wait at.
#include "suite.h"

static void sealed(void) {
    void *first = NULL, *second = NULL;
    struct weld_facts facts;
    const weld_handle memory = weld_memory("conformance", 8192);
    CHECK("nameless memory", memory >= 0 && weld_facts(memory, &facts) == 0 && facts.size == 8192);
    const bool is_fixed = weld_memory_is_fixed(memory) == 1;
    CHECK("its size is fixed", is_fixed);
    // Otherwise what follows might shrink it under a mapping.
    if (!is_fixed) return;
    CHECK("it refuses every other size",
          FAILED(weld_memory_resize(memory, 4096), SEALED) &&
              FAILED(weld_memory_resize(memory, 16384), SEALED) &&
              weld_facts(memory, &facts) == 0 && facts.size == 8192);
    CHECK("it is mapped twice",
          weld_map(memory, 8192, WELD_MAP_WRITABLE | WELD_MAP_POPULATED, &first) == 0 &&
              weld_map(memory, 8192, 0, &second) == 0 && first != second);
    if (first == NULL || second == NULL) return;
    const volatile char *read = second;
    CHECK("it is zeroed", read[0] == 0 && read[4096] == 0 && read[8191] == 0);
    ((volatile char *)first)[8191] = 42;
    CHECK("what one mapping writes the other reads", read[8191] == 42);
    char seen = 0;
    CHECK("it is read at an offset",
          weld_read_at(memory, &seen, 1, 8191) == 1 && seen == 42 &&
              weld_read_at(memory, &seen, 1, 8192) == 0);
    weld_close(memory);
    CHECK("a mapping outlives the handle", read[8191] == 42);
    CHECK("unmapping", weld_unmap(first, 8192) == 0 && weld_unmap(second, 8192) == 0);
    CHECK("nothing is mapped by nothing",
          FAILED(weld_map(memory, 8192, 0, &first), WELD_BAD_HANDLE));
    CHECK("nothing has no seals", FAILED(weld_memory_is_fixed(-1), WELD_BAD_HANDLE));
    CHECK("more than there can be is refused", weld_memory("huge", UINT64_MAX) == WELD_FAILED);
    const weld_handle empty = weld_memory("empty", 0);
    CHECK("no bytes are not mapped", FAILED(weld_map(empty, 0, 0, &first), WELD_INVALID));
    weld_close(empty);
}

static void named(void) {
    char name[32];
    struct weld_facts facts;
    void *here = NULL, *there = NULL;
    snprintf(name, sizeof name, "/weld-conf-%d", weld_self());
    CHECK("attaching creates nothing", FAILED(weld_memory_attach(name), WELD_NOT_FOUND) &&
                                           FAILED(weld_memory_attach(name), WELD_NOT_FOUND));
    weld_memory_remove(name);
    const weld_handle made = weld_memory_create(name, 8192);
    CHECK("named memory is its user's alone", weld_facts(made, &facts) == 0 && facts.size == 8192 &&
                                                  facts.mode == 0600 && facts.owner == weld_user());
    CHECK("a name is taken once", FAILED(weld_memory_create(name, 4096), WELD_EXISTS));
    const weld_handle attached = weld_memory_attach(name);
    CHECK("both names are one memory",
          weld_map(made, 8192, WELD_MAP_WRITABLE, &here) == 0 &&
              weld_map(attached, 8192, WELD_MAP_WRITABLE, &there) == 0);
    if (here == NULL || there == NULL) return;
    ((volatile char *)here)[5] = 9;
    CHECK("what one process of a name writes the other reads", ((volatile char *)there)[5] == 9);
    const char *directory = weld_memory_directory();
    if (directory != NULL) {
        char shown[300];
        snprintf(shown, sizeof shown, "%s%s", directory, name);
        CHECK("a name is shown as a file", weld_facts_at(shown, &facts) == 0 && facts.size == 8192);
    }
    CHECK("named memory is owned while who made it has it open",
          weld_memory_is_owned(made) == 0 && weld_memory_is_owned(attached) == HAS_OWNERS &&
              (!HAS_OWNERS || FAILED(weld_memory_remove_unowned(name), WELD_IN_USE)));
    const weld_handle kept = weld_memory_attach(name);
    weld_close(made);
    CHECK("who has it mapped owns it still", weld_memory_is_owned(kept) == HAS_OWNERS);
    weld_unmap(here, 8192);
    CHECK("nobody owns it once its owner has let it go", weld_memory_is_owned(kept) == 0);
    weld_close(kept);
    if (!HAS_LASTING_NAMES) {
        CHECK("what nobody owns may be removed", weld_memory_remove_unowned(name) == 0);
        weld_unmap(there, 8192);
        weld_close(attached);
        CHECK("a name goes with the last handle",
              FAILED(weld_memory_remove_unowned(name), WELD_NOT_FOUND) &&
                  FAILED(weld_memory_remove(name), WELD_NOT_FOUND) &&
                  FAILED(weld_memory_attach(name), WELD_NOT_FOUND));
        const weld_handle next = weld_memory_create(name, 4096);
        CHECK("a name that went can be taken", next >= 0 && weld_memory_remove(name) == 0);
        weld_close(next);
        return;
    }
    CHECK("what nobody owns is removed", weld_memory_remove_unowned(name) == 0 &&
                                             FAILED(weld_memory_remove_unowned(name),
                                                    WELD_NOT_FOUND));
    const weld_handle again = weld_memory_create(name, 8192);
    CHECK("a name is removed, once",
          weld_memory_remove(name) == 0 && FAILED(weld_memory_remove(name), WELD_NOT_FOUND));
    CHECK("memory outlives its name", ((volatile char *)there)[5] == 9);
    weld_unmap(there, 8192);
    weld_close(again);
    weld_close(attached);
}

static uint32_t *word;
static uint32_t is_over;

static void ring(void *event) {
    while (__atomic_load_n(&is_over, __ATOMIC_ACQUIRE) == 0) weld_word_wake(word, 1);
    weld_event_signal(*(weld_handle *)event);
}

static void words(void) {
    void *first = NULL, *second = NULL;
    const weld_handle memory = weld_memory("word", 4096);
    weld_map(memory, 4096, WELD_MAP_WRITABLE, &first);
    weld_map(memory, 4096, WELD_MAP_WRITABLE, &second);
    if (first == NULL || second == NULL) {
        CHECK("memory for a word", false);
        return;
    }
    word = first;
    CHECK("nobody waits", weld_word_wake(word, 64) == 0);
    const uint64_t begin = weld_now();
    CHECK("a changed word keeps nobody waiting", weld_word_wait(word, 1, in(500)) == WELD_CHANGED &&
                                                     weld_now() - begin < 400 * MILLISECOND);
    const uint64_t deadline = in(30);
    CHECK("a wait ends at its deadline, and no earlier",
          weld_word_wait(word, 0, deadline) == WELD_DEADLINE && weld_now() >= deadline);
    CHECK("a deadline that has passed ends it at once",
          weld_word_wait(word, 0, 0) == WELD_DEADLINE);
    CHECK("a word that is not aligned is refused",
          FAILED(weld_word_wait((const uint32_t *)((const char *)first + 1), 0, in(100)),
                 WELD_INVALID));
    weld_thread thread;
    weld_handle event = weld_event();
    weld_thread_start("ringer", ring, &event, &thread);
    CHECK("a ring wakes who waits, through another mapping",
          weld_word_wait(second, 0, in(20000)) == WELD_RUNG);
    __atomic_store_n(&is_over, 1, __ATOMIC_RELEASE);
    weld_thread_join(thread);
    weld_close(event);
    weld_unmap(first, 4096);
    weld_unmap(second, 4096);
    weld_close(memory);
}

// The hand-over that the product is about: memory goes to another process, which changes it.
static void hand_over(void) {
    int32_t process;
    struct weld_facts made;
    struct weld_peer peer;
    void *address = NULL;
    const char *at = path("hand");
    const weld_handle listener = weld_listen(at, 4, &made);
    const weld_handle handle = child("memory", at, NULL, 0, &process);
    const weld_handle socket = accepted(listener, in(20000));
    CHECK("another process connects", handle >= 0 && socket >= 0);
    CHECK("it is known", weld_peer(socket, &peer) == 0 && peer.process == process);
    const weld_handle memory = weld_memory("hand", 8192);
    weld_map(memory, 8192, WELD_MAP_WRITABLE, &address);
    if (address != NULL) {
        uint32_t *shared = address;
        __atomic_store_n(shared, 0xC0FFEE, __ATOMIC_RELEASE);
        CHECK("memory is handed over", weld_send(socket, "m", 1, &memory, 1) == 1);
        while (__atomic_load_n(shared, __ATOMIC_ACQUIRE) == 0xC0FFEE &&
               found(handle, WELD_READABLE, 0) == 0) {
            weld_word_wait(shared, 0xC0FFEE, in(100));
        }
        CHECK("it changes the memory", __atomic_load_n(shared, __ATOMIC_ACQUIRE) == 0xBEEF);
        weld_unmap(address, 8192);
    }
    weld_close(socket);
    CHECK("it ends with the stream", ending(handle, process) == 7);
    weld_close(handle);
    weld_close(memory);
    weld_close(listener);
    weld_remove_socket(at, &made);
}

void memory(void) {
    struct weld_memory_use use = {0};
    sealed();
    named();
    words();
    hand_over();
    CHECK("a process holds memory", weld_memory_use(&use) == 0 && use.resident > 100000);
}
