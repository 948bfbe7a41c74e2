#!/usr/bin/env bash
# Sees to a redis-server for the tests where the machine has none: Debian's package, by apt, as root.
set -euo pipefail

# A machine without apt, or without the right to use it, is not at fault: the tests that need a real
# Redis say so themselves.
provide_redis() {
  local found
  if found=$(command -v redis-server || command -v valkey-server); then
    echo "$found is there."
  elif ! command -v apt-get >/dev/null || [ "$(id -u)" != 0 ]; then
    echo 'No redis-server here, and no apt-get as root: tests that need a real Redis will fail.'
  elif install_redis; then
    redis-server --version
  else
    echo 'apt-get could not install redis-server: tests that need a real Redis will fail.'
  fi
}

install_redis() {
  export DEBIAN_FRONTEND=noninteractive
  # Only the program is wanted. Without this, apt starts a service on port 6379, or fails to.
  local policy=/usr/sbin/policy-rc.d own_policy=no status=0
  if [ ! -e "$policy" ]; then
    own_policy=yes
    printf '#!/bin/sh\nexit 101\n' >"$policy"
    chmod +x "$policy"
  fi
  { apt-get update -qq && apt-get install -y -qq --no-install-recommends redis-server; } || status=$?
  if [ "$own_policy" = yes ]; then rm -f "$policy"; fi
  return "$status"
}

provide_redis
