"""What can be found about tables in a database, said in Chinese and in English."""

from __future__ import annotations

from schoolmap.io.wording import Text, doubt, remark, stop

DATABASES: dict[str, Text] = {
    "database_unknown": stop(
        "只能读取 PostgreSQL 数据库（postgresql://…）。",
        "Only PostgreSQL can be read (postgresql://...).",
        "请改为 postgresql://用户@主机/数据库，或先把该表导出为 gpkg 或 xlsx。",
        "Write postgresql://user@host/database, or export the table to gpkg or xlsx first.",
    ),
    "table_unnamed": stop(
        "没有写明读取数据库中的哪个表。",
        "It is not said which table of the database to read.",
        '请在 study.toml 的 [{section}] 中加一行 table = "模式.表名"。',
        'Add a line table = "schema.table" to [{section}] in study.toml.',
    ),
    "table_missing": stop(
        "数据库中没有这个表，或当前用户无权查看。可见的表：{known}。",
        "The database has no such table, or this user may not see it. There are: {known}.",
        "请改正 study.toml 中的 table，或请数据库管理员授权（GRANT USAGE、GRANT SELECT）。",
        "Correct table in study.toml, or have it granted (GRANT USAGE, GRANT SELECT).",
    ),
    "table_refused": stop(
        "该表无法读取：{detail}",
        "The table cannot be read: {detail}",
        "请数据库管理员检查该表和授权。",
        "Have the database's administrator check the table and its grants.",
    ),
    "table_huge": stop(
        "该表超过 {most} 行，不像一个县的资料。",
        "The table has more than {most} rows, which is more than a county has.",
        "请在数据库中建一个只含本县的视图，写入 table。",
        "Make a view of the one county in the database and name that.",
    ),
    "table_geometry_chosen": remark(
        "该表有多个几何列，读取了“{chosen}”；其余：{others}。",
        "The table has several geometry columns; {chosen!r} was read, not {others}.",
    ),
    "password_in_file": doubt(
        "study.toml 里写有数据库密码，拷贝资料时会随之外泄。",
        "study.toml holds the password of a database, which goes wherever the folder goes.",
        "请删去密码，改用环境变量 PGPASSWORD 或 ~/.pgpass 文件。",
        "Take it out; use the variable PGPASSWORD or the file ~/.pgpass.",
    ),
}
