#!/usr/bin/env bash
# Makes src/report/raster/dejavu-sans.ttf, the letters of PNG pictures: Latin, Greek, Cyrillic, and the
# signs that charts use, of DejaVu Sans 2.37 (Debian: apt-get install fonts-dejavu-core fonttools). Its
# licence is in src/report/raster/LICENSE-DejaVu.txt.
set -euo pipefail
cd "$(dirname "$0")/../src/report/raster"
pyftsubset /usr/share/fonts/truetype/dejavu/DejaVuSans.ttf \
  --unicodes="U+0020-007E,U+00A0-017F,U+0370-03FF,U+0400-045F,U+1E9E,U+2009,U+202F,U+2010-2015,U+2018-201E,U+2020-2022,U+2026,U+2030,U+2032,U+20AC,U+2016,U+2080-208E,U+209C,U+2190-2193,U+2202,U+2212,U+2248,U+2260,U+2264,U+2265,U+FFFD" \
  --no-hinting --desubroutinize --layout-features='' --output-file=dejavu-sans.ttf
