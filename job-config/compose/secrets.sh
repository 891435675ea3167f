#!/bin/sh
# Makes the secrets that compose.yaml names and that are not there yet, in the folder secrets beside it, and the folder of the seals. Run it as root: the files of Gallra become
# those of user 10001, as which it runs in its image. Keep a copy of secrets/tag-key and secrets/seal-key elsewhere.
#
# Usage: secrets.sh
set -eu
case ${1:-} in -h | --help) sed -n '2,/^[^#]/s/^# \{0,1\}//p' "$0"; exit 0 ;; esac
cd "$(dirname "$0")"
umask 077
mkdir -p secrets seals
chown 10001:10001 seals
for name in root-password db-password owner-password finance-password reader-password sealer-password console-password tag-key s3-root-user s3-root-password s3-secret-key; do
  [ -e "secrets/$name" ] || head -c 32 /dev/urandom | base64 | tr -d '\n' >"secrets/$name"
done
# An Ed25519 key as `gallra ledger keygen` makes it.
if [ ! -e secrets/seal-key ]; then
  openssl genpkey -algorithm ed25519 -out secrets/private
  { openssl pkey -in secrets/private -pubout; cat secrets/private; } >secrets/seal-key
  rm secrets/private
fi
[ -e secrets/seal-public-key ] || sed -n '/BEGIN PUBLIC/,/END PUBLIC/p' secrets/seal-key >secrets/seal-public-key
for name in db-password owner-password finance-password reader-password sealer-password console-password tag-key seal-key seal-public-key s3-secret-key; do
  chown 10001:10001 "secrets/$name"
done
