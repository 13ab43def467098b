"""What a wheelhouse tells those who install from it: by language and system."""

from __future__ import annotations

TEXTS: dict[tuple[str, str], str] = {
    ("zh", "linux"): """\
schoolmap {version} 离线安装包（Linux x86_64，Python {python}）
{count} 个安装文件，约 {megabytes} MB。不需要联网，不需要管理员权限。

需要：已装好 Python {python}（带 venv 模块），glibc 2.28 或更新
（银河麒麟 V10 SP1、统信 UOS 20、RHEL 8、Debian 10、Ubuntu 20.04 及以后；ldd --version 可查）。

在本文件夹打开终端，依次运行三行：

    {first}
    {second}
    {third}

第三行会运行随附的模拟县，最后一行说出地图在哪里，双击即可打开。
开始做本县的资料：{try_it} 本县

核对文件是否完整：sha256sum -c {sums}
以后更新：换上新的 {folder} 文件夹，运行
    {again}
""",
    ("en", "linux"): """\
schoolmap {version} for a computer without internet (Linux x86_64, Python {python})
{count} packages, about {megabytes} MB. Needs neither internet nor administrator rights.

Needed: Python {python} with its venv module, and glibc 2.28 or later (RHEL 8, Debian 10, Ubuntu
20.04, Kylin V10 SP1, UOS 20 and later have it; ldd --version tells).

Open a terminal in this folder and run three lines:

    {first}
    {second}
    {third}

The third runs the bundled simulated county; its last line names the map, to be opened by double
click. To begin with a county of your own: {try_it} COUNTY

To check that the files are whole: sha256sum -c {sums}
To bring it up to date later, put the new {folder} folder here and run
    {again}
""",
    ("zh", "windows"): """\
schoolmap {version} 离线安装包（Windows 10/11 64 位，Python {python}）
{count} 个安装文件，约 {megabytes} MB。不需要联网，不需要管理员权限。

需要：已装好 Python {python} 64 位（官方安装包，安装时保留“py launcher”）。

在本文件夹的地址栏输入 cmd 回车，在黑色窗口中依次运行三行：

    {first}
    {second}
    {third}

第三行会运行随附的模拟县，最后一行说出地图在哪里，双击即可打开。
开始做本县的资料：{try_it} 本县

若提示 DLL load failed：请先安装微软 Visual C++ 运行库（2015-2022，x64）。
若文件夹路径太长而出错：把本文件夹移到 D:\\schoolmap 再试。
核对文件是否完整：certutil -hashfile 文件名 SHA256，与 {sums} 对照。
以后更新：换上新的 {folder} 文件夹，运行
    {again}
""",
    ("en", "windows"): """\
schoolmap {version} for a computer without internet (Windows 10/11, 64 bit, Python {python})
{count} packages, about {megabytes} MB. Needs neither internet nor administrator rights.

Needed: Python {python}, 64 bit (the official installer, with its "py launcher").

Type cmd into this folder's address bar, and run three lines in the window that opens:

    {first}
    {second}
    {third}

The third runs the bundled simulated county; its last line names the map, to be opened by double
click. To begin with a county of your own: {try_it} COUNTY

If it says DLL load failed, install Microsoft's Visual C++ runtime (2015-2022, x64) first.
If a path is too long, move this folder to D:\\schoolmap.
To check that a file is whole: certutil -hashfile FILE SHA256, and compare with {sums}.
To bring it up to date later, put the new {folder} folder here and run
    {again}
""",
}
