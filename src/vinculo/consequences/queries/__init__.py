"""Scoped reads of the room. Reads of tasks start from `SectorTask.objects.visible_to(actor)`."""
