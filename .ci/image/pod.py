"""Turns a pod of a rendered chart into arguments of `docker run`, so that a container runs under the chart's own settings.

pod.py RENDERED run OBJECT POD IP NETWORK DIRECTORY [ARG…]   the arguments, one a line, with ARGs instead of the pod's own;
                                                            ConfigMaps are laid down as files in DIRECTORY
pod.py RENDERED sleep OBJECT                                seconds that the kubelet sleeps before it sends SIGTERM, or 0
pod.py RENDERED image OBJECT                                the image's name
pod.py RENDERED variable OBJECT NAME                        the value of an environment variable

RENDERED is what `helm template` prints, OBJECT an object with a pod, such as Deployment/x-gateway or Pod/x-test. What this program
does not know how to pass on in a security context is an error, and not left out.
"""
import base64
import math
import os
import re
import sys

import yaml

UNITS = {"": 1, "k": 10**3, "M": 10**6, "G": 10**9, "Ki": 2**10, "Mi": 2**20, "Gi": 2**30}


def memory(quantity):
    number, unit = re.fullmatch(r"([0-9.]+)([A-Za-z]*)", str(quantity)).groups()
    return int(float(number) * UNITS[unit])


def cpus(quantity):
    text = str(quantity)
    return float(text[:-1]) / 1000 if text.endswith("m") else float(text)


class Rendered:
    def __init__(self, path):
        with open(path, encoding="utf-8") as file:
            self.objects = [one for one in yaml.safe_load_all(file) if one]

    def object(self, kind, name):
        for one in self.objects:
            if one["kind"] == kind and one["metadata"]["name"] == name:
                return one
        raise SystemExit(f"pod.py: the rendered chart has no {kind} {name}")

    def pod(self, reference):
        found = self.object(*reference.split("/"))
        return found if found["kind"] == "Pod" else found["spec"]["template"]

    def secret(self, name, key):
        secret = self.object("Secret", name)
        plain = secret.get("stringData", {})
        return plain[key] if key in plain else base64.b64decode(secret["data"][key]).decode()


def container_of(pod):
    containers = pod["spec"]["containers"]
    if len(containers) != 1 or pod["spec"].get("initContainers"):
        raise SystemExit("pod.py: expected a pod of one container")
    return containers[0]


def security(pod, container):
    context = {**pod["spec"].get("securityContext", {}), **container.get("securityContext", {})}
    arguments = []
    user = context.pop("runAsUser")
    if context.pop("runAsNonRoot", False) and user == 0:
        raise SystemExit("pod.py: runAsNonRoot with user 0")
    arguments.append(f"--user={user}:{context.pop('runAsGroup', user)}")
    if context.pop("readOnlyRootFilesystem", False):
        arguments.append("--read-only")
    if not context.pop("allowPrivilegeEscalation", True):
        arguments.append("--security-opt=no-new-privileges")
    capabilities = context.pop("capabilities", {})
    arguments += [f"--cap-drop={name}" for name in capabilities.pop("drop", [])]
    if context.pop("seccompProfile", {"type": "RuntimeDefault"}) != {"type": "RuntimeDefault"}:
        raise SystemExit("pod.py: only the seccomp profile RuntimeDefault, which Docker has by default")
    context.pop("fsGroup", None)  # Of volumes, of which a tmpfs here is open to everybody.
    if context.pop("sysctls", []) or capabilities or context:
        raise SystemExit(f"pod.py: cannot pass on {context or capabilities or 'sysctls'}")
    return arguments


def resources(container):
    limits = container.get("resources", {}).get("limits", {})
    requests = container.get("resources", {}).get("requests", {})
    arguments = []
    if "memory" in limits:
        arguments += [f"--memory={memory(limits['memory'])}", f"--memory-swap={memory(limits['memory'])}"]
    if "cpu" in limits:
        arguments.append(f"--cpus={cpus(limits['cpu'])}")
    if "cpu" in requests:
        arguments.append(f"--cpu-shares={max(2, math.floor(1024 * cpus(requests['cpu'])))}")
    return arguments


def variable(rendered, entry, pod_name, ip):
    if "value" in entry:
        return entry["value"]
    source = entry["valueFrom"]
    if "secretKeyRef" in source:
        return rendered.secret(source["secretKeyRef"]["name"], source["secretKeyRef"]["key"])
    field = source["fieldRef"]["fieldPath"]
    return {"metadata.name": pod_name, "status.podIP": ip}[field]


def volumes(rendered, pod, container, directory):
    declared = {one["name"]: one for one in pod["spec"].get("volumes", [])}
    arguments = []
    for mount in container.get("volumeMounts", []):
        volume = declared[mount["name"]]
        if "emptyDir" in volume:
            limit = (volume["emptyDir"] or {}).get("sizeLimit")
            size = f",size={memory(limit)}" if limit else ""
            arguments.append(f"--tmpfs={mount['mountPath']}:rw,exec,mode=1777{size}")
        else:
            name = volume["configMap"]["name"]
            path = os.path.join(os.path.abspath(directory), name)
            os.makedirs(path, exist_ok=True)
            for key, text in rendered.object("ConfigMap", name)["data"].items():
                with open(os.path.join(path, key), "w", encoding="utf-8") as file:
                    file.write(text)
            arguments.append(f"--volume={path}:{mount['mountPath']}:ro")
    return arguments


def run(rendered, reference, pod_name, ip, network, directory, *other):
    pod = rendered.pod(reference)
    container = container_of(pod)
    # A Service of the same name finds every container that has it as an alias.
    arguments = [f"--name={pod_name}", f"--hostname={pod_name}", f"--network={network}", f"--ip={ip}",
                 f"--network-alias={reference.split('/')[1]}",
                 f"--stop-timeout={pod['spec'].get('terminationGracePeriodSeconds', 30)}"]
    arguments += security(pod, container) + resources(container) + volumes(rendered, pod, container, directory)
    arguments += [f"--env={one['name']}={variable(rendered, one, pod_name, ip)}" for one in container.get("env", [])]
    words = [str(word) for word in container.get("command", [])]
    if words:
        arguments.append(f"--entrypoint={words[0]}")
    arguments.append(container["image"])
    return arguments + words[1:] + [str(word) for word in other or container.get("args", [])]


def main():
    rendered, action, reference = Rendered(sys.argv[1]), sys.argv[2], sys.argv[3]
    if action == "run":
        print("\n".join(run(rendered, reference, *sys.argv[4:])))
    elif action == "sleep":
        hook = container_of(rendered.pod(reference)).get("lifecycle", {}).get("preStop", {})
        print(hook.get("sleep", {}).get("seconds", 0))
    elif action == "image":
        print(container_of(rendered.pod(reference))["image"])
    elif action == "variable":
        entries = {one["name"]: one for one in container_of(rendered.pod(reference))["env"]}
        print(variable(rendered, entries[sys.argv[4]], "", ""))
    else:
        raise SystemExit(__doc__)


main()
