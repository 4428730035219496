"""Runs llama.cpp's server in a process of its own; `chat.local` starts it as a script.

Why not in the process that asks: xllamacpp holds Python's global lock for the seconds it takes to load a model, so
every session of the chat page would freeze; and a model that needs more memory than there is takes its process down.

It reads one line of JSON from standard input, the fields of `Request`, and writes one to standard output, the fields
of `Reply`. It ends when its standard input closes, which the system sees to however the asking process ends.
"""

import json
import os
import signal
import sys
from typing import TypedDict


class Request(TypedDict):
    """What to serve."""

    path: str
    name: str
    api_key: str
    context: int  # tokens
    threads: int  # -1 leaves it to llama.cpp: one for each physical core


class Reply(TypedDict):
    """Where it is served, as ``http://127.0.0.1:PORT``; empty when llama.cpp refused the file."""

    address: str


def main() -> None:
    """Serves one model until standard input closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that asks, and may not end it
    request: Request = json.loads(sys.stdin.readline())
    reply = os.fdopen(os.dup(sys.stdout.fileno()), "w")
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # what llama.cpp prints is no reply

    import xllamacpp

    try:
        server = xllamacpp.Server(_params(request))
        address = server.listening_address
    except RuntimeError:  # its message never says more than that it failed
        address = ""
    print(json.dumps(Reply(address=address)), file=reply, flush=True)
    sys.stdin.read()
    os._exit(0)  # nothing needs saving, and freeing a gigabyte takes a while


def _params(request: Request) -> object:
    import xllamacpp

    params = xllamacpp.CommonParams()
    params.model.path = request["path"]
    params.model_alias = {request["name"]}
    params.api_keys = [request["api_key"]]
    params.n_ctx = request["context"]
    params.cpuparams.n_threads = request["threads"]
    params.hostnames = ["127.0.0.1"]
    params.offline = True
    params.verbosity = -1
    # Measured on 2 cores with the built-in model and eight evidence sentences. Left out because they gave nothing:
    # warming up; n-gram speculation (faster only where an answer copies much); reuse of moved prompt parts
    # (n_cache_reuse: no faster, and answers change). Two questions at once finish no sooner together than in turn,
    # and in turn the first is answered sooner.
    params.warmup = False
    params.n_parallel = 1
    params.cache_prompt = True
    params.cache_ram_mib = 512  # prompts kept for going back to; 8192 unless set
    # Only the OpenAI protocol is wanted, and never by a web page that the reader has open.
    params.ui = False
    params.endpoint_slots = False
    params.endpoint_props = False
    params.cors_origins = "http://127.0.0.1"
    params.cors_origins_explicit = True
    params.cors_credentials = False
    return params


if __name__ == "__main__":
    main()
