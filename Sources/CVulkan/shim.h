// Vulkan with the surface of a Wayland client, as the system's loader declares it.
#define VK_USE_PLATFORM_WAYLAND_KHR 1
#include <wayland-client.h>
#include <vulkan/vulkan.h>
