"""What gunicorn reads where it is started in this folder; its command line goes before it."""

worker_class = "romania_history.worker.Worker"

preload_app = True
"""The first process reads all that readers are answered from; workers are forked from it, and wait for nothing."""
