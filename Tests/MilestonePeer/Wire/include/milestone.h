/* The milestone's two programs as wire-protocol.md#left-open and viewport.md#two-slots describe them,
 * in C: frames by literals, one typed receive that cannot skip, a region by its name. Nothing here is
 * the original's code, and nothing is shared with ours. */
#ifndef MILESTONE_H
#define MILESTONE_H

#include <stddef.h>
#include <stdint.h>

enum milestone_type {
    MILESTONE_HELLO = 1,
    MILESTONE_HELLO_ACK,
    MILESTONE_ECHO,
    MILESTONE_ECHO_REPLY,
    MILESTONE_SPAWN,
    MILESTONE_CREATED,
    MILESTONE_MODIFY,
    MILESTONE_MODIFY_ACK,
    MILESTONE_HEARTBEAT,
    MILESTONE_HEARTBEAT_ACK,
    MILESTONE_SHUTDOWN,
    MILESTONE_SHUTDOWN_ACK,
    MILESTONE_LOG,
    MILESTONE_TYPES
};

/* Frames. */

enum { MILESTONE_HEADER = 16, MILESTONE_HASH = 8, MILESTONE_LARGEST_FRAME = 512 };

/* Bytes of a message's body; 0 for what is no type. */
size_t milestone_body_size(uint16_t type);
/* Its schema hash. */
uint64_t milestone_hash(uint16_t type);
/* Spells a whole frame, the rest of the body zero; returns its length. */
size_t milestone_frame(uint8_t *frame, uint16_t type, uint32_t number, const void *body,
                       size_t body_size);

/* What a receive came to: a message, or the name that the milestone gives the failure. */
enum milestone_outcome {
    MILESTONE_RECEIVED,
    MILESTONE_PEER_GONE,
    MILESTONE_TIMED_OUT,
    MILESTONE_INVALID_MAGIC,
    MILESTONE_VERSION_MISMATCH,
    MILESTONE_PAYLOAD_TOO_LARGE,
    MILESTONE_UNKNOWN_TYPE,
    MILESTONE_HASH_MISMATCH
};
const char *milestone_outcome_name(enum milestone_outcome outcome);

struct milestone_message {
    uint16_t type;
    uint32_t number;
    size_t body_size;
    uint8_t body[MILESTONE_LARGEST_FRAME];
};

/* Receives the next frame into a buffer of so many bytes, which its payload must fit; it waits for so
 * many milliseconds, or for ever if negative. Whatever comes is taken. */
enum milestone_outcome milestone_receive(int socket, size_t buffer, int patience,
                                         struct milestone_message *message);
/* Receives a message of this type; any other is MILESTONE_UNKNOWN_TYPE. */
enum milestone_outcome milestone_receive_typed(int socket, uint16_t type, size_t buffer, int patience,
                                               struct milestone_message *message);
/* Sends a frame; 0, or -1 where the peer is gone. */
int milestone_send(int socket, uint16_t type, uint32_t number, const void *body, size_t body_size);

/* The region of two slots, 1280x720. */

enum {
    MILESTONE_WIDTH = 1280,
    MILESTONE_HEIGHT = 720,
    MILESTONE_SLOT = MILESTONE_WIDTH * MILESTONE_HEIGHT * 4,
    MILESTONE_REGION = 128 + 2 * MILESTONE_SLOT
};

/* Creates the region under a name that must be free; 0 on failure. */
uint8_t *milestone_create_region(const char *name);
/* Maps the region of this name; 0, and the name that the milestone gives the failure. */
uint8_t *milestone_attach_region(const char *name, const char **failure);
/* Draws the next picture, without marks, and publishes it. */
void milestone_draw(uint8_t *region);
/* How many pictures were published. */
uint64_t milestone_pictures(const uint8_t *region);

/* The rest. */

/* The value behind an option; 0 where it is not given. Options that the milestone does not know are
 * passed over. */
const char *milestone_option(int count, char **words, const char *name);
/* Microseconds of the monotonic clock. */
uint64_t milestone_now(void);
/* Says an error as the milestone does, and returns the exit code for it. */
int milestone_fail(const char *name);

#endif
