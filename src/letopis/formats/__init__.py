"""Reading and writing of records; one module a format."""
