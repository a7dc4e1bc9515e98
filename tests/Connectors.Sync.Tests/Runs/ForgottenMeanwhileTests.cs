using Connectors.Core.Tests.Testing;
using Connectors.Definitions;
using Connectors.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace Connectors.Sync.Tests;

public sealed class ForgottenMeanwhileTests
{
    [Fact]
    public async Task Run_ConnectionForgottenBetweenOpeningItAndTakingTheLease_ReadsNothingAndKeepsNothing()
    {
        var time = new ManualTimeProvider();
        var provider = new FakeProvider(time);
        provider.People["1"] = new() { RemoteId = "1", Name = "Ada" };
        var store = new MemorySyncStore(time);
        var connectors = new OpensOnce(new FakeConnector(provider));
        var engine = new SyncEngine(connectors, store, time, NullLogger<SyncEngine>.Instance);

        var error = await Assert.ThrowsAsync<ConnectorException>(() => engine.RunAsync<Person>(FakeConnector.Acme));

        Assert.StartsWith("There is no such connection.", error.Message, StringComparison.Ordinal);
        Assert.Empty(provider.Asked);
        Assert.Equal(0, await store.CountAsync(FakeConnector.Stream, default));
        Assert.NotNull(await store.TryBeginAsync(FakeConnector.Stream, TimeSpan.FromMinutes(1), default));
    }

    /// <summary>The connection is there when it is opened first, and then no more.</summary>
    private sealed class OpensOnce(FakeConnector connector) : IConnectorFactory
    {
        private bool _isGone;

        public IReadOnlyDictionary<string, ConnectorDefinition> Definitions => ((IConnectorFactory)connector).Definitions;

        public ValueTask<IConnector> OpenAsync(ConnectionKey key, CancellationToken cancellationToken = default)
        {
            if (_isGone)
            {
                throw new ConnectorException(new() { Kind = ErrorKind.Configuration, What = "There is no such connection", ToDo = "" });
            }

            _isGone = true;
            return new(connector);
        }
    }
}
