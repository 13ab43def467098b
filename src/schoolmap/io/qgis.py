"""QGIS layer styles (QML), written by hand: what a layer looks like when it is opened.

Colours: walk green, ride blue, board violet, unserved red; the same as on the planning map where
that has them. Numbers in styles are millimetres on paper, as QGIS counts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from xml.etree import ElementTree as ET

MARKER, LINE, FILL = "marker", "line", "fill"
_LAYER_CLASS = {MARKER: "SimpleMarker", LINE: "SimpleLine", FILL: "SimpleFill"}
QGIS_VERSION = "3.28.0"
"""Oldest long-term release that the styles are written for; later ones read them."""


@dataclass(frozen=True)
class Symbol:
    """A simple symbol: its kind, its properties, and properties that an expression gives.

    Attributes
    ----------
    kind
        ``marker``, ``line`` or ``fill``.
    properties
        Of the symbol layer, as QGIS names them (``color`` is ``r,g,b,a``).
    expressions
        Property (``size``) to QGIS expression.
    """

    kind: str
    properties: Mapping[str, str]
    expressions: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Category:
    """A value, its words in the legend, and its symbol; an empty value is everything else."""

    value: str
    label: str
    symbol: Symbol


@dataclass(frozen=True)
class Group:
    """A heading of a rule tree with a filter, its rules, and whether it is shown at first."""

    label: str
    condition: str
    rules: tuple[Category, ...]
    shown: bool


def rgba(colour: str, alpha: int = 255) -> str:
    """Return ``#rrggbb`` as QGIS writes it: ``r,g,b,a``."""
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return f"{red},{green},{blue},{alpha}"


def categorised(
    attribute: str,
    categories: Sequence[Category],
    *,
    aliases: Mapping[str, str],
    label: str = "",
) -> str:
    """Return the QML of a layer with a symbol per value of an attribute.

    Parameters
    ----------
    attribute
        Column, or expression.
    categories
        Values in legend order.
    aliases
        Column to the words that QGIS shows for it.
    label
        Column that labels the features; empty: no labels.
    """
    root = _root(aliases, label)
    renderer = _renderer(root, "categorizedSymbol", attr=attribute)
    listed = ET.SubElement(renderer, "categories")
    for k, category in enumerate(categories):
        ET.SubElement(
            listed,
            "category",
            value=category.value,
            label=category.label,
            symbol=str(k),
            render="true",
            type="string",
        )
    _symbols(renderer, [c.symbol for c in categories])
    return _text(root, categories[0].symbol.kind)


def single(symbol: Symbol, *, aliases: Mapping[str, str], label: str = "") -> str:
    """Return the QML of a layer with one symbol."""
    root = _root(aliases, label)
    _symbols(_renderer(root, "singleSymbol"), [symbol])
    return _text(root, symbol.kind)


def ruled(attribute: str, groups: Sequence[Group], *, aliases: Mapping[str, str]) -> str:
    """Return the QML of a layer with groups of rules that can be ticked in the legend.

    Parameters
    ----------
    attribute
        Whole-number column whose value picks a rule within a group.
    groups
        Headings in legend order, each with its condition.
    """
    root = _root(aliases, "")
    renderer = _renderer(root, "RuleRenderer")
    tree = ET.SubElement(renderer, "rules", key="{0}")
    symbols: list[Symbol] = []
    for g, group in enumerate(groups, start=1):
        head = ET.SubElement(
            tree, "rule", key=f"{{{g}}}", label=group.label, filter=group.condition
        )
        if not group.shown:
            head.set("checkstate", "0")
        for k, rule in enumerate(group.rules, start=1):
            ET.SubElement(
                head,
                "rule",
                key=f"{{{g}-{k}}}",
                label=rule.label,
                filter=f'"{attribute}" = {rule.value}',
                symbol=str(len(symbols)),
            )
            symbols.append(rule.symbol)
    _symbols(renderer, symbols)
    return _text(root, symbols[0].kind)


def _root(aliases: Mapping[str, str], label: str) -> ET.Element:
    root = ET.Element(
        "qgis",
        version=QGIS_VERSION,
        styleCategories="Symbology|Labeling|Fields|Forms",
        labelsEnabled="1" if label else "0",
        simplifyDrawingHints="1",
        hasScaleBasedVisibilityFlag="0",
    )
    if label:
        _labelling(root, label)
    listed = ET.SubElement(root, "aliases")
    for k, (field, name) in enumerate(aliases.items()):
        ET.SubElement(listed, "alias", index=str(k), field=field, name=name)
    return root


def _renderer(root: ET.Element, kind: str, **attributes: str) -> ET.Element:
    fixed = {"forceraster": "0", "enableorderby": "0", "symbollevels": "0"}
    renderer = ET.Element("renderer-v2", {"type": kind, **fixed, **attributes})
    root.insert(0, renderer)
    return renderer


def _symbols(renderer: ET.Element, symbols: Sequence[Symbol]) -> None:
    listed = ET.SubElement(renderer, "symbols")
    for k, symbol in enumerate(symbols):
        node = ET.SubElement(
            listed,
            "symbol",
            name=str(k),
            type=symbol.kind,
            alpha="1",
            clip_to_extent="1",
            force_rhr="0",
        )
        layer = ET.SubElement(
            node,
            "layer",
            {"class": _LAYER_CLASS[symbol.kind], "enabled": "1", "locked": "0", "pass": "0"},
        )
        _properties(layer, symbol)
    ET.SubElement(renderer, "rotation")
    ET.SubElement(renderer, "sizescale")


def _properties(layer: ET.Element, symbol: Symbol) -> None:
    options = ET.SubElement(layer, "Option", type="Map")
    for name, value in symbol.properties.items():
        ET.SubElement(options, "Option", name=name, value=value, type="QString")
    for name, value in symbol.properties.items():
        # releases before 3.26 read these
        ET.SubElement(layer, "prop", k=name, v=value)
    if not symbol.expressions:
        return
    driven = ET.SubElement(layer, "data_defined_properties")
    whole = ET.SubElement(driven, "Option", type="Map")
    ET.SubElement(whole, "Option", name="name", value="", type="QString")
    properties = ET.SubElement(whole, "Option", name="properties", type="Map")
    for name, expression in symbol.expressions:
        one = ET.SubElement(properties, "Option", name=name, type="Map")
        ET.SubElement(one, "Option", name="active", value="true", type="bool")
        ET.SubElement(one, "Option", name="expression", value=expression, type="QString")
        # 3 = given by an expression
        ET.SubElement(one, "Option", name="type", value="3", type="int")
    ET.SubElement(whole, "Option", name="type", value="collection", type="QString")


def _labelling(root: ET.Element, column: str) -> None:
    labelling = ET.SubElement(root, "labeling", type="simple")
    settings = ET.SubElement(labelling, "settings", calloutType="simple")
    style = ET.SubElement(
        settings,
        "text-style",
        fieldName=column,
        isExpression="0",
        fontSize="8",
        fontSizeUnit="Point",
        fontFamily="Microsoft YaHei",
        textColor=rgba("#24292f"),
        textOpacity="1",
    )
    ET.SubElement(
        style,
        "text-buffer",
        bufferDraw="1",
        bufferSize="0.8",
        bufferSizeUnits="MM",
        bufferColor=rgba("#ffffff"),
        bufferOpacity="1",
    )
    ET.SubElement(settings, "placement", placement="6", dist="1", distUnits="MM")
    # names only where there is room for them
    ET.SubElement(
        settings, "rendering", scaleVisibility="1", scaleMin="0", scaleMax="250000", drawLabels="1"
    )


def _text(root: ET.Element, kind: str) -> str:
    geometry = {MARKER: "0", LINE: "1", FILL: "2"}[kind]
    ET.SubElement(root, "layerGeometryType").text = geometry
    ET.indent(root, " ")
    declaration = "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n"
    return declaration + ET.tostring(root, encoding="unicode") + "\n"
