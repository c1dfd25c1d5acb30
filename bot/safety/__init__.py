"""Danger and the wish for a person, recognised by a grammar before anything else runs.

Pure: no database, no model, no settings. The gateway asks `recognise` first for each text, so both
work with engine, action server and databases dead. What is decided how:

* A report of danger wins over everything else in the message. When in doubt it is danger:
  “触电了怎么办”, “触电怎么急救”, “差点触电” and the single word “漏电” are.
* Not danger: what is denied (没有触电, 不是起火), asked or supposed (会不会触电, 如果有人触电, 是不是
  漏电), warned of (小心触电, 怎么防触电), long ago (去年着火), knowledge without an event
  (触电急救知识, 火灾赔偿标准), other senses (漏电保护器跳闸, 气得冒烟).
* Danger that is over (“火已经灭了”) is no danger any more; a person has to look at it all the same:
  `Signal("person", hazard)`.
* A wish for a person is taken in any wording, typing error, Pinyin or English, also angry, also as a
  question (能转人工吗, 怎么找人工). Not a wish: 不要转人工, 先不转, 人工费, 人工抄表, 你是人工吗, opening hours.
"""

from bot.safety.signals import Signal, recognise

__all__ = ["Signal", "recognise"]
