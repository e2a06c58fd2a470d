#!/usr/bin/env bash
# Makes the images of the test node from Debian packages and this machine's files, unless they are cached, and prints
# their folder:
#
#   pause.tar    the sandbox of every pod
#   busybox.tar  a small job image, `localhost/busybox:1`
#   system.tar   a root file system in place of the images of the runner and of Docker: Debian with dockerd, user
#                runner (1001) in group docker (123) and Node.js in /home/runner/externals. It has no image name:
#                tests add layers to it.
#
# Each is one layer, not compressed. Nothing is pulled: a registry of images is not needed.
set -euo pipefail

readonly revision=3 suite=trixie mirror=http://deb.debian.org/debian
readonly system_packages=git,docker.io,docker-cli,docker-buildx,iptables,ca-certificates,procps,iproute2,curl,libstdc++6

here=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")
cache=${XDG_CACHE_HOME:-$HOME/.cache}/cdk8s-deskrun
images=$cache/images/$revision-node-$(node --version)

tar_of() { # folder, file
  tar --directory="$1" --sort=name --mtime=@0 --numeric-owner --one-file-system --create --file="$2" .
}

busybox_root() { # folder
  local applet
  mkdir -p "$1"/{bin,tmp,etc,root}
  chmod 1777 "$1/tmp"
  printf 'root:x:0:0:root:/root:/bin/sh\nrunner:x:1001:1001::/tmp:/bin/sh\n' >"$1/etc/passwd"
  cp "$packages/bin/busybox" "$1/bin/busybox"
  for applet in $("$packages/bin/busybox" --list); do
    [[ $applet == busybox ]] || ln -s busybox "$1/bin/$applet"
  done
}

# The official images' users and places, as far as pods of ours count on them.
system_root() { # folder
  PATH=$packages/usr/sbin:$packages/usr/bin:$PATH DEBOOTSTRAP_DIR=$packages/usr/share/debootstrap \
    debootstrap --variant=minbase --include="$system_packages" "$suite" "$1" "$mirror" >&2
  rm -rf "$1"/var/cache/apt/archives/*.deb "$1"/var/lib/apt/lists/* "$1"/usr/share/{doc,man,locale}/*
  chroot "$1" groupmod --gid 123 docker
  chroot "$1" groupadd --gid 1001 runner
  chroot "$1" useradd --uid 1001 --gid 1001 --groups docker --create-home --home-dir /home/runner \
    --shell /bin/bash runner
  mkdir -p "$1/home/runner/externals/node20/bin"
  cp "$(readlink -f "$(command -v node)")" "$1/home/runner/externals/node20/bin/node"
  chroot "$1" chown -R runner:runner /home/runner
}

mkdir -p "$cache/images"
exec 9>"$images.lock"
flock 9
if [[ ! -d $images ]]; then
  packages=$("$here/control-plane.sh" packages)
  work=$(mktemp -d "$cache/.images-XXXXXX")
  trap 'rm -rf "$work"' EXIT
  mkdir "$work/images"
  echo 'making the images of the test node' >&2
  busybox_root "$work/busybox"
  tar_of "$work/busybox" "$work/images/busybox.tar"
  system_root "$work/system"
  tar_of "$work/system" "$work/images/system.tar"
  mv -T "$work/images" "$images"
fi
echo "$images"
