from vinculo.accounts.permissions import Permission
from vinculo.accounts.tests.cast import Cast, actor_of


def test_the_outsider_may_nothing_at_the_operator_of_the_others(cast: Cast) -> None:
    for member in cast.members():
        assert not any(actor_of(member).may(each, cast.other_operator.pk) for each in Permission)
    assert not any(actor_of(cast.charlie).may(each, cast.operator.pk) for each in Permission)
    assert actor_of(cast.charlie).may(Permission.CASES_SIGN, cast.other_operator.pk)
