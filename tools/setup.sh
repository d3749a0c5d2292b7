# shellcheck shell=bash
# What ./start and ./test share: system packages, the virtual environment, and stamps that let the second run skip
# both. Sourced, not run. Keeps to bash 3.2, which is what macOS has.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
venv=$root/.venv
log=$root/build/set-up.log
python_needed=3.11

say() { printf "%s\n" "$@"; }

die() {
  printf '\n%s\n' "$*" >&2
  exit 1
}

# --- what a Debian or Ubuntu needs --------------------------------------------------------------------------

# `name|newer`: a package that newer systems have renamed; apt finds the new one under the old name.
sound_packages="libportaudio2"
bridge_packages="libasound2-plugins"
window_packages="libegl1 libgl1 libxkbcommon0 libfontconfig1 libdbus-1-3 libglib2.0-0|libglib2.0-0t64 libx11-6
  libxcb-cursor0 libxcb-icccm4 libxcb-image0 libxcb-keysyms1 libxcb-randr0 libxcb-render-util0 libxcb-shape0
  libxcb-sync1 libxcb-util1 libxcb-xfixes0 libxcb-xkb1 libx11-xcb1 libxkbcommon-x11-0 libwayland-cursor0"
test_packages="libasound2-plugins pulseaudio pulseaudio-utils xvfb xauth"

# Fills $missing, and says for each group what is missing and why it is needed. $1 is app or dev.
find_missing() {
  present=" $(dpkg-query -W -f '${db:Status-Status} ${Package}\n' | sed -n 's/^installed //p' | tr '\n' ' ')"
  missing=""
  need "Python $python_needed or newer, which Voice Interview is written in" "$(python_packages)"
  need "the microphone and the speaker" "$sound_packages"
  if sound_server_is_here; then
    need "sound through PulseAudio or PipeWire, which this computer has" "$bridge_packages"
  fi
  need "the window, and the pictures in reports" "$window_packages"
  if [ "$1" = dev ]; then
    need "the tests alone: a microphone, a speaker and a screen made of software" "$test_packages"
  fi
}

need() {
  local names name lacking=""
  for names in $2; do
    for name in ${names//|/ }; do
      case $present in *" $name "*) continue 2 ;; esac
    done
    lacking="$lacking ${names%%|*}"
  done
  if [ -n "$lacking" ]; then
    say "Missing for $1:"
    say "$lacking" | fold -s -w 100 | sed 's/^ */    /'
    missing="$missing$lacking"
    present="$present$lacking "
  fi
}

sound_server_is_here() {
  command -v pulseaudio >/dev/null || command -v pipewire >/dev/null ||
    [ -S "${XDG_RUNTIME_DIR:-/nowhere}/pulse/native" ]
}

# ensure_system app|dev yes|no: installs what is missing; with "no" it only prints the line that would.
ensure_system() {
  local sudo="" line
  [ "$(uname -s)" = Linux ] || return 0
  if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
    say "This is neither Debian nor Ubuntu, so please install PortAudio and the libraries of Qt 6 yourself;"
    say "'./start doctor' names what is missing."
    return 0
  fi
  find_missing "$1"
  [ -n "$missing" ] || return 0
  [ "$(id -u)" = 0 ] || sudo=sudo
  line="${sudo:+$sudo }apt-get update && ${sudo:+$sudo }apt-get install --no-install-recommends -y$missing"
  if [ "$2" = no ]; then
    say "Nothing is installed now (--no-system). This line installs it:" "" "  $line" ""
    return 0
  fi
  if [ -n "$sudo" ] && ! command -v sudo >/dev/null; then
    die "You are not root and there is no sudo here. Ask an administrator to run this line, then start again:

  apt-get update && apt-get install --no-install-recommends -y$missing"
  fi
  say "Installing these with apt-get ..."
  # shellcheck disable=SC2086 # the names are words
  if ! { $sudo apt-get update -q && $sudo env DEBIAN_FRONTEND=noninteractive \
    apt-get install -q -y --no-install-recommends $missing; } >"$log" 2>&1 </dev/null; then
    tail -n 15 "$log" >&2
    die "The system packages could not be installed (all of it is in $log).
Is this computer online, and is no other program installing packages? Then start again. By hand:

  $line"
  fi
}

# --- Python -------------------------------------------------------------------------------------------------

# The first interpreter that is new enough; nothing if there is none.
find_python() {
  local name
  for name in python3 python3.14 python3.13 python3.12 python3.11; do
    if "$name" -c "import sys; sys.exit(sys.version_info < (${python_needed/./, }))" >/dev/null 2>&1; then
      echo "$name"
      return
    fi
  done
}

# The Debian packages that Python lacks; none with uv, which brings its own.
python_packages() {
  local python
  command -v uv >/dev/null && return
  python=$(find_python)
  if [ -n "$python" ]; then
    "$python" -c 'import ensurepip, venv' 2>/dev/null || echo python3-venv
  elif ! command -v python3 >/dev/null; then
    echo python3 python3-venv
  fi
}

# Says what is wrong when no virtual environment can be made here.
check_python() {
  local python
  command -v uv >/dev/null && return
  python=$(find_python)
  if [ -z "$python" ]; then
    die "Voice Interview needs Python $python_needed or newer; this computer has $(python3 -V 2>/dev/null || echo none).
Install a newer one, or install uv (https://docs.astral.sh/uv), which brings its own; then start again."
  fi
  "$python" -c 'import ensurepip, venv' 2>/dev/null ||
    die "$python cannot make virtual environments. Install its venv module (Debian: python3-venv); then start again."
}

# install_project EXTRAS: the environment, and this checkout in it.
install_project() {
  if command -v uv >/dev/null; then
    uv venv --allow-existing --python ">=$python_needed" "$venv" &&
      uv pip install --python "$venv/bin/python" -e "$root$1"
  else
    "$(find_python)" -m venv "$venv" &&
      "$venv/bin/python" -m pip install --disable-pip-version-check --no-input --progress-bar off -e "$root$1"
  fi
}

# Shows on one line which packages are being fetched.
show_progress() {
  local line word
  while IFS= read -r line; do
    case $line in
    "Collecting "* | " + "*)
      word=${line#Collecting }
      word=${word# + }
      printf ' %s' "${word%%[<>=!~;,( ]*}"
      ;;
    esac
  done
  printf '\n'
}

# --- all of it ----------------------------------------------------------------------------------------------

# What the set-up depends on; when it changes, the set-up is done again.
fingerprint() {
  cksum <"$root/pyproject.toml"
  cksum <"$root/tools/setup.sh"
  "$venv/bin/python" -V 2>/dev/null || echo "no Python"
  say "$root"
}

# set_up app|dev yes|no: everything the app (or its development) needs; "no" leaves the system packages alone.
set_up() {
  local stamp=$venv/set-up-$1 extras=""
  if [ -e "$stamp" ] && [ "$(cat "$stamp")" = "$(fingerprint)" ]; then
    return
  fi
  mkdir -p "$(dirname "$log")"
  ensure_system "$1" "$2"
  check_python
  [ "$1" = app ] || extras="[dev]"
  # An environment whose Python has gone, or that was moved with its folder, cannot be repaired.
  if ! "$venv/bin/python" -V >/dev/null 2>&1 || { [ -e "$stamp" ] && [ "$(tail -n 1 "$stamp")" != "$root" ]; }; then
    rm -rf "$venv"
  fi
  say "Setting up Voice Interview in $venv. This downloads about 250 MB once and takes some minutes:"
  if ! install_project "$extras" 2>&1 | tee "$log" | show_progress; then
    tail -n 15 "$log" >&2
    die "The set-up did not work (all of it is in $log).
Is this computer online, and is there 1.5 GB of free space? Then start again; what is done so far is kept."
  fi
  # With system packages left out, the next run looks for them again.
  if [ "$2" = yes ] || [ -z "${missing:-}" ]; then
    fingerprint >"$stamp"
    if [ "$1" = dev ]; then cp "$stamp" "$venv/set-up-app"; fi
  fi
}
