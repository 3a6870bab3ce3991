// A Vulkan layer for tests: the device is lost at a submission that the environment names.
//
//   WELD_LOST_DEVICE_AT=N    the N-th submission of the process returns VK_ERROR_DEVICE_LOST
//
// What the device was given before still happens, so whoever drops it must wait as with any other.
#include <vulkan/vk_layer.h>

VkResult vkNegotiateLoaderLayerInterfaceVersion(VkNegotiateLayerInterface *negotiation);
