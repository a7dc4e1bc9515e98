using System.Net;
using System.Reflection;
using System.Text;
using System.Text.Json;
using Connectors.Definitions;
using Microsoft.Extensions.DependencyInjection;

namespace Connectors.Providers.Writes;

/// <summary>Writes of one common model through a provider's real bindings and the real chain; the provider notes each request and does nothing.</summary>
internal abstract class WriteBench(ModelBinding binding, Operation operation, IDisposable services, NotingWire wire) : IDisposable
{
    /// <summary>Gets every definition among the packages that this project references.</summary>
    public static IReadOnlyList<ConnectorDefinition> Definitions { get; } =
    [
        .. Directory.GetFiles(AppContext.BaseDirectory, "Connectors.*.dll")
            .Select(file => Assembly.Load(Path.GetFileNameWithoutExtension(file)))
            .SelectMany(package => package.GetExportedTypes())
            .Where(type => type.Name.EndsWith("Connector", StringComparison.Ordinal))
            .Select(type => type.GetProperty("Definition", BindingFlags.Public | BindingFlags.Static)?.GetValue(null))
            .OfType<ConnectorDefinition>(),
    ];

    public ModelBinding Binding => binding;

    /// <summary>Gets how many requests were sent.</summary>
    public int Sent => wire.Requests.Count;

    /// <summary>Gets what the binding states.</summary>
    public FieldSet Writes => operation == Operation.Create ? binding.CreateWrites : binding.UpdateWrites;

    public static async Task<WriteBench> OpenAsync(string provider, string model, Operation operation)
    {
        var definition = Definitions.Single(one => one.Id == provider);
        var binding = definition.Models.Single(one => one.Model.Id == model);
        var wire = new NotingWire();
        var services = new ServiceCollection();
        services.AddConnectors().AddConnector(Plain(definition), options =>
        {
            options.MaxRetries = 0;
            options.KeepLimits = false;
        }).UseTransport(() => wire);
        var app = services.BuildServiceProvider(validateScopes: true);
        var settings = new ConnectionSettings(definition.Settings.Where(setting => setting.Required).ToDictionary(setting => setting.Name, setting => setting.Example ?? "", StringComparer.Ordinal));
        var connection = await app.GetRequiredService<IConnections>().ConnectAsync(new(provider, "acme"), new BearerCredential("secret"), settings);
        var connector = await app.GetRequiredService<IConnectorFactory>().OpenAsync(connection.Key);
        return (WriteBench)Activator.CreateInstance(typeof(Bench<>).MakeGenericType(ModelOf(binding)), connector, binding, operation, app, wire)!;
    }

    /// <summary>Writes one field and nothing else of the model, beside a custom field.</summary>
    /// <param name="field">The field; none for the custom field alone.</param>
    /// <param name="value">Its value.</param>
    /// <param name="takeAway">Whether to take the field out again: it is then unset, and still holds the value.</param>
    /// <returns>The request that was sent.</returns>
    public abstract Task<string> WriteAsync(string? field = null, object? value = null, bool takeAway = false);

    /// <summary>Writes one field as the only write of a bulk.</summary>
    public abstract Task<(WriteStatus Status, ConnectorException? Error)> WriteInBulkAsync(string field, object? value);

    public Type TypeOf(string field) => ModelOf(binding).GetProperty(field)!.PropertyType;

    public void Dispose() => services.Dispose();

    private static Type ModelOf(ModelBinding binding) => binding.Model.GetType().GetGenericArguments()[0];

    /// <summary>The same records and requests, without a sign-in of its own.</summary>
    private static ConnectorDefinition Plain(ConnectorDefinition definition) => new()
    {
        Id = definition.Id,
        DisplayName = definition.DisplayName,
        Hosts = definition.Hosts,
        Settings = definition.Settings,
        Auth = [new BearerScheme("token")],
        Endpoints = definition.Endpoints,
        Models = definition.Models,
        Rules = definition.Rules,
    };

    private sealed class Bench<TModel>(IConnector connector, ModelBinding binding, Operation operation, IDisposable services, NotingWire wire)
        : WriteBench(binding, operation, services, wire)
        where TModel : CommonModel, new()
    {
        private readonly Operation _operation = operation;
        private readonly NotingWire _wire = wire;

        public override async Task<string> WriteAsync(string? field = null, object? value = null, bool takeAway = false)
        {
            var before = _wire.Requests.Count;
            var model = takeAway ? Model(field, value).Only(default) : Model(field, value);
            var error = await Assert.ThrowsAnyAsync<ConnectorException>(() => _operation == Operation.Create ? connector.Model<TModel>().CreateAsync(model) : connector.Model<TModel>().UpdateAsync("7", model));
            return _wire.Requests.Count > before ? _wire.Requests[^1] : throw error;
        }

        public override async Task<(WriteStatus Status, ConnectorException? Error)> WriteInBulkAsync(string field, object? value)
        {
            var write = _operation == Operation.Create ? ModelWrite<TModel>.Create(Model(field, value)) : ModelWrite<TModel>.Update("7", Model(field, value));
            await foreach (var outcome in connector.Model<TModel>().WriteAsync(new[] { write }.ToAsyncEnumerable()))
            {
                return (outcome.Status, outcome.Error);
            }

            throw new InvalidOperationException("A bulk of one write tells of none.");
        }

        private static TModel Model(string? field, object? value)
        {
            var model = new TModel { CustomFields = new Dictionary<string, JsonElement>(StringComparer.Ordinal) { ["custom"] = JsonSerializer.SerializeToElement("x") } };
            if (field is not null)
            {
                typeof(TModel).GetProperty(field)!.SetValue(model, value);
            }

            return model;
        }
    }
}

/// <summary>Notes each request and refuses it.</summary>
internal sealed class NotingWire : HttpMessageHandler
{
    public List<string> Requests { get; } = [];

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
        Requests.Add($"{request.Method} {request.RequestUri!.PathAndQuery} {body}");
        return new(HttpStatusCode.Forbidden) { Content = new StringContent("{}", Encoding.UTF8, "application/json"), RequestMessage = request };
    }
}
