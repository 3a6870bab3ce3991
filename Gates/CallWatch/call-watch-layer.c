// A Vulkan layer of the judge's: what an editor's calls say that no picture shows
// (gates.md#call-watch).
//
// A driver in software is done with everything before the next call, and x86-64 shows every write to
// everybody: there a wait or a barrier that is missing is never seen. So their order is looked at
// itself. One thread, one device, one queue: the editor's window has no more.
//
//   WELD_CALL_WATCH=FILE    where it is written, a line each:
//       complaint TEXT                  a wait or a barrier that is missing, a wait without an end
//       presented NANOSECONDS NANOSECONDS
//                                       a presentation that succeeded: after its commands were
//                                       submitted, and before it was asked for
//       window WIDTH HEIGHT             images of the window were made, in this size
//       canary SEVERITY [cut]           a message that the program's ear was open for and was given,
//                                       and that is too long for a line of its events

#define _GNU_SOURCE
#include "../SlowDevice/vulkan-layer.h"

#include <fcntl.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { lists_most = 16, images_most = 64, semaphores_most = 16, fences_most = 16 };

// A wait of a minute or more has no end that anybody would live to see.
static const uint64_t longest_wait = 60000000000;

// What a list of commands does that its submission is looked at for.
struct list {
    VkCommandBuffer commands;
    // Whether an image of the window is written from nothing, and after which stages.
    bool takes_image;
    VkPipelineStageFlags2 after;
    // Whether something was copied back that the host was not given yet.
    bool is_copied_back;
};

static struct list lists[lists_most];
static VkImage images[images_most];
static unsigned image_count;
static VkSemaphore acquired[semaphores_most];
static unsigned acquired_count;
static uint64_t submitted;
static int report = -1;

// Submissions are counted from 1. What a fence says of one it says of all that came before.
static struct {
    VkFence fence;
    uint64_t submission;
} fences[fences_most];
static uint64_t submission_count;
static uint64_t submissions_done;
// Whether anything was presented that no wait for the whole queue has followed.
static bool is_presenting;

// The swapchain that another one has replaced, and what was going on then.
static struct {
    VkSwapchainKHR swapchain;
    uint64_t submission;
    bool was_presenting;
} replaced;

static struct {
    VkDebugUtilsMessengerCreateInfoEXT info;
    bool is_open, was_told;
} ear;

static uint64_t now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (uint64_t)time.tv_sec * 1000000000 + (uint64_t)time.tv_nsec;
}

static int report_file(void) {
    const char *path = getenv("WELD_CALL_WATCH");
    if (report < 0 && path != NULL)
        report = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0600);
    return report;
}

#define SAY(...) dprintf(report_file(), __VA_ARGS__)

static struct list *list_of(VkCommandBuffer commands) {
    for (unsigned index = 0; index < lists_most; index++)
        if (lists[index].commands == commands) return &lists[index];
    for (unsigned index = 0; index < lists_most; index++)
        if (lists[index].commands == NULL) {
            lists[index].commands = commands;
            return &lists[index];
        }
    return NULL;
}

static bool is_windows(VkImage image) {
    for (unsigned index = 0; index < image_count; index++)
        if (images[index] == image) return true;
    return false;
}

// What a mask of stages names, those included that another name of it covers.
static VkPipelineStageFlags2 spelled_out(VkPipelineStageFlags2 stages) {
    if (stages & VK_PIPELINE_STAGE_2_ALL_COMMANDS_BIT) return ~(VkPipelineStageFlags2)0;
    if (stages & VK_PIPELINE_STAGE_2_ALL_TRANSFER_BIT)
        stages |= VK_PIPELINE_STAGE_2_COPY_BIT | VK_PIPELINE_STAGE_2_BLIT_BIT |
                  VK_PIPELINE_STAGE_2_RESOLVE_BIT | VK_PIPELINE_STAGE_2_CLEAR_BIT;
    if (stages & VK_PIPELINE_STAGE_2_ALL_GRAPHICS_BIT)
        stages |= VK_PIPELINE_STAGE_2_COLOR_ATTACHMENT_OUTPUT_BIT |
                  VK_PIPELINE_STAGE_2_FRAGMENT_SHADER_BIT;
    return stages;
}

// --- Recording

static VkResult begin(VkCommandBuffer commands, const VkCommandBufferBeginInfo *info) {
    struct list *list = list_of(commands);
    if (list != NULL) *list = (struct list){.commands = commands};
    return NEXT(vkBeginCommandBuffer)(commands, info);
}

static void note_image(struct list *list, VkImage image, VkImageLayout old,
                       VkPipelineStageFlags2 after) {
    if (list->takes_image || old != VK_IMAGE_LAYOUT_UNDEFINED || !is_windows(image)) return;
    list->takes_image = true;
    list->after = after;
}

static void note_memory(struct list *list, VkPipelineStageFlags2 before, VkAccessFlags2 access) {
    const bool is_hosts = before & (VK_PIPELINE_STAGE_2_HOST_BIT | VK_PIPELINE_STAGE_2_ALL_COMMANDS_BIT);
    if (is_hosts && access & (VK_ACCESS_2_HOST_READ_BIT | VK_ACCESS_2_MEMORY_READ_BIT))
        list->is_copied_back = false;
}

static void barrier_2(VkCommandBuffer commands, const VkDependencyInfo *info) {
    struct list *list = list_of(commands);
    for (uint32_t index = 0; list != NULL && index < info->imageMemoryBarrierCount; index++) {
        const VkImageMemoryBarrier2 *one = &info->pImageMemoryBarriers[index];
        note_image(list, one->image, one->oldLayout, one->srcStageMask);
    }
    for (uint32_t index = 0; list != NULL && index < info->memoryBarrierCount; index++)
        note_memory(list, info->pMemoryBarriers[index].dstStageMask,
                    info->pMemoryBarriers[index].dstAccessMask);
    for (uint32_t index = 0; list != NULL && index < info->bufferMemoryBarrierCount; index++)
        note_memory(list, info->pBufferMemoryBarriers[index].dstStageMask,
                    info->pBufferMemoryBarriers[index].dstAccessMask);
    NEXT(vkCmdPipelineBarrier2)(commands, info);
}

static void copy_back(VkCommandBuffer commands, VkImage image, VkImageLayout layout,
                      VkBuffer buffer, uint32_t count, const VkBufferImageCopy *regions) {
    struct list *list = list_of(commands);
    if (list != NULL) list->is_copied_back = true;
    NEXT(vkCmdCopyImageToBuffer)(commands, image, layout, buffer, count, regions);
}

// --- Handing over

static VkResult swapchain_images(VkDevice owner, VkSwapchainKHR swapchain, uint32_t *count,
                                 VkImage *made) {
    VkResult result = NEXT(vkGetSwapchainImagesKHR)(owner, swapchain, count, made);
    for (uint32_t index = 0; made != NULL && index < *count; index++)
        if (image_count < images_most && !is_windows(made[index])) images[image_count++] = made[index];
    return result;
}

static VkResult acquire(VkDevice owner, VkSwapchainKHR swapchain, uint64_t timeout,
                        VkSemaphore semaphore, VkFence fence, uint32_t *index) {
    if (timeout >= longest_wait)
        SAY("complaint an image of the window is waited for without an end\n");
    VkResult result =
        NEXT(vkAcquireNextImageKHR)(owner, swapchain, timeout, semaphore, fence, index);
    for (unsigned place = 0; place < acquired_count; place++)
        if (acquired[place] == semaphore) return result;
    if (acquired_count < semaphores_most) acquired[acquired_count++] = semaphore;
    return result;
}

// Whether a list's first use of the window's image comes after what says that it is free.
static bool is_awaited(const struct list *list, const VkSubmitInfo2 *info) {
    for (uint32_t index = 0; index < info->waitSemaphoreInfoCount; index++) {
        const VkSemaphoreSubmitInfo *wait = &info->pWaitSemaphoreInfos[index];
        for (unsigned place = 0; place < acquired_count; place++)
            if (acquired[place] == wait->semaphore &&
                spelled_out(wait->stageMask) & spelled_out(list->after))
                return true;
    }
    return false;
}

static void note_submission(VkFence fence) {
    submission_count++;
    if (fence == VK_NULL_HANDLE) return;
    unsigned place = 0;
    while (place < fences_most && fences[place].submission != 0 && fences[place].fence != fence)
        place++;
    if (place == fences_most) return;
    fences[place].fence = fence;
    fences[place].submission = submission_count;
}

static VkResult submit(VkQueue queue, uint32_t count, const VkSubmitInfo2 *infos, VkFence fence) {
    for (uint32_t one = 0; one < count; one++)
        for (uint32_t index = 0; index < infos[one].commandBufferInfoCount; index++) {
            struct list *list = list_of(infos[one].pCommandBufferInfos[index].commandBuffer);
            if (list == NULL) continue;
            if (list->takes_image && !is_awaited(list, &infos[one]))
                SAY("complaint an image of the window is written without waiting for who had it\n");
            if (list->is_copied_back)
                SAY("complaint what was copied back is not handed to the host by a barrier\n");
        }
    VkResult result = NEXT(vkQueueSubmit2)(queue, count, infos, fence);
    submitted = now();
    if (result == VK_SUCCESS) note_submission(fence);
    return result;
}

// --- Waiting

static void note_passed(VkFence fence) {
    for (unsigned place = 0; place < fences_most; place++)
        if (fences[place].fence == fence && fences[place].submission > submissions_done)
            submissions_done = fences[place].submission;
}

static VkResult wait_for_fences(VkDevice owner, uint32_t count, const VkFence *awaited,
                                VkBool32 all, uint64_t nanoseconds) {
    if (nanoseconds >= longest_wait) SAY("complaint the device is waited for without an end\n");
    VkResult result = NEXT(vkWaitForFences)(owner, count, awaited, all, nanoseconds);
    for (uint32_t index = 0; result == VK_SUCCESS && (all || count == 1) && index < count; index++)
        note_passed(awaited[index]);
    return result;
}

static VkResult fence_status(VkDevice owner, VkFence fence) {
    VkResult result = NEXT(vkGetFenceStatus)(owner, fence);
    if (result == VK_SUCCESS) note_passed(fence);
    return result;
}

static void note_idle(VkResult result) {
    if (result != VK_SUCCESS) return;
    submissions_done = submission_count;
    is_presenting = false;
    replaced.was_presenting = false;
}

static VkResult queue_wait_idle(VkQueue queue) {
    VkResult result = NEXT(vkQueueWaitIdle)(queue);
    note_idle(result);
    return result;
}

static VkResult device_wait_idle(VkDevice owner) {
    VkResult result = NEXT(vkDeviceWaitIdle)(owner);
    note_idle(result);
    return result;
}

// --- Another size

static VkResult make_swapchain(VkDevice owner, const VkSwapchainCreateInfoKHR *info,
                               const VkAllocationCallbacks *allocator, VkSwapchainKHR *made) {
    VkResult result = NEXT(vkCreateSwapchainKHR)(owner, info, allocator, made);
    if (result != VK_SUCCESS) return result;
    SAY("window %u %u\n", info->imageExtent.width, info->imageExtent.height);
    if (info->oldSwapchain != VK_NULL_HANDLE) {
        replaced.swapchain = info->oldSwapchain;
        replaced.submission = submission_count;
        replaced.was_presenting = is_presenting;
    }
    return result;
}

// What was replaced may go once the device is done with what was given to it until then. Of the
// presentations the end of a later submission tells too.
static void end_swapchain(VkDevice owner, VkSwapchainKHR swapchain,
                          const VkAllocationCallbacks *allocator) {
    if (swapchain != VK_NULL_HANDLE && swapchain == replaced.swapchain) {
        replaced.swapchain = VK_NULL_HANDLE;
        if (submissions_done < replaced.submission ||
            (replaced.was_presenting && submissions_done == replaced.submission))
            SAY("complaint images of the window are given up that the device may still use\n");
    }
    NEXT(vkDestroySwapchainKHR)(owner, swapchain, allocator);
}

// --- Presenting

// Says something of each kind that the program's ear is open for; the last is longer than a line of
// its events (contract.md#events).
static void try_ear(void) {
    static char text[6000] = "weld-canary: said by the judge, to be reported and nothing else";
    static const struct {
        VkDebugUtilsMessageSeverityFlagBitsEXT severity;
        const char *name;
        bool is_long;
    } kinds[] = {
        {VK_DEBUG_UTILS_MESSAGE_SEVERITY_WARNING_BIT_EXT, "warning", false},
        {VK_DEBUG_UTILS_MESSAGE_SEVERITY_ERROR_BIT_EXT, "error", false},
        {VK_DEBUG_UTILS_MESSAGE_SEVERITY_WARNING_BIT_EXT, "warning cut", true},
    };
    ear.was_told = true;
    for (size_t index = 0; index < sizeof kinds / sizeof kinds[0]; index++) {
        if (!(ear.info.messageSeverity & kinds[index].severity) ||
            !(ear.info.messageType & VK_DEBUG_UTILS_MESSAGE_TYPE_VALIDATION_BIT_EXT))
            continue;
        if (kinds[index].is_long)
            memset(text + strlen(text), '.', sizeof text - strlen(text) - 1);
        const VkDebugUtilsMessengerCallbackDataEXT data = {
            .sType = VK_STRUCTURE_TYPE_DEBUG_UTILS_MESSENGER_CALLBACK_DATA_EXT,
            .pMessageIdName = "WELD-canary",
            .pMessage = text};
        SAY("canary %s\n", kinds[index].name);
        ear.info.pfnUserCallback(kinds[index].severity,
                                 VK_DEBUG_UTILS_MESSAGE_TYPE_VALIDATION_BIT_EXT, &data,
                                 ear.info.pUserData);
    }
}

static VkResult present(VkQueue queue, const VkPresentInfoKHR *info) {
    if (ear.is_open && !ear.was_told) try_ear();
    const uint64_t asked = now();
    VkResult result = NEXT(vkQueuePresentKHR)(queue, info);
    // Who has more put into it may wait for it by a fence of its own.
    if (info->pNext == NULL) is_presenting = true;
    if (result >= 0)
        SAY("presented %llu %llu\n", (unsigned long long)submitted, (unsigned long long)asked);
    return result;
}

// --- The program's ear

static VkResult make_messenger(VkInstance owner, const VkDebugUtilsMessengerCreateInfoEXT *info,
                               const VkAllocationCallbacks *allocator,
                               VkDebugUtilsMessengerEXT *made) {
    PFN_vkCreateDebugUtilsMessengerEXT make =
        (PFN_vkCreateDebugUtilsMessengerEXT)(void *)next_instance_function(
            owner, "vkCreateDebugUtilsMessengerEXT");
    if (make == NULL) return VK_ERROR_EXTENSION_NOT_PRESENT;
    VkResult result = make(owner, info, allocator, made);
    if (result == VK_SUCCESS) {
        ear.info = *info;
        ear.is_open = true;
    }
    return result;
}

static void end_messenger(VkInstance owner, VkDebugUtilsMessengerEXT messenger,
                          const VkAllocationCallbacks *allocator) {
    ear.is_open = false;
    PFN_vkDestroyDebugUtilsMessengerEXT end =
        (PFN_vkDestroyDebugUtilsMessengerEXT)(void *)next_instance_function(
            owner, "vkDestroyDebugUtilsMessengerEXT");
    if (end != NULL) end(owner, messenger, allocator);
}

static PFN_vkVoidFunction layer_function(const char *name) {
    LAYER_FUNCTION("vkBeginCommandBuffer", begin);
    LAYER_FUNCTION("vkCmdPipelineBarrier2", barrier_2);
    LAYER_FUNCTION("vkCmdCopyImageToBuffer", copy_back);
    LAYER_FUNCTION("vkGetSwapchainImagesKHR", swapchain_images);
    LAYER_FUNCTION("vkAcquireNextImageKHR", acquire);
    LAYER_FUNCTION("vkQueueSubmit2", submit);
    LAYER_FUNCTION("vkWaitForFences", wait_for_fences);
    LAYER_FUNCTION("vkGetFenceStatus", fence_status);
    LAYER_FUNCTION("vkQueueWaitIdle", queue_wait_idle);
    LAYER_FUNCTION("vkDeviceWaitIdle", device_wait_idle);
    LAYER_FUNCTION("vkCreateSwapchainKHR", make_swapchain);
    LAYER_FUNCTION("vkDestroySwapchainKHR", end_swapchain);
    LAYER_FUNCTION("vkQueuePresentKHR", present);
    LAYER_FUNCTION("vkCreateDebugUtilsMessengerEXT", make_messenger);
    LAYER_FUNCTION("vkDestroyDebugUtilsMessengerEXT", end_messenger);
    return NULL;
}
