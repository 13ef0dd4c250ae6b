/* Loaded before the C library: files show times of whole seconds only, as on file systems whose
   clock ticks so slowly. Two edits within a second then have one time. */

#define _GNU_SOURCE
#include <dlfcn.h>
#include <sys/stat.h>

int statx(int folder, const char *path, int flags, unsigned mask, struct statx *found) {
    static __typeof__(&statx) real;
    if (!real) real = (__typeof__(&statx))dlsym(RTLD_NEXT, "statx");
    int done = real(folder, path, flags, mask, found);
    if (done == 0) found->stx_mtime.tv_nsec = found->stx_ctime.tv_nsec = 0;
    return done;
}
