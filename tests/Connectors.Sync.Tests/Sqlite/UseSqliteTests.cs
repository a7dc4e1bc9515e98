using Connectors.Limits;
using Connectors.Sqlite;
using Connectors.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Connectors.Sync.Tests;

public sealed class UseSqliteTests : IDisposable
{
    private readonly TempFile _file = new();

    public void Dispose() => _file.Dispose();

    [Fact]
    public async Task UseSqlite_ReplacesTheStores_AndMakesAKeyFile()
    {
        await using var app = Build(builder => builder.AddSync().UseSqlite(_file.Path).AddSync());

        Assert.IsType<SqliteSyncStore>(app.GetRequiredService<ISyncStore>());
        Assert.IsType<SqliteConnectionStore>(app.GetRequiredService<IConnectionStore>());
        Assert.IsType<SqliteCredentialStore>(app.GetRequiredService<ICredentialStore>());
        Assert.Single(app.GetServices<ISyncEngine>());
        Assert.NotNull(app.GetRequiredService<IEncryptionKeys>().Current);
        Assert.True(File.Exists(_file.Path + ".key"));
        Assert.Empty(await app.GetRequiredService<IConnections>().ListAsync().ToListAsync());
    }

    [Fact]
    public async Task UseSqlite_KeysOfTheAppsOwn_Stay()
    {
        var keys = new FixedEncryptionKeys("mine", [new("mine", Convert.ToBase64String(new byte[EncryptionKey.Length]))]);

        await using var app = Build(builder =>
        {
            builder.Services.AddSingleton<IEncryptionKeys>(keys);
            builder.UseSqlite(_file.Path);
        });

        Assert.Same(keys, app.GetRequiredService<IEncryptionKeys>());
    }

    [Fact]
    public async Task UseSqlite_Twice_TheLastOneWins()
    {
        await using var app = Build(builder => builder.UseSqlite(_file.Path + ".other").UseSqlite(_file.Path));

        Assert.Equal(_file.Path, app.GetRequiredService<SqliteFile>().Path);
        Assert.Single(app.GetServices<ISyncStore>());
        Assert.NotNull(app.GetRequiredService<IEncryptionKeys>().Current);
        Assert.True(File.Exists(_file.Path + ".key"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task UseSqlite_ShareQuota_IsSharedOnDemandOnly(bool isShared)
    {
        await using var app = Build(builder => builder.UseSqlite(_file.Path, options => options.ShareQuota = isShared));

        Assert.Equal(isShared, app.GetRequiredService<IQuota>() is SharedQuota);
        Assert.Equal(isShared, app.GetService<IQuotaStore>() is SqliteQuotaStore);
        Assert.Equal(isShared ? 2 : 1, app.GetServices<IConnectionEraser>().Count());
    }

    private static ServiceProvider Build(Action<IConnectorsBuilder> configure)
    {
        var services = new ServiceCollection();
        configure(services.AddConnectors());
        return services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });
    }
}
