#!/bin/sh
# Writes certificates.yaml: for each host a Secret with a new key and a certificate that nobody vouches for.
set -eu
cd "$(dirname "$0")"
work=$(mktemp -d)
trap 'rm -r "$work"' EXIT
echo '# For tests alone: the keys are public. Made by certificates.sh.' > "$work/all"
for name in shop api; do
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 3650 -subj "/CN=$name.example.com" \
    -addext "subjectAltName=DNS:$name.example.com" -keyout "$work/key" -out "$work/certificate" 2> /dev/null
  [ "$name" = shop ] || echo '---' >> "$work/all"
  {
    printf 'apiVersion: v1\nkind: Secret\nmetadata:\n  name: %s-certificate\ntype: kubernetes.io/tls\nstringData:\n' "$name"
    echo '  tls.crt: |' && sed 's/^/    /' "$work/certificate"
    echo '  tls.key: |' && sed 's/^/    /' "$work/key"
  } >> "$work/all"
done
mv "$work/all" certificates.yaml
