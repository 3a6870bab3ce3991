#define _GNU_SOURCE
#include "milestone.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>

static const struct {
    size_t body;
    uint64_t hash;
} table[MILESTONE_TYPES] = {
    [MILESTONE_HELLO] = {56, 0x5d540e38637b6308},
    [MILESTONE_HELLO_ACK] = {132, 0x5e404afd1d3a5ce9},
    [MILESTONE_ECHO] = {64, 0xb413a8720b4621a5},
    [MILESTONE_ECHO_REPLY] = {64, 0x654193e48640338c},
    [MILESTONE_SPAWN] = {4, 0xbfde47d0f5f18f23},
    [MILESTONE_CREATED] = {8, 0xcd9e4eac27bcaacf},
    [MILESTONE_MODIFY] = {56, 0xa8a1fed74cf14369},
    [MILESTONE_MODIFY_ACK] = {8, 0x81028dc9c67518c0},
    [MILESTONE_HEARTBEAT] = {8, 0x32e19d009703d8b1},
    [MILESTONE_HEARTBEAT_ACK] = {16, 0x65913935c1139aab},
    [MILESTONE_SHUTDOWN] = {1, 0x944bfb2076c0bc67},
    [MILESTONE_SHUTDOWN_ACK] = {1, 0x0c2fa88571752870},
    [MILESTONE_LOG] = {272, 0x7a828c2be968d129},
};

size_t milestone_body_size(uint16_t type) { return type < MILESTONE_TYPES ? table[type].body : 0; }

uint64_t milestone_hash(uint16_t type) { return type < MILESTONE_TYPES ? table[type].hash : 0; }

/* Little-endian, byte by byte: whatever the machine, this is the wire. */
static void put(uint8_t *at, uint64_t value, size_t size) {
    for (size_t i = 0; i < size; i++) at[i] = (uint8_t)(value >> (8 * i));
}

static uint64_t get(const uint8_t *at, size_t size) {
    uint64_t value = 0;
    for (size_t i = size; i-- > 0;) value = value << 8 | at[i];
    return value;
}

size_t milestone_frame(uint8_t *frame, uint16_t type, uint32_t number, const void *body,
                       size_t body_size) {
    size_t length = MILESTONE_HEADER + MILESTONE_HASH + table[type].body;
    memset(frame, 0, length);
    put(frame, 0x57454C44, 4);
    put(frame + 4, 1, 2);
    put(frame + 6, type, 2);
    put(frame + 8, number, 4);
    put(frame + 12, MILESTONE_HASH + table[type].body, 4);
    put(frame + 16, table[type].hash, 8);
    if (body_size > 0) memcpy(frame + MILESTONE_HEADER + MILESTONE_HASH, body, body_size);
    return length;
}

const char *milestone_outcome_name(enum milestone_outcome outcome) {
    static const char *const names[] = {
        "Received",       "PeerGone",      "TimedOut",          "InvalidMagic", "VersionMismatch",
        "PayloadTooLarge", "UnknownMsgType", "SchemaHashMismatch"};
    return names[outcome];
}

static enum milestone_outcome read_all(int socket, uint8_t *to, size_t size, int patience) {
    while (size > 0) {
        struct pollfd entry = {.fd = socket, .events = POLLIN};
        int found = poll(&entry, 1, patience);
        if (found < 0 && errno == EINTR) continue;
        if (found == 0) return MILESTONE_TIMED_OUT;
        ssize_t count = recv(socket, to, size, 0);
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) return MILESTONE_PEER_GONE;
        to += count;
        size -= (size_t)count;
    }
    return MILESTONE_RECEIVED;
}

enum milestone_outcome milestone_receive(int socket, size_t buffer, int patience,
                                         struct milestone_message *message) {
    uint8_t header[MILESTONE_HEADER];
    uint8_t payload[MILESTONE_LARGEST_FRAME];
    enum milestone_outcome outcome = read_all(socket, header, sizeof header, patience);
    if (outcome != MILESTONE_RECEIVED) return outcome;
    if (get(header, 4) != 0x57454C44) return MILESTONE_INVALID_MAGIC;
    if (get(header + 4, 2) != 1) return MILESTONE_VERSION_MISMATCH;
    message->type = (uint16_t)get(header + 6, 2);
    message->number = (uint32_t)get(header + 8, 4);
    size_t length = get(header + 12, 4);
    if (length > buffer || length > sizeof payload) return MILESTONE_PAYLOAD_TOO_LARGE;
    size_t body = milestone_body_size(message->type);
    if (body == 0 || length != MILESTONE_HASH + body) return MILESTONE_UNKNOWN_TYPE;
    outcome = read_all(socket, payload, length, patience);
    if (outcome != MILESTONE_RECEIVED) return outcome;
    if (get(payload, 8) != milestone_hash(message->type)) return MILESTONE_HASH_MISMATCH;
    message->body_size = body;
    memcpy(message->body, payload + MILESTONE_HASH, body);
    return MILESTONE_RECEIVED;
}

enum milestone_outcome milestone_receive_typed(int socket, uint16_t type, size_t buffer, int patience,
                                               struct milestone_message *message) {
    enum milestone_outcome outcome = milestone_receive(socket, buffer, patience, message);
    if (outcome == MILESTONE_RECEIVED && message->type != type) return MILESTONE_UNKNOWN_TYPE;
    return outcome;
}

int milestone_send(int socket, uint16_t type, uint32_t number, const void *body, size_t body_size) {
    uint8_t frame[MILESTONE_LARGEST_FRAME];
    size_t length = milestone_frame(frame, type, number, body, body_size);
    for (size_t done = 0; done < length;) {
        ssize_t count = send(socket, frame + done, length - done, MSG_NOSIGNAL);
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) return -1;
        done += (size_t)count;
    }
    return 0;
}
