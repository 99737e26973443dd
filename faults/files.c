/* A layer between a process and its files, put there by LD_PRELOAD. It sees every write and flush of the database, and can
 * write them down, fail them, or kill the process at one of them. Only files whose path begins with FAULTS_FILES are concerned.
 *
 *   FAULTS_TRACE=FILE       every write, truncation, flush and removal goes into FILE, in order, and what is written to
 *                           standard output with them: that is where the process acknowledges.
 *   FAULTS_KILL_AT=N        SIGKILL before the Nth write or flush.
 *   FAULTS_FAIL=E,FROM,N    the writes and flushes from number FROM on fail with error number E, N of them. E may have
 *                           w, s or r before it: writes, flushes ("syncs") or reads alone.
 *   FAULTS_COUNT=FILE       how many writes and flushes there were is written into FILE at the end.
 *
 * A record of the trace: kind (W write, T truncate, S flush, U unlink, A acknowledged), file (d database, w write-ahead log,
 * j journal, o other), offset and length as 8 bytes each, and the bytes.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

#define FDS 4096
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static char kinds[FDS]; /* 0: not ours */
static const char *prefix;
static int trace = -1;
static long kill_at, fail_from, fail_count, operations, reads;
static int fail_error;
static char fail_what;
static pid_t owner;

static int (*real_open)(const char *, int, ...);
static int (*real_open64)(const char *, int, ...);
static int (*real_openat)(int, const char *, int, ...);
static int (*real_close)(int);
static ssize_t (*real_write)(int, const void *, size_t);
static ssize_t (*real_pwrite)(int, const void *, size_t, off_t);
static ssize_t (*real_read)(int, void *, size_t);
static ssize_t (*real_pread)(int, void *, size_t, off_t);
static int (*real_fsync)(int);
static int (*real_fdatasync)(int);
static int (*real_ftruncate)(int, off_t);
static int (*real_unlink)(const char *);

static char kind_of(const char *path) {
    if (!prefix || strncmp(path, prefix, strlen(prefix)) != 0) return 0;
    const char *rest = path + strlen(prefix);
    if (!*rest) return 'd';
    if (!strcmp(rest, "-wal")) return 'w';
    if (!strcmp(rest, "-journal")) return 'j';
    if (!strcmp(rest, "-shm")) return 0; /* rebuilt after a power cut: nothing depends on it */
    return 'o';
}

__attribute__((constructor)) static void begin(void) {
    real_open = dlsym(RTLD_NEXT, "open");
    real_open64 = dlsym(RTLD_NEXT, "open64");
    real_openat = dlsym(RTLD_NEXT, "openat64");
    real_close = dlsym(RTLD_NEXT, "close");
    real_write = dlsym(RTLD_NEXT, "write");
    real_pwrite = dlsym(RTLD_NEXT, "pwrite64");
    real_read = dlsym(RTLD_NEXT, "read");
    real_pread = dlsym(RTLD_NEXT, "pread64");
    real_fsync = dlsym(RTLD_NEXT, "fsync");
    real_fdatasync = dlsym(RTLD_NEXT, "fdatasync");
    real_ftruncate = dlsym(RTLD_NEXT, "ftruncate64");
    real_unlink = dlsym(RTLD_NEXT, "unlink");
    owner = getpid();
    prefix = getenv("FAULTS_FILES");
    const char *text = getenv("FAULTS_TRACE");
    if (text) trace = real_open(text, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if ((text = getenv("FAULTS_KILL_AT"))) kill_at = atol(text);
    if ((text = getenv("FAULTS_FAIL"))) {
        if (*text == 'w' || *text == 's' || *text == 'r') fail_what = *text++;
        sscanf(text, "%d,%ld,%ld", &fail_error, &fail_from, &fail_count);
    }
}

__attribute__((destructor)) static void end(void) {
    const char *text = getenv("FAULTS_COUNT");
    if (!text || getpid() != owner) return;
    FILE *file = fopen(text, "w");
    if (file) { fprintf(file, "%ld\n", operations); fclose(file); }
}

static void record(char kind, char file, uint64_t offset, const void *data, uint64_t length) {
    if (trace < 0) return;
    char head[18] = {kind, file};
    memcpy(head + 2, &offset, 8);
    memcpy(head + 10, &length, 8);
    struct iovec parts[2] = {{head, 18}, {(void *)data, data ? length : 0}};
    if (writev(trace, parts, 2) < 0) raise(SIGABRT);
}

static char ours(int fd) { return fd >= 0 && fd < FDS ? kinds[fd] : 0; }

/* Under the lock. True if this operation has to fail. */
static int fails(char what) {
    long number = what == 'r' ? ++reads : ++operations;
    if (what != 'r' && kill_at && number >= kill_at) { kill(getpid(), SIGKILL); pause(); }
    if (!fail_error || (fail_what ? fail_what != what : what == 'r')) return 0;
    if (number < fail_from || number >= fail_from + fail_count) return 0;
    errno = fail_error;
    return 1;
}

static int opened(int fd, const char *path) {
    if (fd >= 0 && fd < FDS) kinds[fd] = kind_of(path);
    return fd;
}
#define MODE va_list list; va_start(list, flags); mode_t mode = va_arg(list, mode_t); va_end(list)
int open(const char *path, int flags, ...) { MODE; return opened(real_open(path, flags, mode), path); }
int open64(const char *path, int flags, ...) { MODE; return opened(real_open64(path, flags, mode), path); }
int openat(int at, const char *path, int flags, ...) { MODE; return opened(real_openat(at, path, flags, mode), path); }
int openat64(int at, const char *path, int flags, ...) { MODE; return opened(real_openat(at, path, flags, mode), path); }
int close(int fd) { if (fd >= 0 && fd < FDS) kinds[fd] = 0; return real_close(fd); }

ssize_t write(int fd, const void *data, size_t length) {
    char file = ours(fd);
    if (!file && !(fd == 1 && trace >= 0)) return real_write(fd, data, length);
    pthread_mutex_lock(&lock);
    ssize_t done = -1;
    if (!file) {
        /* The acknowledgement is on record before anybody can read it. */
        record('A', '-', 0, data, length);
        done = real_write(fd, data, length);
    } else if (!fails('w')) {
        off_t at = lseek(fd, 0, SEEK_CUR);
        done = real_write(fd, data, length);
        if (done > 0) record('W', file, at, data, done);
    }
    int kept = errno;
    pthread_mutex_unlock(&lock);
    errno = kept;
    return done;
}

ssize_t pwrite64(int fd, const void *data, size_t length, off_t at) {
    char file = ours(fd);
    if (!file) return real_pwrite(fd, data, length, at);
    pthread_mutex_lock(&lock);
    ssize_t done = fails('w') ? -1 : real_pwrite(fd, data, length, at);
    if (done > 0) record('W', file, at, data, done);
    int kept = errno;
    pthread_mutex_unlock(&lock);
    errno = kept;
    return done;
}
ssize_t pwrite(int fd, const void *data, size_t length, off_t at) { return pwrite64(fd, data, length, at); }

ssize_t read(int fd, void *data, size_t length) {
    if (!ours(fd)) return real_read(fd, data, length);
    pthread_mutex_lock(&lock);
    int bad = fails('r');
    pthread_mutex_unlock(&lock);
    if (bad) errno = fail_error;
    return bad ? -1 : real_read(fd, data, length);
}
ssize_t pread64(int fd, void *data, size_t length, off_t at) {
    if (!ours(fd)) return real_pread(fd, data, length, at);
    pthread_mutex_lock(&lock);
    int bad = fails('r');
    pthread_mutex_unlock(&lock);
    if (bad) errno = fail_error;
    return bad ? -1 : real_pread(fd, data, length, at);
}
ssize_t pread(int fd, void *data, size_t length, off_t at) { return pread64(fd, data, length, at); }

static int flushed(int fd, int (*real)(int)) {
    char file = ours(fd);
    if (!file) return real(fd);
    pthread_mutex_lock(&lock);
    int done = fails('s') ? -1 : real(fd);
    if (done == 0) record('S', file, 0, NULL, 0);
    int kept = errno;
    pthread_mutex_unlock(&lock);
    errno = kept;
    return done;
}
int fsync(int fd) { return flushed(fd, real_fsync); }
int fdatasync(int fd) { return flushed(fd, real_fdatasync); }

int ftruncate64(int fd, off_t length) {
    char file = ours(fd);
    if (!file) return real_ftruncate(fd, length);
    pthread_mutex_lock(&lock);
    int done = fails('w') ? -1 : real_ftruncate(fd, length);
    if (done == 0) record('T', file, length, NULL, 0);
    int kept = errno;
    pthread_mutex_unlock(&lock);
    errno = kept;
    return done;
}
int ftruncate(int fd, off_t length) { return ftruncate64(fd, length); }

int unlink(const char *path) {
    int done = real_unlink(path);
    char file = kind_of(path);
    if (done == 0 && file) {
        pthread_mutex_lock(&lock);
        record('U', file, 0, NULL, 0);
        pthread_mutex_unlock(&lock);
    }
    return done;
}
