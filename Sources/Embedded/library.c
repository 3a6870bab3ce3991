// What Swift's library for embedded programs asks of its platform, for Windows: memory, random
// bytes, and tables of Unicode. Of those there are none: texts are compared scalar by scalar, no two
// scalars make one character, and none beyond ASCII counts as one that can be seen, so that a stub's
// log spells it.
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

enum { NEITHER_SEEN_NOR_KNOWN = 29 };  // Unicode.GeneralCategory.unassigned

uint8_t _swift_stdlib_getGeneralCategory(uint32_t scalar);
uint8_t _swift_stdlib_getGraphemeBreakProperty(uint32_t scalar);
uint16_t _swift_stdlib_getNormData(uint32_t scalar);
uint32_t _swift_stdlib_getComposition(uint32_t first, uint32_t second);
uint32_t _swift_stdlib_getDecompositionEntry(uint32_t scalar);
uint64_t _swift_stdlib_getBinaryProperties(uint32_t scalar);
_Bool _swift_stdlib_isExtendedPictographic(uint32_t scalar);
_Bool _swift_stdlib_isInCB_Consonant(uint32_t scalar);
extern const uint8_t _swift_stdlib_nfd_decompositions[];

const uint8_t _swift_stdlib_nfd_decompositions[1] = {0};

uint8_t _swift_stdlib_getGeneralCategory(uint32_t scalar) {
    (void)scalar;
    return NEITHER_SEEN_NOR_KNOWN;
}

uint8_t _swift_stdlib_getGraphemeBreakProperty(uint32_t scalar) {
    (void)scalar;
    return 0xFF;
}

// 0: it stands as it is in every form.
uint16_t _swift_stdlib_getNormData(uint32_t scalar) {
    (void)scalar;
    return 0;
}

uint32_t _swift_stdlib_getComposition(uint32_t first, uint32_t second) {
    (void)first, (void)second;
    return UINT32_MAX;
}

uint32_t _swift_stdlib_getDecompositionEntry(uint32_t scalar) {
    (void)scalar;
    return UINT32_MAX;
}

uint64_t _swift_stdlib_getBinaryProperties(uint32_t scalar) {
    (void)scalar;
    return 0;
}

_Bool _swift_stdlib_isExtendedPictographic(uint32_t scalar) {
    (void)scalar;
    return 0;
}

_Bool _swift_stdlib_isInCB_Consonant(uint32_t scalar) {
    (void)scalar;
    return 0;
}
