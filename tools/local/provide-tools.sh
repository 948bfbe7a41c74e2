#!/usr/bin/env bash
# Sees to what the tests need besides Node, where the machine lacks it: a redis-server, a C compiler
# to cut its power with, and Prometheus with promtool. Debian's packages, by apt, as root.
set -euo pipefail

# A machine without apt, or without the right to use it, is not at fault: the tests that need these
# say so themselves.
provide_tools() {
  local packages=()
  if ! command -v redis-server && ! command -v valkey-server; then packages+=(redis-server); fi
  if ! command -v cc; then packages+=(gcc libc6-dev); fi
  if ! command -v prometheus || ! command -v promtool; then packages+=(prometheus); fi
  if [ "${#packages[@]}" = 0 ]; then
    return
  elif ! command -v apt-get >/dev/null || [ "$(id -u)" != 0 ]; then
    echo "No ${packages[*]} here, and no apt-get as root: tests that need them will fail."
  elif ! install "${packages[@]}"; then
    echo "apt-get could not install ${packages[*]}: tests that need them will fail."
  fi
}

install() {
  export DEBIAN_FRONTEND=noninteractive
  # Only the programs are wanted. Without this, apt starts a service on port 6379, or fails to.
  local policy=/usr/sbin/policy-rc.d own_policy=no status=0
  if [ ! -e "$policy" ]; then
    own_policy=yes
    printf '#!/bin/sh\nexit 101\n' >"$policy"
    chmod +x "$policy"
  fi
  { apt-get update -qq && apt-get install -y -qq --no-install-recommends "$@"; } || status=$?
  if [ "$own_policy" = yes ]; then rm -f "$policy"; fi
  return "$status"
}

provide_tools
