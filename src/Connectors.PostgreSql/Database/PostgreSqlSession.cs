using Npgsql;

namespace Connectors.PostgreSql;

/// <summary>One open connection for one piece of work; each statement is a transaction of its own.</summary>
internal sealed class PostgreSqlSession(NpgsqlConnection connection, Place place, TimeSpan timeout, bool isWrite, bool answerLost, CancellationToken cancellationToken)
{
    /// <summary>A server that may lose what it has answered (synchronous_commit = off) must not lose this; a stricter one stays as it is.</summary>
    private const string Care = "SELECT set_config('synchronous_commit', CASE current_setting('synchronous_commit') WHEN 'off' THEN 'on' ELSE current_setting('synchronous_commit') END, true)";

    /// <summary>Gets whether the same work was sent before and its answer lost: it may have been done.</summary>
    public bool AnswerLost { get; } = answerLost;

    /// <summary>Gets where this is, for messages.</summary>
    public Place Place { get; } = place;

    /// <summary>Gives the first row of a statement with values for <c>$1</c>, <c>$2</c>, ...; the type's default when there is none.</summary>
    public async Task<T?> FirstAsync<T>(string sql, Func<NpgsqlDataReader, T> read, params object?[] values)
    {
        var rows = await AllAsync(sql, read, values).ConfigureAwait(false);
        return rows.Count > 0 ? rows[0] : default;
    }

    /// <summary>Says whether a statement gave any row.</summary>
    public async Task<bool> AnyAsync(string sql, params object?[] values) => (await AllAsync(sql, static _ => true, values).ConfigureAwait(false)).Count > 0;

    /// <summary>Gives all rows.</summary>
    public async Task<List<T>> AllAsync<T>(string sql, Func<NpgsqlDataReader, T> read, params object?[] values)
    {
        var rows = new List<T>();
        var batch = Batch(sql, values);
        await using (batch.ConfigureAwait(false))
        {
            var reader = await batch.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                if (isWrite)
                {
                    await reader.NextResultAsync(cancellationToken).ConfigureAwait(false);
                }

                while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                {
                    rows.Add(read(reader));
                }
            }
        }

        return rows;
    }

    /// <summary>Runs one statement for each set of values, all of them in one transaction and one round trip, and gives the first row of each.</summary>
    public async Task<List<T>> EachAsync<T>(string sql, Func<NpgsqlDataReader, T> read, IReadOnlyList<object?[]> sets)
    {
        var rows = new List<T>(sets.Count);
        var batch = new NpgsqlBatch(connection) { Timeout = Math.Max(1, (int)timeout.TotalSeconds) };
        await using (batch.ConfigureAwait(false))
        {
            foreach (var values in sets)
            {
                batch.BatchCommands.Add(Command(sql, values));
            }

            var reader = await batch.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                do
                {
                    await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
                    rows.Add(read(reader));
                }
                while (await reader.NextResultAsync(cancellationToken).ConfigureAwait(false));
            }
        }

        return rows;
    }

    private NpgsqlBatch Batch(string sql, object?[] values)
    {
        var batch = new NpgsqlBatch(connection) { Timeout = Math.Max(1, (int)timeout.TotalSeconds) };
        if (isWrite)
        {
            batch.BatchCommands.Add(new(Care));
        }

        batch.BatchCommands.Add(Command(sql, values));
        return batch;
    }

    private static NpgsqlBatchCommand Command(string sql, object?[] values)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var value in values)
        {
            command.Parameters.Add(value switch
            {
                null => new NpgsqlParameter { Value = DBNull.Value },
                string text => new NpgsqlParameter<string> { TypedValue = text },
                bool flag => new NpgsqlParameter<bool> { TypedValue = flag },
                long number => new NpgsqlParameter<long> { TypedValue = number },
                double number => new NpgsqlParameter<double> { TypedValue = number },
                Guid id => new NpgsqlParameter<Guid> { TypedValue = id },
                TimeSpan time => new NpgsqlParameter<TimeSpan> { TypedValue = time },
                DateTimeOffset moment => new NpgsqlParameter<DateTimeOffset> { TypedValue = moment.ToUniversalTime() },
                ReadOnlyMemory<byte> bytes => new NpgsqlParameter<ReadOnlyMemory<byte>> { TypedValue = bytes },
                long[] numbers => new NpgsqlParameter<long[]> { TypedValue = numbers },
                TimeSpan[] times => new NpgsqlParameter<TimeSpan[]> { TypedValue = times },
                _ => throw new ArgumentException($"A value of {value.GetType()} cannot be stored.", nameof(values)),
            });
        }

        return command;
    }
}
