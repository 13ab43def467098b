"""What can be wrong with a rule pack, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from schoolmap.errors import Problem


class PackFlaws:
    """The problems of one pack, gathered and reported all at once.

    Parameters
    ----------
    file
        Its name.
    """

    def __init__(self, file: str) -> None:
        self._file = file
        self._found: list[Problem] = []

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Everything found so far."""
        return tuple(self._found)

    def _add(
        self, code: str, column: str, value: object, texts: tuple[str, str], repair: tuple[str, str]
    ) -> None:
        self._found.append(
            Problem(
                code=code,
                severity="error",
                file=self._file,
                column=column,
                value="" if value is None else str(value),
                zh=texts[0],
                en=texts[1],
                repair_zh=repair[0],
                repair_en=repair[1],
                action="stopped",
            )
        )

    def unknown_key(self, key: str, known: Sequence[str]) -> None:
        """Report a section or key that means nothing."""
        self._add(
            "pack_key_unknown",
            key,
            key,
            (f"“{key}”不是规则文件的内容。", f"{key!r} means nothing in a rule pack."),
            (f"可用的有：{'、'.join(known)}。", f"there are: {', '.join(known)}."),
        )

    def foreign(self, item: Mapping[str, object], known: Sequence[str], at: str) -> None:
        """Report every key of a table that means nothing."""
        for key in sorted(set(item) - set(known)):
            self.unknown_key(f"{at} {key}", known)

    def not_tables(self, section: str) -> None:
        """Report a section that is no list of tables."""
        self._add(
            "pack_not_tables",
            section,
            "",
            (f"{section} 应写作 [[{section}]]。", f"{section} must be written [[{section}]]."),
            ("每条规则一节。", "one section for each rule."),
        )

    def twice(self, name: str, again: bool, at: str) -> None:  # noqa: FBT001
        """Report an id that was there before in the same file."""
        if again:
            self._add(
                "pack_id_twice",
                f"{at} id",
                name,
                (f"编号“{name}”出现两次。", f"the id {name!r} stands twice."),
                ("编号在一个文件中只能用一次。", "an id may stand once in a file."),
            )

    def needs_text(self, key: str, at: str, value: object) -> None:
        """Report a text that is missing or no text."""
        self._add(
            "pack_text_missing",
            f"{at} {key}",
            value,
            (f"缺少“{key}”，或不是文字。", f"{key!r} is missing or no text."),
            (f'写作 {key} = "…"。', f'write {key} = "…".'),
        )

    def needs_number(self, key: str, at: str, value: object) -> None:
        """Report a number that is missing or no number."""
        self._add(
            "pack_number_missing",
            f"{at} {key}",
            value,
            (f"“{key}”应为数字。", f"{key!r} must be a number."),
            (f"写作 {key} = 30。", f"write {key} = 30."),
        )

    def not_a_choice(self, key: str, value: object, choices: Sequence[str], at: str) -> None:
        """Report a word that is none of those allowed."""
        self._add(
            "pack_not_a_choice",
            f"{at} {key}",
            value,
            (f"“{key}”不能是 {value}。", f"{key!r} cannot be {value}."),
            (f"可用的有：{'、'.join(choices)}。", f"there are: {', '.join(choices)}."),
        )

    def takes_no(self, key: str, kind: str, at: str) -> None:
        """Report a key that a kind of rule does not read."""
        self._add(
            "pack_key_idle",
            f"{at} {key}",
            key,
            (f"{kind} 类规则不用“{key}”。", f"a rule of kind {kind} does not read {key!r}."),
            ("删去这一行。", "leave the line out."),
        )

    def no_figure(self, rule: str, figure: str, near: Sequence[str]) -> None:
        """Report a figure that no table has."""
        self._add(
            "pack_figure_unknown",
            f"{rule} figure",
            figure,
            (f"规则“{rule}”所用的数字“{figure}”没有。", f"rule {rule!r}: no figure {figure!r}."),
            (
                f"相近的有：{'、'.join(near) or '无'}；或在文件中用 [[row]] 写出。",
                f"close to it: {', '.join(near) or 'none'}; or give it in a [[row]].",
            ),
        )

    def nothing_to_set_aside(self, rule: str, near: Sequence[str]) -> None:
        """Report a rule that cannot be set aside because there is none."""
        self._add(
            "pack_nothing_to_set_aside",
            "set_aside rule",
            rule,
            (f"没有编号为“{rule}”的规则可以停用。", f"there is no rule {rule!r} to set aside."),
            (
                f"相近的有：{'、'.join(near) or '无'}。",
                f"close to it: {', '.join(near) or 'none'}.",
            ),
        )
