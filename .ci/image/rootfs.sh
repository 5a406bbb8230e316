# Functions to put programs of this machine, with the libraries that they need, into the file system of an image. To be sourced.

root=

new_rootfs() { # removed when the script ends
  root=$(mktemp -d)
  trap 'rm -rf "$root"' EXIT
  chmod 755 "$root"
  mkdir -p "$root"/{etc,tmp,proc,sys,dev,usr/bin,usr/lib,usr/lib64}
  chmod 1777 "$root/tmp"
  ln -s usr/bin "$root/bin"
  ln -s usr/lib "$root/lib"
  ln -s usr/lib64 "$root/lib64"
  printf 'root:x:0:0::/:/bin/false\nsluice:x:65532:65532::/tmp:/bin/false\n' >"$root/etc/passwd"
  printf 'root:x:0:\nsluice:x:65532:\n' >"$root/etc/group"
  printf 'hosts: files dns\n' >"$root/etc/nsswitch.conf"
}

add_file() { # path, below /usr whether it is named so or by the links in the root
  local to=$root/usr${1#/usr}
  [ -e "$to" ] && return
  mkdir -p "$(dirname "$to")"
  cp -L "$1" "$to"
}

add_libraries() { # of a program or a library
  local library
  for library in $(ldd "$1" 2>/dev/null | grep -o '/[^ ]*\.so[^ ]*' || true); do
    case $library in
      "$root"*) ;; # of the program's own
      *) add_file "$library" ;;
    esac
  done
}

add_programs() { # by name
  local program
  for program in "$@"; do
    cp -L "$(type -P "$program")" "$root/usr/bin/$program"
    add_libraries "$root/usr/bin/$program"
  done
}

import_rootfs() { # name of the image, changes to its configuration
  local name=$1 change changes=()
  shift
  for change in "$@"; do changes+=(--change "$change"); done
  tar -C "$root" --sort=name --mtime=@0 --owner=0 --group=0 --numeric-owner -c . | docker import "${changes[@]}" - "$name" >/dev/null
}
