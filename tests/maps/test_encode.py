"""What Python packs, the page's own reader unpacks to the same numbers."""

from __future__ import annotations

import base64
import gzip
import json
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import schoolmap as sm
from schoolmap.maps.encode import pack, squeeze, squeeze_json, varint

ROOT = Path(__file__).parents[2]
ZUOMU = ROOT / "data" / "studies" / "zuomu"


def test_varints_by_hand() -> None:
    # zigzag: 0 -1 1 -2 63 | 64 needs two bytes: 128 = 0x80 0x01
    values = np.array([0, -1, 1, -2, 63, 64, -65])
    assert varint(values).hex() == "00010203" + "7e" + "8001" + "8101"


def test_nothing_packs_to_nothing() -> None:
    packed = pack({"a": []}, {"b": []})
    assert packed.index == (("a", 0, False), ("b", 0, True))
    assert gzip.decompress(base64.b64decode(packed.base64)) == b""


def test_same_bytes_same_text() -> None:
    assert squeeze(b"abc" * 100) == squeeze(b"abc" * 100)


def test_a_value_beyond_32_bits_is_refused() -> None:
    with pytest.raises(OverflowError, match="far"):
        pack({"far": [2**31]}, {})


def test_not_a_number_is_refused() -> None:
    with pytest.raises(ValueError, match="JSON"):
        squeeze_json({"a": float("nan")})


@given(st.lists(st.integers(-(2**31) + 1, 2**31 - 1), max_size=50))
def test_varints_read_back(values: list[int]) -> None:
    assert _read(varint(np.array(values, dtype=np.int64)), len(values)) == values


def _read(data: bytes, count: int) -> list[int]:
    """Read varints one at a time, as the page does."""
    found, at = [], 0
    for _ in range(count):
        folded = shift = 0
        while True:
            byte = data[at]
            at += 1
            folded |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                break
        found.append(folded >> 1 if folded % 2 == 0 else -((folded + 1) >> 1))
    assert at == len(data)
    return found


@pytest.mark.skipif(shutil.which("node") is None, reason="node is not installed")
def test_the_page_reads_what_python_packs() -> None:
    rng = np.random.default_rng(3)
    plain = {"p": rng.integers(-5, 2_000_000_000, 400)}
    alike = {"d": np.cumsum(rng.integers(-300, 300, 500)) + 11_100_000, "empty": np.zeros(0)}
    packed = pack(plain, alike)
    script = (
        'import { readArrays, unpack } from "#maps/bytes";'
        "let text = ''; for await (const part of process.stdin) text += part;"
        "const { index, base64 } = JSON.parse(text);"
        "const found = readArrays(await unpack(base64), index);"
        "console.log(JSON.stringify(Object.fromEntries("
        "Object.entries(found).map(([k, v]) => [k, [...v]]))));"
    )
    done = subprocess.run(
        ["node", "--input-type=module", "-e", script],
        input=json.dumps({"index": packed.index, "base64": packed.base64}),
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=True,
    )
    found = json.loads(done.stdout)
    assert found == {k: v.astype(int).tolist() for k, v in {**plain, **alike}.items()}


def test_a_place_beyond_all_roads_does_not_stop_the_map(tmp_path: Path) -> None:
    """Its leg is longer than 32 bits of millimetres; it joins no road, so nobody walks it."""
    settings = (ZUOMU / "study.toml").read_text(encoding="utf-8")
    for path in ZUOMU.iterdir():
        if path.is_file():
            (tmp_path / path.name).write_bytes(path.read_bytes())
    boundary = ZUOMU.parents[1] / "boundaries" / "zuomu.geojson"
    settings = settings.replace("../../boundaries/zuomu.geojson", boundary.as_posix())
    (tmp_path / "study.toml").write_text(settings, encoding="utf-8")
    rows = (tmp_path / "villages.csv").read_text(encoding="utf-8-sig").splitlines()
    head, cells = rows[0].split(","), rows[-1].split(",")
    cells[head.index("经度")], cells[head.index("纬度")] = "-60.0", "-30.0"
    text = "\n".join([*rows[:-1], ",".join(cells)])
    (tmp_path / "villages.csv").write_text(text, encoding="utf-8")
    study = sm.read_study(tmp_path)
    model = sm.prepare(study)
    assert model.walk_snaps is not None
    assert model.walk_snaps.leg_mm.max() > 2**31
    sm.publish(study, model, [sm.assess(model)], tmp_path / "out")
    assert (tmp_path / "out" / "map.html").is_file()
