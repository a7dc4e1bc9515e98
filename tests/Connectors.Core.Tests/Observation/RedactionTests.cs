using System.Net;
using System.Text;
using Connectors.Core.Tests.Http;
using Connectors.Definitions;
using Connectors.Observation;
using Microsoft.Extensions.DependencyInjection;

namespace Connectors.Core.Tests.Observation;

public sealed class RedactionTests
{
    [Theory]
    [InlineData("application/json", """{"name":"Ada","password":"p","nested":{"ApiKey":{"a":1},"items":[{"client_secret":["x"]},2.50,true,null]}}""", """{"name":"Ada","password":"***","nested":{"ApiKey":"***","items":[{"client_secret":"***"},2.50,true,null]}}""")]
    [InlineData("application/problem+json", """{"access-token":"x","next_page_token":"p2","token_type":"bearer"}""", """{"access-token":"***","next_page_token":"p2","token_type":"bearer"}""")]
    [InlineData("application/x-ndjson", "{\"token\":1}\n{\"a\":2}\n", "{\"token\":\"***\"}\n{\"a\":2}")]
    [InlineData("application/json", """{"a":"ä \u0041 \n"}""", """{"a":"ä A \n"}""")]
    [InlineData("application/x-www-form-urlencoded", "a=1&client%5Fsecret=x&b=&refresh_token=y", "a=1&client%5Fsecret=***&b=&refresh_token=***")]
    [InlineData("text/xml", """<e xmlns="u" Token="t"><a>1</a><Password Type="x">p<b/></Password><c/></e>""", """<e xmlns="u" Token="***"><a>1</a><Password Type="x">***</Password><c /></e>""")]
    [InlineData("text/plain", "secret-of-the-connection is echoed", "*** is echoed")]
    [InlineData("application/json", """{"echo":"c2VjcmV0LW9mLXRoZS1jb25uZWN0aW9u"}""", """{"echo":"***"}""")]
    public void Body_KeepsAllButSecrets(string type, string body, string expected) =>
        Assert.Equal(new(expected, false), Show(type, body));

    [Theory]
    [InlineData("application/json", """{"a":"1","b":"cut in t""", """{"a":"1","b":""")]
    [InlineData("application/json", """{"a":"1","token":{"x":""", """{"a":"1","token":"***""" + "\"")]
    [InlineData("application/json", """{"a":"1"} <html>""", """{"a":"1"}""")]
    [InlineData("text/xml", "<a><b>1</b><c>half of a s", "<a><b>1</b></a>")]
    public void Body_ThatCannotBeReadToItsEnd_IsKeptAsFarAsItCan(string type, string body, string expected)
    {
        var shown = Show(type, body, isCut: !body.EndsWith('>'))!;

        Assert.True(shown.IsCut);
        Assert.Equal(expected, shown.Text);
    }

    [Fact]
    public void Body_LongerThanAllowed_IsCut_WithoutHalfOfASecret()
    {
        for (var padding = 60; padding < 110; padding++)
        {
            var redaction = new Redaction(new() { Bodies = true, MaxBodyBytes = 100 });
            var secrets = redaction.Secrets(new ApiKeyCredential("secret-of-the-connection"), []);
            var content = new StringContent(new string('x', padding) + "secret-of-the-connection" + new string('y', 2000), Encoding.UTF8, "text/plain");

            var shown = redaction.Body(redaction.Capture(Encoding.UTF8.GetBytes(new string('x', padding) + "secret-of-the-connection" + new string('y', 2000)), content.Headers, secrets)!, secrets)!;

            Assert.True(shown.IsCut);
            Assert.InRange(shown.Text.Length, 1, 101);
            Assert.DoesNotContain("se", shown.Text, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("image/png")]
    [InlineData("application/octet-stream")]
    [InlineData("multipart/form-data")]
    public void Body_ThatIsNoText_IsNotTaken(string type)
    {
        var content = new ByteArrayContent([1]) { Headers = { ContentType = new(type) } };

        Assert.Null(new Redaction(new() { Bodies = true }).Capture(new byte[] { 1 }, content.Headers, []));
    }

    [Theory]
    [InlineData("https://a.test/x?api_key=1&q=2&after=3", false, "https://a.test/x?api_key=***&q=2&after=3")]
    [InlineData("https://files.test/x?X-Amz-Signature=1&id=2", true, "https://files.test/x?X-Amz-Signature=***&id=***")]
    [InlineData("https://a.test/secret-of-the-connection/x", false, "https://a.test/***/x")]
    [InlineData("https://a.test/x#part", false, "https://a.test/x")]
    [InlineData("https://user:pass@files.test/x?bare", true, "https://files.test/x?***")]
    public void Address_KeepsAllButSecrets(string address, bool isElsewhere, string expected)
    {
        var redaction = new Redaction(new());

        Assert.Equal(expected, redaction.Address(new(address), isElsewhere, redaction.Secrets(new ApiKeyCredential("secret-of-the-connection"), [])));
    }

    [Fact]
    public async Task Headers_OnlyThoseListed_NeverThoseOfSecrets()
    {
        var watched = new Watched();
        var wire = new FakeWire().Then(HttpStatusCode.OK, """{"id":"1"}""", adorn: answer =>
        {
            answer.Headers.Add("Set-Cookie", "session=1");
            answer.Headers.Add("X-RateLimit-Remaining", "9");
            answer.Headers.Add("X-Request-Id", $"echo {Bench.Token}");
            answer.Headers.Add("X-Internal", "1");
        });
        using (var bench = await Bench.OpenAsync(wire, build: builder => builder.AddCallObserver("test", _ => watched).ConfigureCallObservation(options =>
        {
            options.RequestHeaders.Add("*");
            options.ResponseHeaders.Add("Set-Cookie");
        })))
        {
            using var answer = await bench.Connector.SendAsync(new(HttpMethod.Get, "/x") { Headers = new Dictionary<string, string> { ["X-Api-Key"] = "1", ["X-Mine"] = "2" } });
        }

        var attempt = Assert.Single(watched.Attempts);
        Assert.Contains(new("X-Mine", "2"), attempt.RequestHeaders);
        Assert.DoesNotContain(attempt.RequestHeaders, header => header.Name is "Authorization" or "X-Api-Key");
        Assert.Equal([("X-RateLimit-Remaining", "9"), ("X-Request-ID", "echo ***"), ("Content-Type", "application/json; charset=utf-8")], attempt.ResponseHeaders.Select(header => (header.Name, header.Value)));
    }

    [Fact]
    public async Task Bodies_AreTakenOnlyWhenAskedFor()
    {
        var (closed, open) = (new Watched(), new Watched());
        foreach (var watched in new[] { closed, open })
        {
            using var bench = await Bench.OpenAsync(new FakeWire().Then(HttpStatusCode.OK, """{"id":"1","name":"n"}"""), build: builder => builder
                .AddCallObserver("test", _ => watched).ConfigureCallObservation(options => options.Bodies = watched == open));
            await bench.Connector.CallAsync(Acme.Create, new("1", "n"));
        }

        Assert.All(closed.Seen, one => Assert.Equal((null, null), (one.RequestBody, one.ResponseBody)));
        var attempt = Assert.Single(open.Attempts);
        Assert.Equal((new("""{"id":"1","name":"n"}""", false), new("""{"id":"1","name":"n"}""", false)), (attempt.RequestBody, attempt.ResponseBody));
    }

    private static ObservedBody? Show(string type, string body, bool isCut = false)
    {
        var redaction = new Redaction(new() { Bodies = true });
        return redaction.Body(new(Encoding.UTF8.GetBytes(body), type, isCut), redaction.Secrets(new ApiKeyCredential("secret-of-the-connection"), []));
    }
}
