"""Scoped reads of the room. Reads of documents start from `IssuedDocument.objects.visible_to(actor)`."""
