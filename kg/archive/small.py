"""Entries that fit into memory together → the results, with pages that show the whole graph."""

from kg.archive import merging, reading, results, shelf
from kg.archive.merging import Tally
from kg.archive.results import Job
from kg.archive.state import Told
from kg.outputs import files, turtle


def make(job: Job) -> tuple[Told, None]:
    """Write the results of the pages of `job`; return what there is to tell of them. Nothing is known of changes."""
    (job.reader.folder / shelf.NAME).unlink(missing_ok=True)  # it would not be of the graph that is written now
    found = [(reading.entry_of(page, job.reader), number) for page, number in job.pages]
    headers = [entry.header for entry, number in found for _ in range(number)]
    nodes = merging.merged(line for entry, _ in found for line in entry.lines)
    tally = Tally()
    for node in nodes:
        tally.count(node)
    told = job.told(headers, tally)
    triples = turtle.write_nodes((*nodes, *merging.about(tally)))
    files.write(job.out / results.GRAPH, triples)
    results.pages(job.out, results.drawn(nodes), triples, results.TITLE)
    job.manifest(headers, told.open)
    return told, None
