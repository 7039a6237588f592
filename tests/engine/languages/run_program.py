"""Runs a Pulumi program in Python, as Pulumi's language host does: `run_program.py PROGRAM`."""

import asyncio
import os
import runpy
import sys
from concurrent.futures import ThreadPoolExecutor

import pulumi
from pulumi import runtime

environment = os.environ
runtime.set_all_config(runtime.get_config_env(), runtime.get_config_secret_keys_env())
runtime.configure(
    runtime.Settings(
        project=environment["PULUMI_PROJECT"],
        stack=environment["PULUMI_STACK"],
        organization=environment["PULUMI_ORGANIZATION"],
        dry_run=environment["PULUMI_DRY_RUN"] == "true",
        parallel=int(environment["PULUMI_PARALLEL"]),
        monitor=environment["PULUMI_MONITOR"],
        engine=environment["PULUMI_ENGINE"],
    )
)


async def run() -> None:
    # A thread waits for each resource, so there have to be more than the engine runs at a time.
    threads = ThreadPoolExecutor(max_workers=4 * max(runtime.settings.SETTINGS.parallel or 1, 1))
    asyncio.get_running_loop().set_default_executor(threads)
    await runtime.run_in_stack(lambda: runpy.run_path(sys.argv[1], run_name="__main__"))


try:
    asyncio.run(run())
except pulumi.RunError as error:
    sys.exit(str(error))
