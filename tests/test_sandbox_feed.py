"""The invented core system and its mapping fit the reading of feeds: nothing that is right is refused."""

from __future__ import annotations

from vinculo.network.feed.checking import Reading, RejectedRow
from vinculo.network.feed.mapping_file import read_mapping
from vinculo.network.feed.sources.http_source import HttpTable
from vinculo.sandbox.tests.running import TODAY, StartCore


def test_every_row_of_the_invented_core_system_is_right(sandbox_core: StartCore) -> None:
    core = sandbox_core()
    mapping = read_mapping(core.mapping())
    assert mapping.http is not None
    for entity, mapped in mapping.entities.items():
        table = HttpTable(mapping.http, mapped.endpoint, core.token, mapping.forms)
        reading = Reading(table, mapping, entity, today=TODAY)
        assert [row for row in reading.rows() if isinstance(row, RejectedRow)] == []
        assert reading.right == core.ask(f"/v1/{entity}", size=1).json()["total"]
        assert reading.repeated == 0
        table.close()
