using System.Text;
using Connectors.Paging;

namespace Connectors.Core.Tests.Paging;

public sealed class JsonEnvelopeTests
{
    [Theory]
    [InlineData("""{"results":[{"id":1}],"paging":{"after":"x"}}""", """{"results":[],"paging":{"after":"x"}}""", "results")]
    [InlineData("""{"results":[],"next":null}""", """{"results":[],"next":null}""", "results")]
    [InlineData("""{"total":2,"results":[{"tags":["a]","b"]},{"tags":[]}] , "next":"a]\"}"}""", """{"total":2,"results":[] , "next":"a]\"}"}""", "results")]
    [InlineData("""{"data":{"issues":{"nodes":[{"labels":{"nodes":[]}}],"pageInfo":{"endCursor":"c"}}}}""", """{"data":{"issues":{"nodes":[],"pageInfo":{"endCursor":"c"}}}}""", "data", "issues", "nodes")]
    [InlineData("""{"skipped":{"results":[1]},"results":[[1],[2]]}""", """{"skipped":{"results":[1]},"results":[]}""", "results")]
    public void Cut_APage_LeavesWhatStandsAroundTheRecords(string body, string envelope, params string[] at)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        var head = JsonEnvelope.HeadLength(bytes, at);
        var tail = JsonEnvelope.TailStart(bytes, bytes.Length, at.Length);

        Assert.Equal(envelope, Encoding.UTF8.GetString([.. bytes.AsSpan(0, head), .. bytes.AsSpan(tail)]));
    }

    [Fact]
    public void TailStart_AnotherArrayAfterTheRecords_IsTriedFirstAndTheRecordsNext()
    {
        var bytes = Encoding.UTF8.GetBytes("""{"results":[{"id":1}],"links":["a"],"next":"x"}""");

        var first = JsonEnvelope.TailStart(bytes, bytes.Length, depth: 1);
        var second = JsonEnvelope.TailStart(bytes, first, depth: 1);

        Assert.Equal("""],"next":"x"}""", Encoding.UTF8.GetString(bytes.AsSpan(first)));
        Assert.Equal("""],"links":["a"],"next":"x"}""", Encoding.UTF8.GetString(bytes.AsSpan(second)));
    }

    [Theory]
    [InlineData("""[{"id":1}]""")]
    [InlineData("""{"other":[]}""")]
    [InlineData("""{"results":{"1":{}}}""", "results")]
    [InlineData("""{"results":null}""", "results")]
    [InlineData("""{"results":""", "results")]
    [InlineData("", "results")]
    public void HeadLength_NoArrayThere_IsNone(string body, params string[] at)
    {
        var bytes = Encoding.UTF8.GetBytes(body);

        Assert.Equal(-1, JsonEnvelope.HeadLength(bytes, at));
    }

    [Theory]
    [InlineData("""{"results":[1],"next":"x"}}""")]
    [InlineData("""{"results":[1],"next":"x""")]
    [InlineData("""{"results":[1]""")]
    [InlineData("""{"results":1}""")]
    public void TailStart_TornOrCrooked_IsNone(string body)
    {
        var bytes = Encoding.UTF8.GetBytes(body);

        Assert.Equal(-1, JsonEnvelope.TailStart(bytes, bytes.Length, depth: 1));
    }
}
