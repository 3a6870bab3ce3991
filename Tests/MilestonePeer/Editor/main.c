/* The milestone's editor: `--runtime PATH --socket PATH --milliseconds N`. It makes the region, starts
 * the runtime, asks one thing at a time and takes the next frame for the reply; it replaces a dead
 * runtime once, and ends with Shutdown. What it saw it says on standard output. */
#define _GNU_SOURCE
#include "milestone.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

/* What the milestone's editor can take of one payload, and of the answer to its Shutdown. */
enum { BUFFER = 344, LAST_BUFFER = 25 };
/* Milliseconds: of one answer, after which the runtime counts as dead; between two heartbeats. */
enum { SILENCE = 3000, HEARTBEAT = 1000, PAUSE = 10 };

struct life {
    const char *program, *path;
    char name[32], editor[16];
    int listener, end;
    pid_t child;
    uint32_t number;
    uint64_t beat, entity;
    unsigned echoes, spawns, changes, beats;
};

static int listen_at(const char *path) {
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    if (strlen(path) >= sizeof address.sun_path) return -1;
    strcpy(address.sun_path, path);
    int listener = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (listener < 0 || bind(listener, (struct sockaddr *)&address, sizeof address) != 0) return -1;
    return listen(listener, 4) == 0 ? listener : -1;
}

/* Starts a runtime and greets it. */
static enum milestone_outcome begin(struct life *life) {
    struct milestone_message message;
    struct pollfd entry = {.fd = life->listener, .events = POLLIN};
    life->child = fork();
    if (life->child == 0) {
        execl(life->program, life->program, "--socket", life->path, "--editor-pid", life->editor,
              "--shm", life->name, (char *)0);
        _exit(127);
    }
    printf("runtime %d\n", (int)life->child);
    if (poll(&entry, 1, SILENCE) != 1) return MILESTONE_TIMED_OUT;
    life->end = accept4(life->listener, 0, 0, SOCK_CLOEXEC);
    life->number = 0;
    life->entity = 0;
    life->beat = milestone_now();
    enum milestone_outcome outcome =
        milestone_receive_typed(life->end, MILESTONE_HELLO, BUFFER, SILENCE, &message);
    if (outcome != MILESTONE_RECEIVED) return outcome;
    uint32_t capabilities;
    memcpy(&capabilities, message.body + 52, 4);
    printf("hello %u capabilities %u\n", message.number, capabilities);
    uint8_t consent = 1;
    return milestone_send(life->end, MILESTONE_HELLO_ACK, message.number, &consent, 1) == 0
               ? MILESTONE_RECEIVED
               : MILESTONE_PEER_GONE;
}

/* Asks, and takes the next frame for the reply. */
static enum milestone_outcome ask(struct life *life, uint16_t type, const void *body, size_t size,
                                  size_t buffer, struct milestone_message *reply) {
    uint32_t number = ++life->number;
    if (milestone_send(life->end, type, number, body, size) != 0) return MILESTONE_PEER_GONE;
    enum milestone_outcome outcome =
        milestone_receive_typed(life->end, type + 1, buffer, SILENCE, reply);
    if (outcome == MILESTONE_RECEIVED && reply->number != number) return MILESTONE_UNKNOWN_TYPE;
    return outcome;
}

/* One Echo, one SpawnEntity, two ModifyComponents, and a Heartbeat where it is due. */
static enum milestone_outcome talk(struct life *life) {
    struct milestone_message reply;
    uint8_t echo[64], change[56] = {0};
    uint32_t hint = life->number;
    for (size_t i = 0; i < sizeof echo; i++) echo[i] = (uint8_t)(life->number + i);
    enum milestone_outcome outcome = ask(life, MILESTONE_ECHO, echo, sizeof echo, BUFFER, &reply);
    if (outcome != MILESTONE_RECEIVED) return outcome;
    life->echoes += memcmp(reply.body, echo, sizeof echo) == 0;
    outcome = ask(life, MILESTONE_SPAWN, &hint, sizeof hint, BUFFER, &reply);
    if (outcome != MILESTONE_RECEIVED) return outcome;
    uint64_t entity;
    memcpy(&entity, reply.body, sizeof entity);
    life->spawns += entity > life->entity;
    life->entity = entity;
    for (int i = 0; i < 2; i++) {
        memcpy(change, &entity, sizeof entity);
        outcome = ask(life, MILESTONE_MODIFY, change, sizeof change, BUFFER, &reply);
        if (outcome != MILESTONE_RECEIVED) return outcome;
        life->changes += reply.body[0] != 0;
    }
    if (milestone_now() - life->beat < HEARTBEAT * 1000) return MILESTONE_RECEIVED;
    life->beat = milestone_now();
    outcome = ask(life, MILESTONE_HEARTBEAT, &life->beat, 8, BUFFER, &reply);
    life->beats += outcome == MILESTONE_RECEIVED && memcmp(reply.body, &life->beat, 8) == 0;
    return outcome;
}

/* Buries a runtime; what it ended with is said. */
static void bury(struct life *life, enum milestone_outcome outcome) {
    int status = 0;
    printf("lost %s\n", milestone_outcome_name(outcome));
    if (life->end >= 0) close(life->end);
    life->end = -1;
    kill(life->child, SIGKILL);
    waitpid(life->child, &status, 0);
}

/* The planned end. The milestone calls it a success whatever it received. */
static void end(struct life *life) {
    struct milestone_message reply;
    int status = 0;
    uint8_t reserved = 0;
    enum milestone_outcome outcome =
        ask(life, MILESTONE_SHUTDOWN, &reserved, 1, LAST_BUFFER, &reply);
    printf("shutdown %s\n", milestone_outcome_name(outcome));
    waitpid(life->child, &status, 0);
    printf("ended %d\n", WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status));
}

int main(int count, char **words) {
    struct life life = {.end = -1};
    const char *milliseconds = milestone_option(count, words, "--milliseconds");
    unsigned deaths = 0;
    life.program = milestone_option(count, words, "--runtime");
    life.path = milestone_option(count, words, "--socket");
    if (!life.program || !life.path) return milestone_fail("MissingArg");
    setvbuf(stdout, 0, _IOLBF, 0);
    snprintf(life.name, sizeof life.name, "/weld-shm-viewport-%d", (int)getpid());
    snprintf(life.editor, sizeof life.editor, "%d", (int)getpid());
    uint8_t *region = milestone_create_region(life.name);
    if (!region) return milestone_fail("ShmCreateFailed");
    life.listener = listen_at(life.path);
    if (life.listener < 0) return milestone_fail("ListenFailed");
    uint64_t over = milestone_now() + strtoull(milliseconds ? milliseconds : "60000", 0, 10) * 1000;
    enum milestone_outcome outcome = begin(&life);
    while (deaths < 2) {
        while (outcome == MILESTONE_RECEIVED && milestone_now() < over) {
            outcome = talk(&life);
            poll(0, 0, PAUSE);
        }
        if (outcome == MILESTONE_RECEIVED) break;
        bury(&life, outcome);
        if (++deaths < 2) outcome = begin(&life);
    }
    if (deaths < 2) end(&life);
    printf("echoes %u spawns %u changes %u heartbeats %u pictures %llu deaths %u\n", life.echoes,
           life.spawns, life.changes, life.beats, (unsigned long long)milestone_pictures(region), deaths);
    shm_unlink(life.name);
    unlink(life.path);
    return deaths < 2 ? 0 : 1;
}
