using Connectors.Core.Tests.Testing;
using Connectors.Definitions;
using Microsoft.Extensions.DependencyInjection;

namespace Connectors.Sync.Tests;

public sealed class BindingCheckTests
{
    [Fact]
    public void AddConnector_BindingOverAnEndpointThatIsNotListed_IsRefused()
    {
        var binding = new FakeConnector(new(new ManualTimeProvider())).Binding;

        var error = Assert.Throws<ArgumentException>(() => Add(binding));

        Assert.Contains("'people.list'", error.Message, StringComparison.Ordinal);
        Assert.Contains("test.person", error.Message, StringComparison.Ordinal);
        Add(binding, [.. Enum.GetValues<Operation>().SelectMany(binding.Endpoints)]);
    }

    private static void Add(ModelBinding binding, params IReadOnlyList<Endpoint> endpoints) => new ServiceCollection().AddConnectors().AddConnector(new()
    {
        Id = "fake",
        DisplayName = "Fake",
        Hosts = "https://fake.example",
        Auth = [],
        Endpoints = endpoints,
        Models = [binding],
    });
}
