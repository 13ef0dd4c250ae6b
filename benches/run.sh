#!/usr/bin/env bash
# Builds a made-up site five times and prints the medians: benches/run.sh [TASKS [options of corpus]]
# The site lies in TMPDIR, or /tmp.
set -euo pipefail
cd "$(dirname "$0")/.."
tasks=${1:-10000}
shift || true
cargo build --release --quiet --bin liangshai --example corpus
target=$(cargo metadata --format-version 1 --no-deps | sed 's/.*"target_directory":"\([^"]*\)".*/\1/')
site=$(mktemp -d)
trap 'rm -rf "$site"' EXIT
"$target/release/examples/corpus" "$tasks" "$site/site" "$@"
# Each into a folder of its own: ext4 is slow to make files where many were just deleted.
for i in 1 2 3 4 5; do
    /usr/bin/time -a -o "$site/times" -f '%e %U %S %M' \
        "$target/release/liangshai" build --site "$site/site" --out "$site/public$i" >/dev/null
done
median() { awk "{ print $1 }" "$site/times" | sort -n | sed -n 3p; }
files=$(grep -c '"path"' "$site/public5/MANIFEST.json")
echo "$tasks tasks, $files files: $(median '$1') s, of processors $(median '$2 + $3') s, memory $(median 'int($4 / 1024)') MB"
