#!/bin/sh
# Writes .env.example with a secret drawn for each that is empty: sh ops/deploy/new-env.sh > .env
set -eu
cd "$(dirname "$0")/../.."

draw() { od -An -N 24 -tx1 /dev/urandom | tr -d ' \n'; }

while IFS= read -r line; do
  case $line in
    KIE_*) printf '%s\n' "$line" ;; # KIE's own secrets are not ours to draw
    [A-Z]*_PASSWORD= | [A-Z]*_KEY= | [A-Z]*_SECRET=) printf '%s%s\n' "$line" "$(draw)" ;;
    *) printf '%s\n' "$line" ;;
  esac
done <.env.example
