"""Django's backend for PostgreSQL, in which no request waits long for a server that is silent."""
