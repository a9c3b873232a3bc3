"""Every kind of odd input → how to make it and what must become of it: the source of the table in docs/inputs.md.

Each is made in a folder of its own beside a good page, and the good page is always built.
"""

import os
import socket
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

GOOD = (
    "# 区委召开会议\n\n"
    "本报讯 （记者 王明） 昨天，区委书记李建国主持召开区委常委会会议。会议审议通过《区委工作规则》。\n"
)
SAID = "本报讯 （记者 王明） 昨天，区长张大山主持召开区政府常务会议。会议强调，要抓好安全生产。\n"
READ, WARNED, REFUSED, LEFT = "read", "read with a warning", "refused", "left out"
TRADITIONAL = (
    "# 區委召開會議\n\n"
    "本報訊 （記者 王明） 昨天，區委書記李建國主持召開區委常委會會議。會議審議通過《區委工作規則》。\n"
)


@dataclass(frozen=True)
class Odd:
    """One kind of input: what it is, its fate, words of what is told, and a function that makes it in a folder."""

    zh: str
    en: str
    fate: str
    says: str
    make: Callable[[Path], object]
    needs: str = ""

    @property
    def title(self) -> str:
        return self.en.replace(" ", "-").replace("/", "-")


def text(name: str, content: str, encoding: str = "utf-8") -> Callable[[Path], object]:
    """A file of text in an encoding."""
    return octets(name, content.encode(encoding))


def octets(name: str, content: bytes) -> Callable[[Path], object]:
    """A file of bytes."""
    return lambda folder: (folder / name).write_bytes(content)


def repeated(times: int) -> Callable[[Path], object]:
    """A file of one line."""
    return lambda folder: (folder / "odd.txt").write_text(SAID.strip() * times, encoding="utf-8")


def latin(folder: Path) -> None:
    """A file whose name is not UTF-8."""
    Path(os.fsdecode(os.fsencode(folder) + b"/odd\xff.txt")).write_text(SAID, encoding="utf-8")


def sparse(name: str, size: int) -> Callable[[Path], object]:
    """A file of that many bytes that takes no room on the disk."""

    def make(folder: Path) -> None:
        with (folder / name).open("wb") as file:
            file.write(GOOD.encode())
            file.truncate(size)

    return make


def fifo(folder: Path) -> None:
    os.mkfifo(folder / "odd.txt")


def listening(folder: Path) -> None:
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(str(folder / "odd.txt"))


def link(name: str, target: str) -> Callable[[Path], object]:
    return lambda folder: (folder / name).symlink_to(target)


def folder_link(folder: Path) -> None:
    (folder / "sub").mkdir()
    (folder / "sub" / "page.txt").write_text(SAID, encoding="utf-8")
    (folder / "sub" / "loop").symlink_to("..")


def closed_file(folder: Path) -> None:
    (folder / "odd.txt").write_text(SAID, encoding="utf-8")
    (folder / "odd.txt").chmod(0)


def closed_folder(folder: Path) -> None:
    (folder / "odd").mkdir()
    (folder / "odd" / "page.txt").write_text(SAID, encoding="utf-8")
    (folder / "odd").chmod(0)


def same(folder: Path) -> None:
    for name in ("odd.txt", "odd-too.txt"):
        (folder / name).write_text(SAID, encoding="utf-8")


NAME = "odd \"'`$(x)\n\u202egpj\x1b[2J.txt"
BIG5 = (TRADITIONAL * 3).encode("big5", "ignore")
MIXED = ("会议强调，要抓好安全生产。\n" * 9).encode() + ("会议强调，要抓好安全生产。\n" * 9).encode("gb18030")
BREAKS = SAID.replace("\n", "\r\n").encode() + SAID.replace("\n", "\r").encode()
FEW = (SAID * 4).encode().replace("张大山".encode(), "张".encode() + b"\xe5\xa4" + "山".encode(), 1)
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
PAGE = f"<!DOCTYPE html>\n<html><head><title>区委</title></head><body><p>{SAID}</p></body></html>"

ODD = (
    Odd("空文件", "empty file", REFUSED, "empty", octets("odd.txt", b"")),
    Odd("只有空白", "blanks only", REFUSED, "empty", text("odd.txt", " \u3000\r\n\t\n")),
    Odd("没有句子的文件", "no sentence in it", READ, "", text("odd.txt", "1\n")),
    Odd("超过 4 MiB（此例 200 MB）", "a file of 200 MB", REFUSED, "larger than 4 MiB", sparse("odd.txt", 200_000_000)),
    Odd("一行 20 MB", "one line of 20 MB", REFUSED, "larger than 4 MiB", repeated(140_000)),
    Odd("一行 60 KB", "one line of 60 KB", READ, "", repeated(400)),
    Odd(
        "零字符与控制符，不多",
        "a few control characters",
        WARNED,
        "3 control",
        text("odd.txt", SAID * 6 + "\0\x1b\x07"),
    ),
    Odd(
        "零字符与控制符，很多", "many control characters", REFUSED, "binary", text("odd.txt", SAID + "\0\x01\x02" * 20)
    ),
    Odd("任意字节", "random bytes", REFUSED, "", octets("odd.txt", bytes(range(256)) * 20)),
    Odd(
        "孤立代理项（UTF-8）",
        "lone surrogates in UTF-8",
        WARNED,
        "lost",
        octets("odd.txt", SAID.encode() * 5 + b"\xed\xa0\x80"),
    ),
    Odd(
        "孤立代理项（UTF-16）",
        "lone surrogates in UTF-16",
        REFUSED,
        "broken UTF-16",
        octets("odd.txt", SAID.encode("utf-16") + b"\x00\xd8a\x00"),
    ),
    Odd("少数字节损坏的 UTF-8", "UTF-8 with a few broken bytes", WARNED, "lost", octets("odd.txt", FEW)),
    Odd(
        "多处损坏的 UTF-8",
        "UTF-8 with many broken bytes",
        REFUSED,
        "broken UTF-8",
        octets("odd.txt", ("区委书记讲话。".encode() + b"\xe5") * 9),
    ),
    Odd(
        "UTF-8 与 GBK 混杂",
        "UTF-8 and GBK mixed",
        REFUSED,
        "in line 1 and another encoding in line 10",
        octets("odd.txt", MIXED),
    ),
    Odd("GB18030、GBK", "GB18030 or GBK", READ, "", text("odd.txt", SAID, "gb18030")),
    Odd("GBK 繁体", "traditional characters in GBK", READ, "", text("odd.txt", TRADITIONAL, "gb18030")),
    Odd("Big5", "Big5", REFUSED, "Big5", octets("odd.txt", BIG5)),
    Odd("UTF-8，有字节序标记", "UTF-8 with a mark", READ, "", text("odd.txt", SAID, "utf-8-sig")),
    Odd("UTF-16，有字节序标记", "UTF-16 with a mark", READ, "", text("odd.txt", SAID, "utf-16")),
    Odd("UTF-32，有字节序标记", "UTF-32 with a mark", READ, "", text("odd.txt", SAID, "utf-32")),
    Odd("UTF-16，无标记", "UTF-16 without a mark", REFUSED, "", text("odd.txt", SAID * 3, "utf-16-le")),
    Odd("CRLF、CR 换行", "CRLF and CR", READ, "", octets("odd.txt", BREAKS)),
    Odd("繁体（读作简体）", "traditional characters", READ, "", text("odd.txt", TRADITIONAL)),
    Odd("网页", "an HTML page", REFUSED, "a web page, not text", text("odd.txt", PAGE)),
    Odd("改名为 .txt 的 PDF", "a PDF renamed .txt", REFUSED, "a PDF, not text", octets("odd.txt", PDF)),
    Odd(
        "改名的压缩包、Word",
        "an archive or Word file renamed .txt",
        REFUSED,
        "archive, not text",
        octets("odd.txt", b"PK\x03\x04" + bytes(99)),
    ),
    Odd("链接指向自己", "a link to itself", REFUSED, "leads nowhere", link("odd.txt", "odd.txt")),
    Odd("链接指向没有的文件", "a link to nothing", REFUSED, "leads nowhere", link("odd.txt", "nothing.txt")),
    Odd("链接指向上层文件夹", "a link to a folder above", LEFT, "a link to a folder", folder_link),
    Odd("命名管道", "a named pipe", REFUSED, "not a regular file", fifo),
    Odd("套接字", "a socket", REFUSED, "not a regular file", listening),
    Odd(
        "无权读的文件", "a file without permission", REFUSED, "cannot be opened", closed_file, "a user who is not root"
    ),
    Odd(
        "无权开的文件夹",
        "a folder without permission",
        REFUSED,
        "cannot be opened",
        closed_folder,
        "a user who is not root",
    ),
    Odd("其他种类的文件", "a file of another kind", LEFT, "not .txt", octets("odd.docx", b"PK")),
    Odd("隐藏文件", "a hidden file", LEFT, "hidden", text(".odd.txt", SAID)),
    Odd(
        "名中有引号、空格、换行、从右至左标记",
        "a name with quotes and newlines and right-to-left marks",
        READ,
        "",
        text(NAME, SAID),
    ),
    Odd("名中有网页标记", "a name with markup", READ, "", text("odd<img src=x onerror=alert(1)>.txt", SAID)),
    Odd("名不是 UTF-8", "a name that is no UTF-8", READ, "", latin),
    Odd("两个文件内容相同", "two files with the same content", READ, "", same),
)


def table() -> str:
    """The table of docs/inputs.md."""
    zh = {READ: "读", WARNED: "读，有提示", REFUSED: "不读", LEFT: "不算在内"}
    rows = [f"| {o.zh} | {o.en} | {zh[o.fate]} {o.fate} | {o.says and f'`{o.says}`'} |" for o in ODD]
    return "\n".join(["| 输入 | input | 结果 fate | 说明里有 it says |", "|---|---|---|---|", *rows]) + "\n"
