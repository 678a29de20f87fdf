/* A layer between a process and its files (LD_PRELOAD): counts what it does to files under one folder, also from
 * native code, and at the n-th time kills it or lets that operation fail. Built and armed by builder.py. */

#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/sendfile.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

static char folder[PATH_MAX];
static size_t folder_length;
static atomic_long seen;
static long point;
static int error;     /* 0: kill */
static int lasting;   /* the operations after the n-th fail, too */
static int reads_too;
static int armed;

/* error_or_kill: 0 kills. at: 0 counts only. */
void faults_arm(const char *path, long at, int error_or_kill, int is_lasting, int with_reads) {
    folder_length = strlen(path);
    memcpy(folder, path, folder_length + 1);
    atomic_store(&seen, 0);
    point = at;
    error = error_or_kill;
    lasting = is_lasting;
    reads_too = with_reads;
    armed = 1;
}

long faults_seen(void) { return atomic_load(&seen); }

static int is_inside(const char *path) { return strncmp(path, folder, folder_length) == 0; }

static int fd_is_inside(int fd) {
    char link[64], path[PATH_MAX];
    int kept = errno;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, sizeof path - 1);
    errno = kept;
    if (length < 0) return 0;
    path[length] = 0;
    return is_inside(path);
}

static int at_is_inside(int fd, const char *path) {
    if (path == NULL) return fd_is_inside(fd);
    if (path[0] == '/') return is_inside(path);
    return fd != AT_FDCWD && fd_is_inside(fd);
}

/* Whether the operation that is about to be done fails. */
static int fails(int inside, int is_read) {
    if (!inside || (is_read && !reads_too)) return 0;
    long now = atomic_fetch_add(&seen, 1) + 1;
    if (point == 0 || now < point || (now > point && !lasting)) return 0;
    if (error == 0) kill(getpid(), SIGKILL);
    errno = error;
    return 1;
}

#define REAL(result, name, ...)                                                                                        \
    static result (*real)(__VA_ARGS__);                                                                                \
    if (!real) real = (result(*)(__VA_ARGS__))dlsym(RTLD_NEXT, name);

#define OPEN(name)                                                                                                     \
    int name(const char *path, int flags, ...) {                                                                       \
        REAL(int, #name, const char *, int, ...)                                                                       \
        va_list rest;                                                                                                  \
        va_start(rest, flags);                                                                                         \
        mode_t mode = va_arg(rest, mode_t);                                                                            \
        va_end(rest);                                                                                                  \
        if (armed && fails(is_inside(path), !(flags & (O_WRONLY | O_RDWR | O_CREAT)))) return -1;                      \
        return real(path, flags, mode);                                                                                \
    }
OPEN(open)
OPEN(open64)

#define OPENAT(name)                                                                                                   \
    int name(int fd, const char *path, int flags, ...) {                                                               \
        REAL(int, #name, int, const char *, int, ...)                                                                  \
        va_list rest;                                                                                                  \
        va_start(rest, flags);                                                                                         \
        mode_t mode = va_arg(rest, mode_t);                                                                            \
        va_end(rest);                                                                                                  \
        if (armed && fails(at_is_inside(fd, path), !(flags & (O_WRONLY | O_RDWR | O_CREAT)))) return -1;               \
        return real(fd, path, flags, mode);                                                                            \
    }
OPENAT(openat)
OPENAT(openat64)

/* An operation on an open file. */
#define ON_FILE(result, name, is_read, parameters, arguments, types)                                                   \
    result name parameters {                                                                                           \
        static result(*real) types;                                                                                    \
        if (!real) real = (result(*) types)dlsym(RTLD_NEXT, #name);                                                    \
        if (armed && fails(fd_is_inside(fd), is_read)) return -1;                                                      \
        return real arguments;                                                                                         \
    }
ON_FILE(ssize_t, write, 0, (int fd, const void *b, size_t n), (fd, b, n), (int, const void *, size_t))
ON_FILE(ssize_t, pwrite, 0, (int fd, const void *b, size_t n, off_t o), (fd, b, n, o), (int, const void *, size_t, off_t))
ON_FILE(ssize_t, pwrite64, 0, (int fd, const void *b, size_t n, off64_t o), (fd, b, n, o), (int, const void *, size_t, off64_t))
ON_FILE(ssize_t, writev, 0, (int fd, const struct iovec *v, int n), (fd, v, n), (int, const struct iovec *, int))
ON_FILE(ssize_t, read, 1, (int fd, void *b, size_t n), (fd, b, n), (int, void *, size_t))
ON_FILE(ssize_t, pread, 1, (int fd, void *b, size_t n, off_t o), (fd, b, n, o), (int, void *, size_t, off_t))
ON_FILE(ssize_t, pread64, 1, (int fd, void *b, size_t n, off64_t o), (fd, b, n, o), (int, void *, size_t, off64_t))
ON_FILE(int, fsync, 0, (int fd), (fd), (int))
ON_FILE(int, fdatasync, 0, (int fd), (fd), (int))
ON_FILE(int, ftruncate, 0, (int fd, off_t n), (fd, n), (int, off_t))
ON_FILE(int, ftruncate64, 0, (int fd, off64_t n), (fd, n), (int, off64_t))
ON_FILE(int, fchmod, 0, (int fd, mode_t m), (fd, m), (int, mode_t))
ON_FILE(ssize_t, sendfile, 0, (int fd, int in, off_t *o, size_t n), (fd, in, o, n), (int, int, off_t *, size_t))
ON_FILE(ssize_t, sendfile64, 0, (int fd, int in, off64_t *o, size_t n), (fd, in, o, n), (int, int, off64_t *, size_t))

/* An operation on a name. */
#define ON_NAME(name, inside, parameters, arguments, types)                                                            \
    int name parameters {                                                                                              \
        static int(*real) types;                                                                                       \
        if (!real) real = (int(*) types)dlsym(RTLD_NEXT, #name);                                                       \
        if (armed && fails(inside, 0)) return -1;                                                                      \
        return real arguments;                                                                                         \
    }
ON_NAME(rename, is_inside(to), (const char *from, const char *to), (from, to), (const char *, const char *))
ON_NAME(renameat, at_is_inside(g, to), (int f, const char *from, int g, const char *to), (f, from, g, to), (int, const char *, int, const char *))
ON_NAME(unlink, is_inside(path), (const char *path), (path), (const char *))
ON_NAME(unlinkat, at_is_inside(fd, path), (int fd, const char *path, int flags), (fd, path, flags), (int, const char *, int))
ON_NAME(mkdir, is_inside(path), (const char *path, mode_t mode), (path, mode), (const char *, mode_t))
ON_NAME(mkdirat, at_is_inside(fd, path), (int fd, const char *path, mode_t mode), (fd, path, mode), (int, const char *, mode_t))
ON_NAME(rmdir, is_inside(path), (const char *path), (path), (const char *))
ON_NAME(chmod, is_inside(path), (const char *path, mode_t mode), (path, mode), (const char *, mode_t))

/* What goes through C's own streams, as numpy writes arrays. */
size_t fwrite(const void *data, size_t size, size_t count, FILE *stream) {
    REAL(size_t, "fwrite", const void *, size_t, size_t, FILE *)
    if (armed && fails(fd_is_inside(fileno(stream)), 0)) return 0;
    return real(data, size, count, stream);
}

int fclose(FILE *stream) {
    REAL(int, "fclose", FILE *)
    int failed = armed && fails(fd_is_inside(fileno(stream)), 0);
    int kept = errno;
    int closed = real(stream);
    if (!failed) return closed;
    errno = kept;
    return EOF;
}
