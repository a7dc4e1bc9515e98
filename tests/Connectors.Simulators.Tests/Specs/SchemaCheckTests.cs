using System.Text.Json.Nodes;

namespace Connectors.Simulators.Tests.Specs;

/// <summary>The checker itself: it must find what is wrong.</summary>
public sealed class SchemaCheckTests : IDisposable
{
    private const string Description = """
        openapi: 3.1.0
        paths:
          /things/{id}:
            get:
              responses:
                '200': { content: { application/json: { schema: { $ref: '#/components/schemas/Thing' } } } }
        components:
          schemas:
            Thing:
              type: object
              required: [id, at]
              properties:
                id: { type: integer, format: int32 }
                at: { type: string, format: date-time }
                note: { type: [string, 'null'] }
                kind: { type: string, enum: [a, b] }
                old: { type: string, nullable: true }
                more: { type: object, additionalProperties: { type: string } }
                list: { type: array, items: { oneOf: [{ type: string }, { type: object, required: [x] }] } }
        """;

    private readonly string _file = Path.Combine(Path.GetTempPath(), $"spec-{Guid.NewGuid():N}.yaml");

    public SchemaCheckTests() => File.WriteAllText(_file, Description);

    public void Dispose() => File.Delete(_file);

    [Theory]
    [InlineData("""{"id":1,"at":"2026-01-01T00:00:00.000Z","note":null,"kind":"a","old":null,"more":{"x":"y"},"list":["s",{"x":1}]}""", null)]
    [InlineData("""{"id":1}""", "$: 'at' is missing")]
    [InlineData("""{"id":"1","at":"2026-01-01T00:00:00Z"}""", "$.id: String instead of integer")]
    [InlineData("""{"id":1.5,"at":"2026-01-01T00:00:00Z"}""", "$.id: Number instead of integer")]
    [InlineData("""{"id":5000000000,"at":"2026-01-01T00:00:00Z"}""", "$.id: 5000000000 is no int32")]
    [InlineData("""{"id":1,"at":"2026-01-01"}""", "$.at: \"2026-01-01\" is no date-time")]
    [InlineData("""{"id":1,"at":null}""", "$.at: Null instead of string")]
    [InlineData("""{"id":1,"at":"2026-01-01T00:00:00Z","kind":"c"}""", "$.kind: \"c\" is not one of [\"a\",\"b\"]")]
    [InlineData("""{"id":1,"at":"2026-01-01T00:00:00Z","guess":1}""", "$: 'guess' is not documented")]
    [InlineData("""{"id":1,"at":"2026-01-01T00:00:00Z","more":{"x":1}}""", "$.more.x: Number instead of string")]
    [InlineData("""{"id":1,"at":"2026-01-01T00:00:00Z","list":[{}]}""", "$.list[0]: none of oneOf fits; the nearest: $.list[0]: Object instead of string")]
    [InlineData("[]", "$: Array instead of object")]
    public void Check_FindsWhatIsWrong(string body, string? problem)
    {
        var problems = ApiDescription.Load(_file).Check(HttpMethod.Get, "/things/7", 200, JsonNode.Parse(body));

        Assert.Equal(problem is null ? [] : [problem], problems);
    }

    [Fact]
    public void Check_UnknownPathOrStatus_IsAProblem()
    {
        var description = ApiDescription.Load(_file);

        Assert.Single(description.Check(HttpMethod.Get, "/nothing", 200, null));
        Assert.Single(description.Check(HttpMethod.Get, "/things/7", 404, null));
    }
}
