#!/usr/bin/env bash
# Builds a Kubernetes control plane for the tests that ask a real API server, unless it is there already, and prints its folder:
#
#   export KUBEBUILDER_ASSETS=$(scripts/control-plane.sh)           # the newest Kubernetes that the tests know
#   export KUBEBUILDER_ASSETS=$(scripts/control-plane.sh 1.29.15)   # the oldest
#
# kube-apiserver, kubectl and etcd are ordinary Go programs: Go 1.26 and its module proxy are all that is needed, and some five
# minutes. They are kept in the user's cache folder, by version and platform.
set -euo pipefail

readonly kubernetes=${1:-1.36.3}
readonly etcd=3.6.8

platform=$(go env GOOS)-$(go env GOARCH)
cache=${XDG_CACHE_HOME:-$HOME/.cache}/cdk8s-deskrun
assets=$cache/k8s/$kubernetes-$platform

# All or nothing: the folder appears when everything in it is there.
if [[ ! -d $assets ]]; then
  mkdir -p "$cache/k8s"
  work=$(mktemp -d "$cache/k8s/.building-XXXXXX")
  trap 'chmod -R u+w "$work" && rm -rf "$work"' EXIT
  mkdir "$work/module" "$work/bin"

  # Kubernetes takes its own libraries from beside itself; published, they have the same number below v0.
  go_mod=$(cd "$work" && go mod download -json "k8s.io/kubernetes@v$kubernetes" | sed -n 's/^\t"GoMod": "\(.*\)",$/\1/p')
  {
    echo 'module control-plane'
    grep -E '^go ' "$go_mod"
    echo "require k8s.io/kubernetes v$kubernetes"
    echo "require go.etcd.io/etcd/server/v3 v$etcd"
    awk -v version="v0.${kubernetes#1.}" '$1 ~ /^k8s\.io\// && $2 == "v0.0.0" { print "replace " $1 " => " $1 " " version }' "$go_mod"
  } >"$work/module/go.mod"

  echo "building kube-apiserver and kubectl $kubernetes, and etcd $etcd" >&2
  version=k8s.io/component-base/version
  minor=${kubernetes#1.}
  (
    cd "$work/module"
    export CGO_ENABLED=0
    build() { go build -mod=mod -trimpath -ldflags "-s -w -X $version.gitVersion=v$kubernetes -X $version.gitMajor=1 -X $version.gitMinor=${minor%.*}" -o "$work/bin/$1" "$2"; }
    build kube-apiserver k8s.io/kubernetes/cmd/kube-apiserver
    build kubectl k8s.io/kubernetes/cmd/kubectl
    build etcd go.etcd.io/etcd/server/v3
  )
  mv -T "$work/bin" "$assets" 2>/dev/null || [[ -d $assets ]]
fi
echo "$assets"
