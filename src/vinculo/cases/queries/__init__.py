"""Scoped reads of cases. Every one starts from `Case.objects.visible_to(actor)`."""
