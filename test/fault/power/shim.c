/*
 * LD_PRELOAD library: writes down every change that the program makes under KEQIN_TRACE_DIR, with its bytes and in
 * its order, to KEQIN_TRACE_FILE (trace.ts reads it, disk.ts says what a power cut leaves of it).
 *
 * An event is 4 × 8 bytes, little-endian (kind and payload length as u32, inode, a, b), then the payload. Each is
 * written under a lock that is held over the call itself, across threads and processes: the order in the trace is
 * the order on the disk. The calls go to the kernel directly; what escapes (mmap, io_uring, sendfile) shows when
 * the traced folder is compared with the real one, which every run does.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

enum { OPENED = 1, WRITTEN, RESIZED, SYNCED, RENAMED, UNLINKED, MADE_DIR, LINKED, SYNCED_ALL };
enum { CREATED = 1, EMPTIED = 2, IS_DIR = 4 };
enum { MAX_FDS = 65536 };

static pthread_mutex_t gate = PTHREAD_MUTEX_INITIALIZER;
static char root[PATH_MAX];
static size_t root_length;
static int trace_fd = -1;
static pid_t trace_pid;
/* Inode of a watched open file, by descriptor; 0 is not watched. */
static ino_t watched[MAX_FDS];

__attribute__((constructor)) static void begin(void) {
  const char *dir = getenv("KEQIN_TRACE_DIR");
  if (dir && realpath(dir, root)) root_length = strlen(root);
}

static void die(const char *what) {
  fprintf(stderr, "power shim: %s: %s\n", what, strerror(errno));
  abort();
}

/* A lock of the open file description is shared with forked children: each process opens the trace itself. */
static void lock(void) {
  pthread_mutex_lock(&gate);
  if (trace_pid != getpid()) {
    trace_pid = getpid();
    trace_fd = syscall(SYS_openat, AT_FDCWD, getenv("KEQIN_TRACE_FILE"), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
    if (trace_fd < 0) die("the trace cannot be opened");
  }
  if (flock(trace_fd, LOCK_EX)) die("lock");
}

static void unlock(void) {
  int saved = errno;
  flock(trace_fd, LOCK_UN);
  pthread_mutex_unlock(&gate);
  errno = saved;
}

static void note(uint32_t kind, uint64_t inode, uint64_t a, const void *payload, size_t length) {
  int saved = errno;
  uint64_t head[4] = {kind | (uint64_t)length << 32, inode, a, 0};
  struct iovec parts[2] = {{head, sizeof head}, {(void *)payload, length}};
  if (syscall(SYS_writev, trace_fd, parts, 2) != (long)(sizeof head + length)) die("the trace cannot be written");
  errno = saved;
}

/* The path below the watched folder ("" for the folder itself), in `out`; NULL when it lies elsewhere. */
static const char *below(int dirfd, const char *path, char out[PATH_MAX]) {
  if (!root_length || !path || !*path) return NULL;
  char full[PATH_MAX * 2], parent[PATH_MAX], from[PATH_MAX], place[64];
  if (path[0] == '/') snprintf(full, sizeof full, "%s", path);
  else {
    if (dirfd == AT_FDCWD) { if (!getcwd(from, sizeof from)) return NULL; }
    else {
      snprintf(place, sizeof place, "/proc/self/fd/%d", dirfd);
      ssize_t n = readlink(place, from, sizeof from - 1);
      if (n < 0) return NULL;
      from[n] = 0;
    }
    snprintf(full, sizeof full, "%s/%s", from, path);
  }
  for (size_t n = strlen(full); n > 1 && full[n - 1] == '/'; n--) full[n - 1] = 0;
  if (!strcmp(full, root)) return strcpy(out, "");
  char *slash = strrchr(full, '/');
  *slash = 0;
  if (!realpath(*full ? full : "/", parent)) return NULL;
  size_t n = strlen(parent);
  if (n < root_length || strncmp(parent, root, root_length) || (n > root_length && parent[root_length] != '/')) return NULL;
  const char *inner = n > root_length ? parent + root_length + 1 : "";
  snprintf(out, PATH_MAX, "%s%s%s", inner, *inner ? "/" : "", slash + 1);
  return out;
}

static ino_t watched_inode(int fd) {
  struct stat now;
  if (fd < 0 || fd >= MAX_FDS || !watched[fd]) return 0;
  if (fstat(fd, &now) == 0 && now.st_ino == watched[fd]) return watched[fd];
  return watched[fd] = 0;
}

static int do_open(int dirfd, const char *path, int flags, mode_t mode) {
  char inner[PATH_MAX];
  const char *name = below(dirfd, path, inner);
  if (!name) {
    int fd = syscall(SYS_openat, dirfd, path, flags, mode);
    if (fd >= 0 && fd < MAX_FDS) watched[fd] = 0;
    return fd;
  }
  lock();
  struct stat is;
  int existed = fstatat(dirfd, path, &is, 0) == 0;
  int fd = syscall(SYS_openat, dirfd, path, flags, mode);
  if (fd >= MAX_FDS) die("too many open files");
  if (fd >= 0 && fstat(fd, &is) == 0) {
    watched[fd] = is.st_ino;
    uint64_t how = (existed ? 0 : CREATED) | (flags & O_TRUNC ? EMPTIED : 0) | (S_ISDIR(is.st_mode) ? IS_DIR : 0);
    note(OPENED, is.st_ino, how, name, strlen(name));
  }
  unlock();
  return fd;
}

#define MODE_OF(flags) \
  mode_t mode = 0; \
  if ((flags) & (O_CREAT | O_TMPFILE)) { va_list rest; va_start(rest, flags); mode = va_arg(rest, mode_t); va_end(rest); }
int open(const char *path, int flags, ...) { MODE_OF(flags) return do_open(AT_FDCWD, path, flags, mode); }
int open64(const char *path, int flags, ...) { MODE_OF(flags) return do_open(AT_FDCWD, path, flags, mode); }
int openat(int dir, const char *path, int flags, ...) { MODE_OF(flags) return do_open(dir, path, flags, mode); }
int openat64(int dir, const char *path, int flags, ...) { MODE_OF(flags) return do_open(dir, path, flags, mode); }
int __open_2(const char *path, int flags) { return do_open(AT_FDCWD, path, flags, 0); }
int __open64_2(const char *path, int flags) { return do_open(AT_FDCWD, path, flags, 0); }
int creat(const char *path, mode_t mode) { return do_open(AT_FDCWD, path, O_CREAT | O_WRONLY | O_TRUNC, mode); }
int creat64(const char *path, mode_t mode) { return creat(path, mode); }

int close(int fd) {
  if (fd >= 0 && fd < MAX_FDS) watched[fd] = 0;
  return syscall(SYS_close, fd);
}

static int copied(int from, int to) {
  if (to >= 0 && to < MAX_FDS) watched[to] = watched_inode(from);
  return to;
}
int dup(int fd) { return copied(fd, syscall(SYS_dup, fd)); }
int dup3(int fd, int to, int flags) { return copied(fd, syscall(SYS_dup3, fd, to, flags)); }
int dup2(int fd, int to) { return fd == to ? to : dup3(fd, to, 0); }
static int do_fcntl(int fd, int command, void *argument) {
  int answer = syscall(SYS_fcntl, fd, command, argument);
  return command == F_DUPFD || command == F_DUPFD_CLOEXEC ? copied(fd, answer) : answer;
}
#define ARGUMENT(last) va_list rest; va_start(rest, last); void *argument = va_arg(rest, void *); va_end(rest);
int fcntl(int fd, int command, ...) { ARGUMENT(command) return do_fcntl(fd, command, argument); }
int fcntl64(int fd, int command, ...) { ARGUMENT(command) return do_fcntl(fd, command, argument); }

/* Gathers what was written; `at` < 0 means at the file's own position, which the kernel has moved past it. */
static ssize_t do_writev(int fd, const struct iovec *parts, int count, off_t at) {
  ino_t inode = watched_inode(fd);
  if (!inode) return at < 0 ? syscall(SYS_writev, fd, parts, count) : syscall(SYS_pwritev, fd, parts, count, at, 0);
  lock();
  ssize_t done = at < 0 ? syscall(SYS_writev, fd, parts, count) : syscall(SYS_pwritev, fd, parts, count, at, 0);
  if (done > 0) {
    char *bytes = malloc(done);
    ssize_t filled = 0;
    for (int i = 0; i < count && filled < done; i++) {
      size_t part = parts[i].iov_len < (size_t)(done - filled) ? parts[i].iov_len : (size_t)(done - filled);
      memcpy(bytes + filled, parts[i].iov_base, part);
      filled += part;
    }
    note(WRITTEN, inode, at < 0 ? syscall(SYS_lseek, fd, 0, SEEK_CUR) - done : at, bytes, done);
    free(bytes);
  }
  unlock();
  return done;
}
static ssize_t one(int fd, const void *bytes, size_t length, off_t at) {
  struct iovec part = {(void *)bytes, length};
  return do_writev(fd, &part, 1, at);
}
ssize_t write(int fd, const void *b, size_t n) { return watched_inode(fd) ? one(fd, b, n, -1) : syscall(SYS_write, fd, b, n); }
ssize_t pwrite(int fd, const void *b, size_t n, off_t at) { return one(fd, b, n, at); }
ssize_t pwrite64(int fd, const void *b, size_t n, off_t at) { return one(fd, b, n, at); }
ssize_t writev(int fd, const struct iovec *parts, int count) { return do_writev(fd, parts, count, -1); }
ssize_t pwritev(int fd, const struct iovec *parts, int count, off_t at) { return do_writev(fd, parts, count, at); }
ssize_t pwritev64(int fd, const struct iovec *parts, int count, off_t at) { return do_writev(fd, parts, count, at); }

/* Every call that sets a size ends here: the size is read afterwards, so all of them look alike in the trace. */
static int resized(int fd, ino_t inode, int answer) {
  struct stat now;
  if (answer == 0 && fstat(fd, &now) == 0) note(RESIZED, inode, now.st_size, "", 0);
  unlock();
  return answer;
}
int ftruncate(int fd, off_t size) {
  ino_t inode = watched_inode(fd);
  if (!inode) return syscall(SYS_ftruncate, fd, size);
  lock();
  return resized(fd, inode, syscall(SYS_ftruncate, fd, size));
}
int ftruncate64(int fd, off_t size) { return ftruncate(fd, size); }
int fallocate(int fd, int mode, off_t at, off_t length) {
  ino_t inode = watched_inode(fd);
  if (!inode) return syscall(SYS_fallocate, fd, mode, at, length);
  lock();
  return resized(fd, inode, syscall(SYS_fallocate, fd, mode, at, length));
}
int fallocate64(int fd, int mode, off_t at, off_t length) { return fallocate(fd, mode, at, length); }
int posix_fallocate(int fd, off_t at, off_t length) { return fallocate(fd, 0, at, length) ? errno : 0; }
int posix_fallocate64(int fd, off_t at, off_t length) { return posix_fallocate(fd, at, length); }
int truncate(const char *path, off_t size) {
  int fd = do_open(AT_FDCWD, path, O_WRONLY | O_CLOEXEC, 0);
  if (fd < 0) return -1;
  int answer = ftruncate(fd, size), saved = errno;
  close(fd);
  errno = saved;
  return answer;
}
int truncate64(const char *path, off_t size) { return truncate(path, size); }

static int do_sync(int fd, long call) {
  ino_t inode = watched_inode(fd);
  if (!inode) return syscall(call, fd);
  lock();
  int answer = syscall(call, fd);
  if (answer == 0) note(call == SYS_syncfs ? SYNCED_ALL : SYNCED, inode, 0, "", 0);
  unlock();
  return answer;
}
int fsync(int fd) { return do_sync(fd, SYS_fsync); }
int fdatasync(int fd) { return do_sync(fd, SYS_fdatasync); }
int syncfs(int fd) { return do_sync(fd, SYS_syncfs); }

/* Names. A name that comes from outside the watched folder is traced as from "/", which the reader refuses. */
static int renamed(uint32_t kind, int from_dir, const char *from, int to_dir, const char *to, long call, int flags) {
  char a[PATH_MAX], b[PATH_MAX], both[PATH_MAX * 2 + 2];
  const char *old = below(from_dir, from, a), *new = below(to_dir, to, b);
  if (!old && !new) return syscall(call, from_dir, from, to_dir, to, flags);
  lock();
  int answer = syscall(call, from_dir, from, to_dir, to, flags);
  int length = snprintf(both, sizeof both, "%s%c%s", old ? old : "/", 0, new ? new : "/");
  if (answer == 0) note(kind, 0, 0, both, length);
  unlock();
  return answer;
}
int rename(const char *a, const char *b) { return renamed(RENAMED, AT_FDCWD, a, AT_FDCWD, b, SYS_renameat2, 0); }
int renameat(int d, const char *a, int e, const char *b) { return renamed(RENAMED, d, a, e, b, SYS_renameat2, 0); }
int renameat2(int d, const char *a, int e, const char *b, unsigned f) { return renamed(RENAMED, d, a, e, b, SYS_renameat2, f); }
int link(const char *a, const char *b) { return renamed(LINKED, AT_FDCWD, a, AT_FDCWD, b, SYS_linkat, 0); }
int linkat(int d, const char *a, int e, const char *b, int f) { return renamed(LINKED, d, a, e, b, SYS_linkat, f); }

int unlinkat(int dir, const char *path, int flags) {
  char inner[PATH_MAX];
  const char *name = below(dir, path, inner);
  if (!name) return syscall(SYS_unlinkat, dir, path, flags);
  lock();
  int answer = syscall(SYS_unlinkat, dir, path, flags);
  if (answer == 0) note(UNLINKED, 0, 0, name, strlen(name));
  unlock();
  return answer;
}
int unlink(const char *path) { return unlinkat(AT_FDCWD, path, 0); }
int rmdir(const char *path) { return unlinkat(AT_FDCWD, path, AT_REMOVEDIR); }
int remove(const char *path) { return unlink(path) == 0 ? 0 : errno == EISDIR || errno == EPERM ? rmdir(path) : -1; }

int mkdirat(int dir, const char *path, mode_t mode) {
  char inner[PATH_MAX];
  const char *name = below(dir, path, inner);
  if (!name) return syscall(SYS_mkdirat, dir, path, mode);
  lock();
  int answer = syscall(SYS_mkdirat, dir, path, mode);
  struct stat is;
  if (answer == 0 && fstatat(dir, path, &is, 0) == 0) note(MADE_DIR, is.st_ino, 0, name, strlen(name));
  unlock();
  return answer;
}
int mkdir(const char *path, mode_t mode) { return mkdirat(AT_FDCWD, path, mode); }
