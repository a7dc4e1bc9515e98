using System.Text;
using Connectors.Proofs.Shell;
using Connectors.Proofs.Storm;
using Connectors.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Connectors.Proofs.Taint;

/// <summary>Lets everything fail in every way while all credentials are canaries, and then looks for them wherever others read.</summary>
internal sealed class TaintProof : InvariantProof
{
    private const int Sample = 29;
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);

    public override string Name => "taint";

    public override string Shows => "Whatever fails, and whatever the provider echoes, no secret stands in logs, traces, metrics, errors, objects, observations, the request log or stores.";

    public override IReadOnlyList<Guard> Guards { get; } =
    [
        new("blanker", "the provider's words are taken into errors as they came"),
        new("header-log", "the headers of requests are logged as they are sent"),
        new("observation", "observers of calls are shown the headers as they are sent"),
        new("url-trace", "the addresses of requests are traced with their queries"),
        new("error-text", "errors of the transport say what was sent"),
        new("encryption", "credentials are kept as they are"),
    ];

    public override async Task RunAsync(ProofRun run, CancellationToken cancellationToken)
    {
        var canaries = new Canaries(run.Seed);
        using var sinks = new Sinks(canaries);
        var folder = Folder();
        long failures, runs;
        try
        {
            var path = Path.Combine(folder.FullName, "taint.db");
            await using (var app = new TaintApp(canaries, sinks, run.Seed, builder => builder.UseSqlite(path), run.Broken))
            {
                runs = await WorkAsync(app, canaries, sinks, run, run.Quick ? Sample : 1, cancellationToken);
                failures = app.Vendor.Failures;
                await app.Get<IRequestLog>().FlushAsync(cancellationToken).WaitAsync(s_patience, TimeProvider.System, cancellationToken);
                foreach (var file in folder.EnumerateFiles("taint.db*").Where(file => file.Extension != ".key"))
                {
                    sinks.Doing = file.Name;
                    await using var stream = file.Open(FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
                    using var reader = new StreamReader(stream, Encoding.Latin1);
                    sinks.Write("sqlite", await reader.ReadToEndAsync(cancellationToken));
                }
            }

            if (!run.Quick)
            {
                failures += await OnPostgreSqlAsync(run, canaries, sinks, cancellationToken);
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        Print(run.Figures, sinks, runs, failures);
    }

    /// <summary>In memory where the system has such a folder: nothing here is about the disk.</summary>
    private static DirectoryInfo Folder() => Directory.Exists("/dev/shm")
        ? Directory.CreateDirectory($"/dev/shm/connectors-taint-{Environment.ProcessId}-{Guid.NewGuid():N}")
        : Directory.CreateTempSubdirectory("connectors-taint-");

    private static void Print(Figures figures, Sinks sinks, long runs, long failures)
    {
        figures.Print("runs", runs);
        figures.Print("failures", failures);
        foreach (var name in Sinks.Names)
        {
            figures.Print($"{name}_characters", sinks.WrittenTo(name));
            figures.Print($"{name}_leaks", sinks.LeaksOf(name));
        }

        figures.Must("leaks", sinks.Leaks, 0);
        foreach (var example in sinks.Examples)
        {
            figures.Say(example);
        }
    }

    private static async Task<long> OnPostgreSqlAsync(ProofRun run, Canaries canaries, Sinks sinks, CancellationToken cancellationToken)
    {
        using var server = PostgreSqlServer.TryStart();
        if (server is null)
        {
            run.Figures.Leave("postgresql", "There is no PostgreSQL server: set CONNECTORS_POSTGRESQL to a connection string, or install one. Its tables were not searched.");
            return 0;
        }

        var schema = $"taint_{Environment.ProcessId}";
        await using var source = NpgsqlDataSource.Create(server.ConnectionString);
        await using var app = new TaintApp(canaries, sinks, run.Seed, builder => builder.UseEncryptionKeys(new EphemeralEncryptionKeys()).UsePostgreSql(source, options => options.Schema = schema), run.Broken);
        await WorkAsync(app, canaries, sinks, run, Sample, cancellationToken);
        await app.Get<IRequestLog>().FlushAsync(cancellationToken).WaitAsync(s_patience, TimeProvider.System, cancellationToken);
        foreach (var table in await ReadAsync(source, $"SELECT table_name FROM information_schema.tables WHERE table_schema = '{schema}'", cancellationToken))
        {
            sinks.Doing = table;
            (await ReadAsync(source, $"SELECT t::text FROM {schema}.{table} t", cancellationToken)).ForEach(row => sinks.Write("postgresql", row));
        }

        await ReadAsync(source, $"DROP SCHEMA {schema} CASCADE", cancellationToken);
        return app.Vendor.Failures;
    }

    private static async Task<List<string>> ReadAsync(NpgsqlDataSource source, string sql, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new List<string>();
        while (await reader.ReadAsync(cancellationToken))
        {
            rows.Add(reader.GetString(0));
        }

        return rows;
    }

    private static async Task<long> WorkAsync(TaintApp app, Canaries canaries, Sinks sinks, ProofRun run, int every, CancellationToken cancellationToken)
    {
        var (number, runs) = (run.Seed, 0L);
        foreach (var scheme in TaintScheme.All)
        {
            foreach (var work in TaintWork.Of(scheme).Where(work => work.Api is null && work.SignIn is null || number++ % every == 0))
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (run.Broken is not null && sinks.Leaks > 0)
                {
                    return runs;
                }

                sinks.Doing = $"{scheme.Name}, {work.Name}, api {work.Api}, sign-in {work.SignIn}";
                await RunAsync(app, canaries, sinks, scheme, work, new(TaintDefinition.IdOf(scheme), $"t{runs++}"));
            }
        }

        return runs;
    }

    private static async Task RunAsync(TaintApp app, Canaries canaries, Sinks sinks, TaintScheme scheme, TaintWork work, ConnectionKey key)
    {
        var credential = scheme.Make(canaries, app.Time.GetUtcNow(), work.HasEnded);
        await app.SaveAsync(key, scheme, credential);
        (app.Vendor.Api, app.Vendor.SignIn, app.Store.Fault) = (work.Api, work.SignIn, work.Store);
        try
        {
            await work.Do(app, key, scheme, credential, canaries).WaitAsync(s_patience, TimeProvider.System);
        }
        catch (TimeoutException error)
        {
            throw new InvalidOperationException($"Neither an answer nor an error: {sinks.Doing}", error);
        }
        catch (Exception error)
        {
            sinks.Write(error);
        }

        (app.Vendor.Api, app.Vendor.SignIn, app.Store.Fault) = (null, null, StoreFault.None);
        object?[] objects =
        [
            credential,
            credential.Tokens,
            app.Get<IOptionsMonitor<ConnectorOptions>>().Get(key.Provider),
            await app.Connections.FindAsync(key),
            await app.Connections.FindAsync(TaintWork.New(key)),
            await app.Credentials.ReadAsync(key.ToString(), default),
        ];
        foreach (var seen in objects)
        {
            sinks.Write("objects", seen?.ToString());
            sinks.Write("objects", seen is null or StoredCredential ? null : Readable.Json(seen));
        }
    }
}
