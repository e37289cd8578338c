#!/bin/sh
# Run once by the image of the database, while its volume is new: the bot's own role, which is no superuser.
set -eu
psql --set=ON_ERROR_STOP=1 --username="$POSTGRES_USER" --set=password="$VIERSTAP_PASSWORD" <<'SQL'
CREATE ROLE vierstap LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD :'password';
CREATE DATABASE vierstap OWNER vierstap;
SQL
