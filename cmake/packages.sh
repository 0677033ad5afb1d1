# The Debian packages this project builds and tests with, and how to ask for those that are missing.
# Sourced by examples/run and tests/run; docs/architecture.md says what each is for.
# shellcheck shell=bash disable=SC2034

build_packages=(
  g++ cmake ninja-build
  protobuf-compiler libprotobuf-dev libabsl-dev libssl-dev libsqlite3-dev libicu-dev libcli11-dev
  libcurl4-openssl-dev libboost-dev libgmp-dev
  graphviz openssl unzip
)
test_packages=(libgtest-dev libgmock-dev libz3-dev nlohmann-json3-dev python3-prov strace zip)

# missing_packages NAME...: those that dpkg does not have installed, one a line.
missing_packages() {
  local have name
  have=" $(dpkg-query -W -f='${db:Status-Status}/${Package} ' "$@" 2>/dev/null || true)"
  for name in "$@"; do
    [[ $have == *" installed/$name "* ]] || printf '%s\n' "$name"
  done
}

# require_packages YES NAME...: returns when all are installed; asks first unless YES is "yes". Makes no apt call when
# nothing is missing.
require_packages() {
  local yes=$1 tool missing answer privilege=()
  shift
  if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
    echo "This is not Debian or a relative of it. What is needed goes by these names there: $*"
    for tool in c++ cmake ninja protoc openssl unzip dot; do
      command -v "$tool" >/dev/null || { echo "$tool is not found. Install it and run this again." >&2; exit 1; }
    done
    return
  fi
  mapfile -t missing < <(missing_packages "$@")
  ((${#missing[@]})) || return 0

  if ((EUID)); then
    privilege=(sudo)
  fi
  local install=(install -y --no-install-recommends "${missing[@]}")
  echo "Debian packages are missing. This installs them:"
  echo "  ${privilege[*]:+sudo }apt-get update && ${privilege[*]:+sudo }apt-get ${install[*]}"
  if ((EUID)) && ! command -v sudo >/dev/null; then
    echo "You are not root and there is no sudo: ask somebody who is root to run that line without sudo." >&2
    exit 1
  fi
  if [[ $yes != yes ]]; then
    read -r -p "Install them now? [y/N] " answer || echo
    if [[ ${answer:-} != [yY]* ]]; then
      echo "Nothing was installed. Run that line yourself, or answer y, or give -y." >&2
      exit 1
    fi
  fi

  local log begin=$SECONDS
  log=$(mktemp)
  "${privilege[@]}" apt-get update -qq >"$log" 2>&1 || true  # older lists may do; if not, the next command says so
  if ! "${privilege[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=120 \
      "${install[@]}" >>"$log" 2>&1 </dev/null; then
    cat "$log" >&2
    rm -f "$log"
    echo "apt-get failed (its words are above). Is the network up, and does this release have these packages" \
      "(Debian 12 has)? 'apt-get update' and the line above, by hand, show what is wrong; then run this again." >&2
    exit 1
  fi
  rm -f "$log"
  took packages "$begin"
}

# took PHASE BEGIN: one line with the seconds since BEGIN (a value of SECONDS).
took() { printf '%-10s %4d s\n' "$1" "$((SECONDS - $2))"; }

# configure PRESET: says nothing unless it fails. build PRESET [TARGET...]: shows warnings and errors, and progress on a
# terminal. Both must run in the root of the tree, where the presets are.
configure() {
  local begin=$SECONDS log
  log=$(mktemp)
  if ! cmake --preset "$1" >"$log" 2>&1; then
    cat "$log" >&2
    rm -f "$log"
    echo "Configuring failed (cmake's words are above). If the tree was moved or copied, remove build/$1 first." >&2
    exit 1
  fi
  rm -f "$log"
  took configure "$begin"
}

build() {
  local begin=$SECONDS command=(cmake --build --preset "$1" --parallel "$(nproc)" ${2:+--target "${@:2}"})
  if [[ -t 1 ]]; then
    "${command[@]}"
  else
    "${command[@]}" -- --quiet | sed '/^ninja: no work to do\.$/d'
  fi || {
    echo "Building failed (the compiler's words are above)." >&2
    exit 1
  }
  took build "$begin"
}
