"""An officer corrects one value of several, and sees it before and after."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing

from gestand.core.facts import Person
from gestand.core.request import What
from gestand.core.rights_rules import Right
from gestand.core.roles import Role
from gestand.surfaces.web.application import Application
from tests.surfaces.test_console import GRANTED, console, new_case, shared, shown_code, signed_in

__all__ = ["console", "shared"]

ADDRESS = (GRANTED[0], (What.DECIDE, {"item": "address", "outcome": "granted"}))


def test_one_column_of_several_is_corrected(console: Application) -> None:
    kept = new_case(console, *ADDRESS, right=Right.RECTIFICATION, person=Person("customer", 6))
    mila, path = signed_in(console, Role.OFFICER), f"/nl/zaken/{kept.row.number}"
    with closing(sqlite3.connect(console.office.project.root / "shop.db")) as shop:
        one = "SELECT street, zip, city FROM customers WHERE id = 6"
        shop.execute("UPDATE customers SET street = 'Dorpsweg 1', zip = '1234 AB', city = '<Ede>' "
                     "WHERE id = 6")
        shop.commit()
        mila.look(path)
        form = mila.ask(path).text.partition('id="carry-out-category"')[2]
        offered = re.findall(r'value="(address[^"]*)"', form.partition("</select>")[0])
        assert offered == ["address:street", "address:zip", "address:city"]
        said = {"do": "carry-out", "version": str(kept.row.version), "kind": "customer",
                "person": "6", "category": "address", "value": "Edam"}
        vague = mila.send(path, said)
        assert (vague.status, "Kies welke niet klopt." in vague.text) == (422, True)
        said["category"] = "address:city"
        code = shown_code(mila, path, said)
        shown = mila.send(path, said).text
        assert "<dt>Dit staat er nu</dt><dd>&lt;Ede&gt;</dd>" in shown
        assert "<dt>Dit komt er te staan</dt><dd>Edam</dd>" in shown
        other = mila.send(path, {**said, "category": "address:zip", "code": code, "sure": "1"})
        assert other.status == 409
        assert mila.send(path, {**said, "code": code, "sure": "1"}).status == 303
        assert shop.execute(one).fetchone() == ("Dorpsweg 1", "1234 AB", "Edam")
