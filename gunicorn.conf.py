"""Read by gunicorn wherever it is started in this folder; what the command line says goes first."""

logger_class = "consult.access_log.AccessLogger"
