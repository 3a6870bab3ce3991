// A Vulkan layer of the judge's: a device that begins with everything late (gates.md#slow-device).
//
// A driver in software draws within the call that presents, so that whoever does not wait for the
// device is never found out. Here commands and the presentation that follows them are kept, and
// handed on when they are due; until then their fence is not signalled, as on a device with much to
// do. One thread, one device, one queue: the editor's window has no more.
//
//   WELD_SLOW_DEVICE_MS=N       how many milliseconds after its submission work begins
//   WELD_SLOW_DEVICE_STALL=FILE once that is there, what is kept and what comes after it is never done;
//                               whoever waits for a frame for half a second or longer is told at
//                               once that it did not come, which is all where nothing is kept (0)

#include "vulkan-layer.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { held_most = 4 };

// One submission and its presentation.
struct held {
    VkQueue queue;
    VkSemaphoreSubmitInfo wait;
    VkSemaphoreSubmitInfo signal;
    VkCommandBufferSubmitInfo commands;
    VkFence fence;
    uint64_t due;
    bool is_presented;
    VkSwapchainKHR swapchain;
    uint32_t image;
};

static struct held held[held_most];
static unsigned held_count;
// What the last presentation came to; the next one says it.
static VkResult presented = VK_SUCCESS;

static uint64_t now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (uint64_t)time.tv_sec * 1000000000 + (uint64_t)time.tv_nsec;
}

static void wait_until(uint64_t moment) {
    struct timespec time = {(time_t)(moment / 1000000000), (long)(moment % 1000000000)};
    while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &time, NULL) != 0) continue;
}

static uint64_t delay(void) {
    const char *wanted = getenv("WELD_SLOW_DEVICE_MS");
    return wanted == NULL ? 0 : strtoull(wanted, NULL, 10) * 1000000;
}

// Whether the device does nothing any more.
static bool is_stalled(void) {
    static bool has_stalled;
    const char *path = getenv("WELD_SLOW_DEVICE_STALL");
    if (!has_stalled && path != NULL) has_stalled = access(path, F_OK) == 0;
    return has_stalled;
}

// Hands the oldest on.
static VkResult hand_on(void) {
    struct held first = held[0];
    memmove(held, held + 1, --held_count * sizeof held[0]);
    VkSubmitInfo2 info = {.sType = VK_STRUCTURE_TYPE_SUBMIT_INFO_2,
                          .waitSemaphoreInfoCount = 1,
                          .pWaitSemaphoreInfos = &first.wait,
                          .commandBufferInfoCount = 1,
                          .pCommandBufferInfos = &first.commands,
                          .signalSemaphoreInfoCount = 1,
                          .pSignalSemaphoreInfos = &first.signal};
    VkResult result = NEXT(vkQueueSubmit2)(first.queue, 1, &info, first.fence);
    if (result != VK_SUCCESS || !first.is_presented) return result;
    VkPresentInfoKHR presentation = {.sType = VK_STRUCTURE_TYPE_PRESENT_INFO_KHR,
                                     .waitSemaphoreCount = 1,
                                     .pWaitSemaphores = &first.signal.semaphore,
                                     .swapchainCount = 1,
                                     .pSwapchains = &first.swapchain,
                                     .pImageIndices = &first.image};
    presented = NEXT(vkQueuePresentKHR)(first.queue, &presentation);
    return VK_SUCCESS;
}

static VkResult hand_all_on(void) {
    VkResult result = VK_SUCCESS;
    while (held_count > 0 && result == VK_SUCCESS) result = hand_on();
    return result;
}

// The place of a fence's submission, from 1; 0 where it is not held.
static unsigned place_of(VkFence fence) {
    for (unsigned place = held_count; place > 0; place--) {
        if (held[place - 1].fence == fence) return place;
    }
    return 0;
}

static VkResult hand_on_until(VkFence fence) {
    VkResult result = VK_SUCCESS;
    while (place_of(fence) > 0 && result == VK_SUCCESS) result = hand_on();
    return result;
}

static VkResult submit(VkQueue queue, uint32_t count, const VkSubmitInfo2 *infos, VkFence fence) {
    bool is_picture = count == 1 && fence != VK_NULL_HANDLE &&
                      infos->waitSemaphoreInfoCount == 1 && infos->signalSemaphoreInfoCount == 1 &&
                      infos->commandBufferInfoCount == 1;
    if (!is_picture || delay() == 0) {
        VkResult result = hand_all_on();
        return result == VK_SUCCESS ? NEXT(vkQueueSubmit2)(queue, count, infos, fence) : result;
    }
    if (held_count == held_most) {
        VkResult result = hand_on();
        if (result != VK_SUCCESS) return result;
    }
    held[held_count++] = (struct held){.queue = queue,
                                       .wait = infos->pWaitSemaphoreInfos[0],
                                       .signal = infos->pSignalSemaphoreInfos[0],
                                       .commands = infos->pCommandBufferInfos[0],
                                       .fence = fence,
                                       .due = now() + delay()};
    return VK_SUCCESS;
}

static VkResult present(VkQueue queue, const VkPresentInfoKHR *info) {
    struct held *last = held_count > 0 ? &held[held_count - 1] : NULL;
    if (last == NULL || last->is_presented || info->swapchainCount != 1 ||
        info->waitSemaphoreCount != 1 || info->pWaitSemaphores[0] != last->signal.semaphore) {
        VkResult result = hand_all_on();
        return result == VK_SUCCESS ? NEXT(vkQueuePresentKHR)(queue, info) : result;
    }
    last->is_presented = true;
    last->swapchain = info->pSwapchains[0];
    last->image = info->pImageIndices[0];
    return presented;
}

static VkResult fence_status(VkDevice owner, VkFence fence) {
    unsigned place = place_of(fence);
    if (place > 0 && (is_stalled() || now() < held[place - 1].due)) return VK_NOT_READY;
    VkResult result = hand_on_until(fence);
    return result == VK_SUCCESS ? NEXT(vkGetFenceStatus)(owner, fence) : result;
}

static VkResult wait_for_fences(VkDevice owner, uint32_t count, const VkFence *fences,
                                VkBool32 all, uint64_t nanoseconds) {
    if (delay() == 0 && nanoseconds >= 500000000 && is_stalled()) return VK_TIMEOUT;
    for (uint32_t index = 0; index < count; index++) {
        unsigned place = place_of(fences[index]);
        if (place == 0) continue;
        if (is_stalled()) {
            if (nanoseconds < 500000000) wait_until(now() + nanoseconds);
            return VK_TIMEOUT;
        }
        uint64_t start = now();
        uint64_t due = held[place - 1].due;
        if (due > start && nanoseconds < due - start) {
            wait_until(start + nanoseconds);
            return VK_TIMEOUT;
        }
        wait_until(due);
        VkResult result = hand_on_until(fences[index]);
        if (result != VK_SUCCESS) return result;
    }
    return NEXT(vkWaitForFences)(owner, count, fences, all, nanoseconds);
}

static VkResult queue_wait_idle(VkQueue queue) {
    VkResult result = hand_all_on();
    return result == VK_SUCCESS ? NEXT(vkQueueWaitIdle)(queue) : result;
}

static VkResult device_wait_idle(VkDevice owner) {
    VkResult result = hand_all_on();
    return result == VK_SUCCESS ? NEXT(vkDeviceWaitIdle)(owner) : result;
}

static PFN_vkVoidFunction layer_function(const char *name) {
    LAYER_FUNCTION("vkQueueSubmit2", submit);
    LAYER_FUNCTION("vkQueuePresentKHR", present);
    LAYER_FUNCTION("vkGetFenceStatus", fence_status);
    LAYER_FUNCTION("vkWaitForFences", wait_for_fences);
    LAYER_FUNCTION("vkQueueWaitIdle", queue_wait_idle);
    LAYER_FUNCTION("vkDeviceWaitIdle", device_wait_idle);
    return NULL;
}
