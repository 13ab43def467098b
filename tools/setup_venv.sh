#!/bin/sh
# Make .venv and install schoolmap into it, from the checkout. $1 = extras, such as "[test]".
set -eu
PYTHON="${PYTHON:-python3}"

fail() {
    echo "$1" >&2
    exit 1
}

"$PYTHON" -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
    fail "需要 Python 3.11 或更新版本 / Python 3.11 or newer is needed: make PYTHON=python3.11 …"

if [ ! -x .venv/bin/python ] || ! .venv/bin/python -m pip --version >/dev/null 2>&1; then
    echo "… 建立 .venv / making .venv"
    rm -rf .venv
    if ! "$PYTHON" -m venv .venv >/dev/null 2>&1; then
        # Debian ships the venv module in a package of its own
        if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
            echo "… 安装 python3-venv / installing python3-venv"
            apt-get update -qq && apt-get install -y -qq python3-venv >/dev/null
            rm -rf .venv
            "$PYTHON" -m venv .venv
        else
            fail "请先安装 python3-venv / please install python3-venv: sudo apt install python3-venv"
        fi
    fi
fi

echo "… 安装 schoolmap 及其依赖（首次约需数分钟） / installing schoolmap (some minutes the first time)"
.venv/bin/python -m pip install --quiet --disable-pip-version-check \
    --constraint constraints.txt --editable ".$1"
