"""Processes forked from one that has read the code, which costs most of a command and a good part of a server's beginning.

Each worker of a run has one, and what it reads is settled before the first is forked: hence the one list here.
"""

import multiprocessing

FORKED = multiprocessing.get_context("forkserver")
FORKED.set_forkserver_preload(["app", "tests.browser.serving", "tests.data_access.killing"])
