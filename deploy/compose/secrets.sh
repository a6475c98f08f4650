#!/bin/sh
# Creates the files in secrets/ that are missing: random keys and passwords, and the database URLs with them. Existing files are kept. Two files
# are created empty, because only you know their content: oidc_client_secret and smtp_url.
set -eu
umask 077
cd "$(dirname "$0")"
mkdir -p secrets

random() { openssl rand -hex 32; }
create() { [ -s "secrets/$1" ] || printf '%s' "$2" > "secrets/$1"; }

create postgres_password "$(random)"
create auth_secret "$(random)"
create arn_index_key "$(random)"
create audit_key "$(random)"
create data_keys "k1:$(openssl rand -base64 32)"
create database_admin_url "postgres://postgres:$(cat secrets/postgres_password)@database/postgres"
create database_owner_url "postgres://sp_owner:$(random)@database/sallyport"
create database_url "postgres://sp_app:$(random)@database/sallyport"
create database_staff_url "postgres://sp_staff:$(random)@database/sallyport"
create database_signin_url "postgres://sp_signin:$(random)@database/sallyport"
create database_worker_url "postgres://sp_worker:$(random)@database/sallyport"
for name in oidc_client_secret smtp_url; do
  [ -e "secrets/$name" ] || : > "secrets/$name"
  [ -s "secrets/$name" ] || echo "Write the value into secrets/$name."
done
# The containers run as user 10001.
if [ "$(id -u)" = 0 ]; then chown -R 10001:10001 secrets; else echo "Run: sudo chown -R 10001:10001 $PWD/secrets"; fi
