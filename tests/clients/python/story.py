"""The story, told through the client of openapi-generator's `python`."""

import os
import random
import uuid
from datetime import date

import aplp
from aplp.exceptions import ApiException
from step import step


def client(address):
    return aplp.ApiClient(aplp.Configuration(host=os.environ[address], access_token=os.environ["CLIENT_TOKEN"]))


def unknown_person(applications):
    try:
        applications.create_application(
            str(uuid.uuid4()),
            aplp.ApplicationInput(
                person_id=str(uuid.uuid4()), form_kind="free_form", channel="in_person", submitted_on=date.today()
            ),
        )
    except ApiException as refused:
        return refused.data
    raise AssertionError("an application of nobody was taken")


persons = aplp.PersonsApi(client("CLIENT_URL"))
applications = aplp.ApplicationsApi(client("CLIENT_URL"))
code = f"{random.randint(320000, 399999)}-{random.randint(10000, 99999)}"
known = {}


@step("create")
def create():
    known["made"] = persons.create_person(
        str(uuid.uuid4()),
        aplp.PersonInput(
            given_name="Anna",
            family_name="Zīle",
            personal_code=code,
            born_on=date(1984, 3, 15),
            born_on_source="identity document",
            address="Brīvības iela 1",
            municipality="0001000",
            phone="+371 20000001",
        ),
    )


@step("read")
def read():
    answer = persons.get_person_with_http_info(known["made"].id)
    known["etag"] = answer.headers["etag"]
    known["read"] = answer.data
    made = known["made"].model_dump(exclude={"possible_duplicates"})
    assert answer.data.model_dump() == made, answer.data
    assert (answer.data.family_name, answer.data.born_on) == ("Zīle", date(1984, 3, 15)), answer.data


@step("list")
def pages():
    first = persons.list_persons(limit=2)
    second = persons.list_persons(limit=2, cursor=first.next_cursor)
    ids = {person.id for person in first.items + second.items}
    assert len(ids) == 4, ids


@step("patch")
def patch():
    persons.change_person(known["made"].id, known["etag"], aplp.PersonDetailsPatch(phone="+371 20000002"))
    changed = persons.get_person(known["made"].id)
    assert changed.phone == "+371 20000002", changed
    own = {"phone", "version", "updated_at"}
    assert changed.model_dump(exclude=own) == known["read"].model_dump(exclude=own), changed


@step("problem")
def problem():
    told = unknown_person(applications)
    assert (told.code, told.errors[0].code) == ("invalid_request", "reference_unknown"), told


@step("unknown")
def unknown():
    person = aplp.PersonsApi(client("CLIENT_TOMORROW")).get_person(known["made"].id)
    assert person.family_name == "Zīle", person
    ahead = aplp.ApplicationsApi(client("CLIENT_TOMORROW"))
    assert ahead.list_applications(limit=1).items[0].registration_number, "an application"
    assert unknown_person(ahead).status == 400
