#!/usr/bin/env bash
# The five-minute tour: from four documents to a bundle that a stranger can check. Prints each command as typed.
# usage: tour.sh TALLY OUTDIR
#   TALLY   the program
#   OUTDIR  a new or empty folder; keys, casebook and bundle are made in it and nowhere else
# Ends with an error as soon as a command does not exit with the expected code.
set -euo pipefail
unset CDPATH TALLYSTICK_CASEBOOK
(($# == 2)) || { sed -n '3,6s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" >&2; exit 2; }
program=$(realpath -e -- "$1")
mkdir -p -- "$2"
out=$(realpath -e -- "$2")
[[ -z $(ls -A -- "$out") ]] || { echo "tour: $out is not empty" >&2; exit 2; }
here=$(cd -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")" && pwd)
# Whoever takes the tour keeps their own keys and settings.
export XDG_CONFIG_HOME=$out/config XDG_STATE_HOME=$out/state COLUMNS=80 NO_COLOR=1

tally() { "$program" "$@"; }

say() { printf '\n%s\n' "$@"; }

# type_out WORD...: the command as one would type it, in lines of 80 columns.
type_out() {
  local word line='$'
  for word in "$@"; do
    [[ $word =~ ^[A-Za-z0-9_./,:=@\>-]+$ ]] || word="\"$word\""
    if ((${#line} + ${#word} > 77)); then
      printf '%s \\\n' "$line"
      line='   '
    fi
    line+=" $word"
  done
  printf '%s\n' "$line"
}

# run EXPECTED COMMAND...: the tour ends here unless the command exits with EXPECTED.
run() {
  local expected=$1 status=0
  shift
  printf '\n'
  type_out "$@"
  "$@" 2>&1 || status=$?
  expect "$expected" "$status"
}

# into FILE EXPECTED COMMAND...: the same, with its output into a new file.
into() {
  local file=$1 expected=$2 status=0
  shift 2
  printf '\n'
  type_out "$@" '>' "$file"
  "$@" >"$file" || status=$?
  expect "$expected" "$status"
}

expect() {
  if (($1 != $2)); then
    printf '\ntour: expected exit code %d, not %d\n' "$1" "$2" >&2
    exit 1
  fi
  if (($1)); then printf '(exit code %d, as it should be)\n' "$1"; fi
}

# found PATTERN FILE: what stands behind the pattern on its line; the tour ends here when no line has it.
found() {
  local line
  line=$(grep -m 1 -E "^$1" "$2") || { printf '\ntour: %s does not say: %s\n' "$2" "$1" >&2; exit 1; }
  sed -E "s/^$1//" <<<"$line"
}

cd -- "$out"
mkdir menaka
cp -- "$here"/*.txt "$here"/casebook.jsonl menaka

say "A casebook is a folder with its log; its keys are kept beside it."
run 0 tally init fighting --no-passphrase
cd fighting

say "Four documents, and what they claim: by whom, in which exact words."
run 0 tally import ../menaka/casebook.jsonl
run 0 tally list claims
run 0 tally show raml-60

say "A quote that does not stand in the document is refused."
run 1 tally claim add "some 70" --in dispatch --quote "there at some 70" --by sahel-wire --by raml-12

say "What cannot be true together; then all about the October fighting."
run 0 tally conflicts
run 4 tally conflicts --event october-fighting --full --fail-on-conflict

say "Three reports of 25 dead: who said so first?"
run 0 tally trace post-25 en-25 fr-25 --svg ../trace.svg
grep -q '</svg>' ../trace.svg
run 0 tally compare en-25 fr-25

say "All reports of the battle of Talataye; the same for other tools, as W3C PROV-JSON."
run 0 tally trace talataye-battle --prov ../talataye.prov.json

say '"Dozens" in September and "several dozen" in March are two matters.'
run 0 tally compare en-dozens en-march
run 0 tally sources

say "Everything is computed again from the stored bytes, and shown to be in the log."
run 0 tally check
run 0 tally prove en-25 -o ../en-25.tlog-proof

say "A bundle for somebody who does not trust us. Contacts, and whom it is for, stay here."
run 0 tally export --all --name menaka --for "the editor" -o ../menaka.zip
run 0 tally list exports
cd ..
run 7 tally verify menaka.zip

say "The signer tells by another way which key is theirs."
author=$(tally key list --json | grep -o '{[^{}]*"role":"author"[^{}]*}' | grep -o -m 1 '"id":"[0-9a-f]*"' | cut -d '"' -f 4)
into author.pem 0 tally key export "${author:0:12}"
into tally.txt 0 tally verify menaka.zip --signer author.pem --accept-unknown existed,complete
run 0 grep -E '^[A-Z ]+ (pass|fail|unknown)' tally.txt

say "The same without tally: bash, coreutils, unzip and openssl on the PATH, no more."
mkdir stranger
for tool in bash base64 comm cut head mktemp openssl rm sha256sum sort tr uniq unzip; do
  ln -s -- "$(type -P "$tool")" "stranger/$tool"
done
into VERIFY.txt 0 unzip -p menaka.zip '*/VERIFY.txt'
run 0 env -i "PATH=$out/stranger" bash VERIFY.txt menaka.zip | tee shell.txt

say "Both side by side."
row() { printf '%-13s%-16s%s\n' "$@"; }
axis() { found "$1 +" tally.txt | cut -d ' ' -f 1; }
bundle=$(found 'bundle  ' shell.txt | cut -c 1-64) signer=$(found 'signer  ' shell.txt)
printf '\n'
row '' 'tally verify' 'VERIFY.txt'
row UNCHANGED "$(axis UNCHANGED)" "ok, $(found 'ok    ' <(grep 'have the hashes' shell.txt))"
row 'SIGNED BY' "$(axis 'SIGNED BY')" "ok, $(found 'ok    ' <(grep signatures shell.txt) | cut -d , -f 1); not whose key"
row 'EXISTED BY' "$(axis 'EXISTED BY')" 'cannot see'
row COMPLETE "$(axis COMPLETE)" "cannot see; $(found 'ok    ' <(grep 'slots are withheld' shell.txt))"
row CONSISTENT "$(axis CONSISTENT)" 'cannot see'
row 'bundle' "$(found 'id ' tally.txt | cut -c 1-12)" "${bundle:0:12}"
row 'signer' "$(cut -c 1-12 <<<"$author")" "${signer:0:12}"
row 'in the end' 'exit code 0' "$(tail -n 1 shell.txt)"
[[ $bundle == "$(found 'id ' tally.txt)" && $signer == "$author" ]] || { echo 'tour: the two differ' >&2; exit 1; }
say "That a bundle verifies does not say that any claim is true."
