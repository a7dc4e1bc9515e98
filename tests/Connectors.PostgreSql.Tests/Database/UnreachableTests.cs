using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Connectors.PostgreSql.Tests;

public sealed class UnreachableTests
{
    private const string Secret = "s3cr3t";

    [Fact]
    public async Task ServerIsNotThere_IsTransientAndNamesIt()
    {
        var port = FreePort();
        await using var database = new PostgreSqlDatabase(
            () => NpgsqlDataSource.Create($"Host=127.0.0.1;Port={port};Username=me;Password={Secret};Database=app"), isOwner: true, new() { Timeout = TimeSpan.FromSeconds(1) });

        var error = await Assert.ThrowsAsync<ConnectorException>(async () => await new PostgreSqlCredentialStore(database).ReadAsync("c", default));

        Assert.Equal((ErrorKind.Unavailable, true), (error.Kind, error.IsTransient));
        Assert.Contains($"127.0.0.1:{port}/app", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("is not known", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("postgresql://me:s3cr3t@db/app")]
    [InlineData("postgresql://me:s3cr3t@db/app?sslmode=require")]
    [InlineData("Host=db;Password=s3;cr3t=1;Username=me")]
    [InlineData("Host=db;Port=s3cr3t")]
    [InlineData("Username=me;Password=s3cr3t")]
    [InlineData("s3cr3t")]
    public void ConnectionString_Unreadable_IsRefusedAndNotRepeated(string connectionString)
    {
        var error = Assert.Throws<ConnectorException>(() => ConnectionStrings.Check(connectionString));

        Assert.Equal(ErrorKind.Configuration, error.Kind);
        Assert.DoesNotContain("cr3t", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void ConnectionString_Good_NamesTheSessions()
    {
        Assert.Contains("Application Name=Connectors", ConnectionStrings.Check("Host=db;Username=me"), StringComparison.Ordinal);
        Assert.Contains("Application Name=mine", ConnectionStrings.Check("Host=db;Application Name=mine"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("1st")]
    [InlineData("pg_temp")]
    [InlineData("Mixed")]
    [InlineData("a\"; DROP TABLE b; --")]
    public void Schema_NoName_IsRefused(string schema)
    {
        Assert.Equal(ErrorKind.Configuration, Assert.Throws<ConnectorException>(() => new PostgreSqlOptions { Schema = schema }.Check()).Kind);
        Assert.Equal(ErrorKind.Configuration, Assert.Throws<ConnectorException>(() => PostgreSqlSchema.Script(schema)).Kind);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(301)]
    public void Timeout_OutOfItsRange_IsRefused(int seconds) =>
        Assert.Equal(ErrorKind.Configuration, Assert.Throws<ConnectorException>(() => new PostgreSqlOptions { Timeout = TimeSpan.FromSeconds(seconds) }.Check()).Kind);

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
