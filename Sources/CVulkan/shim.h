// Vulkan with the surface of a Wayland client, as the system's loader declares it. What it needs of
// Wayland it names only: the declarations belong to CWayland.
#define VK_USE_PLATFORM_WAYLAND_KHR 1
struct wl_display;
struct wl_surface;
#include <vulkan/vulkan.h>
