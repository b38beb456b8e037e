// The story, told through the client of NSwag.
using System;
using System.Linq;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Threading.Tasks;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Aplp
{
    // A code that is not known becomes null, or the first of its enum where null may not be.
    static class Later
    {
        public static void Accept(JsonSerializerSettings settings)
        {
            settings.Error = (_, fault) => fault.ErrorContext.Handled = fault.ErrorContext.Error.Message.Contains("to type");
        }
    }

    public partial class PersonsClient
    {
        static partial void UpdateJsonSerializerSettings(JsonSerializerSettings settings) => Later.Accept(settings);
    }

    public partial class ApplicationsClient
    {
        static partial void UpdateJsonSerializerSettings(JsonSerializerSettings settings) => Later.Accept(settings);
    }

    static class Story
    {
        static readonly HttpClient http = new HttpClient();
        static RegisteredPerson made;
        static readonly string[] Changed = { "phone", "version", "updated_at" };
        static Person seen;
        static string etag;

        static PersonsClient Persons(string address) => new PersonsClient(http) { BaseUrl = Environment.GetEnvironmentVariable(address) };

        static ApplicationsClient Applications(string address) =>
            new ApplicationsClient(http) { BaseUrl = Environment.GetEnvironmentVariable(address) };

        static string Key() => Guid.NewGuid().ToString();

        static void Step(string name, Func<Task<bool>> story)
        {
            try
            {
                Console.WriteLine(name + (story().GetAwaiter().GetResult() ? " ok" : " FAILED not as expected"));
            }
            catch (Exception why)
            {
                Console.WriteLine(name + " FAILED " + string.Join(" ", why.Message.Split((char[])null, StringSplitOptions.RemoveEmptyEntries)));
            }
        }

        static async Task<Problem> UnknownPerson(ApplicationsClient applications)
        {
            var body = new ApplicationInput
            {
                Person_id = Guid.NewGuid(), Form_kind = FormKind.Free_form, Channel = Channel.In_person, Submitted_on = DateTimeOffset.Now,
            };
            try
            {
                await applications.CreateApplicationAsync(Key(), body);
            }
            catch (ApiException<Problem> refused)
            {
                return refused.Result;
            }
            throw new Exception("an application of nobody was taken");
        }

        static JObject Others(object person, params string[] others)
        {
            var members = JObject.FromObject(person);
            foreach (var other in others) members.Remove(other);
            return members;
        }

        static void Main()
        {
            var token = Environment.GetEnvironmentVariable("CLIENT_TOKEN");
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
            var here = Persons("CLIENT_URL");
            var chance = new Random();

            Step("create", async () =>
            {
                var body = new PersonInput
                {
                    Given_name = "Anna", Family_name = "Zīle", Personal_code = $"32{chance.Next(10000):D4}-{chance.Next(100000):D5}",
                    Born_on = new DateTimeOffset(1984, 3, 15, 0, 0, 0, TimeSpan.Zero), Born_on_source = "identity document",
                    Address = "Brīvības iela 1", Municipality = "0001000", Phone = "+371 20000001",
                };
                made = (await here.CreatePersonAsync(Key(), body)).Result;
                return true;
            });

            Step("read", async () =>
            {
                var answer = await here.GetPersonAsync(made.Id);
                seen = answer.Result;
                etag = answer.Headers["ETag"].First();
                return JToken.DeepEquals(Others(seen), Others(made, "possible_duplicates")) && seen.Family_name == "Zīle"
                    && seen.Born_on.Value.ToString("yyyy-MM-dd") == "1984-03-15";
            });

            Step("list", async () =>
            {
                var first = (await here.ListPersonsAsync(limit: 2)).Result;
                var second = (await here.ListPersonsAsync(limit: 2, cursor: first.Next_cursor)).Result;
                return first.Items.Concat(second.Items).Select(person => person.Id).Distinct().Count() == 4;
            });

            Step("patch", async () =>
            {
                await here.ChangePersonAsync(made.Id, etag, new PersonDetailsPatch { Phone = "+371 20000002" });
                var changed = (await here.GetPersonAsync(made.Id)).Result;
                return changed.Phone == "+371 20000002" && JToken.DeepEquals(Others(changed, Changed), Others(seen, Changed));
            });

            Step("problem", async () =>
            {
                var told = JObject.FromObject(await UnknownPerson(Applications("CLIENT_URL")));
                return (string)told["code"] == "invalid_request" && (string)told["errors"][0]["code"] == "reference_unknown";
            });

            Step("unknown", async () =>
            {
                var ahead = Applications("CLIENT_TOMORROW");
                var page = (await ahead.ListApplicationsAsync(limit: 1)).Result;
                return (await Persons("CLIENT_TOMORROW").GetPersonAsync(made.Id)).Result.Family_name == "Zīle"
                    && page.Items.First().Registration_number > 0 && (await UnknownPerson(ahead)).Status == 400;
            });
        }
    }
}
