#define _GNU_SOURCE
#include "milestone.h"

#include <fcntl.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

/* The milestone's region as it lies in memory; the target is little-endian, as the original's. */
struct region {
    uint32_t magic;
    uint16_t version, pad;
    uint32_t width, height, format, slots;
    _Atomic uint32_t writer, reader, last_complete;
    uint32_t pad2;
    _Atomic uint64_t frames;
    uint8_t reserved[80];
    uint8_t pixels[2][MILESTONE_SLOT];
};
_Static_assert(sizeof(struct region) == MILESTONE_REGION, "viewport.md#two-slots");

static uint8_t *map(int file) {
    void *memory = mmap(0, MILESTONE_REGION, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    close(file);
    return memory == MAP_FAILED ? 0 : memory;
}

uint8_t *milestone_create_region(const char *name) {
    int file = shm_open(name, O_CREAT | O_EXCL | O_RDWR, 0600);
    if (file < 0) return 0;
    uint8_t *memory = ftruncate(file, MILESTONE_REGION) == 0 ? map(file) : 0;
    if (!memory) return 0;
    struct region *region = (struct region *)memory;
    region->magic = 0x57565057;
    region->version = 1;
    region->width = MILESTONE_WIDTH;
    region->height = MILESTONE_HEIGHT;
    region->slots = 2;
    return memory;
}

uint8_t *milestone_attach_region(const char *name, const char **failure) {
    struct stat facts;
    int file = shm_open(name, O_RDWR, 0);
    *failure = "ShmOpenFailed";
    if (file < 0) return 0;
    *failure = "InvalidHeader";
    if (fstat(file, &facts) != 0 || facts.st_size != MILESTONE_REGION) {
        close(file);
        return 0;
    }
    uint8_t *memory = map(file);
    if (!memory) return 0;
    const struct region *region = (const struct region *)memory;
    int is_right = region->magic == 0x57565057 && region->version == 1 && region->format == 0 &&
                   region->slots == 2 && region->width == MILESTONE_WIDTH &&
                   region->height == MILESTONE_HEIGHT;
    return is_right ? memory : 0;
}

void milestone_draw(uint8_t *memory) {
    struct region *region = (struct region *)memory;
    uint32_t slot = (atomic_load_explicit(&region->last_complete, memory_order_acquire) + 1) % 2;
    uint64_t frame = atomic_load_explicit(&region->frames, memory_order_relaxed) + 1;
    uint8_t *pixel = region->pixels[slot];
    for (uint32_t y = 0; y < MILESTONE_HEIGHT; y++)
        for (uint32_t x = 0; x < MILESTONE_WIDTH; x++, pixel += 4) {
            pixel[0] = (uint8_t)(x + frame);
            pixel[1] = (uint8_t)(y + frame / 2);
            pixel[2] = (uint8_t)(x + y + frame / 4);
            pixel[3] = 255;
        }
    atomic_store_explicit(&region->writer, slot, memory_order_release);
    atomic_store_explicit(&region->last_complete, slot, memory_order_release);
    atomic_fetch_add_explicit(&region->frames, 1, memory_order_release);
}

uint64_t milestone_pictures(const uint8_t *memory) {
    const struct region *region = (const struct region *)memory;
    return atomic_load_explicit(&region->frames, memory_order_acquire);
}

const char *milestone_option(int count, char **words, const char *name) {
    for (int i = 1; i + 1 < count; i++)
        if (strcmp(words[i], name) == 0) return words[i + 1];
    return 0;
}

uint64_t milestone_now(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000 + (uint64_t)now.tv_nsec / 1000;
}

int milestone_fail(const char *name) {
    fprintf(stderr, "error: %s\n", name);
    return 1;
}
