// The Wayland protocols beyond the core that the window speaks: xdg-shell and presentation-time,
// as wayland-scanner makes them (CI/generated.sh), and what Swift cannot take from them itself.
#pragma once

#include "generated/presentation-time-client-protocol.h"
#include "generated/xdg-shell-client-protocol.h"

// Addresses of interfaces. Swift would take the address of a copy of the imported constant, and
// libwayland compares and keeps addresses.
static inline const struct wl_interface *weld_compositor_interface(void) {
    return &wl_compositor_interface;
}
static inline const struct wl_interface *weld_wm_base_interface(void) {
    return &xdg_wm_base_interface;
}
static inline const struct wl_interface *weld_presentation_interface(void) {
    return &wp_presentation_interface;
}
