using Connectors.Auth;
using Connectors.Core.Tests.Testing;
using Connectors.Storage;

namespace Connectors.Core.Tests.Auth;

public sealed class CredentialSlotTests : IDisposable
{
    private readonly AuthWorld _world = new();

    [Fact]
    public void Accept_SlowReadOfAnOlderVersion_DoesNotBringItBack()
    {
        var slot = new CredentialSlot("c", _world.Protector, _world.Time, 0);
        var first = slot.Accept(Row(1), null);
        var second = slot.Accept(Row(2), first);

        Assert.Same(second, slot.Accept(Row(1), first));
        Assert.Same(second, slot.Known);
    }

    [Fact]
    public void Accept_RowMadeAnewSinceTheLastRead_TakesItAlthoughItsVersionIsLower()
    {
        var slot = new CredentialSlot("c", _world.Protector, _world.Time, 0);
        var known = slot.Accept(Row(7), null);

        Assert.Equal(1, slot.Accept(Row(1), known).Version);
    }

    [Fact]
    public async Task Note_CredentialSaysOtherwise_ChangesNothing()
    {
        var connection = await _world.SavedAsync(new ApiKeyCredential("key"), "api-key");

        await _world.Rows.NoteAsync(connection.CredentialId, isDead: true, "late news", default);

        Assert.Equal(connection, await _world.Service.FindAsync(AuthWorld.Key));
    }

    public void Dispose() => _world.Dispose();

    private StoredCredential Row(long version) => new("c", _world.Protector.Protect("c", new ApiKeyCredential($"key-{version}")), version, IsDead: false, HasIntent: false);
}
