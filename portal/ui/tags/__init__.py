"""The component tags, one module per family; `{% load tomoni %}` brings all of them."""
