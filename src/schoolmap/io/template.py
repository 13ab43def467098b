"""A study folder to fill in: its study.toml, and where it may stand."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from schoolmap.errors import Language, MachineError, UsageError
from schoolmap.io.settings import SETTINGS_FILE

SYSTEMS: tuple[str, ...] = ("gcj02", "bd09", "wgs84", "cgcs2000")
"""Coordinate systems that a new study offers, the one of most maps first."""


@dataclass(frozen=True)
class Beginning:
    """What a new study's settings begin with.

    Attributes
    ----------
    book, schools, villages
        The workbook, and its sheets.
    name
        Of the county; empty leaves a name to be replaced.
    coordinates
        System of its coordinates; empty leaves the choice to be made.
    """

    book: str
    schools: str
    villages: str
    name: str = ""
    coordinates: str = ""


def free_folder(folder: Path) -> None:
    """Refuse a place where something is already.

    Raises
    ------
    UsageError
        If it is a file, or a folder that is not empty.
    """
    if folder.is_dir() and any(folder.iterdir()):
        zh = f"文件夹 {folder} 里已有文件，没有改动。请换一个新的文件夹名。"
        en = f"The folder {folder} is not empty; nothing was changed. Name a new one."
        raise UsageError(zh, en)
    if folder.exists() and not folder.is_dir():
        zh, en = f"{folder} 是一个文件。请换一个文件夹名。", f"{folder} is a file. Name a folder."
        raise UsageError(zh, en)


def write_settings(folder: Path, beginning: Beginning, *, language: Language) -> Path:
    """Write the study.toml of a new study; never over one that is there.

    Raises
    ------
    MachineError
        If there is one, or it cannot be written.
    """
    path = folder / SETTINGS_FILE
    try:
        # with a mark, old editors on Windows do not take it for another encoding
        with path.open("x", encoding="utf-8-sig", newline="\n") as file:
            file.write(settings_text(beginning, language=language))
    except OSError as error:
        reason = error.strerror or str(error)
        zh, en = f"无法写入 {path}：{reason}。", f"Cannot write {path}: {reason}."
        raise MachineError(zh, en) from error
    return path


def settings_text(beginning: Beginning, *, language: Language) -> str:
    """Return a study.toml that explains itself.

    A line that begins with ``#`` and no blank after it is a setting that is switched off; taking
    the ``#`` away switches it on.
    """
    zh = language == "zh"
    pattern = _ZH if zh else _EN
    name = beginning.name or ("某某县" if zh else "Our County")
    return pattern.format(
        name=_quoted(name),
        book=_quoted(beginning.book),
        schools=_quoted(beginning.schools),
        villages=_quoted(beginning.villages),
        systems=_systems(beginning.coordinates, language),
    )


def _systems(chosen: str, language: Language) -> str:
    lines = []
    for system in SYSTEMS:
        off = "" if system == chosen else "#"
        setting = f'{off}coordinates = "{system}"'
        told = _SYSTEM_WORDS[system][0 if language == "zh" else 1]
        lines.append(f"{setting:<28}# {told}")
    if chosen and chosen not in SYSTEMS:
        lines.append(f"coordinates = {_quoted(chosen)}")
    return "\n".join(lines)


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{" ".join(escaped.split())}"'


_SYSTEM_WORDS = {
    "gcj02": ("高德地图、腾讯地图", "Amap, Tencent maps"),
    "bd09": ("百度地图", "Baidu maps"),
    "wgs84": ("GPS、手持机、手机定位软件（原始数据）", "GPS receivers"),
    "cgcs2000": ("天地图、自然资源部门的测绘成果", "Tianditu, official surveys"),
}

_ZH = """\
# 学校布局分析的设置。用记事本、WPS 文字以外的纯文本编辑器打开（记事本即可），保存为 UTF-8。
# “# ”开头的是说明，程序不读；“#”后面不带空格的是没有启用的设置，删去这个 # 就启用。
# 改好以后运行 schoolmap check 检查，再运行 schoolmap run 出地图。

[study]
name = {name}                 # 县（市、区）名，显示在地图和报告上
language = "zh"                  # 输出语言：zh 中文，en 英文
#year = "2026-2027"              # 数据所属学年
# 用哪些标准：后面的盖过前面的；schoolmap standards --all 列出全部（各省的也在内）
standards = ["cn-layout", "cn-basic-2012", "cn-quality-2017"]
#crs = "EPSG:4547"               # 计算用的投影坐标系；不写则按所在的 UTM 带
#simulated = true                # 数据是模拟的：各处都会注明

[schools]                        # 学校表
file = {book}
sheet = {schools}
# 学校的经纬度是从哪里取的？必须写明，程序不猜；取错会整体偏出约 500 米。删去其中一行的 #：
{systems}
# 表头对不上时，在这里说明：列名 = "文件中的表头"
#columns = {{ pupils = "在校学生总数" }}
# 单元格里的写法对不上时：列名 = {{ "文件中的写法" = 标准写法 }}
#values = {{ type = {{ "中心校" = 211 }} }}

[villages]                       # 村庄表
file = {book}
sheet = {villages}
# 村庄的经纬度是从哪里取的？可以与学校不同。删去其中一行的 #：
{systems}
#columns = {{ population = "户籍人数" }}

# 道路：没有道路时按直线距离乘绕行系数估算，各处会注明“估算”，山区误差很大。
# 联网时 schoolmap roads 可以下载；也可以用自然资源、交通部门的线图层（gpkg、shp、geojson）。
# 把文件放在本文件夹，再删去下面两行的 #：
#[roads]
#file = "roads.gpkg"

# 县界：用来画图和检查坐标，可以不要。
#[boundary]
#file = "boundary.geojson"

# 高程：山区步行时间按坡度计算，可以不要。
#[terrain]
#file = "dem.tif"

[travel]
cutoff_km = 50                   # 最远找多远的学校，千米
snap_limit_m = 2000              # 离路超过这么多米的村、校算作未通路，会列出来

# 本县自己的规定：盖过标准中的数字，编号见 schoolmap standards。
[rules]
#"walk_limit_s.lower_primary" = 1800   # 小学低年级步行单程上限，秒
#"walk_limit_s.upper_primary" = 2400   # 小学高年级
#"walk_limit_s.junior" = 2400          # 初中
#"ride_limit_s.junior" = 2400          # 初中乘车单程上限，秒
#"may_board.upper_primary" = true      # 小学高年级能否寄宿
#assign_private = false                # 民办学校是否参加分配

# 撤并方案的规则包（省、县的文件），可以不要。
[pack]
#files = ["pack.toml"]
"""

_EN = """\
# Settings of a study of school layout. Edit it as plain text (Notepad will do); keep it UTF-8.
# A line that begins with "# " explains; one that begins with # and no blank is a setting that is
# switched off: take its # away to switch it on.
# Then run schoolmap check, and schoolmap run for the map.

[study]
name = {name}              # the county, as maps and reports show it
language = "en"                  # of what is written: zh or en
#year = "2026-2027"              # school year of the data
# Standards: later ones go over earlier ones; schoolmap standards --all lists them
standards = ["cn-layout", "cn-basic-2012", "cn-quality-2017"]
#crs = "EPSG:4547"               # projected coordinates to measure in; by default the UTM zone
#simulated = true                # the data are invented: said wherever they are shown

[schools]                        # table of schools
file = {book}
sheet = {schools}
# Where were the schools' coordinates taken from? It must be said and is never guessed: a wrong one
# puts everything about 500 m off. Take the # off one line:
{systems}
# Headers that are not recognised: column = "header in the file"
#columns = {{ pupils = "Total enrolment" }}
# Words that are not recognised: column = {{ "as in the file" = what it stands for }}
#values = {{ type = {{ "Central School" = 211 }} }}

[villages]                       # table of villages
file = {book}
sheet = {villages}
# Where were the villages' coordinates taken from? It may be another map. Take the # off one line:
{systems}
#columns = {{ population = "Inhabitants" }}

# Roads: without them distances are straight lines times a detour factor, which is said everywhere
# and is far off in mountains. schoolmap roads downloads them; line layers (gpkg, shp, geojson) of
# an authority serve too. Put the file here and take the # off both lines:
#[roads]
#file = "roads.gpkg"

# Boundary: for drawing and for checking coordinates; optional.
#[boundary]
#file = "boundary.geojson"

# Elevation: walking times by slope; optional.
#[terrain]
#file = "dem.tif"

[travel]
cutoff_km = 50                   # how far to look for a school
snap_limit_m = 2000              # farther from a road than this is not connected, and listed

# The county's own rules go over the standards; schoolmap standards lists their ids.
[rules]
#"walk_limit_s.lower_primary" = 1800   # one way on foot, grades 1-3, seconds
#"walk_limit_s.upper_primary" = 2400   # grades 4-6
#"walk_limit_s.junior" = 2400          # grades 7-9
#"ride_limit_s.junior" = 2400          # one way by school bus, grades 7-9, seconds
#"may_board.upper_primary" = true      # whether grades 4-6 may board
#assign_private = false                # whether private schools take part

# Rule packs for mergers (files of the province or the county); optional.
[pack]
#files = ["pack.toml"]
"""
