#!/bin/sh
# Makes .env out of .env.example, with a secret drawn for each that is empty: sh ops/deploy/new-env.sh
# Only its owner may read it. One that exists is left alone: Redis and Grafana know its passwords.
# Another file may be named; - only shows what it would hold.
set -eu
example=$(dirname "$0")/../../.env.example
out=${1:-$(dirname "$0")/../../.env}

draw() { od -An -N 24 -tx1 /dev/urandom | tr -d ' \n'; }

fill_in() {
  while IFS= read -r line; do
    case $line in
      KIE_*) printf '%s\n' "$line" ;; # KIE's own secrets are not ours to draw
      [A-Z]*_PASSWORD= | [A-Z]*_KEY= | [A-Z]*_SECRET=) printf '%s%s\n' "$line" "$(draw)" ;;
      *) printf '%s\n' "$line" ;;
    esac
  done <"$example"
}

if [ "$out" = - ]; then
  fill_in
else
  umask 077
  # Made anew or not at all, whoever else does the same just now.
  set -C
  if ! true >"$out"; then
    echo "$out is left as it is: its passwords are in use" >&2
    exit 1
  fi
  fill_in >>"$out"
fi
