/* Loaded before the C library: counts the calls by which a program changes what lies below a
   folder, and at one of them ends the program (`kill -9`) or has the disk be full from then on.

   SHIM_BELOW  the folder, as an absolute path
   SHIM_COUNTS moves (renames and removals), or writes (folders made, files made, bytes written)
   SHIM_AT     the call, counted from 1
   SHIM_THEN   kill or full */

#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

static atomic_long count;

/* The absolute path of what a call names; empty if it cannot be told. */
static void name_of(int folder, const char *path, char *out, size_t size) {
    char link[64], base[PATH_MAX];
    out[0] = 0;
    if (path && (path[0] == '/' || folder == AT_FDCWD)) {
        snprintf(out, size, "%s", path);
        return;
    }
    snprintf(link, sizeof link, "/proc/self/fd/%d", folder);
    ssize_t n = readlink(link, base, sizeof base - 1);
    if (n < 0) return;
    base[n] = 0;
    if (path) snprintf(out, size, "%s/%s", base, path);
    else snprintf(out, size, "%s", base);
}

/* Whether this call is to fail; does not return if the program is to end. */
static int struck(const char *kind, int folder, const char *path) {
    const char *below = getenv("SHIM_BELOW"), *counts = getenv("SHIM_COUNTS");
    const char *at = getenv("SHIM_AT"), *then = getenv("SHIM_THEN");
    char name[2 * PATH_MAX];
    if (!below || !counts || !at || !then || strcmp(kind, counts)) return 0;
    int before = errno;
    name_of(folder, path, name, sizeof name);
    errno = before;
    if (strncmp(name, below, strlen(below))) return 0;
    if (atomic_fetch_add(&count, 1) + 1 < atol(at)) return 0;
    if (!strcmp(then, "kill")) {
        kill(getpid(), SIGKILL);
        for (;;) pause(); /* the signal may reach another thread first */
    }
    errno = ENOSPC;
    return 1;
}

#define REAL(name) \
    static __typeof__(&name) real; \
    if (!real) real = (__typeof__(&name))dlsym(RTLD_NEXT, #name)

int rename(const char *from, const char *to) {
    REAL(rename);
    return struck("moves", AT_FDCWD, to) ? -1 : real(from, to);
}

int renameat(int a, const char *from, int b, const char *to) {
    REAL(renameat);
    return struck("moves", b, to) ? -1 : real(a, from, b, to);
}

int renameat2(int a, const char *from, int b, const char *to, unsigned flags) {
    REAL(renameat2);
    return struck("moves", b, to) ? -1 : real(a, from, b, to, flags);
}

int unlink(const char *path) {
    REAL(unlink);
    return struck("moves", AT_FDCWD, path) ? -1 : real(path);
}

int unlinkat(int folder, const char *path, int flags) {
    REAL(unlinkat);
    return struck("moves", folder, path) ? -1 : real(folder, path, flags);
}

int rmdir(const char *path) {
    REAL(rmdir);
    return struck("moves", AT_FDCWD, path) ? -1 : real(path);
}

int mkdir(const char *path, mode_t mode) {
    REAL(mkdir);
    return struck("writes", AT_FDCWD, path) ? -1 : real(path, mode);
}

ssize_t write(int file, const void *bytes, size_t size) {
    REAL(write);
    return struck("writes", file, NULL) ? -1 : real(file, bytes, size);
}

#define MODE \
    mode_t mode = 0; \
    if (flags & O_CREAT) { \
        va_list rest; \
        va_start(rest, flags); \
        mode = (mode_t)va_arg(rest, int); \
        va_end(rest); \
    }

int open(const char *path, int flags, ...) {
    REAL(open);
    MODE
    return flags & O_CREAT && struck("writes", AT_FDCWD, path) ? -1 : real(path, flags, mode);
}

int open64(const char *path, int flags, ...) {
    REAL(open64);
    MODE
    return flags & O_CREAT && struck("writes", AT_FDCWD, path) ? -1 : real(path, flags, mode);
}

int openat(int folder, const char *path, int flags, ...) {
    REAL(openat);
    MODE
    return flags & O_CREAT && struck("writes", folder, path) ? -1 : real(folder, path, flags, mode);
}

int openat64(int folder, const char *path, int flags, ...) {
    REAL(openat64);
    MODE
    return flags & O_CREAT && struck("writes", folder, path) ? -1 : real(folder, path, flags, mode);
}
