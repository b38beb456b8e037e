// The story, told through the client of openapi-generator's `go`.
package main

import (
	"context"
	"errors"
	"fmt"
	"math/rand"
	"os"
	"reflect"
	"strings"
	"time"

	"story/aplp"
)

func client(address string) *aplp.APIClient {
	settings := aplp.NewConfiguration()
	settings.Servers = aplp.ServerConfigurations{{URL: os.Getenv(address)}}
	settings.AddDefaultHeader("Authorization", "Bearer "+os.Getenv("CLIENT_TOKEN"))
	return aplp.NewAPIClient(settings)
}

func step(name string, story func() error) {
	defer func() {
		if fault := recover(); fault != nil {
			fmt.Println(name, "FAILED", fault)
		}
	}()
	if why := story(); why != nil {
		fmt.Println(name, "FAILED", strings.Join(strings.Fields(why.Error()), " "))
		return
	}
	fmt.Println(name, "ok")
}

func key() string { return fmt.Sprintf("story-%d-%d", time.Now().UnixNano(), rand.Int()) }

func unknownPerson(of *aplp.APIClient) (aplp.Problem, error) {
	nobody := "00000000-0000-4000-8000-0000000000aa"
	today := time.Now().UTC().Format(time.DateOnly)
	body := *aplp.NewApplicationInput(aplp.CHANNEL_IN_PERSON, aplp.FORMKIND_FREE_FORM, nobody, today)
	_, _, why := of.ApplicationsAPI.CreateApplication(context.Background()).IdempotencyKey(key()).ApplicationInput(body).Execute()
	var refused *aplp.GenericOpenAPIError
	if !errors.As(why, &refused) {
		return aplp.Problem{}, fmt.Errorf("an application of nobody: %w", why)
	}
	problem, known := refused.Model().(aplp.Problem)
	if !known {
		return problem, fmt.Errorf("no problem but %s", refused.Body())
	}
	return problem, nil
}

// What a registration says beyond the person is who else it may be.
func members(person interface{ ToMap() (map[string]any, error) }) map[string]any {
	named, _ := person.ToMap()
	delete(named, "possible_duplicates")
	return named
}

func main() {
	here, none := client("CLIENT_URL"), context.Background()
	var made *aplp.RegisteredPerson
	var seen *aplp.Person
	var etag string

	step("create", func() (why error) {
		body := *aplp.NewPersonInput("Zīle", "Anna")
		body.SetPersonalCode(fmt.Sprintf("34%04d-%05d", rand.Intn(10000), rand.Intn(100000)))
		body.SetBornOn("1984-03-15")
		body.SetBornOnSource("identity document")
		body.SetAddress("Brīvības iela 1")
		body.SetMunicipality("0001000")
		body.SetPhone("+371 20000001")
		made, _, why = here.PersonsAPI.CreatePerson(none).IdempotencyKey(key()).PersonInput(body).Execute()
		return why
	})

	step("read", func() error {
		person, answer, why := here.PersonsAPI.GetPerson(none, made.GetId()).Execute()
		if why != nil {
			return why
		}
		seen, etag = person, answer.Header.Get("ETag")
		if !reflect.DeepEqual(members(seen), members(made)) || seen.GetFamilyName() != "Zīle" || seen.GetBornOn() != "1984-03-15" {
			return fmt.Errorf("read %v", seen)
		}
		return nil
	})

	step("list", func() error {
		first, _, why := here.PersonsAPI.ListPersons(none).Limit(2).Execute()
		if why != nil {
			return why
		}
		second, _, why := here.PersonsAPI.ListPersons(none).Limit(2).Cursor(first.GetNextCursor()).Execute()
		if why != nil {
			return why
		}
		ids := map[string]bool{}
		for _, person := range append(first.GetItems(), second.GetItems()...) {
			ids[person.GetId()] = true
		}
		if len(ids) != 4 {
			return fmt.Errorf("two pages of two hold %d", len(ids))
		}
		return nil
	})

	step("patch", func() error {
		body := *aplp.NewPersonDetailsPatch()
		body.SetPhone("+371 20000002")
		_, _, why := here.PersonsAPI.ChangePerson(none, made.GetId()).IfMatch(etag).PersonDetailsPatch(body).Execute()
		if why != nil {
			return why
		}
		changed, _, why := here.PersonsAPI.GetPerson(none, made.GetId()).Execute()
		if why != nil {
			return why
		}
		seen.SetPhone("+371 20000002")
		seen.SetVersion(2)
		seen.SetUpdatedAt(changed.GetUpdatedAt())
		if !reflect.DeepEqual(seen, changed) {
			return fmt.Errorf("changed to %v", changed)
		}
		return nil
	})

	step("problem", func() error {
		told, why := unknownPerson(here)
		if why == nil && (told.GetCode() != "invalid_request" || told.GetErrors()[0].GetCode() != "reference_unknown") {
			return fmt.Errorf("told %s", told.GetCode())
		}
		return why
	})

	step("unknown", func() error {
		ahead := client("CLIENT_TOMORROW")
		person, _, why := ahead.PersonsAPI.GetPerson(none, made.GetId()).Execute()
		if why != nil {
			return why
		}
		page, _, why := ahead.ApplicationsAPI.ListApplications(none).Limit(1).Execute()
		if why != nil {
			return why
		}
		told, why := unknownPerson(ahead)
		if why == nil && (person.GetFamilyName() != "Zīle" || page.GetItems()[0].GetRegistrationNumber() < 1 || told.GetStatus() != 400) {
			return fmt.Errorf("read %v, %v, %v", person, page, told)
		}
		return why
	})
}
