"""An archive too large for one machine → its graph, by the two functions of a local build on a Spark cluster.

    texts ── mapInArrow(say) ── repartition by IRI ── mapInArrow(unite) ── triples

`say` is reading.said: what one page says, read alone. `unite` is merging.united: all that is said of one IRI. Only
lines travel, and only once. A task that fails is done again: both functions give the same for the same input. Beyond
that the driver adds up what is counted, and a shortcut that several facts imply is kept once.
"""

import gc
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial, reduce
from itertools import chain, groupby, islice
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg import gazetteer, lexicons, pipeline, prepared
from kg.archive import blocks, keys, merging, reading
from kg.archive.entries import Line
from kg.archive.keys import Options
from kg.archive.merging import Tally
from kg.errors import KgError, SourceError
from kg.ontology import compact
from kg.outputs import ntriples
from kg.stages import read

if TYPE_CHECKING:
    import pyarrow as pa
    from pyspark.sql import DataFrame, SparkSession

# What a row is: a line of an entry, the header of a page, a file that cannot be read · a triple, a shortcut, a tally.
LINE, HEADER, REFUSED, TRIPLE, SHORTCUT, TALLY = "line", "header", "refused", "triple", "shortcut", "tally"
SAID = ("kind", "iri", "rest")
FOUND = ("kind", "subject", "predicate", "object")
# What a session of ours has where nobody says otherwise: Spark counts 4 MB for opening a file, which makes a task of
# thirty pages, and gives a worker 10,000 of them at once.
SETTINGS = {"spark.sql.files.openCostInBytes": "4096", "spark.sql.execution.arrow.maxRecordsPerBatch": "2000"}
PARTS = 4  # of the files, at least so many for each core
# Subjects and objects are nearly all different: to look for those that are not takes longer than it saves.
PLAIN = {f"parquet.enable.dictionary#{name}": "false" for name in ("subject", "object")}
SEARCHED = 100  # batches after which Python looks for reference cycles
FILES = "*.{txt,md,TXT,MD}"
AT_ONCE, FINISHED = 4000, 1000  # lines that go back to Spark at a time; IRIs that are finished at a time
Row = tuple[str, ...]


def build(sources: Iterable[str], out: str, options: Options) -> None:
    """Read all text files at `sources` and write the graph to `out`; both are paths that Spark can reach.

    Leaves said.parquet (what each page says, which files could not be read), triples.parquet (subject, predicate and
    object as N-Triples terms) and graph.nt (one triple a line), each a folder of parts.
    """
    with explained():
        run(session(), sources, out, options)


@contextmanager
def explained() -> Iterator[None]:
    """Turn what Spark has to say into an error of ours, in one line."""
    try:
        from pyspark.errors import PySparkException  # noqa: PLC0415 — an extra
    except ImportError as error:
        raise KgError("Spark is not installed; install zhengpu[spark], and Java 17") from error
    try:
        yield
    except PySparkException as error:
        raise KgError(f"Spark: {str(error).strip().partition(chr(10))[0]}") from error


def run(spark: "SparkSession", sources: Iterable[str], out: str, options: Options) -> None:
    """Do what `build` says."""
    place = gazetteer.given(options.place).code if options.place else None
    asked = Options(place, options.date, options.lexicons)
    said(texts(spark, sources), asked).write.mode("overwrite").parquet(f"{out}/said.parquet")
    united = facts(spark.read.parquet(f"{out}/said.parquet"))
    united.write.mode("overwrite").options(**PLAIN).parquet(f"{out}/found.parquet")
    graph = complete(spark.read.parquet(f"{out}/found.parquet"))
    graph.write.mode("overwrite").options(**PLAIN).parquet(f"{out}/triples.parquet")
    rows = spark.read.parquet(f"{out}/triples.parquet").selectExpr("concat_ws(' ', subject, predicate, object, '.')")
    rows.write.mode("overwrite").text(f"{out}/graph.nt")


def session() -> "SparkSession":
    """Return the Spark session: the one that is there, else one by Spark's own settings, and ours where it has none."""
    from pyspark.sql import SparkSession  # noqa: PLC0415 — an extra

    if (there := SparkSession.getActiveSession()) is not None:
        return there
    made = SparkSession.builder.appName("zhengpu").getOrCreate()
    parts = {"spark.sql.files.minPartitionNum": str(PARTS * made.sparkContext.defaultParallelism)}
    for name, value in (SETTINGS | parts).items():
        if not made.sparkContext.getConf().contains(name):
            made.conf.set(name, value)
    return made


def texts(spark: "SparkSession", sources: Iterable[str]) -> "DataFrame":
    """Return the text files at `sources`, files or folders, as rows of their name in the graph and their content."""
    files = spark.read.format("binaryFile").option("recursiveFileLookup", "true")
    found = [one_source(spark, files.option("pathGlobFilter", FILES).load(source), source) for source in sources]
    if not found:
        raise SourceError("give at least one file or folder")
    return reduce(lambda one, other: one.union(other), found)


def one_source(spark: "SparkSession", files: "DataFrame", source: str) -> "DataFrame":
    """Return the files of one source with their names below it."""
    from pyspark.sql import functions as sql  # noqa: PLC0415 — an extra

    gateway: Any = spark  # the names of Java's classes are known at run time only
    place = gateway._jvm.org.apache.hadoop.fs.Path(source)
    root = place.getFileSystem(gateway._jsc.hadoopConfiguration()).makeQualified(place).toString()
    below = sql.expr(f"substring(path, {len(root) + 2})")
    name = sql.when(sql.col("path") == root, root.rpartition("/")[2]).otherwise(below)
    return files.select(name.alias("name"), "content")


def said(pages: "DataFrame", options: Options) -> "DataFrame":
    """Return what the texts in `pages` (columns name, content) say: kind, iri, rest; content is bytes of a file."""
    return pages.select("name", "content").mapInArrow(partial(say, options=options), columns(SAID))


def facts(lines: "DataFrame") -> "DataFrame":
    """Return what lines of `said` make together: kind, subject, predicate, object (N-Triples terms); not yet complete.

    The triples of kind "shortcut" may come twice, one row of kind "tally" for each part says what is in it.
    """
    spread = lines.where(f"kind = '{LINE}'").select("iri", "rest").repartition("iri")
    return spread.sortWithinPartitions("iri", "rest").mapInArrow(unite, columns(FOUND))


def complete(found: "DataFrame") -> "DataFrame":
    """Return all triples of the graph, each once: those of `facts`, of the rules and of the description."""
    spark = found.sparkSession
    shortcuts = found.where(f"kind = '{SHORTCUT}'").select(*FOUND[1:]).distinct()
    tally = Tally()
    counted = found.where(f"kind <> '{TRIPLE}'").distinct()
    told = counted.selectExpr("predicate", f"if(kind = '{TALLY}', object, '') as tally").groupBy("predicate", "tally")
    for predicate, part, number in told.count().collect():
        if part:
            tally.add(Tally.load(part))
            continue
        tally.terms[term_name(predicate)] += number
        tally.triples += number
    own = spark.range(0, 1, 1, 1).mapInArrow(partial(about, tally=tally.dump()), columns(FOUND[1:]))
    return found.where(f"kind = '{TRIPLE}'").select(*FOUND[1:]).union(shortcuts).union(own)


def term_name(term: str) -> str:
    """Return the CURIE of a predicate that is written as an N-Triples term."""
    return compact(term[1:-1]) or term


def columns(names: tuple[str, ...]) -> str:
    """Return the schema of columns of text."""
    return ", ".join(f"{name} string" for name in names)


_WORDS: dict[tuple[bytes, ...], ExitStack] = {}  # of a worker process: the user's words that it knows


def know(paths: tuple[Path, ...]) -> None:
    """Let this process know the user's words until others are wanted: what follows from them is derived once."""
    words = tuple(map(keys.octets, paths))
    if words not in _WORDS:
        while _WORDS:
            _WORDS.popitem()[1].close()
        _WORDS[words] = ExitStack()
        _WORDS[words].enter_context(lexicons.using(paths))


def say(batches: "Iterator[pa.RecordBatch]", options: Options) -> "Iterator[pa.RecordBatch]":
    """Return what each page of some batches says, as rows of SAID; runs where Spark has the batch."""
    know(options.lexicons)
    for batch in unsearched(batches):
        pages = zip(batch.column("name"), batch.column("content"), strict=True)
        rows = chain.from_iterable(page_rows(name.as_py(), octets.as_py(), options) for name, octets in pages)
        while some := list(islice(rows, AT_ONCE)):
            yield table(SAID, some)
    prepared.save()


def page_rows(name: str, octets: bytes, options: Options) -> Iterator[Row]:
    """Yield the rows of one page."""
    source = read.decoded(bytes(octets), Path(name), name)
    if isinstance(source, SourceError):
        yield REFUSED, name, str(source)
        return
    entry = reading.said(source, options)
    yield HEADER, name, entry.header.dump()
    yield from ((LINE, *line) for line in entry.lines)


def unite(batches: "Iterator[pa.RecordBatch]") -> "Iterator[pa.RecordBatch]":
    """Return the triples of sorted lines, then the tally, as rows of FOUND; runs where Spark has the part."""
    tally = Tally()
    lines = united(unsearched(batches))
    while some := list(islice(lines, FINISHED)):
        tally.read(some, "".join([f"\n{iri}\n{rest}\n" for iri, rest in some]))
        yield table(FOUND, [(TRIPLE, *triple) for line in some for triple in ntriples.triples(*line)])
        implied = [ntriples.link(*one) for line in some for one in merging.implied(*line)]
        yield table(FOUND, [(SHORTCUT, *row) for row in implied])
    yield table(FOUND, [(TALLY, str(part_number()), "", tally.dump())])


def part_number() -> int:
    """Return which part this task makes: two that count the same are two."""
    from pyspark import TaskContext  # noqa: PLC0415 — an extra

    task = TaskContext.get()
    return task.partitionId() if task is not None else 0


def united(batches: "Iterable[pa.RecordBatch]") -> Iterator[Line]:
    """Yield what is said of each IRI in the end."""
    rows = (
        row
        for batch in batches
        for row in zip(batch.column("iri").to_pylist(), batch.column("rest").to_pylist(), strict=True)
    )
    for iri, group in groupby(rows, itemgetter(0)):
        yield iri, merging.rest(iri, list(dict.fromkeys(rest for _, rest in group)))


def about(batches: "Iterator[pa.RecordBatch]", tally: str) -> "Iterator[pa.RecordBatch]":
    """Return the triples that are about the whole graph, for a single row of whatever; runs where Spark has it."""
    lines = [(node.iri, blocks.rest(node)) for _ in batches for node in merging.about(Tally.load(tally))]
    yield table(FOUND[1:], [triple for line in lines for triple in ntriples.triples(*line)])


def unsearched(batches: "Iterable[pa.RecordBatch]") -> "Iterator[pa.RecordBatch]":
    """Yield batches while Python's search for reference cycles rests, but for a look now and then: pages make none.

    A worker of Spark's lives long, and after each part it searches everything: what it knows from its first part on,
    rules and lexicons, is for good, and is left out of that.
    """
    with pipeline.uncollected():
        for number, batch in enumerate(batches, 1):
            yield batch
            if number % SEARCHED == 0:
                gc.collect()
        if not gc.get_freeze_count():
            gc.collect()
            gc.freeze()


def table(names: tuple[str, ...], rows: Iterable[Row]) -> "pa.RecordBatch":
    """Return rows of text as an Arrow batch."""
    import pyarrow as pa  # noqa: PLC0415 — an extra

    columns = list(zip(*rows, strict=True)) or [()] * len(names)
    return pa.RecordBatch.from_arrays([pa.array(column, pa.string()) for column in columns], names=list(names))
