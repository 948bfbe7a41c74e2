#!/bin/sh
# Becomes a Prometheus that can read the API's figures: it takes a key from a file only.
set -eu
: "${KILN_METRICS_KEY:?is not set}"
umask 077
printf %s "$KILN_METRICS_KEY" >/tmp/metrics-key
unset KILN_METRICS_KEY
exec prometheus "$@"
