// What Swift's library for embedded programs asks of Unicode, where the toolchain has no tables for the
// target: there are none. Texts are compared scalar by scalar, no two scalars make one character, and
// none beyond ASCII counts as one that can be seen, so that a stub's log spells it.
#include <stdint.h>

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
