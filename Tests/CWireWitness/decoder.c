#include "CWireWitness.h"

/* By number: bytes of the body and schema hash, typed by hand from wire-protocol.md and the golden
 * file. */
static const struct {
    uint32_t body;
    uint64_t hash;
} messages[] = {
    {0, 0},
    {56, 0x5d540e38637b6308},
    {132, 0x5e404afd1d3a5ce9},
    {64, 0xb413a8720b4621a5},
    {64, 0x654193e48640338c},
    {4, 0xbfde47d0f5f18f23},
    {8, 0xcd9e4eac27bcaacf},
    {56, 0xa8a1fed74cf14369},
    {8, 0x81028dc9c67518c0},
    {8, 0x32e19d009703d8b1},
    {16, 0x65913935c1139aab},
    {1, 0x944bfb2076c0bc67},
    {1, 0x0c2fa88571752870},
    {272, 0x7a828c2be968d129},
    {328, 0x788b912af6eb7f0e},
};

static uint64_t number(const uint8_t *bytes, int count) {
    uint64_t value = 0;
    for (int index = count - 1; index >= 0; index--) value = value << 8 | bytes[index];
    return value;
}

/* Judges the header; 0 where it is right. */
static const char *header_error(const uint8_t *header, int any_version) {
    if (number(header, 4) != 0x57454C44) return "invalidMagic";
    if (number(header + 4, 2) != 1 && !any_version) return "protocolVersionMismatch";
    const uint64_t type = number(header + 6, 2);
    if (type < 1 || type > 14) return "unknownMessageType";
    const uint64_t length = number(header + 12, 4);
    if (length > 16777216) return "payloadTooLarge";
    return length == 8 + (uint64_t)messages[type].body ? 0 : "payloadSizeMismatch";
}

struct witness_outcome witness_decode(const uint8_t *bytes, size_t count, int any_version,
                                      int ended) {
    struct witness_outcome outcome = {0, 0, 0};
    while (outcome.offset < count) {
        const uint8_t *frame = bytes + outcome.offset;
        const size_t left = count - outcome.offset;
        if (left < 16) {
            if (ended) outcome.error = "truncatedHeader";
            return outcome;
        }
        outcome.error = header_error(frame, any_version);
        if (outcome.error) return outcome;
        const uint64_t length = 16 + number(frame + 12, 4);
        if (left < length) {
            if (ended) outcome.error = "truncatedPayload";
            return outcome;
        }
        if (number(frame + 16, 8) != messages[number(frame + 6, 2)].hash) {
            outcome.error = "schemaHashMismatch";
            return outcome;
        }
        outcome.offset += length;
        outcome.frames++;
    }
    return outcome;
}
