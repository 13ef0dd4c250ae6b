#!/bin/sh
# liangshai pre-commit
#zh 提交前检查站点：检查的是将要提交的内容，不是工作区。由 liangshai init --hook 写入，删去这个文件就不再检查。
#en Checks the site before a commit: what is to be committed, not what lies in the folder. Written by
#en `liangshai init --hook`; delete this file to have no check.
site=@SITE@

say() { printf '%s\n' "$*" >&2; }

#zh 这次提交没有动站点，不用检查。
#en A commit that leaves the site alone needs no check.
if git diff --cached --quiet -- "$site"; then exit 0; fi

past='«确需先提交：git commit --no-verify|to commit all the same: git commit --no-verify»'

if ! command -v liangshai >/dev/null 2>&1; then
  say '«没有提交：找不到 liangshai，没有检查。|nothing was committed: liangshai is not to be found, so nothing was checked.»'
  say '  «办法: 把它装到 PATH 里；|help: put it on the PATH;» '"$past"
  exit 1
fi

copy="$(mktemp -d)" || exit 1
trap 'rm -rf "$copy"' EXIT
trap 'exit 1' HUP INT TERM
git checkout-index --all --prefix="$copy/" || exit 1

#zh 签名不看：提交以后才签。
#en Signatures are left aside: what is committed is signed afterwards.
if liangshai --site "$copy/$site" check --quiet --unsigned >&2; then exit 0; fi
say '«没有提交：上面的错误改好，用 git add 加入，再提交一次。|nothing was committed: mend the faults above, `git add` the files, and commit again.»'
say "  $past"
exit 1
