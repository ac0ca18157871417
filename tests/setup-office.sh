#!/bin/sh
# LibreOffice (converts old Word files, makes the tests' PDFs), fonts with all Vietnamese letters, and the browser
# that opens the report pages.
set -eu
wanted="libreoffice-writer-nogui libreoffice-calc-nogui fonts-liberation2 fonts-croscore fonts-dejavu-core fontconfig chromium"
if command -v soffice >/dev/null 2>&1 && command -v chromium >/dev/null 2>&1 && fc-list 2>/dev/null | grep -qi "liberation serif\|liberationserif"; then exit 0; fi
if [ "$(id -u)" != 0 ]; then
  echo "The tests need LibreOffice, fonts and Chromium. Please ask for: apt-get install --no-install-recommends $wanted" >&2
  exit 1
fi
echo "installing system packages for the tests: $wanted"
apt-get update -qq
DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $wanted >/dev/null
