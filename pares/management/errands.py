"""Every kind of errand the worker can do: importing this module registers them."""

# ruff: noqa: F401
import pares.management.demo.going
import pares.stages.recruitment.importing
