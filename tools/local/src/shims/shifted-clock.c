/*
 * Preloaded into one process: its wall clock is off by KILN_CLOCK_OFF_S seconds. Its monotonic
 * clock runs as everybody's does, as on a machine whose time was set wrongly.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <sys/time.h>
#include <time.h>

static long off_s = 0;

__attribute__((constructor)) static void read_offset(void) {
  const char *offset = getenv("KILN_CLOCK_OFF_S");
  if (offset != NULL) off_s = atol(offset);
}

int clock_gettime(clockid_t clock, struct timespec *now) {
  static int (*real)(clockid_t, struct timespec *) = NULL;
  if (real == NULL) real = dlsym(RTLD_NEXT, "clock_gettime");
  int failed = real(clock, now);
  if (failed == 0 && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE)) now->tv_sec += off_s;
  return failed;
}

int gettimeofday(struct timeval *now, void *zone) {
  static int (*real)(struct timeval *, void *) = NULL;
  if (real == NULL) real = dlsym(RTLD_NEXT, "gettimeofday");
  int failed = real(now, zone);
  if (failed == 0 && now != NULL) now->tv_sec += off_s;
  return failed;
}

time_t time(time_t *now) {
  struct timespec read;
  clock_gettime(CLOCK_REALTIME, &read);
  if (now != NULL) *now = read.tv_sec;
  return read.tv_sec;
}
