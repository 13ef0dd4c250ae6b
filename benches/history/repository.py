#!/usr/bin/env python3
"""A repository with many commits, for `git fast-import`.

    cargo run --release --example corpus -- 10000 SITE
    git init REPO && benches/history/repository.py SITE 5000 | git -C REPO fast-import

The first commit holds the site, each one after it adds words to one to three tasks. The same
arguments give the same commits.
"""

import pathlib
import random
import sys


def data(text: bytes) -> bytes:
    return b"data %d\n%b\n" % (len(text), text)


def main(site: str, commits: int) -> None:
    out = sys.stdout.buffer
    chance = random.Random(7)
    top = pathlib.Path(site)
    files = {
        str(path.relative_to(top)): path.read_bytes()
        for path in sorted(top.rglob("*"))
        if path.is_file() and path.relative_to(top).parts[0] in ("content", "site.toml", "themes")
    }
    tasks = [path for path in files if path.startswith("content/tasks/") and path.endswith(".md")]
    for number in range(1, commits + 1):
        changed = files if number == 1 else {}
        for path in [] if number == 1 else chance.sample(tasks, chance.randint(1, 3)):
            files[path] += f"\n补充第{number}次。\n".encode()
            changed[path] = files[path]
        out.write(b"commit refs/heads/main\nmark :%d\n" % number)
        out.write(b"committer A <a@example.com> %d +0800\n" % (1672900000 + number * 3600))
        out.write(data(b"%d" % number))
        if number > 1:
            out.write(b"from :%d\n" % (number - 1))
        for path, text in changed.items():
            out.write(b"M 100644 inline %b\n%b" % (path.encode(), data(text)))
        out.write(b"\n")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
