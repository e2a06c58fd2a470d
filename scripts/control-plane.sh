#!/usr/bin/env bash
# Builds the programs that `npm run test:cluster`, `test:helm` and `test:node` need, unless they are cached, and prints
# their folder:
#
#   export KUBEBUILDER_ASSETS=$(scripts/control-plane.sh)           # kube-apiserver, controller-manager, kubectl, etcd
#   export KUBEBUILDER_ASSETS=$(scripts/control-plane.sh 1.29.15)   # the same, of the oldest supported Kubernetes
#   export ARC_ASSETS=$(scripts/control-plane.sh arc)               # the Actions Runner Controller
#   export HELM=$(scripts/control-plane.sh helm)/helm               # helm
#   scripts/control-plane.sh scaleset                               # a program that calls ARC's client library
#   scripts/control-plane.sh kubelet                                # kubelet, kube-scheduler and kube-proxy
#   scripts/control-plane.sh containerd                             # containerd, its runc shim and ctr
#   scripts/control-plane.sh runc
#   scripts/control-plane.sh network-policies                       # kube-network-policies, which enforces policies
#   scripts/control-plane.sh buildkit                               # buildkitd and buildctl
#   scripts/control-plane.sh registry                               # the CNCF registry
#   scripts/control-plane.sh packages                               # unpacked Debian packages of the node: iptables...
#
# All but the last are Go programs: Go 1.26 and its module proxy are all that is needed (runc also needs a C compiler
# and pkg-config). Each takes from one to ten minutes. They are kept in the user's cache folder, by version and
# platform.
set -euo pipefail

readonly kubernetes_newest=1.36.3
readonly etcd=3.6.8
# The last state of ARC that is a released Go module; its part for runner scale sets is that of 0.6.1.
readonly arc=0.27.6
# A controller deletes the sets of another version, so it is told to be the one that we write.
readonly arc_says=0.14.2
# The client library of GitHub's Actions service, as ARC 0.14.2 has it.
readonly scaleset=0.4.0
readonly helm=3.22.0
readonly containerd=2.4.2
readonly runc=1.5.2
readonly network_policies=0.8.0
readonly buildkit=0.34.2
readonly registry=3.1.2
# The packages and those of their dependencies that a minimal Debian may lack. Raise the number when the list changes.
readonly packages=(iptables libip4tc2 libip6tc2 libxtables12 libnftnl11 libmnl0 libnfnetlink0 libnetfilter-conntrack3
  conntrack containernetworking-plugins busybox-static libseccomp2 libseccomp-dev debootstrap)
readonly packages_revision=1

what=${1:-$kubernetes_newest}
platform=$(go env GOOS)-$(go env GOARCH)
cache=${XDG_CACHE_HOME:-$HOME/.cache}/cdk8s-deskrun
scaleset_client=$(cd "$(dirname "${BASH_SOURCE[0]}")/../test/support/scaleset-client" && pwd)
case $what in
  arc) assets=$cache/arc/$arc-as-$arc_says-$platform ;;
  scaleset) assets=$cache/scaleset/$scaleset-$(cksum <"$scaleset_client/main.go" | tr ' ' -)-$platform ;;
  helm) assets=$cache/helm/$helm-$platform ;;
  kubelet) assets=$cache/kubelet/$kubernetes_newest-$platform ;;
  containerd) assets=$cache/containerd/$containerd-$platform ;;
  runc) assets=$cache/runc/$runc-$platform ;;
  network-policies) assets=$cache/network-policies/$network_policies-$platform ;;
  buildkit) assets=$cache/buildkit/$buildkit-$platform ;;
  registry) assets=$cache/registry/$registry-$platform ;;
  packages) assets=$cache/packages/$packages_revision-$platform ;;
  *) assets=$cache/k8s/$what-with-controllers-$platform ;;
esac

build() { # name, package, linker flags; more flags in build_flags, cgo with CGO_ENABLED=1
  CGO_ENABLED=${CGO_ENABLED:-0} go build -C "$work/module" -mod=mod -trimpath ${build_flags-} -ldflags "-s -w ${3-}" \
    -o "$work/assets/$1" "$2"
}

# The path of a file of a module: its go.mod, or the folder of its sources.
module() { # which, module@version
  (cd "$work" && go mod download -json "$2") | sed -n "s/^\t\"$1\": \"\(.*\)\",\$/\1/p"
}

# A module of our own that requires another one, with the parts of its go.mod that count only in the main module.
module_requiring() { # path, version without v
  local go_mod
  go_mod=$(module GoMod "$1@v$2")
  {
    echo 'module control-plane'
    grep -E '^(go|replace) ' "$go_mod"
    sed -n '/^exclude (/,/^)/p' "$go_mod"
    echo "require $1 v$2"
  } >"$work/module/go.mod"
}

kubernetes_module() { # version
  local go_mod
  go_mod=$(module GoMod "k8s.io/kubernetes@v$1")
  # Kubernetes takes its own libraries from beside itself; published, they have the same number below v0.
  {
    echo 'module control-plane'
    grep -E '^go ' "$go_mod"
    echo "require k8s.io/kubernetes v$1"
    echo "require go.etcd.io/etcd/server/v3 v$etcd"
    awk -v version="v0.${1#1.}" \
      '$1 ~ /^k8s\.io\// && $2 == "v0.0.0" { print "replace " $1 " => " $1 " " version }' "$go_mod"
  } >"$work/module/go.mod"
}

build_kubernetes() { # version, then names of commands
  local version=k8s.io/component-base/version minor=${1#1.} command
  version="-X $version.gitVersion=v$1 -X $version.gitMajor=1 -X $version.gitMinor=${minor%.*}"
  kubernetes_module "$1"
  for command in "${@:2}"; do build "$command" "k8s.io/kubernetes/cmd/$command" "$version"; done
}

build_control_plane() {
  echo "building kube-apiserver, kube-controller-manager and kubectl $what, and etcd $etcd" >&2
  build_kubernetes "$what" kube-apiserver kube-controller-manager kubectl
  build etcd go.etcd.io/etcd/server/v3
}

build_kubelet() {
  echo "building kubelet, kube-scheduler and kube-proxy $kubernetes_newest" >&2
  build_kubernetes "$kubernetes_newest" kubelet kube-scheduler kube-proxy
}

build_containerd() {
  local path=github.com/containerd/containerd/v2 build_flags=-tags=no_btrfs,no_devmapper,no_zfs command
  echo "building containerd $containerd" >&2
  module_requiring "$path" "$containerd"
  for command in containerd containerd-shim-runc-v2 ctr; do
    build "$command" "$path/cmd/$command" "-X $path/version.Version=$containerd"
  done
}

# Each pod sandbox has a seccomp profile, so runc needs libseccomp; linked statically, it runs anywhere.
build_runc() {
  local path=github.com/opencontainers/runc unpacked build_flags='-tags=seccomp,netgo,osusergo'
  echo "building runc $runc" >&2
  unpacked=$("$0" packages)
  module_requiring "$path" "$runc"
  CGO_ENABLED=1 PKG_CONFIG_SYSROOT_DIR=$unpacked PKG_CONFIG_PATH=$(echo "$unpacked"/usr/lib/*/pkgconfig) \
    build runc "$path" "-extldflags=-static -X main.version=$runc"
}

build_network_policies() {
  local path=sigs.k8s.io/kube-network-policies
  echo "building kube-network-policies $network_policies" >&2
  module_requiring "$path" "$network_policies"
  build kube-network-policies "$path/cmd"
}

build_buildkit() {
  local path=github.com/moby/buildkit build_flags=-tags=no_btrfs,no_zfs command
  echo "building buildkitd and buildctl $buildkit" >&2
  module_requiring "$path" "$buildkit"
  for command in buildkitd buildctl; do build "$command" "$path/cmd/$command" "-X $path/version.Version=$buildkit"; done
}

build_registry() {
  local path=github.com/distribution/distribution/v3
  echo "building the registry $registry" >&2
  module_requiring "$path" "$registry"
  build registry "$path/cmd/registry"
}

# Unpacked and not installed: nothing of the machine changes. The links are those that installing iptables makes.
unpack_packages() {
  local file name
  echo "unpacking ${packages[*]}" >&2
  mkdir "$work/packages"
  (
    cd "$work/packages"
    apt-get download -qq "${packages[@]}" || { apt-get update -qq && apt-get download -qq "${packages[@]}"; }
  ) >&2
  for file in "$work/packages"/*.deb; do dpkg -x "$file" "$work/assets"; done
  for name in iptables ip6tables; do
    for file in "" -save -restore; do ln -s "xtables-nft-multi" "$work/assets/usr/sbin/$name$file"; done
  done
}

build_arc() {
  local path=github.com/actions/actions-runner-controller
  echo "building the Actions Runner Controller v$arc" >&2
  module_requiring "$path" "$arc"
  build manager "$path" "-X $path/build.Version=$arc_says"
  build listener "$path/cmd/githubrunnerscalesetlistener" "-X $path/build.Version=$arc_says"
  echo "$arc_says" >"$work/assets/version"
  mkdir "$work/assets/crds"
  cp "$(module Dir "$path@v$arc")"/config/crd/bases/actions.github.com_*.yaml "$work/assets/crds/"
}

build_scaleset() {
  echo "building our calls of the client library scaleset $scaleset" >&2
  module_requiring github.com/actions/scaleset "$scaleset"
  cp "$scaleset_client/main.go" "$work/module/"
  build client .
}

build_helm() {
  local path=helm.sh/helm/v3
  echo "building helm $helm" >&2
  module_requiring "$path" "$helm"
  build helm "$path/cmd/helm" "-X $path/internal/version.version=v$helm"
}

# The folder appears only when its build is complete. Another run that needs it waits for the build.
if [[ ! -d $assets ]]; then
  mkdir -p "$(dirname "$assets")"
  exec 9>"$assets.lock"
  flock 9
fi
if [[ ! -d $assets ]]; then
  work=$(mktemp -d "$cache/.building-XXXXXX")
  trap 'rm -rf "$work"' EXIT
  mkdir "$work/module" "$work/assets"
  case $what in
    arc) build_arc ;;
    helm) build_helm ;;
    network-policies) build_network_policies ;;
    kubelet | containerd | runc | buildkit | registry | scaleset) "build_$what" ;;
    packages) unpack_packages ;;
    *) build_control_plane ;;
  esac
  mv -T "$work/assets" "$assets"
fi
echo "$assets"
