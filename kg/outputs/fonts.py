"""The fonts of a machine → one in which matplotlib can write Chinese, for the charts of the notebooks."""

import logging
import warnings

from kg.outputs.frames import library

# In the order of preference: simplified forms without serifs first. Of a collection (.ttc) matplotlib knows only the
# first face, so Noto's Japanese one stands for all of them.
WANTED = (
    *("Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "Source Han Sans CN", "PingFang SC"),
    *("Microsoft YaHei", "Hiragino Sans GB", "Heiti SC", "STHeiti", "SimHei", "WenQuanYi Micro Hei"),
    *("WenQuanYi Zen Hei", "Noto Sans CJK JP", "Noto Serif CJK SC", "Noto Serif CJK JP", "Droid Sans Fallback"),
    *("Arial Unicode MS", "SimSun", "Songti SC"),
)
NONE = (
    "没有找到中文字体，图中汉字会成方框：请安装 Noto Sans CJK。 No font with Chinese was found: install Noto Sans CJK."
)


def use_chinese() -> str:
    """Set matplotlib to a font that has Chinese, and return its name, or else what to install.

    A KgError says what to install where matplotlib itself is missing.
    """
    logging.getLogger("matplotlib.font_manager").setLevel(logging.ERROR)  # the first run tells that it looks for fonts
    matplotlib, manager = library("matplotlib"), library("matplotlib.font_manager")
    found = chosen({font.name for font in manager.fontManager.ttflist})
    matplotlib.rcParams["axes.unicode_minus"] = False  # a minus that every one of these fonts has
    if not found:
        warnings.filterwarnings("ignore", message="Glyph .* missing from font")
        return NONE
    matplotlib.rcParams["font.family"] = [found, "sans-serif"]
    return found


def chosen(names: set[str]) -> str:
    """Return the first wanted font that is among `names`, else "".

    >>> chosen({"DejaVu Sans", "SimHei", "Noto Sans CJK JP"})
    'SimHei'
    """
    return next((name for name in WANTED if name in names), "")
