"""The product's own settings in a folder of their own, and quicker where nothing is lost by it.

Every process of a parallel run gets its own folder, database, cache and broker.
"""

import atexit
import os
import re
import shutil
import tempfile
from urllib.parse import urlsplit

_WORKER = os.environ.get("PYTEST_XDIST_WORKER", "")
_NUMBER = int(re.sub(r"\D", "", _WORKER) or 0)


def _own_redis(url: str, database: int) -> str:
    """The same Redis server, another of its numbered databases."""
    return urlsplit(url)._replace(path=f"/{database}").geturl()


os.environ["DATA_DIR"] = tempfile.mkdtemp(prefix=f"maoni-tests-{_WORKER}")
atexit.register(shutil.rmtree, os.environ["DATA_DIR"], ignore_errors=True)
os.environ["SECRET_KEY"] = "for the tests alone"
os.environ.setdefault("LOG_LEVEL", "WARNING")
os.environ.setdefault("SECOND_FACTOR", "0")  # `tests/consult/accounts` puts it on
for _offset, _name in enumerate(("CELERY_BROKER_URL", "CACHE_URL")):
    if os.environ.get(_name, "").startswith("redis"):
        os.environ[_name] = _own_redis(os.environ[_name], 2 * _NUMBER + _offset)
os.environ.setdefault("CACHE_URL", "locmemcache://")

from consult.settings import *  # noqa: E402, F403
from consult.settings import DATABASES, STORAGES  # noqa: E402

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
if "init_command" in DATABASES["default"].get("OPTIONS", {}):
    # Nothing here outlives a power cut.
    DATABASES["default"]["OPTIONS"]["init_command"] += " PRAGMA synchronous=OFF;"
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
