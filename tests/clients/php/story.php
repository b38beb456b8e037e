<?php
// The story, told through the client of openapi-generator's `php`.
require 'GuzzleHttp/autoload.php';
spl_autoload_register(function (string $class) {
    if (str_starts_with($class, 'OpenAPI\\Client\\')) {
        require 'lib/' . strtr(substr($class, strlen('OpenAPI\\Client\\')), '\\', '/') . '.php';
    }
});

use OpenAPI\Client\Api\ApplicationsApi;
use OpenAPI\Client\Api\PersonsApi;
use OpenAPI\Client\ApiException;
use OpenAPI\Client\Configuration;
use OpenAPI\Client\Model;
use OpenAPI\Client\ObjectSerializer;

const CHANGED = ['phone', 'version', 'updated_at'];

function settings(string $address): Configuration
{
    return (new Configuration())->setHost(getenv($address))->setAccessToken(getenv('CLIENT_TOKEN'));
}

function step(string $name, callable $story): void
{
    try {
        echo $name . ($story() ? ' ok' : ' FAILED not as expected') . "\n";
    } catch (Throwable $why) {
        echo $name, ' FAILED ', get_class($why), ' ', substr(preg_replace('/\s+/', ' ', $why->getMessage()), 0, 300), "\n";
    }
}

function key_of_a_change(): string
{
    return bin2hex(random_bytes(16));
}

function unknown_person(ApplicationsApi $applications): Model\Problem
{
    try {
        $applications->createApplication(key_of_a_change(), new Model\ApplicationInput([
            'personId' => '00000000-0000-4000-8000-0000000000aa', 'formKind' => 'free_form',
            'channel' => 'in_person', 'submittedOn' => new DateTime(),
        ]));
    } catch (ApiException $refused) {
        return ObjectSerializer::deserialize(json_decode($refused->getResponseBody()), Model\Problem::class);
    }
    throw new LogicException('an application of nobody was taken');
}

function members(Model\Person|Model\RegisteredPerson $person, string ...$others): array
{
    $members = (array) ObjectSerializer::sanitizeForSerialization($person);
    return array_diff_key($members, array_flip($others));
}

$persons = new PersonsApi(null, settings('CLIENT_URL'));
$made = $seen = $etag = null;

step('create', function () use ($persons, &$made) {
    $made = $persons->createPerson(key_of_a_change(), new Model\PersonInput([
        'givenName' => 'Anna', 'familyName' => 'Zīle',
        'personalCode' => sprintf('36%04d-%05d', random_int(0, 9999), random_int(0, 99999)),
        'bornOn' => new DateTime('1984-03-15'), 'bornOnSource' => 'identity document',
        'address' => 'Brīvības iela 1', 'municipality' => '0001000', 'phone' => '+371 20000001',
    ]));
    return true;
});

step('read', function () use ($persons, &$made, &$seen, &$etag) {
    [$seen, , $headers] = $persons->getPersonWithHttpInfo($made->getId());
    $etag = array_change_key_case($headers)['etag'][0];
    return members($seen) == members($made, 'possible_duplicates') && $seen->getFamilyName() === 'Zīle' && $seen->getBornOn()->format('Y-m-d') === '1984-03-15';
});

step('list', function () use ($persons) {
    $first = $persons->listPersons(limit: 2);
    $second = $persons->listPersons(limit: 2, cursor: $first->getNextCursor());
    $ids = array_map(fn ($person) => $person->getId(), [...$first->getItems(), ...$second->getItems()]);
    return count(array_unique($ids)) === 4;
});

step('patch', function () use ($persons, &$made, &$seen, &$etag) {
    $persons->changePerson($made->getId(), $etag, new Model\PersonDetailsPatch(['phone' => '+371 20000002']));
    $changed = $persons->getPerson($made->getId());
    return $changed->getPhone() === '+371 20000002' && members($changed, ...CHANGED) == members($seen, ...CHANGED);
});

step('problem', function () {
    $told = unknown_person(new ApplicationsApi(null, settings('CLIENT_URL')));
    return $told->getCode() === 'invalid_request' && $told->getErrors()[0]->getCode() === 'reference_unknown';
});

step('unknown', function () use (&$made) {
    $person = (new PersonsApi(null, settings('CLIENT_TOMORROW')))->getPerson($made->getId());
    $ahead = new ApplicationsApi(null, settings('CLIENT_TOMORROW'));
    return $person->getFamilyName() === 'Zīle' && $ahead->listApplications(limit: 1)->getItems()[0]->getRegistrationNumber() > 0
        && unknown_person($ahead)->getStatus() === 400;
});
