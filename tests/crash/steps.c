/* Counts whatever changes the disk below a folder, and hits the n-th: the process is killed, finds half of
   what it wrote, or gets an error of the disk.  Loaded before the C library, so that SQLite and Arrow are
   counted like Python.  A full disk stays full: from the n-th step on nothing grows. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#define WRITES (O_WRONLY | O_RDWR | O_CREAT | O_TRUNC | O_APPEND)

static char below[PATH_MAX];
static size_t length;
static long target, count;
static int failure, torn;
static pid_t owner;

void steps_arm(const char *folder, long at, int error, int half) {
    strncpy(below, folder, sizeof below - 1);
    length = strlen(below);
    target = at, failure = error, torn = half, count = 0, owner = getpid();
}

long steps_count(void) { return count; }

static int is_below(const char *path) { return !strncmp(path, below, length); }

static int fd_below(int fd) {
    char link[64], path[PATH_MAX];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t size = readlink(link, path, sizeof path - 1);
    if (size < 0) return 0;
    path[size] = 0;
    return is_below(path);
}

static int at_below(int fd, const char *path) {
    char here[PATH_MAX];
    if (!owner || owner != getpid() || !path) return 0;
    if (*path == '/') return is_below(path);
    return fd == AT_FDCWD ? getcwd(here, sizeof here) && is_below(here) : fd_below(fd);
}

static int ours(int fd) { return owner && owner == getpid() && fd_below(fd); }

/* What a step fails with, 0 when it may go on.  `grows` says that it needs room on the disk. */
static int step(int grows) {
    long now = __sync_add_and_fetch(&count, 1);
    if (failure == ENOSPC && target && now > target && grows) return ENOSPC;
    if (now != target) return 0;
    if (failure) return failure == ENOSPC && !grows ? 0 : failure;
    if (torn && grows == 2) return -1;
    kill(getpid(), SIGKILL);
    for (;;) pause();
}

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))
#define FAIL(error) do { int e = (error); if (e) { errno = e; return -1; } } while (0)

#define OPEN(name)                                                        \
    int name(const char *path, int flags, ...) {                          \
        va_list rest; va_start(rest, flags); int mode = va_arg(rest, int); va_end(rest); \
        if ((flags & WRITES) && at_below(AT_FDCWD, path)) FAIL(step(1));   \
        return REAL(name)(path, flags, mode);                             \
    }
#define OPENAT(name)                                                      \
    int name(int fd, const char *path, int flags, ...) {                  \
        va_list rest; va_start(rest, flags); int mode = va_arg(rest, int); va_end(rest); \
        if ((flags & WRITES) && at_below(fd, path)) FAIL(step(1));         \
        return REAL(name)(fd, path, flags, mode);                         \
    }
OPEN(open) OPEN(open64) OPENAT(openat) OPENAT(openat64)

#define HALVED(call) do { if (ours(fd)) { int e = step(2); if (e < 0) { size /= 2; call; kill(getpid(), SIGKILL); } FAIL(e); } return call; } while (0)
ssize_t write(int fd, const void *data, size_t size) { HALVED(REAL(write)(fd, data, size)); }
ssize_t pwrite(int fd, const void *data, size_t size, off_t at) { HALVED(REAL(pwrite)(fd, data, size, at)); }
ssize_t pwrite64(int fd, const void *data, size_t size, off64_t at) { HALVED(REAL(pwrite64)(fd, data, size, at)); }
ssize_t writev(int fd, const struct iovec *parts, int size) { if (ours(fd)) FAIL(step(1)); return REAL(writev)(fd, parts, size); }
int fsync(int fd) { if (ours(fd)) FAIL(step(1)); return REAL(fsync)(fd); }
int fdatasync(int fd) { if (ours(fd)) FAIL(step(1)); return REAL(fdatasync)(fd); }
int ftruncate(int fd, off_t size) { if (ours(fd)) FAIL(step(0)); return REAL(ftruncate)(fd, size); }
int ftruncate64(int fd, off64_t size) { if (ours(fd)) FAIL(step(0)); return REAL(ftruncate64)(fd, size); }
int rename(const char *a, const char *b) { if (at_below(AT_FDCWD, a)) FAIL(step(0)); return REAL(rename)(a, b); }
int renameat(int c, const char *a, int d, const char *b) { if (at_below(c, a)) FAIL(step(0)); return REAL(renameat)(c, a, d, b); }
int renameat2(int c, const char *a, int d, const char *b, unsigned f) { if (at_below(c, a)) FAIL(step(0)); return REAL(renameat2)(c, a, d, b, f); }
int unlink(const char *a) { if (at_below(AT_FDCWD, a)) FAIL(step(0)); return REAL(unlink)(a); }
int unlinkat(int fd, const char *a, int f) { if (at_below(fd, a)) FAIL(step(0)); return REAL(unlinkat)(fd, a, f); }
int rmdir(const char *a) { if (at_below(AT_FDCWD, a)) FAIL(step(0)); return REAL(rmdir)(a); }
int mkdir(const char *a, mode_t m) { if (at_below(AT_FDCWD, a)) FAIL(step(1)); return REAL(mkdir)(a, m); }
int mkdirat(int fd, const char *a, mode_t m) { if (at_below(fd, a)) FAIL(step(1)); return REAL(mkdirat)(fd, a, m); }
