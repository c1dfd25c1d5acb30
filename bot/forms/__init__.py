"""Forms as data: what each asks for (`data/forms/<name>.yml`), how an answer is read, drafts as rows."""

from bot.forms.definitions import Form, FormField, load_forms

__all__ = ["Form", "FormField", "load_forms"]
