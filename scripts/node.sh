#!/usr/bin/env bash
# A Kubernetes node on this machine for tests: kubelet, containerd and runc with a control plane, in namespaces and
# cgroups of its own. Nothing of the machine is changed, and nothing outlives it but its cached programs and images.
#
#   scripts/node.sh run COMMAND..   starts it, runs the command in its network, and removes it, however the command ends
#   scripts/node.sh up              starts it, after removing what a killed run left
#   scripts/node.sh exec COMMAND..  runs a command in it, as root of the node
#   scripts/node.sh kubectl ARG..   as its administrator
#   scripts/node.sh reboot          ends every container and starts containerd and the kubelet again
#   scripts/node.sh down            removes it
#
# It needs root with CAP_SYS_ADMIN and CAP_NET_ADMIN, cgroup v1 hierarchies, overlayfs and 8 GiB of disk. Where they are
# missing, `run` says so in one line and ends with 0, or with 1 where CI is set. It keeps its state in the user's cache
# folder, below cdk8s-deskrun/node.
# A cache folder has one node at a time: `run` and `up` wait until another `run` has ended.
set -euo pipefail

here=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")
readonly here state=${XDG_CACHE_HOME:-$HOME/.cache}/cdk8s-deskrun/node
group=deskrun-node-$(cksum <<<"$state" | cut -d' ' -f1)
readonly group controllers='cpu cpuacct cpuset memory devices freezer blkio pids systemd'
readonly needed_gib=8 ready_within_s=120
# CAP_NET_ADMIN and CAP_SYS_ADMIN.
readonly needed_capabilities=$((1 << 12 | 1 << 21))

# What this machine lacks, if anything.
lacking() {
  local controller capabilities free
  [[ $(uname -s) == Linux ]] || { echo 'Linux'; return; }
  [[ $(id -u) == 0 ]] || { echo 'root'; return; }
  capabilities=$((16#$(sed -n 's/^CapEff:\t//p' /proc/self/status)))
  (((capabilities & needed_capabilities) == needed_capabilities)) || { echo 'CAP_SYS_ADMIN and CAP_NET_ADMIN'; return; }
  for controller in $controllers; do
    [[ -w /sys/fs/cgroup/$controller/cgroup.procs ]] || { echo "a cgroup v1 hierarchy $controller"; return; }
  done
  grep -qw overlay /proc/filesystems || { echo 'overlayfs'; return; }
  mkdir -p "$(dirname "$state")"
  free=$(df --output=avail --block-size=1G "$(dirname "$state")" | tail -1)
  ((free >= needed_gib)) ||
    { echo "$needed_gib GiB of disk below $(dirname "$state"), where ${free// /} are free"; return; }
}

# Waits until no other run of this script has a node in this cache folder. The node and the command do not inherit the
# lock.
lock() {
  exec 9>"$state.lock"
  flock --nonblock 9 && return
  echo 'waiting: another test node runs' >&2
  flock 9
}

# The node's cgroup of a controller, below that of this process: each hierarchy has a path of its own.
cgroup_of() { # controller
  local name=$1 own
  [[ $1 == systemd ]] && name=name=systemd
  own=$(sed -n "s/^[0-9]*:$name:\(.*\)$/\1/p" /proc/self/cgroup)
  echo "/sys/fs/cgroup/$1${own%/}/$group"
}

make_cgroups() {
  local controller folder file
  for controller in $controllers; do
    folder=$(cgroup_of "$controller")
    mkdir -p "$folder"
    if [[ $controller == cpuset ]]; then
      for file in cpus mems; do cat "${folder%/*}/cpuset.$file" >"$folder/cpuset.$file"; done
    fi
    echo "$folder"
  done >"$state/cgroups"
}

join_cgroups() {
  local folder
  while read -r folder; do echo "$BASHPID" >"$folder/cgroup.procs"; done <"$state/cgroups"
}

# Says which process it was, so that a later one with its number is not taken for it.
born() { # pid
  sed 's/.*) //' "/proc/$1/stat" 2>/dev/null | cut -d' ' -f20
}

is_up() {
  local pid born_at
  [[ -e $state/process ]] && read -r pid born_at <"$state/process" && [[ $(born "$pid") == "$born_at" ]]
}

down() {
  local pid folder try
  if is_up; then
    read -r pid _ <"$state/process"
    kill -KILL "$pid"
    for try in $(seq 100); do is_up || break; sleep 0.1; done
  fi
  for try in $(seq 50); do
    [[ -n $(remaining_cgroups) ]] || break
    while read -r folder; do
      find "$folder" -name cgroup.procs -exec cat {} + 2>/dev/null |
        xargs --no-run-if-empty kill -KILL 2>/dev/null || true
      find "$folder" -depth -type d -exec rmdir {} + 2>/dev/null || true
    done < <(remaining_cgroups)
    sleep 0.1
  done
  if is_up || [[ -n $(remaining_cgroups) ]]; then
    echo "the node could not be removed; what is left:" $(is_up && echo "process $pid") $(remaining_cgroups) >&2
    return 1
  fi
  rm -rf "$state"
}

remaining_cgroups() {
  local folder
  [[ -e $state/cgroups ]] || return 0
  while read -r folder; do [[ ! -d $folder ]] || echo "$folder"; done <"$state/cgroups"
}

up() {
  local lack
  lack=$(lacking)
  [[ -z $lack ]] || { echo "no node here: it needs $lack" >&2; return 1; }
  lock
  start
}

# Removes what is left of another node. Starts the node as a child that ends with this shell, and waits until pods can
# run.
start() {
  local programs part pid started
  down
  mkdir -p "$state"
  programs=
  for part in "" kubelet containerd runc network-policies; do programs+=$("$here/control-plane.sh" $part):; done
  printf %s "${programs%:}" >"$state/programs"
  "$here/control-plane.sh" packages >"$state/packages"
  echo "$controllers" >"$state/controllers"
  make_cgroups
  started=$SECONDS
  (
    exec 9>&-
    join_cgroups
    exec ${ends_with_us:+setpriv --pdeathsig KILL} setsid \
      unshare --mount --net --uts --ipc --pid --cgroup --fork --kill-child \
      --mount-proc bash "$here/node-init.sh" "$state" </dev/null >"$state/init.log" 2>&1
  ) &
  pid=$!
  disown $pid
  echo "$pid $(born $pid)" >"$state/process"
  for ((try = 0; try < ready_within_s * 5; try++)); do
    is_up || { echo "the node did not start:" >&2; tail -20 "$state/init.log" >&2; return 1; }
    if [[ -e $state/ready ]] && is_ready; then
      echo "the test node is ready after $((SECONDS - started)) s" >&2
      return
    fi
    sleep 0.2
  done
  echo "the node is not ready after $ready_within_s s; its logs are in $state/log" >&2
  return 1
}

is_ready() {
  [[ $(exec_in_node kubectl --kubeconfig="$state/access/admin" get node/node1 serviceaccount/default \
    --output='jsonpath={.items[*].status.conditions[?(@.type=="Ready")].status}' 2>/dev/null) == True ]]
}

# Namespaces of the node's first process, which is the only child of the recorded one.
first_process() {
  local pid
  read -r pid _ <"$state/process"
  pgrep --parent "$pid"
}

exec_in_node() { # command, in the node's cgroups and all its namespaces
  join_cgroups
  PATH=$(cat "$state/programs"):$PATH
  export PATH
  exec nsenter --target "$(first_process)" --mount --net --uts --ipc --pid --cgroup --wd="$PWD" "$@"
}

exec_in_network() { # command, which finds the node by variables
  local programs
  programs=$(cat "$state/programs")
  ARC_ASSETS=$("$here/control-plane.sh" arc)
  export ARC_ASSETS KUBEBUILDER_ASSETS=${programs%%:*} NODE_STATE=$state NODE_ACCESS=$state/access/admin
  export PATH=$programs:$PATH
  exec ${ends_with_us:+setpriv --pdeathsig KILL} nsenter --target "$(first_process)" --net "$@"
}

run() {
  local lack
  lack=$(lacking)
  if [[ -n $lack ]]; then
    echo "skipped: there is no node here, since it needs $lack" >&2
    [[ ${CI-} != true ]]
    exit
  fi
  # Until it has the lock, the node is another run's.
  lock
  ends_with_us=yes
  trap down EXIT
  trap 'exit 143' TERM
  trap 'exit 130' INT
  start
  exec_in_network "$@" 9>&- &
  wait $!
}

command=${1:?what to do: run, up, exec, kubectl, reboot or down}
shift
case $command in
  run) run "$@" ;;
  up) up ;;
  exec) exec_in_node "$@" ;;
  kubectl) exec_in_network kubectl --kubeconfig="$state/access/admin" "$@" ;;
  reboot) kill -USR1 "$(first_process)" ;;
  down) down ;;
  *) echo "unknown command $command: run, up, exec, kubectl, reboot or down" >&2; exit 2 ;;
esac
