using Connectors.Core.Tests.Testing;
using Connectors.Limits;
using Connectors.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Connectors.PostgreSql.Tests;

public sealed class UsePostgreSqlTests
{
    private const string Nowhere = "Host=127.0.0.1;Port=1;Username=me;Password=s3cr3t";

    private static readonly FixedEncryptionKeys s_keys = new("mine", [new("mine", Convert.ToBase64String(new byte[EncryptionKey.Length]))]);

    [Fact]
    public async Task UsePostgreSql_ReplacesTheStores_AndConnectsToNothing()
    {
        await using var app = Build(builder => builder.UsePostgreSql(Nowhere).UseEncryptionKeys(s_keys));

        Assert.IsType<PostgreSqlConnectionStore>(app.GetRequiredService<IConnectionStore>());
        Assert.IsType<PostgreSqlCredentialStore>(app.GetRequiredService<ICredentialStore>());
        Assert.Same(s_keys, app.GetRequiredService<IEncryptionKeys>());
        app.GetRequiredService<IStartupValidator>().Validate();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task UsePostgreSql_ShareQuota_IsSharedUnlessTurnedOff(bool isShared)
    {
        await using var app = Build(builder => builder.UsePostgreSql(Nowhere, options => options.ShareQuota = isShared).UseEncryptionKeys(s_keys));

        Assert.Equal(isShared, app.GetRequiredService<IQuota>() is SharedQuota);
        Assert.Equal(isShared, app.GetService<IQuotaStore>() is PostgreSqlQuotaStore);
        Assert.Equal(isShared ? 1 : 0, app.GetServices<IConnectionEraser>().Count());
    }

    [Fact]
    public async Task UsePostgreSql_QuotaOfTheAppsOwn_Stays()
    {
        using var own = new MemoryQuota(TimeProvider.System);

        await using var app = Build(builder =>
        {
            builder.Services.AddSingleton<IQuota>(own);
            builder.UsePostgreSql(Nowhere).UseEncryptionKeys(s_keys);
        });

        Assert.Same(own, app.GetRequiredService<IQuota>());
    }

    [Fact]
    public async Task UsePostgreSql_NoKeys_SaysSoAtTheStartAndAtFirstUse()
    {
        await using var app = Build(builder => builder.UsePostgreSql(Nowhere));

        var atStart = Assert.Throws<OptionsValidationException>(() => app.GetRequiredService<IStartupValidator>().Validate());
        var atUse = Assert.Throws<ConnectorException>(() => app.GetRequiredService<IEncryptionKeys>().Current);

        Assert.Contains("UseEncryptionKeys", atStart.Message, StringComparison.Ordinal);
        Assert.Contains("UseEncryptionKeys", atUse.Message, StringComparison.Ordinal);
        Assert.Equal(ErrorKind.Configuration, atUse.Kind);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task UsePostgreSql_KeysBeforeOrAfter_AreTaken(bool isBefore)
    {
        await using var app = Build(builder => _ = isBefore ? builder.UseEncryptionKeys(s_keys).UsePostgreSql(Nowhere) : builder.UsePostgreSql(Nowhere).UseEncryptionKeys(s_keys));

        Assert.Same(s_keys, app.GetRequiredService<IEncryptionKeys>());
    }

    [Fact]
    public async Task UsePostgreSql_DataSourceOfTheApps_IsNotDisposed()
    {
        await using var source = NpgsqlDataSource.Create(Nowhere);
        await using (var app = Build(builder => builder.UsePostgreSql(_ => source, options => options.Timeout = TimeSpan.FromSeconds(1)).UseEncryptionKeys(s_keys)))
        {
            await Assert.ThrowsAsync<ConnectorException>(async () => await app.GetRequiredService<ICredentialStore>().ReadAsync("c", default));
        }

        await Assert.ThrowsAsync<NpgsqlException>(async () => await source.OpenConnectionAsync());
    }

    [Fact]
    public async Task UsePostgreSql_Twice_TheLastOneWins()
    {
        await using var app = Build(builder => builder.UsePostgreSql(Nowhere).UsePostgreSql(Nowhere, options => options.Schema = "other").UseEncryptionKeys(s_keys));

        Assert.Equal("\"other\"", app.GetRequiredService<PostgreSqlDatabase>().Schema);
        Assert.Single(app.GetServices<ICredentialStore>());
    }

    internal static ServiceProvider Build(Action<IConnectorsBuilder> configure, TimeProvider? time = null)
    {
        var services = new ServiceCollection();
        services.AddSingleton(time ?? new ManualTimeProvider());
        configure(services.AddConnectors());
        return services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });
    }
}
