#!/usr/bin/env bash
# Programs the whole test suite drives: a Chromium, Chinese fonts, PostgreSQL's server binaries, and for official papers
# a 楷体, LibreOffice (opens the DOCX as an office would) and pdftoppm (draws its pages).
# As root on Debian it installs what is missing; otherwise it says what is missing. CI=true makes a gap an error.
set -euo pipefail

# Debian's packages would start a server of their own; the tests start theirs.
no_server_of_its_own() {
    mkdir -p /etc/postgresql-common
    grep -qs '^create_main_cluster' /etc/postgresql-common/createcluster.conf ||
        echo 'create_main_cluster = false' >>/etc/postgresql-common/createcluster.conf
}

has_chromium() {
    [ -x "${ZHIQIANG_CHROMIUM:-}" ] || command -v chromium || command -v chromium-browser || command -v google-chrome ||
        compgen -G "$HOME/.cache/ms-playwright/chromium-*"
}
has_font() { command -v fc-list && fc-list :lang=zh family | grep -q .; }
# Debian has no free 仿宋 or 小标宋 of simplified signs: fonts-noto-cjk stands in (docs/decisions/0022-papers.md).
has_kai() { command -v fc-list && fc-list :lang=zh family | grep -Eq 'KaiTi|楷体|UKai|WenKai'; }
has_postgres() { command -v initdb || compgen -G '/usr/lib/postgresql/*/bin/initdb'; }

missing() {
    has_chromium >/dev/null || echo chromium
    has_font >/dev/null || echo fonts-noto-cjk
    has_kai >/dev/null || echo fonts-arphic-ukai
    has_postgres >/dev/null || echo postgresql-15
    command -v soffice >/dev/null || echo libreoffice-writer-nogui
    command -v pdftoppm >/dev/null || echo poppler-utils
}

wanted=$(missing)
[ -n "$wanted" ] || exit 0

if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "Installing system packages:" $wanted
    export DEBIAN_FRONTEND=noninteractive
    log=$(mktemp)
    case "$wanted" in *postgresql*) no_server_of_its_own ;; esac
    case "$wanted" in *fonts*) wanted="$wanted fontconfig" ;; esac
    # shellcheck disable=SC2086
    if { apt-get update && apt-get install -y --no-install-recommends $wanted; } >"$log" 2>&1; then
        rm -f "$log"
    else
        tail -n 20 "$log"
    fi
    wanted=$(missing)
fi

[ -n "$wanted" ] || exit 0
echo "Missing for the whole test suite (Debian package names):" $wanted
if [ "${CI:-}" = true ]; then
    echo "CI=true: every part of the suite must run."
    exit 1
fi
echo "The tests that need them are skipped with this reason. To install: apt-get install" $wanted
