"""The story, told through the client of openapi-python-client."""

import os
import random
import uuid
from datetime import date

from aplp import AuthenticatedClient, models
from aplp.api.applications import create_application, list_applications
from aplp.api.persons import change_person, create_person, get_person, list_persons
from step import step

here = AuthenticatedClient(os.environ["CLIENT_URL"], os.environ["CLIENT_TOKEN"])
ahead = AuthenticatedClient(os.environ["CLIENT_TOMORROW"], os.environ["CLIENT_TOKEN"])
code = f"{random.randint(370000, 379999)}-{random.randint(10000, 99999)}"
known = {}


def unknown_person(client):
    body = models.ApplicationInput(
        person_id=uuid.uuid4(),
        form_kind=models.FormKind.FREE_FORM,
        channel=models.Channel.IN_PERSON,
        submitted_on=date.today(),
    )
    told = create_application.sync(client=client, body=body, idempotency_key=str(uuid.uuid4()))
    assert isinstance(told, models.Problem), told
    return told


@step("create")
def create():
    body = models.PersonInput(
        given_name="Anna",
        family_name="Zīle",
        personal_code=code,
        born_on=date(1984, 3, 15),
        born_on_source="identity document",
        address="Brīvības iela 1",
        municipality="0001000",
        phone="+371 20000001",
    )
    known["made"] = create_person.sync(client=here, body=body, idempotency_key=str(uuid.uuid4()))
    assert isinstance(known["made"], models.RegisteredPerson), known


@step("read")
def read():
    answer = get_person.sync_detailed(known["made"].id, client=here)
    known["etag"], known["read"] = answer.headers["etag"], answer.parsed
    own = {"possible_duplicates": None}
    assert answer.parsed.to_dict() | own == known["made"].to_dict() | own, answer
    assert (answer.parsed.family_name, answer.parsed.born_on) == ("Zīle", date(1984, 3, 15)), answer


@step("list")
def pages():
    first = list_persons.sync(client=here, limit=2)
    second = list_persons.sync(client=here, limit=2, cursor=first.next_cursor)
    ids = {person.id for person in first.items + second.items}
    assert len(ids) == 4, ids


@step("patch")
def patch():
    body = models.PersonDetailsPatch(phone="+371 20000002")
    answer = change_person.sync(known["made"].id, client=here, body=body, if_match=known["etag"])
    changed = get_person.sync(known["made"].id, client=here)
    assert changed == answer and changed.phone == "+371 20000002", answer
    own = {"phone": None, "version": None, "updated_at": None}
    assert changed.to_dict() | own == known["read"].to_dict() | own, changed


@step("problem")
def problem():
    told = unknown_person(here)
    assert (told.code, told.errors[0].code) == ("invalid_request", "reference_unknown"), told


@step("unknown")
def unknown():
    person = get_person.sync(known["made"].id, client=ahead)
    assert (person.family_name, person.personal_code_form) == ("Zīle", "code_of_tomorrow"), person
    assert list_applications.sync(client=ahead, limit=1).items[0].registration_number, "an application"
    assert unknown_person(ahead).status == 400
