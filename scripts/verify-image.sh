#!/usr/bin/env bash
# Builds the container image and tries it out on a machine without a container engine.
#
# buildah does the engine's work in a chroot, and a Debian of its own, made from the mirror this
# machine uses, stands in for the official Python image. Needs Debian 12 or newer, root, and the
# packages buildah and debootstrap. Leaves nothing behind.
# shellcheck disable=SC2016  # What stands in single quotes is for the shell in the image
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

release=bookworm
work=$(mktemp --directory)
containers=$work/containers

fail() {
  echo "verify-image: $*" >&2
  exit 1
}

engine() {
  local command=$1
  shift
  buildah --root "$containers" --runroot "$work/run" --storage-driver vfs "$command" "$@"
}

in_image() {
  engine run --isolation chroot "$container" -- "$@"
}

clean_up() {
  jobs -p | xargs --no-run-if-empty kill 2>/dev/null || true
  engine rm --all >/dev/null 2>&1 || true
  rm --recursive --force --one-file-system "$work"
}

make_base() {
  local mirror
  mirror=$(apt-get indextargets --format '$(REPO_URI)' \
    'Identifier: Packages' "Codename: $release" 'Origin: Debian' | head --lines 1)
  [ -n "$mirror" ] || fail "apt has no source for Debian $release: add one, then run apt-get update"
  debootstrap --variant=minbase --include=ca-certificates,python3,python3-pip \
    "$release" "$work/base" "$mirror" >"$work/debootstrap.log" ||
    fail "debootstrap failed: $(tail --lines 1 "$work/debootstrap.log")"
  # What the official image has, and Debian has otherwise
  ln --symbolic python3 "$work/base/usr/bin/python"
  rm --force "$work"/base/usr/lib/python3*/EXTERNALLY-MANAGED
  rm --recursive --force "$work"/base/var/cache/apt "$work"/base/var/lib/apt/lists
  local base
  base=$(engine from scratch)
  engine add --quiet "$base" "$work/base" / >/dev/null
  engine commit --quiet "$base" vierstap-base >/dev/null
  engine rm "$base" >/dev/null
}

expect() {
  local what=$1
  shift
  "$@" >"$work/output" 2>&1 || fail "$what: $(tail --lines 5 "$work/output")"
  echo "ok  $what"
}

# Answers as Telegram does when nobody writes; prints its port
quiet_telegram() {
  exec python3 -u - <<'SERVER'
import http.server
import json
import time


class Telegram(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        method = self.path.rsplit("/", 1)[-1]
        result = True
        if method == "getMe":
            result = {"id": 1, "is_bot": True, "first_name": "Vierstap", "username": "vierstap_bot"}
        if method == "getUpdates":
            time.sleep(1)
            result = []
        body = json.dumps({"ok": True, "result": result}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_GET = do_POST

    def log_message(self, *arguments):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Telegram)
print(server.server_port)
server.serve_forever()
SERVER
}

# Runs the image's own health check until it succeeds
becomes_healthy() {
  local check
  mapfile -t check < <(python3 -c '
import json, sys
print(*json.load(open(sys.argv[1]))["Docker"]["config"]["Healthcheck"]["Test"][1:], sep="\n")
' "$work/image.json")
  for _ in {1..20}; do
    in_image "${check[@]}" && return
    sleep 0.5
  done
  cat "$work/bot.log"
  return 1
}

stops_on_sigterm() {
  in_image sh -c 'kill -TERM "$(cat /data/pid)"'
  for _ in {1..20}; do
    if ! kill -0 "$bot" 2>/dev/null; then
      wait "$bot"
      return
    fi
    sleep 0.5
  done
  cat "$work/bot.log"
  return 1
}

megabytes() {
  du --summarize --block-size=1M "$1" | cut --fields 1
}

[ "$(id --user)" = 0 ] || fail "run this as root"
for tool in buildah debootstrap; do
  command -v "$tool" >/dev/null || fail "$tool is missing: apt-get install buildah debootstrap"
done
trap clean_up EXIT

make_base
echo "ok  base image of $(megabytes "$work/base") MB"

started=$SECONDS
# The machine's certificates, so that it also builds behind a company's proxy
engine build --quiet --isolation chroot --format docker --build-arg BASE=localhost/vierstap-base \
  --volume /etc/ssl/certs:/etc/ssl/certs:ro --tag vierstap . >"$work/build.log" ||
  fail "the image does not build"
container=$(engine from --pull-never localhost/vierstap)
root=$(engine mount "$container")
echo "ok  image of $(megabytes "$root") MB, built in $((SECONDS - started)) s," \
  "$(megabytes "$root/opt/vierstap") MB of it Vierstap and its libraries"

engine inspect --type image vierstap >"$work/image.json"
expect "a health check, SIGTERM to stop, /data as volume, a user by number" python3 - "$work/image.json" <<'CHECK'
import json
import sys
from pathlib import Path

config = json.loads(Path(sys.argv[1]).read_text())["Docker"]["config"]
assert config["Healthcheck"]["Test"][0] == "CMD", "no health check"
assert config["StopSignal"] == "SIGTERM", config["StopSignal"]
assert "/data" in config["Volumes"], config["Volumes"]
assert config["User"] == "10001:10001", config["User"]
CHECK
expect "nobody is root" in_image sh -c '[ "$(id -u)" = 10001 ]'
expect "no compiler" in_image sh -c '! command -v cc && ! command -v gcc && ! command -v make'
expect "the program cannot be changed from within" in_image sh -c '! touch /opt/vierstap/changed'
expect "vierstap --help" in_image vierstap --help
expect "the content is complete" in_image vierstap check --fast
expect "a conversation is stored on the volume" \
  in_image sh -c 'echo /start | vierstap chat --user 1 && [ -s /data/vierstap.db ]'

quiet_telegram >"$work/port" &
until [ -s "$work/port" ]; do sleep 0.1; done
in_image sh -c 'echo $$ >/data/pid; exec env TELEGRAM_TOKEN=1:verify-image \
  TELEGRAM_API_URL="http://127.0.0.1:$0" vierstap run' "$(cat "$work/port")" >"$work/bot.log" 2>&1 &
bot=$!
expect "the bot runs and its health check says so" becomes_healthy
expect "SIGTERM stops it within 10 s" stops_on_sigterm
