using Connectors.Definitions;
using Connectors.RequestLogs;
using Connectors.Storage;

namespace Connectors.Core.Tests.Storage;

public sealed class MemoryRequestLogStoreTests : RequestLogStoreContract
{
    protected override IRequestLogStore Store { get; } = new MemoryRequestLogStore();

    [Fact]
    public async Task Write_MoreBytesThanAllowed_KeepsTheNewest()
    {
        var store = new MemoryRequestLogStore(maxBytes: 100_000);
        for (var number = 0; number < 1000; number++)
        {
            await store.WriteAsync([RequestLogRow.Of(new()
            {
                Kind = ObservationKind.Attempt,
                At = DateTimeOffset.UnixEpoch,
                Connection = new("acme", "t"),
                Endpoint = $"e{number}",
                Effect = Effect.Read,
                Method = "GET",
                Uri = new string('x', 1000),
                Attempt = 1,
                Duration = default,
            })], default);
            Assert.InRange(store.Bytes, 1, 100_000);
        }

        Assert.Equal("e999", (await store.ReadAsync(new(), default))[0].Endpoint);
    }
}
