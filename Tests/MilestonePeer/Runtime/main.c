/* The milestone's runtime: `--socket PATH --shm NAME`; other options are passed over. It answers on
 * the thread that reads, success to every change, and ends with its editor. */
#define _GNU_SOURCE
#include "milestone.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stddef.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>

/* What the milestone's runtime can take of one payload. */
enum { BUFFER = 344 };

static _Atomic int is_over;

static void *draw(void *region) {
    struct timespec next;
    clock_gettime(CLOCK_MONOTONIC, &next);
    while (!is_over) {
        milestone_draw(region);
        next.tv_nsec += 1000000000 / 60;
        if (next.tv_nsec >= 1000000000) next.tv_nsec -= 1000000000, next.tv_sec++;
        clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &next, 0);
    }
    return 0;
}

static int connect_to(const char *path) {
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    if (strlen(path) >= sizeof address.sun_path) return -1;
    strcpy(address.sun_path, path);
    int end = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (end < 0 || connect(end, (struct sockaddr *)&address, sizeof address) != 0) return -1;
    return end;
}

/* Says who it is, and waits for the consent. */
static enum milestone_outcome greet(int end) {
    struct milestone_message message;
    uint8_t hello[56] = {1, 0};
    strcpy((char *)hello + 4, "0.0.7-S6");
    strcpy((char *)hello + 36, "deadbee");
    if (milestone_send(end, MILESTONE_HELLO, 1, hello, sizeof hello) != 0) return MILESTONE_PEER_GONE;
    enum milestone_outcome outcome =
        milestone_receive_typed(end, MILESTONE_HELLO_ACK, BUFFER, 2000, &message);
    if (outcome == MILESTONE_RECEIVED && message.body[0] == 0) return MILESTONE_VERSION_MISMATCH;
    return outcome;
}

/* Answers until the end: 0 for a Shutdown or an editor that is gone. */
static int serve(int end) {
    uint64_t entities = 0;
    for (;;) {
        struct milestone_message message;
        enum milestone_outcome outcome = milestone_receive(end, BUFFER, -1, &message);
        if (outcome == MILESTONE_PEER_GONE) return 0;
        if (outcome != MILESTONE_RECEIVED) return milestone_fail(milestone_outcome_name(outcome));
        uint8_t body[64] = {0};
        size_t size = 0;
        switch (message.type) {
        case MILESTONE_ECHO: memcpy(body, message.body, size = 64); break;
        case MILESTONE_SPAWN: entities++, memcpy(body, &entities, size = 8); break;
        case MILESTONE_MODIFY: body[0] = 1, size = 8; break;
        case MILESTONE_HEARTBEAT:
            memcpy(body, message.body, 8);
            memcpy(body + 8, message.body, 8);
            size = 16;
            break;
        case MILESTONE_SHUTDOWN: size = 1; break;
        default: return milestone_fail(milestone_outcome_name(MILESTONE_UNKNOWN_TYPE));
        }
        /* A reply's number is its request's, and its type the next one's. */
        if (milestone_send(end, message.type + 1, message.number, body, size) != 0) return 0;
        if (message.type == MILESTONE_SHUTDOWN) return 0;
    }
}

int main(int count, char **words) {
    const char *path = milestone_option(count, words, "--socket");
    const char *name = milestone_option(count, words, "--shm");
    const char *failure = 0;
    if (!path) return milestone_fail("MissingSocketArg");
    if (!name) return milestone_fail("MissingShmArg");
    uint8_t *region = milestone_attach_region(name, &failure);
    if (!region) return milestone_fail(failure);
    int end = connect_to(path);
    if (end < 0) return milestone_fail("ConnectFailed");
    enum milestone_outcome outcome = greet(end);
    if (outcome == MILESTONE_PEER_GONE) return 0;
    if (outcome != MILESTONE_RECEIVED) return milestone_fail(milestone_outcome_name(outcome));
    pthread_t artist;
    if (pthread_create(&artist, 0, draw, region) != 0) return milestone_fail("ThreadFailed");
    int code = serve(end);
    is_over = 1;
    pthread_join(artist, 0);
    return code;
}
