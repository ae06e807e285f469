"""Tables in blocks of whole lines: read ahead, parsed by pandas where clean, put together."""
