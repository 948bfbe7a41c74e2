#!/bin/sh
# Becomes a Redis whose users have the passwords of the environment. What is given to it goes to
# redis-server: further directives, such as --bind.
set -eu
: "${REDIS_KILN_PASSWORD:?is not set}" "${REDIS_WATCH_PASSWORD:?is not set}" "${REDIS_ADMIN_PASSWORD:?is not set}"

hash() { printf %s "$1" | sha256sum | cut -d ' ' -f 1; }

umask 077
sed -e '/^#/d' \
  -e "s/@kiln@/$(hash "$REDIS_KILN_PASSWORD")/" \
  -e "s/@watch@/$(hash "$REDIS_WATCH_PASSWORD")/" \
  -e "s/@admin@/$(hash "$REDIS_ADMIN_PASSWORD")/" \
  /etc/kiln/users.acl >/run/kiln/users.acl
unset REDIS_KILN_PASSWORD REDIS_WATCH_PASSWORD REDIS_ADMIN_PASSWORD
exec redis-server /etc/kiln/redis.conf "$@"
