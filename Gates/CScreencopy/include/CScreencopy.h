// The capture protocol of wlroots' compositors, as wayland-scanner makes it (CI/generated.sh), and
// what Swift cannot take from it itself.
#pragma once

#include "generated/wlr-screencopy-client-protocol.h"

// Addresses of interfaces. Swift would take the address of a copy of the imported constant, and
// libwayland compares and keeps addresses.
static inline const struct wl_interface *screencopy_manager_interface(void) {
    return &zwlr_screencopy_manager_v1_interface;
}
static inline const struct wl_interface *screencopy_output_interface(void) {
    return &wl_output_interface;
}
static inline const struct wl_interface *screencopy_shm_interface(void) {
    return &wl_shm_interface;
}
