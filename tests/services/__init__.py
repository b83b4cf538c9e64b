"""PostgreSQL and Redis for the length of one command, on free ports, in a folder of their own."""
