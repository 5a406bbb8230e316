"""Waits for alerts. Arguments: the address of Prometheus, then

calm NAME…                    until none of them fires, for at most 60 s
fires SINCE FAULT NAME…       until each has fired, for at most 90 s; prints a row of the table for each. SINCE is in seconds since 1970
"""

import json
import sys
import time
import urllib.request


def firing(prometheus):
    with urllib.request.urlopen(f"{prometheus}/api/v1/alerts", timeout=10) as answer:
        return {alert["labels"]["alertname"] for alert in json.load(answer)["data"]["alerts"] if alert["state"] == "firing"}


def calm(prometheus, *names):
    until = time.time() + 60
    while (still := firing(prometheus) & set(names)) and time.time() < until:
        time.sleep(0.25)
    return f"fire before their fault: {', '.join(sorted(still))}" if still else ""


def fires(prometheus, since, fault, *names):
    missing, until = list(names), time.time() + 90
    while missing and time.time() < until:
        for name in sorted(firing(prometheus) & set(missing)):
            print(f"| [{name}](#{name.lower()}) | {fault} | {time.time() - float(since):.0f} |", flush=True)
            missing.remove(name)
        time.sleep(0.25)
    return f"did not fire: {', '.join(missing)}" if missing else ""


sys.exit({"calm": calm, "fires": fires}[sys.argv[2]](sys.argv[1], *sys.argv[3:]) or 0)
