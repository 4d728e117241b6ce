"""What gunicorn reads where it is started in this folder; its command line goes before it."""

worker_class = "romania_history.worker.Worker"
