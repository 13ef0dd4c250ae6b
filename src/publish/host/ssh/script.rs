//! What the server's shell is asked: POSIX, but for `readlink`, `find -print0` and `xargs -0`, which
//! GNU, BusyBox and the BSDs have.
//!
//! Scripts are constants; what differs comes in as arguments, quoted in one place. Where a connection
//! breaks the server's command sees the end of its input, so what must come whole has its length said.

/// There is no such file or folder.
pub const ABSENT: i32 = 40;
/// Something lies there already.
pub const TAKEN: i32 = 41;
/// What was to be renamed is gone, and something lies under the new name.
pub const DONE: i32 = 42;
/// The server has no program for it.
pub const LACKS: i32 = 43;

/// Something else lies where a folder should.
pub const NO_FOLDER: i32 = 44;
/// The folder above is not there.
pub const NO_PARENT: i32 = 45;
/// A folder may not be written into.
pub const DENIED: i32 = 46;

/// `$1`: the root, as a folder's path ending in `/`; the folders in it that will be written into
/// follow. Prints what is in the way, and ends by [`NO_FOLDER`], [`NO_PARENT`] or [`DENIED`].
pub const GROUND: &str = r#"root=${1%/}; above=${root%/*}
if [ -d "$root" ]; then
for folder; do if [ -d "$folder" ] && [ ! -w "$folder" ]; then printf '%s\n' "${folder%/}"; exit 46; fi; done
exit 0; fi
if [ -e "$root" ] || [ -L "$root" ]; then printf '%s\n' "$root"; exit 44; fi
if [ -e "$above" ] && [ ! -d "$above" ]; then printf '%s\n' "$above"; exit 44; fi
if [ ! -d "$above/" ]; then printf '%s\n' "$above"; exit 45; fi
if [ ! -w "$above/" ]; then printf '%s\n' "$above"; exit 46; fi"#;

/// `$1`: the link. Seconds since 1970; ends by [`ABSENT`] where there is no `stat` of either kind.
pub const SINCE: &str = r#"stat -c %Y "$1" 2>/dev/null || stat -f %m "$1" 2>/dev/null || exit 40"#;

/// `$1`: a folder, `$2`: another; the names of files come in. Each is copied with its time; one that
/// is not there, or cannot be read, is not. Ends by [`LACKS`].
pub const COPY: &str = r#"command -v rsync >/dev/null || exit 43
rsync -t --from0 --files-from=- "$1/" "$2/"; case $? in 0|23|24) exit 0;; esac; exit 1"#;

/// `$1`: the file. Ends by [`ABSENT`].
pub const READ: &str = r#"absent "$1"; exec cat "$1""#;

/// `$1`: the file; `$2`: a name beside it; `$3`: its bytes' number.
pub const WRITE: &str = r#"mkdir -p "${1%/*}" || exit 1
if cat > "$2" && [ "$(wc -c < "$2")" -eq "$3" ] && mv -f "$2" "$1"; then exit 0; fi
rm -f "$2"; exit 1"#;

/// The same; ends by [`TAKEN`]. A second name is made only where there is none; a disk without second
/// names has the shell's own way.
pub const CREATE: &str = r#"mkdir -p "${1%/*}" || exit 1
if [ -e "$1" ] || [ -L "$1" ]; then exit 41; fi
if cat > "$2" && [ "$(wc -c < "$2")" -eq "$3" ]; then :; else rm -f "$2"; exit 1; fi
if ln "$2" "$1" 2>/dev/null; then rm -f "$2"; exit 0; fi
if [ -e "$1" ]; then rm -f "$2"; exit 41; fi
if (set -C; cat "$2" > "$1"); then rm -f "$2"; exit 0; fi
rm -f "$2"; if [ -e "$1" ]; then exit 41; fi; exit 1"#;

/// `$1`: a file, or a folder with all that is in it.
pub const REMOVE: &str = r#"exec rm -rf "$1""#;

/// `$1`: the folder. Ends by [`ABSENT`].
pub const NAMES: &str = r#"absent "$1/."; exec ls -1A "$1/.""#;

/// `$1`: the link. Ends by [`ABSENT`].
pub const LEADS_TO: &str = r#"if [ -L "$1" ]; then exec readlink "$1"; fi; absent "$1"; exit 40"#;

/// `$1`: the link; `$2`: a name beside it; `$3`: where it is to lead. Ends by [`LACKS`] where `mv`
/// would move into the folder that the old link leads to.
pub const LEAD: &str = r#"ln -s -- "$3" "$2" || exit 1
said=$(mv -fT "$2" "$1" 2>&1) && exit 0
mv -fh "$2" "$1" 2>/dev/null && exit 0
rm -f "$2"; printf '%s\n' "$said" >&2
case $said in *option*) exit 43;; esac; exit 1"#;

/// `$1`: a file or a folder; `$2`: its new name. Ends by [`TAKEN`] or [`DONE`].
pub const RENAME: &str = r#"mkdir -p "${2%/*}" || exit 1
if [ -e "$2" ] || [ -L "$2" ]; then if [ -e "$1" ]; then exit 41; fi; exit 42; fi
exec mv "$1" "$2""#;

/// `$1`: the folder. Files, links, folders and the rest, each list closed by `/`. Ends by [`ABSENT`].
pub const LIST: &str = r#"absent "$1/."; cd "$1" || exit 1
find . -type f -print0 && printf '/\000' && find . -type l -print0 && printf '/\000' &&
find . -type d -print0 && printf '/\000' &&
find . ! -type f ! -type l ! -type d -print0 && printf '/\000'"#;

/// `$1`: the folder; its files' names come in. Ends by [`LACKS`].
pub const SUMS: &str = r#"cd "$1" || exit 1
if command -v sha256sum >/dev/null; then exec xargs -0 sha256sum; fi
if command -v shasum >/dev/null; then exec xargs -0 shasum -a 256; fi
if command -v openssl >/dev/null; then exec xargs -0 openssl dgst -sha256 -r; fi
exit 43"#;

/// `$1`: the folder, which is made; the names of what must go come in. Folders of nothing go too: one
/// may stand where a file must be.
pub const CLEAR: &str = r#"mkdir -p "$1" && cd "$1" && xargs -0 rm -rf ./.none || exit 1
find . -depth -type d ! -name . -exec rmdir {} + 2>/dev/null; exit 0"#;

/// What scripts begin with. `absent` ends one whose file is not there; a file that may not be seen is
/// a failure, not an absence.
const BEGIN: &str = r#"LC_ALL=C; export LC_ALL
absent() { [ -e "$1" ] && return; said=$(ls -d "$1" 2>&1 >/dev/null) && return
case $said in *"No such file"*|*"Not a directory"*) exit 40;; esac
printf '%s\n' "$said" >&2; exit 1; }
"#;

/// A script with its arguments, as the shell at login reads it, whichever that is.
pub fn line(script: &str, arguments: &[&str]) -> String {
    let mut line = format!("exec sh -c {} sh", quoted(&format!("{BEGIN}{script}")));
    for argument in arguments {
        line.push(' ');
        line.push_str(&quoted(argument));
    }
    line
}

/// A word in single quotes.
fn quoted(word: &str) -> String {
    format!("'{}'", word.replace('\'', r"'\''"))
}

/// Paths below a folder as `xargs -0` and `rsync --from0` read them.
pub fn list<'p>(paths: impl Iterator<Item = &'p str>) -> Vec<u8> {
    paths.flat_map(|path| [b"./", path.as_bytes(), b"\0"].concat()).collect()
}

/// The digest that a line of a sum program begins with; a backslash before it says that the name
/// behind it is written otherwise.
pub fn sum(line: &[u8]) -> Option<&[u8]> {
    let line = line.strip_prefix(b"\\").unwrap_or(line);
    let (sum, rest) = line.split_at_checked(64)?;
    (sum.iter().all(u8::is_ascii_hexdigit) && rest.starts_with(b" ")).then_some(sum)
}

#[cfg(all(test, unix))]
mod tests {
    use std::fs;
    use std::io::Write as _;
    use std::path::PathBuf;
    use std::process::{Command, Stdio};

    use super::*;

    /// Names that a shell would take for something else.
    const ODD: [&str; 6] = ["a b", "it's", "$HOME `id` \"x\"", "重点 任务", "-rf *", "a\\nb;#"];

    fn scratch(name: &str) -> PathBuf {
        let folder = std::env::temp_dir().join(format!("script-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).expect("a scratch folder");
        folder
    }

    /// Runs a script as a server would.
    fn run(script: &str, arguments: &[&str], input: &[u8]) -> (i32, Vec<u8>) {
        let mut command = Command::new("sh");
        command.args(["-c", &line(script, arguments)]);
        command.stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn().expect("a shell");
        let _ = child.stdin.take().expect("a pipe").write_all(input);
        let output = child.wait_with_output().expect("an end");
        (output.status.code().expect("a code"), output.stdout)
    }

    #[test]
    fn a_name_is_never_a_command_of_the_servers_shell() {
        let folder = scratch("names");
        for name in ODD {
            let file = folder.join(name).join("f");
            let (file, beside) = (file.to_str().expect("UTF-8"), format!("{}.x", file.display()));
            assert_eq!(run(WRITE, &[file, &beside, "3"], b"abc").0, 0, "{name}");
            assert_eq!(run(READ, &[file], b""), (0, b"abc".to_vec()), "{name}");
            assert_eq!(run(CREATE, &[file, &beside, "1"], b"d").0, TAKEN, "{name}");
            let link = format!("{file}-link");
            assert_eq!(run(LEAD, &[&link, &beside, name], b"").0, 0, "{name}");
            assert_eq!(run(LEADS_TO, &[&link], b"").1, format!("{name}\n").into_bytes());
            assert_eq!(run(REMOVE, &[&link], b"").0, 0, "{name}");
            assert_eq!(run(READ, &[&link], b"").0, ABSENT, "{name}");
        }
        let root = folder.to_str().expect("UTF-8");
        let paths: Vec<String> = ODD.iter().map(|name| format!("{name}/f")).collect();
        let listed = list(paths.iter().map(String::as_str));
        let (code, out) = run(SUMS, &[root], &listed);
        assert_eq!((code, out.split(|byte| *byte == b'\n').filter_map(sum).count()), (0, 6));
        assert_eq!(run(CLEAR, &[root], &listed).0, 0);
        assert_eq!(fs::read_dir(&folder).expect("it stays").count(), 0);
        fs::remove_dir_all(&folder).expect("a scratch folder");
    }

    #[test]
    fn what_was_cut_short_on_its_way_takes_no_place() {
        let folder = scratch("cut");
        let (file, beside) = (folder.join("log"), folder.join(".new"));
        let (file, beside) = (file.to_str().expect("UTF-8"), beside.to_str().expect("UTF-8"));
        assert_eq!(run(WRITE, &[file, beside, "5"], b"whole").0, 0);
        assert_eq!(run(WRITE, &[file, beside, "5"], b"cut").0, 1);
        assert_eq!(run(CREATE, &[&format!("{file}2"), beside, "5"], b"cut").0, 1);
        assert_eq!(run(READ, &[file], b"").1, b"whole");
        assert_eq!(fs::read_dir(&folder).expect("a folder").count(), 1);
        fs::remove_dir_all(&folder).expect("a scratch folder");
    }

    #[test]
    fn nothing_is_renamed_into_what_lies_there() {
        let folder = scratch("rename");
        for name in ["a", "b"] {
            fs::create_dir(folder.join(name)).expect("a folder");
        }
        let path = |name: &str| folder.join(name).to_str().expect("UTF-8").to_owned();
        assert_eq!(run(RENAME, &[&path("a"), &path("b")], b"").0, TAKEN);
        assert_eq!(run(RENAME, &[&path("a"), &path("new/a")], b"").0, 0);
        assert_eq!(run(RENAME, &[&path("a"), &path("new/a")], b"").0, DONE);
        assert_eq!(run(RENAME, &[&path("a"), &path("other")], b"").0, 1);
        fs::remove_dir_all(&folder).expect("a scratch folder");
    }
}
