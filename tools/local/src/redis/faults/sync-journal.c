/*
 * Preloaded into a private Redis: notes in a journal how much of each file is surely on disk.
 * kill -9 alone loses nothing, because what was written and not synced survives in the page
 * cache. After a kill the files are cut to what the journal says, and that is a power cut.
 *
 * A line is `device inode word size`, where the word is
 *   synced  so much was there before a sync that succeeded,
 *   cut     the file was shortened to so much,
 *   gone    its last name went; a new file may get its inode.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define REAL(name) dlsym(RTLD_NEXT, #name)
#undef ftruncate64

static int journal = -1;
static long delay_ms = 0;

__attribute__((constructor)) static void open_journal(void) {
  const char *path = getenv("KILN_SYNC_JOURNAL");
  const char *delay = getenv("KILN_SYNC_DELAY_MS");
  if (path != NULL) journal = open(path, O_WRONLY | O_APPEND | O_CLOEXEC);
  if (journal < 0) {
    fprintf(stderr, "sync-journal: KILN_SYNC_JOURNAL cannot be opened\n");
    abort();
  }
  if (delay != NULL) delay_ms = atol(delay);
}

static void note(const struct stat *file, const char *word, long long size) {
  char line[96];
  int length = snprintf(line, sizeof line, "%llu %llu %s %lld\n", (unsigned long long)file->st_dev,
                        (unsigned long long)file->st_ino, word, size);
  /* An instrument that misses something must not go on. */
  if (write(journal, line, (size_t)length) != length) abort();
}

static int sync_and_note(int (*sync)(int), int fd) {
  struct timespec delay = {delay_ms / 1000, (delay_ms % 1000) * 1000000};
  if (delay_ms > 0) nanosleep(&delay, NULL);
  /* The size before the call: what others append meanwhile may or may not be on disk. */
  struct stat file;
  int known = fstat(fd, &file) == 0 && S_ISREG(file.st_mode) && file.st_nlink > 0;
  int result = sync(fd);
  if (result == 0 && known) note(&file, "synced", (long long)file.st_size);
  return result;
}

int fsync(int fd) {
  static int (*real)(int);
  if (real == NULL) real = REAL(fsync);
  return sync_and_note(real, fd);
}

int fdatasync(int fd) {
  static int (*real)(int);
  if (real == NULL) real = REAL(fdatasync);
  return sync_and_note(real, fd);
}

/* Redis shortens a file whose last write was half done; what it appends then is not on disk yet. */
static int shorten(int (*real)(int, off_t), int fd, off_t size) {
  struct stat file;
  int result = real(fd, size);
  if (result == 0 && fstat(fd, &file) == 0) note(&file, "cut", (long long)size);
  return result;
}

int ftruncate(int fd, off_t size) { return shorten(REAL(ftruncate), fd, size); }

#ifdef __GLIBC__
int ftruncate64(int fd, off64_t size) { return shorten(REAL(ftruncate64), fd, (off_t)size); }
#endif

int unlink(const char *path) {
  int (*real)(const char *) = REAL(unlink);
  struct stat file;
  int last = lstat(path, &file) == 0 && file.st_nlink == 1;
  int result = real(path);
  if (result == 0 && last) note(&file, "gone", 0);
  return result;
}

int rename(const char *from, const char *to) {
  int (*real)(const char *, const char *) = REAL(rename);
  struct stat replaced, moved;
  int replaces = lstat(to, &replaced) == 0 && replaced.st_nlink == 1 &&
                 (lstat(from, &moved) != 0 || moved.st_ino != replaced.st_ino);
  int result = real(from, to);
  if (result == 0 && replaces) note(&replaced, "gone", 0);
  return result;
}
