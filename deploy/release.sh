#!/usr/bin/env bash
# Makes a release of what is checked out: dist/ with the program, its licences, and checksums.
# The same commit and the same Go give the same bytes, whoever builds it and wherever.
set -euo pipefail
cd "$(dirname "$0")/.."

skip_vulnerabilities=
for word in "$@"; do
  case $word in
  --without-vulnerabilities) skip_vulnerabilities=yes ;;
  *)
    echo "release.sh [--without-vulnerabilities]" >&2
    exit 2
    ;;
  esac
done

if [ -n "$(git status --porcelain)" ]; then
  echo "There are changes that are not committed: a release is of a commit." >&2
  exit 1
fi
export GOTOOLCHAIN=local CGO_ENABLED=0 GOFLAGS= GOAMD64=v1
export GOOS=${GOOS:-linux} GOARCH=${GOARCH:-amd64}

if [ -n "$skip_vulnerabilities" ]; then
  echo "== known vulnerabilities: NOT LOOKED FOR, as asked"
else
  echo "== known vulnerabilities (asks vuln.go.dev)"
  env -u GOOS -u GOARCH go tool -modfile=tools/go.mod govulncheck ./...
fi

rm -rf dist
mkdir -p dist/licences
echo "== the program, for $GOOS on $GOARCH"
go build -trimpath -buildvcs=true -ldflags '-s -w -buildid=' -o dist/prokken .

echo "== licences of what is in it"
env -u GOOS -u GOARCH go run -C tools ./licences -program ../dist/prokken -out ../dist/licences

cp config.yaml dist/
cp -r deploy dist/
(cd dist && find . -type f ! -name SHA256SUMS | LC_ALL=C sort | xargs sha256sum >SHA256SUMS)
go version -m dist/prokken | grep -E '\smod\s|vcs\.'
echo "dist/ is ready: the program has $(du -h dist/prokken | cut -f1)"
