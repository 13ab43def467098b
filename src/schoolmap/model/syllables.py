"""Which characters sound alike, tones aside.

GB/T 2312-1980 puts its 3,755 characters of the first level in the order of their pinyin, so that a
syllable is a run of codes. `FIRSTS` names the first character of each run. Characters of the second
level are ordered by radical: of those nothing is said.
"""

from __future__ import annotations

from bisect import bisect_right

FIRSTS = (
    "啊埃鞍肮凹芭白斑邦苞杯奔崩逼鞭标鳖彬兵玻捕擦猜餐苍操厕层插拆搀昌超车郴撑吃充抽初揣川疮吹春戳疵聪凑粗"
    "蹿摧村磋搭呆耽当刀德蹬堤颠碉跌丁丢东兜都端堆墩掇蛾恩而发藩坊菲芬丰佛否夫噶该干冈篙哥给根耕工钩辜刮乖"
    "棺光瑰辊锅哈骸酣夯壕呵嘿痕哼轰喉呼花槐欢荒灰荤豁击嘉歼僵蕉揭巾荆炯揪鞠捐撅均喀开刊康考坷肯坑空抠枯夸"
    "块宽匡亏坤括垃莱蓝琅捞勒雷棱厘俩联粮撩列琳玲溜龙楼芦驴峦掠抡萝妈埋瞒芒猫么玫门萌眯棉苗蔑民明谬摸谋拇"
    "拿氖男囊挠呢馁嫩能妮蔫娘鸟捏您柠牛脓奴女暖虐挪哦欧啪拍攀乓抛呸喷砰坯篇飘撇拼乒坡剖扑期掐牵枪橇切钦青"
    "琼秋趋圈缺裙然瓤饶惹壬扔日戎揉茹软蕊闰若撒腮三桑搔瑟森僧莎筛珊墒梢奢砷声师收蔬刷摔栓霜谁吮说斯松搜苏"
    "酸虽孙蓑塌胎坍汤掏特藤梯天挑贴厅通偷凸湍推吞拖挖歪豌汪威瘟嗡挝巫昔瞎掀相萧楔薪星兄休墟轩靴勋压焉殃邀"
    "椰一茵英哟拥幽迂鸳曰耘匝栽咱赃遭责贼怎增扎摘瞻樟招遮珍蒸芝中舟珠抓拽专桩椎谆捉兹鬃邹租钻嘴尊昨"
)
_FIRST_LEVEL = 0xB0A1, 0xD7F9


def gb_code(character: str) -> int:
    """Return the code of a character in GB/T 2312; 0 where it has none."""
    try:
        raw = character.encode("gb2312")
    except UnicodeEncodeError:
        return 0
    return int.from_bytes(raw, "big") if len(raw) == 2 else 0


_STARTS = tuple(gb_code(character) for character in FIRSTS)


def syllable(character: str) -> int:
    """Return the number of a character's syllable in `FIRSTS`; -1 where it is not known."""
    code = gb_code(character)
    first, last = _FIRST_LEVEL
    return bisect_right(_STARTS, code) - 1 if first <= code <= last else -1


def same_sound(first: str, second: str) -> bool:
    """Return whether two characters are known to be of one syllable, whatever their tones."""
    return syllable(first) == syllable(second) >= 0
