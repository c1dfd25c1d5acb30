"""Danger and the wish for a person, recognised before anything else runs.

Pure: no database, no settings, no dependency. The gateway asks `recognise` first for each text, so both
work with engine, action server and databases dead. What is decided how:

* A report of danger wins over everything else in the message. Two things are asked (`danger.py`): how
  strongly the words speak of danger (`evidence.py`, learnt from the sentences of `data/safety`, in the whole
  message and in each clause of it), and whether a grammar (`hazards.py`) reads a hazard that is reported.
  Much evidence is enough alone, little where the grammar reads it too. The grammar decides alone on Pinyin,
  English and a single word (漏电, 救命), which can't be learnt; it names the kind of hazard where it can.
* When in doubt for life it is danger: “触电了怎么办”, “触电怎么急救”, “差点触电”. Not danger: what is denied
  (没有触电), asked or supposed in general (会不会触电, 万一着火怎么办), warned of, taught, settled, long ago,
  heard from afar, other senses (漏电保护器跳闸, 气得冒烟). `data/safety/harmless.yml` has them.
* Danger that is over (“火已经灭了”) is no danger any more; a person has to look at it all the same:
  `Signal("person", hazard)`. Evidence that is very strong outweighs it (“火灭了一半，电还没断”).
* A wish for a person is taken in any wording, typing error, Pinyin or English, also angry, also as a
  question (能转人工吗, 怎么找人工). Not a wish: 不要转人工, 先不转, 人工费, 人工抄表, 你是人工吗, opening hours.
"""

from bot.safety.signals import Signal, recognise

__all__ = ["Signal", "recognise"]
