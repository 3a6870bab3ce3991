// Layouts and constants of macOS that the POSIX half relies on, asked of its own headers by a
// compiler for it (CI/darwin.sh). Nothing of this runs.
#include <libproc.h>
#include <stddef.h>
#include <sys/proc_info.h>
#include <sys/socket.h>
#include <sys/un.h>

_Static_assert(sizeof(((struct sockaddr_un *)0)->sun_path) == 104, "103 bytes and a NUL");
_Static_assert(offsetof(struct sockaddr_un, sun_len) == 0, "sun_len first");
_Static_assert(offsetof(struct sockaddr_un, sun_family) == 1, "");
_Static_assert(offsetof(struct sockaddr_un, sun_path) == 2, "");
_Static_assert(sizeof(struct cmsghdr) == 12, "cmsg_len is 32 bits");
_Static_assert(sizeof(((struct cmsghdr *)0)->cmsg_len) == 4, "");
_Static_assert(CMSG_LEN(4) == 16 && CMSG_SPACE(4) == 16, "aligned to 4");
_Static_assert(CMSG_SPACE(253 * 4) == 12 + 253 * 4, "no padding");
_Static_assert(sizeof(((struct msghdr *)0)->msg_controllen) == 4, "");
_Static_assert(sizeof(pid_t) == 4 && sizeof(mode_t) == 2 && sizeof(dev_t) == 4 && sizeof(ino_t) == 8, "");
_Static_assert(sizeof(time_t) == 8, "");
_Static_assert(sizeof(long) == 8, "LP64");
_Static_assert(PROC_PIDTBSDINFO == 3 && sizeof(struct proc_bsdinfo) == 136, "");
#ifdef SOCK_CLOEXEC
#error "sockets can be made close-on-exec in one step: use it"
#endif
#ifdef MSG_CMSG_CLOEXEC
#error "descriptors can be received close-on-exec: use it"
#endif
