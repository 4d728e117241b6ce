"""How gunicorn runs the site: `--config python:romania_history.gunicorn`. What its command line says goes before it."""

worker_class = "romania_history.worker.Worker"

preload_app = True
"""The first process reads all that readers are answered from; workers are forked from it, and wait for nothing."""
