// Faults that the suite has to see: where this header is included, each of these functions goes by
// way of controls.c, which does it wrong when its control is switched on.
#pragma once

#include "weld.h"

int list_controls(void);
void switch_controls_off(void);

int32_t control_error_kind(int32_t);
int64_t control_event_drain(weld_handle);
int64_t control_list(const char *, char *, size_t);
int64_t control_private_directory(const char *, char *, size_t);
weld_handle control_listen(const char *, int32_t, struct weld_facts *);
int32_t control_remove_socket(const char *, const struct weld_facts *);
weld_handle control_connect(const char *, uint64_t);
int64_t control_receive(weld_handle, void *, size_t, int32_t, weld_handle *, int32_t,
                        struct weld_received *);
int64_t control_send(weld_handle, const void *, size_t, const weld_handle *, int32_t);
int32_t control_poll(struct weld_poll *, size_t, uint64_t);
weld_handle control_memory(const char *, uint64_t);
weld_handle control_memory_attach(const char *);
int32_t control_word_wait(const uint32_t *, uint32_t, uint64_t);
weld_handle control_spawn(const struct weld_program *, int32_t *);
int32_t control_process_ending(weld_handle, int32_t, struct weld_ending *);
int32_t control_process_facts(int32_t, struct weld_process_facts *);
void control_lock(void *);
int32_t control_signal_next(weld_handle);

#define weld_error_kind control_error_kind
#define weld_event_drain control_event_drain
#define weld_list control_list
#define weld_private_directory control_private_directory
#define weld_listen control_listen
#define weld_remove_socket control_remove_socket
#define weld_connect control_connect
#define weld_receive control_receive
#define weld_send control_send
#define weld_poll(...) control_poll(__VA_ARGS__)
#define weld_memory(...) control_memory(__VA_ARGS__)
#define weld_memory_attach control_memory_attach
#define weld_word_wait control_word_wait
#define weld_spawn control_spawn
#define weld_process_ending control_process_ending
#define weld_process_facts(...) control_process_facts(__VA_ARGS__)
#define weld_lock control_lock
#define weld_signal_next control_signal_next
