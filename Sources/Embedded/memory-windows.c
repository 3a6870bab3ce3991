// What Swift's library for embedded programs asks of its platform, for Windows: memory and random bytes.
#include <errno.h>
#include <malloc.h>
#include <stdint.h>
#include <stdlib.h>

// Swift gives back by one function whatever it aligned, and msvcrt's free takes nothing that is
// aligned: so all of the stubs' Swift calls these, by names that CI/windows-stubs.sh gives them.
void *weld_swift_allocate(size_t size);
int weld_swift_allocate_aligned(void **place, size_t alignment, size_t size);
void weld_swift_free(void *place);
void arc4random_buf(void *bytes, size_t count);
unsigned char SystemFunction036(void *bytes, unsigned long count);

void *weld_swift_allocate(size_t size) { return _aligned_malloc(size > 0 ? size : 1, 16); }

int weld_swift_allocate_aligned(void **place, size_t alignment, size_t size) {
    *place = _aligned_malloc(size > 0 ? size : 1, alignment > 16 ? alignment : 16);
    return *place == NULL ? ENOMEM : 0;
}

void weld_swift_free(void *place) { _aligned_free(place); }

void arc4random_buf(void *bytes, size_t count) {
    if (!SystemFunction036(bytes, (unsigned long)count)) abort();
}
