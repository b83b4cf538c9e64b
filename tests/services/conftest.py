"""What needs PostgreSQL or Redis is collected where the tests run on them: `make test-services`."""

import os

if not os.environ.get("DATABASE_URL", "").startswith("postgres"):
    collect_ignore_glob = ["test_*.py"]
