"""Words and names of one row that contradict each other (自相矛盾): a service of one's own, none with a provider."""

from __future__ import annotations

from data.intake.taking import Taken


def check_words(taken: Taken) -> None:
    """Note ``provider_missing``, ``provider_itself``, ``village_contradicts`` and ``clinic_missing``."""
    if taken.form.key == "remote":
        _check_providers(taken)
    if taken.form.key == "village_services":
        _check_villages(taken)


def _check_providers(taken: Taken) -> None:
    provider, requester = "providing_institution_id", "requesting_institution_id"
    cells = ("providing_institution_name", provider)
    for position, volume in enumerate(taken.cells["volume"]):
        given = taken.cells[provider][position]
        if given is not None and given == taken.cells[requester][position]:
            taken.problem(
                "provider_itself", position, cells[0], "申请和服务是同一家机构，自己给自己做的不是远程服务",
                "改正申请机构或服务机构；自己做的从这里删去",
            )
        if volume is None or given is not None:
            continue
        if not any(taken.is_bad(position, name) for name in cells):
            fix = "补上给服务的机构；没有做过就把服务量留空"
            taken.problem("provider_missing", position, cells[0], "有服务量，没有写服务机构", fix)
        taken.lost.add(position)


def _check_villages(taken: Taken) -> None:
    number, name = "institution_id", "institution_name"
    for position, mode in enumerate(taken.cells["mode"]):
        given = taken.cells[number][position] or taken.cells[name][position]
        if mode == "none" and given is not None:
            taken.problem(
                "village_contradicts", position, "mode", "写的是无服务，又写了提供服务的机构",
                "有服务就改正服务方式；确实没有就清空服务机构",
            )
        elif mode == "clinic" and given is None:
            taken.problem(
                "clinic_missing", position, name, "服务方式是村卫生室，没有写是哪一家",
                "补上村卫生室；没有村卫生室就改正服务方式", "warning",
            )
