"""Every kind of errand the worker can do: importing this module registers them."""
