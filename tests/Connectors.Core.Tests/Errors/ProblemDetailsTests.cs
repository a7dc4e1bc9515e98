using System.Net;
using Connectors.Core.Tests.Http;
using Connectors.Definitions;

namespace Connectors.Core.Tests.Errors;

/// <summary>Problem details (RFC 9457) of a provider whose definition says nothing of its errors.</summary>
public sealed class ProblemDetailsTests
{
    [Fact]
    public async Task Json_ExampleOfTheRfc_SaysWhatIsTheMatter()
    {
        // RFC 9457, section 3.
        var facts = await FailAsync("application/problem+json", """
            {"type":"https://example.com/probs/out-of-credit","title":"You do not have enough credit.","detail":"Your current balance is 30, but that costs 50.",
             "instance":"/account/12345/msgs/abc","balance":30,"accounts":["/account/12345","/account/67890"]}
            """);

        Assert.Equal(
            ("https://example.com/probs/out-of-credit", "Your current balance is 30, but that costs 50.", "/account/12345/msgs/abc"), (facts.ErrorCode, facts.VendorMessage, facts.RequestId));
    }

    [Fact]
    public async Task Json_ErrorsWithPointers_AreFieldErrors()
    {
        // RFC 9457, section 3, the second example.
        var facts = await FailAsync("application/problem+json", """
            {"type":"https://example.net/validation-error","title":"Your request is not valid.",
             "errors":[{"detail":"must be a positive integer","pointer":"#/age"},{"detail":"must be 'green', 'red' or 'blue'","pointer":"#/profile/color"}]}
            """);

        Assert.Equal("Your request is not valid.", facts.VendorMessage);
        Assert.Equal([new("#/age", "must be a positive integer"), new("#/profile/color", "must be 'green', 'red' or 'blue'")], facts.FieldErrors);
    }

    [Fact]
    public async Task Json_ErrorsOfAspNet_AreFieldErrors()
    {
        var facts = await FailAsync("application/problem+json; charset=utf-8", """
            {"type":"https://tools.ietf.org/html/rfc9110#section-15.5.1","title":"One or more validation errors occurred.","status":400,
             "errors":{"Name":["The Name field is required.","Too short."],"$.age":["Not a number."]},"traceId":"00-1-2-00"}
            """);

        Assert.Equal("00-1-2-00", facts.RequestId);
        Assert.Equal([new("Name", "The Name field is required. Too short."), new("$.age", "Not a number.")], facts.FieldErrors);
    }

    [Theory]
    [InlineData("""{"type":"about:blank","title":"Not Found"}""", null, "Not Found")]
    [InlineData("""{"type":"https://tools.ietf.org/html/rfc9110#section-15.5.2","title":"Unauthorized"}""", null, "Unauthorized")]
    [InlineData("""{"type":"u","title":"half of a pair: \ud800"}""", null, null)]
    [InlineData("""{"type":7,"title":["x"],"detail":"Good.","status":"400","errors":3}""", null, "Good.")]
    [InlineData("""{"type":"u","errors":{"a":7,"b":null}}""", "u", null)]
    [InlineData("""{"type":"u","errors":["text",{"detail":5}]}""", "u", null)]
    [InlineData("""["no problem"]""", null, null)]
    [InlineData("""{"type":"u""", null, null)]
    [InlineData("", null, null)]
    public async Task Json_WhatTheRfcDoesNotState_IsPassedOver(string body, string? code, string? message)
    {
        var facts = await FailAsync("application/problem+json", body);

        Assert.Equal((code, message), (facts.ErrorCode, facts.VendorMessage));
        Assert.DoesNotContain(facts.FieldErrors, field => field.Message.Length > 0);
    }

    [Fact]
    public async Task Xml_SaysTheSame()
    {
        // RFC 9457, appendix B.
        var facts = await FailAsync("application/problem+xml", """
            <?xml version="1.0" encoding="UTF-8"?>
            <problem xmlns="urn:ietf:rfc:7807"><type>https://example.com/probs/out-of-credit</type><title>You do not have enough credit.</title>
            <detail>Your current balance is 30, but that costs 50.</detail><instance>https://example.net/account/12345/msgs/abc</instance>
            <errors><i><detail>must be a positive integer</detail><pointer>#/age</pointer></i></errors></problem>
            """);

        Assert.Equal(("https://example.com/probs/out-of-credit", "Your current balance is 30, but that costs 50.", "https://example.net/account/12345/msgs/abc"), (facts.ErrorCode, facts.VendorMessage, facts.RequestId));
        Assert.Equal([new("#/age", "must be a positive integer")], facts.FieldErrors);
    }

    [Theory]
    [InlineData("""<!DOCTYPE p [<!ENTITY e SYSTEM "file:///etc/passwd">]><problem><title>&e;</title></problem>""")]
    [InlineData("<problem><title>open")]
    [InlineData("<other><title>x</title></other>")]
    public async Task Xml_ThatIsNoProblem_SaysNothing(string body)
    {
        var facts = await FailAsync("application/problem+xml", body);

        Assert.Equal((null, null), (facts.ErrorCode, facts.VendorMessage));
    }

    [Fact]
    public async Task OtherMediaType_IsNotTaken_UnlessTheDefinitionSaysSo()
    {
        const string Body = """{"title":"Not here."}""";

        Assert.Null((await FailAsync("application/json", Body)).VendorMessage);
        Assert.Equal("Not here.", (await FailAsync("application/json", Body, new() { Error = ResponseRules.ProblemJson })).VendorMessage);
    }

    [Fact]
    public async Task DefinitionsOwnReader_ComesFirst_AndProblemDetailsWhereItGivesNothing()
    {
        const string Body = """{"title":"Not here."}""";

        Assert.Equal("own", (await FailAsync("application/problem+json", Body, new() { Error = _ => new(null, "own") })).VendorMessage);
        Assert.Equal("Not here.", (await FailAsync("application/problem+json", Body, new() { Error = _ => new(null, null) })).VendorMessage);
        Assert.Equal("Not here.", (await FailAsync("application/problem+json", Body, new() { Error = _ => throw new FormatException() })).VendorMessage);
    }

    [Fact]
    public async Task Words_AreOneLine_Short_AndWithoutTheCredential()
    {
        var facts = await FailAsync("application/problem+json", "{\"detail\":\"a\\n\\u0007b " + Bench.Token + " " + new string('x', 5000) + "\",\"errors\":{\"f" + Bench.Token + "\":[\"" + new string('y', 5000) + "\"]}}");

        Assert.StartsWith("a  b *** xxx", facts.VendorMessage, StringComparison.Ordinal);
        Assert.InRange(facts.VendorMessage!.Length, 1, 301);
        Assert.Equal("f***", facts.FieldErrors[0].Field);
        Assert.InRange(facts.FieldErrors[0].Message.Length, 1, 301);
    }

    [Fact]
    public async Task Fields_OfWhichThereAreThousands_AreBounded()
    {
        var facts = await FailAsync("application/problem+json", "{\"errors\":{" + string.Join(',', Enumerable.Range(0, 2000).Select(number => $"\"f{number}\":\"no\"")) + "}}");

        Assert.Equal(100, facts.FieldErrors.Count);
    }

    private static async Task<ErrorFacts> FailAsync(string type, string body, ResponseRules? rules = null)
    {
        using var bench = await Bench.OpenAsync(new FakeWire().Then((_, _) =>
        {
            var content = new StringContent(body);
            content.Headers.ContentType = System.Net.Http.Headers.MediaTypeHeaderValue.Parse(type);
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.BadRequest) { Content = content });
        }), definition: new() { Id = "plain", DisplayName = "Plain", Hosts = "https://api.plain.test", Auth = [new BearerScheme("token")], Endpoints = [], Rules = rules ?? ResponseRules.Default });
        return (await Assert.ThrowsAsync<ConnectorException>(() => bench.Connector.SendAsync(HttpMethod.Get, "/x"))).Facts;
    }
}
