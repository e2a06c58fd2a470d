#!/usr/bin/env bash
# Builds what `npm run test:cluster` and `npm run test:helm` ask, unless it is there already, and prints its folder:
#
#   export KUBEBUILDER_ASSETS=$(scripts/control-plane.sh)           # kube-apiserver, kube-controller-manager, kubectl and etcd
#   export KUBEBUILDER_ASSETS=$(scripts/control-plane.sh 1.29.15)   # those of the oldest Kubernetes that we ask
#   export ARC_ASSETS=$(scripts/control-plane.sh arc)               # the Actions Runner Controller
#   export HELM=$(scripts/control-plane.sh helm)/helm               # helm
#
# All are ordinary Go programs: Go 1.26 and its module proxy are all that is needed, and five minutes for each. They are kept in the
# user's cache folder, by version and platform.
set -euo pipefail

readonly kubernetes_newest=1.36.3
readonly etcd=3.6.8
# The last state of ARC that is a released Go module; its part for runner scale sets is that of 0.6.1.
readonly arc=0.27.6
# A controller deletes the sets of another version, so it is told to be the one that we write.
readonly arc_says=0.14.2
readonly helm=3.22.0

what=${1:-$kubernetes_newest}
platform=$(go env GOOS)-$(go env GOARCH)
cache=${XDG_CACHE_HOME:-$HOME/.cache}/cdk8s-deskrun
case $what in
  arc) assets=$cache/arc/$arc-as-$arc_says-$platform ;;
  helm) assets=$cache/helm/$helm-$platform ;;
  *) assets=$cache/k8s/$what-with-controllers-$platform ;;
esac

build() { # name, package, linker flags
  CGO_ENABLED=0 go build -C "$work/module" -mod=mod -trimpath -ldflags "-s -w ${3-}" -o "$work/assets/$1" "$2"
}

# The path of a file of a module: its go.mod, or the folder of its sources.
module() { # which, module@version
  (cd "$work" && go mod download -json "$2") | sed -n "s/^\t\"$1\": \"\(.*\)\",\$/\1/p"
}

build_kubernetes() {
  local go_mod version=k8s.io/component-base/version minor=${what#1.}
  echo "building kube-apiserver, kube-controller-manager and kubectl $what, and etcd $etcd" >&2
  go_mod=$(module GoMod "k8s.io/kubernetes@v$what")
  # Kubernetes takes its own libraries from beside itself; published, they have the same number below v0.
  {
    echo 'module control-plane'
    grep -E '^go ' "$go_mod"
    echo "require k8s.io/kubernetes v$what"
    echo "require go.etcd.io/etcd/server/v3 v$etcd"
    awk -v version="v0.$minor" '$1 ~ /^k8s\.io\// && $2 == "v0.0.0" { print "replace " $1 " => " $1 " " version }' "$go_mod"
  } >"$work/module/go.mod"
  version="-X $version.gitVersion=v$what -X $version.gitMajor=1 -X $version.gitMinor=${minor%.*}"
  build kube-apiserver k8s.io/kubernetes/cmd/kube-apiserver "$version"
  build kube-controller-manager k8s.io/kubernetes/cmd/kube-controller-manager "$version"
  build kubectl k8s.io/kubernetes/cmd/kubectl "$version"
  build etcd go.etcd.io/etcd/server/v3
}

build_arc() {
  local path=github.com/actions/actions-runner-controller
  echo "building the Actions Runner Controller v$arc" >&2
  {
    echo 'module control-plane'
    grep -E '^(go|replace) ' "$(module GoMod "$path@v$arc")"
    echo "require $path v$arc"
  } >"$work/module/go.mod"
  build manager "$path" "-X $path/build.Version=$arc_says"
  build listener "$path/cmd/githubrunnerscalesetlistener" "-X $path/build.Version=$arc_says"
  mkdir "$work/assets/crds"
  cp "$(module Dir "$path@v$arc")"/config/crd/bases/actions.github.com_*.yaml "$work/assets/crds/"
}

build_helm() {
  local path=helm.sh/helm/v3
  echo "building helm $helm" >&2
  {
    echo 'module control-plane'
    grep -E '^(go|replace) ' "$(module GoMod "$path@v$helm")"
    echo "require $path v$helm"
  } >"$work/module/go.mod"
  build helm "$path/cmd/helm" "-X $path/internal/version.version=v$helm"
}

# All or nothing: the folder appears when everything in it is there.
if [[ ! -d $assets ]]; then
  mkdir -p "$(dirname "$assets")"
  work=$(mktemp -d "$cache/.building-XXXXXX")
  trap 'rm -rf "$work"' EXIT
  mkdir "$work/module" "$work/assets"
  case $what in
    arc) build_arc ;;
    helm) build_helm ;;
    *) build_kubernetes ;;
  esac
  mv -T "$work/assets" "$assets" 2>/dev/null || [[ -d $assets ]]
fi
echo "$assets"
