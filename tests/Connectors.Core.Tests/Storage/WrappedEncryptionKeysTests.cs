using System.Security.Cryptography;
using Connectors.Auth;
using Connectors.Storage;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;

namespace Connectors.Core.Tests.Storage;

public sealed class WrappedEncryptionKeysTests
{
    [Fact]
    public async Task Keys_AreUnwrappedOnceEach_HoweverOftenTheyAreUsed()
    {
        var kms = new FakeKms();
        var wrapped = new[] { await WrappedEncryptionKeys.CreateAsync(kms, "2026-11"), await WrappedEncryptionKeys.CreateAsync(kms, "2026-05") };
        var protector = new CredentialProtector(new(await WrappedEncryptionKeys.LoadAsync(kms, wrapped)));

        for (var index = 0; index < 1000; index++)
        {
            var payload = protector.Protect($"c{index}", new ApiKeyCredential("key"));
            Assert.Equal("key", ((ApiKeyCredential)protector.Unprotect($"c{index}", payload)).Key.Reveal());
        }

        Assert.Equal(2, kms.Unwrapped);
    }

    [Fact]
    public async Task Reload_NewKeyOnTop_EncryptsFromThenOn_AndKnownOnesAreNotAskedForAgain()
    {
        var kms = new FakeKms();
        var old = await WrappedEncryptionKeys.CreateAsync(kms, "old");
        var keys = await WrappedEncryptionKeys.LoadAsync(kms, [old]);
        var protector = new CredentialProtector(new(keys));
        var payload = protector.Protect("c", new ApiKeyCredential("key"));

        await keys.ReloadAsync([await WrappedEncryptionKeys.CreateAsync(kms, "new"), old]);

        Assert.Equal(("new", 2), (keys.Current.Id, kms.Unwrapped));
        Assert.False(protector.IsCurrent(payload));
        protector.Unprotect("c", payload);
        var again = await WrappedEncryptionKeys.LoadAsync(kms, [old]);
        new CredentialProtector(new(again)).Unprotect("c", payload);
    }

    [Fact]
    public async Task Load_NoneOrDamagedOrOfAnotherKey_IsAConfigurationError_AndTheKeysStay()
    {
        var kms = new FakeKms();
        var good = await WrappedEncryptionKeys.CreateAsync(kms, "k1");
        var keys = await WrappedEncryptionKeys.LoadAsync(kms, [good]);
        WrappedKey[][] bad = [[], [new("k2", "canary!")], [new("k2", good.Wrapped)], [await WrappedEncryptionKeys.CreateAsync(new FakeKms(), "k2"), good]];

        foreach (var list in bad)
        {
            var error = await Assert.ThrowsAsync<ConnectorException>(() => keys.ReloadAsync(list));
            Assert.Equal(ErrorKind.Configuration, error.Kind);
            Assert.DoesNotContain("canary", error.Message, StringComparison.Ordinal);
        }

        Assert.Equal("k1", keys.Current.Id);
        Assert.Equal(ErrorKind.Configuration, (await Assert.ThrowsAsync<ConnectorException>(() => WrappedEncryptionKeys.CreateAsync(kms, "bad id"))).Kind);
    }

    [Fact]
    public async Task DataProtection_WrapsTheKeys()
    {
        IDataProtectionProvider provider = new EphemeralDataProtectionProvider();
        var stored = await WrappedEncryptionKeys.CreateAsync(new DataProtectionKeyWrapper(provider), "2026-11");

        var keys = await WrappedEncryptionKeys.LoadAsync(new DataProtectionKeyWrapper(provider), [stored]);
        var services = new ServiceCollection();
        services.AddConnectors().UseEncryptionKeys(keys);

        await using var app = services.BuildServiceProvider();
        Assert.Equal("2026-11", app.GetRequiredService<IEncryptionKeys>().Current.Id);
        var error = await Assert.ThrowsAsync<ConnectorException>(() => WrappedEncryptionKeys.LoadAsync(new DataProtectionKeyWrapper(new EphemeralDataProtectionProvider()), [stored]));
        Assert.Equal(ErrorKind.Configuration, error.Kind);
    }

    /// <summary>The adapter that README shows.</summary>
    private sealed class DataProtectionKeyWrapper(IDataProtectionProvider provider) : IKeyWrapper
    {
        public ValueTask<byte[]> WrapAsync(string keyId, ReadOnlyMemory<byte> key, CancellationToken cancellationToken) =>
            new(provider.CreateProtector("Connectors", keyId).Protect(key.ToArray()));

        public ValueTask<byte[]> UnwrapAsync(string keyId, ReadOnlyMemory<byte> wrapped, CancellationToken cancellationToken) =>
            new(provider.CreateProtector("Connectors", keyId).Unprotect(wrapped.ToArray()));
    }

    /// <summary>A KMS: its key never leaves it, and it binds what it encrypts to a context.</summary>
    private sealed class FakeKms : IKeyWrapper
    {
        private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);

        public int Unwrapped { get; private set; }

        public ValueTask<byte[]> WrapAsync(string keyId, ReadOnlyMemory<byte> key, CancellationToken cancellationToken)
        {
            var wrapped = new byte[12 + key.Length + 16];
            RandomNumberGenerator.Fill(wrapped.AsSpan(0, 12));
            using var aes = new AesGcm(_key, 16);
            aes.Encrypt(wrapped.AsSpan(0, 12), key.Span, wrapped.AsSpan(12, key.Length), wrapped.AsSpan(12 + key.Length), System.Text.Encoding.UTF8.GetBytes(keyId));
            return new(wrapped);
        }

        public ValueTask<byte[]> UnwrapAsync(string keyId, ReadOnlyMemory<byte> wrapped, CancellationToken cancellationToken)
        {
            Unwrapped++;
            var key = new byte[wrapped.Length - 28];
            using var aes = new AesGcm(_key, 16);
            aes.Decrypt(wrapped.Span[..12], wrapped.Span[12..^16], wrapped.Span[^16..], key, System.Text.Encoding.UTF8.GetBytes(keyId));
            return new(key);
        }
    }
}
