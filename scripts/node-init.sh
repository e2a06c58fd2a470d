#!/usr/bin/env bash
# Process 1 of the test node, started by node.sh in namespaces of its own: when it ends, the kernel ends everything that
# runs in it, its mounts and its network. Not to be run by hand.
#
# $1: folder of the node's state, which has `programs`, the folders of the programs joined by `:`, and `packages`, that
# of the packages
set -euo pipefail

readonly state=$1 name=node1 address=10.99.0.1 pods=10.244.0.0/24 services=10.96.0.0/16
readonly access=$state/access log=$state/log
PATH=$(cat "$state/programs"):$PATH
export PATH

# What the machine has, with changes that only this node sees. Containers' layers and caches lie on a real disk:
# overlayfs cannot lie on overlayfs.
mount_files() {
  local packages controller folder
  packages=$(cat "$state/packages")
  mount --make-rshared /
  mount -t sysfs sysfs /sys
  mount -t tmpfs -o mode=755 cgroup /sys/fs/cgroup
  for controller in $(cat "$state/controllers"); do
    mkdir "/sys/fs/cgroup/$controller"
    if [[ $controller == systemd ]]; then mount -t cgroup -o none,name=systemd cgroup /sys/fs/cgroup/systemd
    else mount -t cgroup -o "$controller" cgroup "/sys/fs/cgroup/$controller"; fi
  done
  mount -t overlay -o "ro,lowerdir=$packages/usr:/usr" overlay /usr
  for folder in etc var; do
    mkdir -p "$state/$folder" "$state/$folder.work"
    mount -t overlay -o "lowerdir=/$folder,upperdir=$state/$folder,workdir=$state/$folder.work" overlay "/$folder"
  done
  mount -t tmpfs -o mode=755 run /run
  for folder in var/lib/containerd var/lib/kubelet var/lib/etcd var/log/pods var/log/containers srv; do
    mkdir -p "$state/disk/$folder" "/$folder"
    mount --bind "$state/disk/$folder" "/$folder"
  done
  mkdir -p /etc/cni/net.d
  rm -f /etc/resolv.conf
  echo 'nameserver 127.0.0.1' >/etc/resolv.conf
  printf '127.0.0.1 localhost\n%s %s\n' "$address" "$name" >/etc/hosts
}

# A network without a way out. The node's address is one of its loopback interface.
make_network() {
  hostname "$name"
  ip link set lo up
  ip address add "$address/32" dev lo
  echo 1 >/proc/sys/net/ipv4/ip_forward
  # Every packet between pods is routed, so that the rules for services and network policies see it.
  cat >/etc/cni/net.d/pods.conflist <<JSON
{
  "cniVersion": "0.4.0",
  "name": "pods",
  "plugins": [
    {
      "type": "ptp",
      "ipMasq": false,
      "ipam": { "type": "host-local", "ranges": [[{ "subnet": "$pods" }]], "routes": [{ "dst": "0.0.0.0/0" }] }
    },
    { "type": "portmap", "capabilities": { "portMappings": true } }
  ]
}
JSON
}

# Tokens by which the parts know each other, and the files that carry them.
write_access() {
  local user group token
  openssl genrsa -out "$access/accounts.key" 2048 2>/dev/null
  while read -r user group; do
    token=$(openssl rand -hex 16)
    echo "$token,$user,$user,$group" >>"$access/tokens.csv"
    cat >"$access/${user##*:}" <<YAML
apiVersion: v1
kind: Config
clusters:
  - { name: node, cluster: { server: "https://$address:6443", certificate-authority: $access/certs/apiserver.crt } }
users: [{ name: user, user: { token: $token } }]
contexts: [{ name: node, context: { cluster: node, user: user } }]
current-context: node
YAML
  done <<USERS
admin system:masters
system:kube-controller-manager system:masters
system:kube-scheduler system:masters
system:kube-proxy system:masters
system:kube-network-policies system:masters
system:node:$name system:nodes
USERS
}

start() { # name, command: in the background, with a log
  "${@:2}" >>"$log/$1" 2>&1 &
}

start_control_plane() {
  start etcd etcd --data-dir=/var/lib/etcd/data --unsafe-no-fsync \
    --listen-client-urls=http://127.0.0.1:2379 --advertise-client-urls=http://127.0.0.1:2379 \
    --listen-peer-urls=http://127.0.0.1:2380
  start kube-apiserver kube-apiserver --etcd-servers=http://127.0.0.1:2379 \
    --bind-address="$address" --advertise-address="$address" --secure-port=6443 --cert-dir="$access/certs" \
    --service-cluster-ip-range="$services" --service-account-issuer=https://kubernetes.default.svc \
    --service-account-key-file="$access/accounts.key" --service-account-signing-key-file="$access/accounts.key" \
    --token-auth-file="$access/tokens.csv" --authorization-mode=Node,RBAC --enable-admission-plugins=NodeRestriction \
    --kubelet-preferred-address-types=InternalIP --allow-privileged
  until kubectl --kubeconfig="$access/admin" get --raw=/readyz >/dev/null 2>&1; do sleep 0.2; done
  start kube-controller-manager kube-controller-manager --leader-elect=false \
    --kubeconfig="$access/kube-controller-manager" \
    --root-ca-file="$access/certs/apiserver.crt" --service-account-private-key-file="$access/accounts.key"
  start kube-scheduler kube-scheduler --kubeconfig="$access/kube-scheduler" --leader-elect=false
}

start_containerd() {
  cat >/run/containerd.toml <<TOML
version = 3
root = "/var/lib/containerd"
state = "/run/containerd"
# Nothing uses its hooks into containers.
disabled_plugins = ["io.containerd.nri.v1.nri"]
[grpc]
  address = "/run/containerd/containerd.sock"
[plugins."io.containerd.cri.v1.images"]
  snapshotter = "overlayfs"
  [plugins."io.containerd.cri.v1.images".pinned_images]
    sandbox = "localhost/pause:1"
  [plugins."io.containerd.cri.v1.images".registry]
    config_path = "/etc/containerd/certs.d"
[plugins."io.containerd.cri.v1.runtime"]
  # Without CAP_SYS_RESOURCE no score can be lowered, and every container would fail.
  restrict_oom_score_adj = true
  [plugins."io.containerd.cri.v1.runtime".cni]
    bin_dirs = ["/usr/lib/cni"]
    conf_dir = "/etc/cni/net.d"
  [plugins."io.containerd.cri.v1.runtime".containerd]
    default_runtime_name = "runc"
    [plugins."io.containerd.cri.v1.runtime".containerd.runtimes.runc]
      runtime_type = "io.containerd.runc.v2"
      [plugins."io.containerd.cri.v1.runtime".containerd.runtimes.runc.options]
        SystemdCgroup = false
TOML
  start containerd containerd --config=/run/containerd.toml
  until ctr --address=/run/containerd/containerd.sock version >/dev/null 2>&1; do sleep 0.1; done
}

start_kubelet() {
  cat >/run/kubelet.yaml <<YAML
apiVersion: kubelet.config.k8s.io/v1beta1
kind: KubeletConfiguration
failCgroupV1: false
cgroupDriver: cgroupfs
containerRuntimeEndpoint: unix:///run/containerd/containerd.sock
oomScoreAdj: 0
authentication: { anonymous: { enabled: true }, webhook: { enabled: false } }
authorization: { mode: AlwaysAllow }
resolvConf: /etc/resolv.conf
failSwapOn: false
# Test images are imported, never pulled, and must never be collected, however full the disk is.
imagePullCredentialsVerificationPolicy: NeverVerify
imageGCHighThresholdPercent: 100
evictionHard: { memory.available: "0%", nodefs.available: "0%", imagefs.available: "0%", nodefs.inodesFree: "0%" }
volumePluginDir: /var/lib/kubelet/plugins/volume
# How often the size of volumes is measured, which ends pods over a limit.
volumeStatsAggPeriod: 5s
YAML
  # It writes kernel settings that are the whole machine's; it alone sees files in their place that already say what it
  # wants.
  start kubelet unshare --mount --propagation=unchanged bash -c '
    mount --make-private /proc
    mkdir -p /run/settings
    while read -r setting value; do
      echo "$value" >"/run/settings/${setting##*/}"
      mount --bind "/run/settings/${setting##*/}" "/proc/sys/$setting"
    done <<<"vm/overcommit_memory 1
vm/panic_on_oom 0
kernel/panic 10
kernel/panic_on_oops 1"
    exec "$@"' kubelet kubelet --config=/run/kubelet.yaml --kubeconfig="$access/$name" --node-ip="$address" \
    --hostname-override="$name"
}

start_proxy() {
  cat >/run/kube-proxy.yaml <<YAML
apiVersion: kubeproxy.config.k8s.io/v1alpha1
kind: KubeProxyConfiguration
mode: iptables
hostnameOverride: $name
clientConnection: { kubeconfig: $access/kube-proxy }
# The limits of connection tracking are the whole machine's.
conntrack: { maxPerCore: 0, min: 0, tcpEstablishedTimeout: 0s, tcpCloseWaitTimeout: 0s }
YAML
  start kube-proxy kube-proxy --config=/run/kube-proxy.yaml
}

# Enforces network policies: it judges the first packet of each connection to or from a pod. iptables hands it the
# packets, since its own way needs a part of nftables that not every kernel has. It finds the API server as a pod does.
start_network_policies() {
  local account=/run/secrets/kubernetes.io/serviceaccount queue=100
  mkdir -p "$account"
  cp "$access/certs/apiserver.crt" "$account/ca.crt"
  awk -F, '$2 == "system:kube-network-policies" { printf "%s", $1 }' "$access/tokens.csv" >"$account/token"
  iptables --table mangle --new-chain POLICIES
  iptables --table mangle --append POLICIES --match conntrack --ctstate ESTABLISHED,RELATED --jump RETURN
  iptables --table mangle --append POLICIES --jump NFQUEUE --queue-num "$queue" --queue-bypass
  iptables --table mangle --append INPUT ! --in-interface lo --jump POLICIES
  # What the node's own programs send is theirs to send: the kubelet asks pods whether they are ready.
  iptables --table mangle --append POSTROUTING --match owner --uid-owner 0 --jump RETURN
  iptables --table mangle --append POSTROUTING ! --out-interface lo --jump POLICIES
  KUBERNETES_SERVICE_HOST=$address KUBERNETES_SERVICE_PORT=6443 start kube-network-policies kube-network-policies \
    --nfqueue-id="$queue" --hostname-override="$name" --metrics-bind-address=127.0.0.1:9080
}

# As a power cut: every container ends at once, and containerd and the kubelet come back with what lies on the disk.
reboot() {
  pkill --exact --signal KILL kubelet || true
  pkill --exact --signal KILL containerd-shim || true
  find /sys/fs/cgroup/pids/kubepods -name cgroup.procs -exec cat {} + | xargs --no-run-if-empty kill -KILL || true
  pkill --exact --signal KILL containerd || true
  sleep 0.5
  awk '$2 ~ "^/run/(containerd|netns)/" { print $2 }' /proc/mounts | xargs --no-run-if-empty umount --lazy || true
  rm -rf /run/containerd /run/netns
  start_containerd
  start_kubelet
}

mkdir -p "$access" "$log"
mount_files
make_network
write_access
start_containerd
start_control_plane
start_kubelet
start_proxy
start_network_policies
echo started >"$state/ready"
trap reboot USR1
while :; do
  sleep infinity &
  wait $! || true
done
