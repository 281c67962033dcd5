#!/usr/bin/env bash
# Refreshes the vendored front-end files: exact versions from npm, only the files we use. The result is committed; building needs no npm.
# Run from this folder: npm ci --ignore-scripts && ./vendor.sh
set -euo pipefail
cd "$(dirname "$0")"; N=$PWD/node_modules; rm -rf vendor icons; mkdir -p vendor/{fonts,nlds,utrecht,licences} icons
copy() { install -m644 "$N/$1" "$2"; }
for f in latin-wght-normal latin-wght-italic latin-ext-wght-normal; do copy "@fontsource-variable/source-sans-3/files/source-sans-3-$f.woff2" "vendor/fonts/source-sans-3-$f.woff2"; done
copy @fontsource-variable/source-sans-3/LICENSE vendor/licences/source-sans-3.OFL.txt
copy lucide-static/LICENSE vendor/licences/lucide.ISC.txt
for c in heading paragraph link button skip-link data-badge; do copy "@nl-design-system-candidate/$c-css/dist/$c.css" "vendor/nlds/nl-$c.css"; sed -i '/sourceMappingURL/s#/\*\# sourceMappingURL=.*\*/##' "vendor/nlds/nl-$c.css"; done
for c in form-field form-label form-field-description form-field-error-message form-fieldset textbox textarea select table alert; do copy "@utrecht/$c-css/dist/index.css" "vendor/utrecht/$c.css"; done
copy htmx.org/dist/htmx.min.js vendor/htmx.min.js
copy htmx.org/LICENSE vendor/licences/htmx.0BSD.txt
while read -r icon; do copy "lucide-static/icons/$icon.svg" "icons/$icon.svg"; done < icons.txt
cat > vendor/fonts/source-sans-3.css <<'C'
@font-face { font-family: "Source Sans 3 Variable"; font-style: normal; font-display: swap; font-weight: 200 900; src: url("./source-sans-3-latin-wght-normal.woff2") format("woff2"); unicode-range: U+0000-00FF, U+0131, U+0152-0153, U+02BB-02BC, U+02C6, U+02DA, U+02DC, U+0304, U+0308, U+0329, U+2000-206F, U+20AC, U+2122, U+2191, U+2193, U+2212, U+2215, U+FEFF, U+FFFD; }
@font-face { font-family: "Source Sans 3 Variable"; font-style: italic; font-display: swap; font-weight: 200 900; src: url("./source-sans-3-latin-wght-italic.woff2") format("woff2"); unicode-range: U+0000-00FF, U+2000-206F, U+20AC, U+2212; }
@font-face { font-family: "Source Sans 3 Variable"; font-style: normal; font-display: swap; font-weight: 200 900; src: url("./source-sans-3-latin-ext-wght-normal.woff2") format("woff2"); unicode-range: U+0100-02BA, U+1E00-1EFF, U+20A0-20AB, U+20AD-20C0; }
C
(cd vendor && find . -type f ! -name SHA256SUMS | sort | xargs sha256sum > SHA256SUMS)
