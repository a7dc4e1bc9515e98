namespace Connectors.Providers.Writes;

/// <summary>No provider drops what the caller set: a stated field is in the request, any other is refused, and no part of a value is left out.</summary>
public sealed class WriteTests
{
    public static TheoryData<string, string, Operation> All { get; } = Offered(Operation.Create, Operation.Update);

    public static TheoryData<string, string, Operation> Updates { get; } = Offered(Operation.Update);

    [Theory]
    [MemberData(nameof(All))]
    public async Task Write_EachStatedField_IsInTheRequest(string provider, string model, Operation operation)
    {
        using var bench = await WriteBench.OpenAsync(provider, model, operation);
        var without = await bench.WriteAsync();

        Assert.True(bench.Binding.Model.All.ContainsAll(bench.Writes) && bench.Writes.Count > 0);
        foreach (var field in bench.Binding.Model.Names(bench.Writes))
        {
            var with = await bench.WriteAsync(field, SampleValues.Of(bench.TypeOf(field))[0]);

            Assert.True(with != without, $"{provider} states that {operation} of {model} writes {field}, and leaves it out.");
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Write_EachOtherField_IsRefusedAndNothingIsSent(string provider, string model, Operation operation)
    {
        using var bench = await WriteBench.OpenAsync(provider, model, operation);

        foreach (var field in bench.Binding.Model.Names(bench.Binding.Model.All.Except(bench.Writes)))
        {
            var value = SampleValues.Of(bench.TypeOf(field))[0];

            var error = await Assert.ThrowsAsync<ConnectorException>(() => bench.WriteAsync(field, value));
            var (status, inBulk) = await bench.WriteInBulkAsync(field, value);

            Assert.Equal((ErrorKind.Validation, Advice.FixInput, WriteStatus.Failed, ErrorKind.Validation), (error.Kind, error.Advice, status, inBulk?.Kind));
            Assert.Equal([field], error.Facts.FieldErrors.Select(refused => refused.Field));
            Assert.Contains(field, error.Facts.What, StringComparison.Ordinal);
            Assert.Equal(0, bench.Sent);
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Write_EachDifferentValue_MakesAnotherRequestOrIsRefused(string provider, string model, Operation operation)
    {
        using var bench = await WriteBench.OpenAsync(provider, model, operation);

        foreach (var field in bench.Binding.Model.Names(bench.Writes))
        {
            var requests = new List<string>();
            foreach (var value in SampleValues.Of(bench.TypeOf(field)))
            {
                if (await RequestOrRefusalAsync(bench, field, value) is { } request)
                {
                    Assert.True(!requests.Contains(request), $"{operation} of {model} at {provider} drops a part of {field}: two values make the request {request}.");
                    requests.Add(request);
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Write_FieldThatWasTakenAway_IsNotInTheRequest(string provider, string model, Operation operation)
    {
        using var bench = await WriteBench.OpenAsync(provider, model, operation);
        var without = await bench.WriteAsync();

        foreach (var field in bench.Binding.Model.FieldNames)
        {
            foreach (var value in SampleValues.Of(bench.TypeOf(field)))
            {
                Assert.Equal(without, await bench.WriteAsync(field, value, takeAway: true));
            }
        }
    }

    /// <summary>Of updates only: a new record has nothing to clear, so null need not be sent.</summary>
    [Theory]
    [MemberData(nameof(Updates))]
    public async Task Write_NullOrEmptyList_ClearsOrIsRefused(string provider, string model, Operation operation)
    {
        using var bench = await WriteBench.OpenAsync(provider, model, operation);
        var without = await bench.WriteAsync();

        foreach (var field in bench.Binding.Model.Names(bench.Writes))
        {
            var type = bench.TypeOf(field);
            object? empty = type.IsInterface ? Array.CreateInstance(type.GetGenericArguments()[0], 0) : null;

            Assert.True(await RequestOrRefusalAsync(bench, field, null) != without, $"{provider} leaves {field} of {model} as it is when null is set.");
            Assert.True(await RequestOrRefusalAsync(bench, field, empty) != without, $"{provider} leaves {field} of {model} as it is when an empty list is set.");
        }
    }

    private static TheoryData<string, string, Operation> Offered(params Operation[] operations)
    {
        var all = new TheoryData<string, string, Operation>();
        foreach (var definition in WriteBench.Definitions)
        {
            foreach (var binding in definition.Models)
            {
                foreach (var operation in operations.Where(operation => binding.Endpoints(operation).Count > 0))
                {
                    all.Add(definition.Id, binding.Model.Id, operation);
                }
            }
        }

        return all;
    }

    /// <summary>A mapping that refuses a value names the field, the connection and the endpoint, and nothing is sent.</summary>
    private static async Task<string?> RequestOrRefusalAsync(WriteBench bench, string field, object? value)
    {
        var sent = bench.Sent;
        try
        {
            return await bench.WriteAsync(field, value);
        }
        catch (ConnectorException error) when (error.Kind == ErrorKind.Validation)
        {
            Assert.Equal(sent, bench.Sent);
            Assert.Equal([field], error.Facts.FieldErrors.Select(refused => refused.Field));
            Assert.True(error is { Connection: not null, Endpoint: not null }, error.Message);
            return null;
        }
    }
}
