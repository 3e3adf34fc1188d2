"""Form fields that render themselves as the NHS design system draws them, with their hint and their error."""

from pares.pages.fields.choices import CheckboxesField, RadiosField, SelectField, TickField
from pares.pages.fields.dates import DateField
from pares.pages.fields.files import FileField
from pares.pages.fields.form import PagesForm, PagesRenderer
from pares.pages.fields.words import CodeField, EmailField, LongTextField, NumberField, TextField

__all__ = [
    "CheckboxesField",
    "CodeField",
    "DateField",
    "EmailField",
    "FileField",
    "LongTextField",
    "NumberField",
    "PagesForm",
    "PagesRenderer",
    "RadiosField",
    "SelectField",
    "TextField",
    "TickField",
]
