"""The benchmark: `make bench` writes REPORT.md."""
