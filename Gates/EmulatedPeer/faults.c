// G3: every malformed frame to a runtime that connects again, one a connection. The error that it
// must name is known before it is sent.
#include <stdio.h>
#include <string.h>

#include "peer.h"

enum fault {
    MAGIC, VERSION, TYPE, TOO_LARGE, WRONG_SIZE, HASH, DIRECTION, GARBAGE, HEADER_CUT, PAYLOAD_CUT,
    FAULTS
};

static const char *const names[FAULTS] = {
    "invalidMagic",       "protocolVersionMismatch", "unknownMessageType", "payloadTooLarge",
    "payloadSizeMismatch", "schemaHashMismatch",     "unexpectedMessage",  "invalidMagic",
    "truncatedHeader",    "truncatedPayload",
};

static size_t spoil(uint8_t *bytes, enum fault fault, uint64_t *state) {
    uint8_t payload[64];
    for (size_t i = 0; i < 64; i++) payload[i] = (uint8_t)chance(state);
    const size_t length =
        frame_spell(bytes, fault == DIRECTION ? ECHO_REPLY : ECHO, 77, payload, 64);
    const uint64_t word = chance(state);
    switch (fault) {
    case MAGIC: bytes[word % 4] ^= (uint8_t)(1 + (word >> 8) % 255); return length;
    case VERSION: bytes[4 + word % 2] ^= (uint8_t)(1 + (word >> 8) % 255); return length;
    case TYPE: bytes[6] = (uint8_t)(15 + word % 200); return length;
    case TOO_LARGE: bytes[15] = (uint8_t)(2 + word % 250); return length;
    case WRONG_SIZE: bytes[12] = (uint8_t)(word % 2 == 0 ? 71 : 73); return length;
    case HASH: bytes[16 + word % 8] ^= (uint8_t)(1 + (word >> 8) % 255); return length;
    case GARBAGE:
        for (size_t i = 0; i < length; i++) bytes[i] = (uint8_t)chance(state);
        bytes[0] = 0;
        return length;
    case HEADER_CUT: return 1 + word % 15;
    case PAYLOAD_CUT: return 16 + word % 72;
    default: return length;
    }
}

// Some good requests first: an error must not be all that a runtime is good at.
static bool answers(struct session *session, uint64_t *state) {
    uint8_t bytes[FRAME_ROOM], payload[64];
    struct frame reply;
    for (uint64_t left = chance(state) % 4; left > 0; left--) {
        for (size_t i = 0; i < 64; i++) payload[i] = (uint8_t)chance(state);
        const uint32_t number = ++session->line.number;
        const size_t length = frame_spell(bytes, ECHO, number, payload, 64);
        if (!line_send(&session->line, bytes, length, NULL, 0)) return false;
        if (line_answer(&session->line, &reply, in(3000)) != CAME) return false;
        if (reply.type != ECHO_REPLY || reply.number != number) return false;
        if (memcmp(reply.body, payload, 64) != 0) return false;
    }
    return true;
}

static bool is_named(struct session *session, enum fault fault) {
    char wanted[64];
    snprintf(wanted, sizeof wanted, "%s", names[fault]);
    const char *line = stub_event(&session->stub, "wire-error", "runtime", in(2000));
    return line != NULL && strstr(line, wanted) != NULL;
}

void part_faults(const struct order *order) {
    static struct session session;
    static const char *const reconnect[] = {"--reconnect"};
    uint64_t state = order->seed;
    struct frame frame;
    session_begin(&session, order, "fault", reconnect, 1);
    for (int32_t i = 0; i < order->rounds * FAULTS; i++) {
        uint8_t bytes[FRAME_ROOM];
        const enum fault fault = (enum fault)(i % FAULTS);
        char metric[48];
        say_trial("fault.good-answered", answers(&session, &state));
        const size_t length = spoil(bytes, fault, &state);
        line_send(&session.line, bytes, length, NULL, 0);
        if (fault == HEADER_CUT || fault == PAYLOAD_CUT) {
            weld_close(session.line.socket);
            session.line.socket = -1;
            say_trial("fault.named", is_named(&session, fault));
        } else {
            enum outcome outcome;
            do {
                outcome = line_answer(&session.line, &frame, in(2000));
            } while (outcome == CAME);
            say_trial("fault.closed", outcome == GONE);
            say_trial("fault.named", is_named(&session, fault));
        }
        snprintf(metric, sizeof metric, "fault.met.%s", names[fault]);
        say_count(metric, 1);
        const bool is_back = session_greet(&session, in(5000));
        say_trial("fault.served", is_back);
        if (!is_back) break;
    }
    if (order->runtime_fault_count > 0 && session.stub.announced >= order->runtime_fault_count) {
        say_count("control.announced", 1);
    }
    session_end(&session);
}
