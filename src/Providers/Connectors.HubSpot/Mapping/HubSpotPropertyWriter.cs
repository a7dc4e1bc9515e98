namespace Connectors.HubSpot;

/// <summary>Gathers the properties of the fields that are set. A field that is set to nothing becomes an empty text, which clears the property.</summary>
internal sealed class HubSpotPropertyWriter<TModel>(TModel model, ModelType<TModel> type)
    where TModel : CommonModel
{
    private readonly Dictionary<string, string> _properties = model.CustomFields.ToDictionary(
        static field => field.Key, static field => FieldText.FromJson(field.Value) ?? "", StringComparer.Ordinal);

    public HubSpotPropertyWriter<TModel> Set(string field, string property, string? value)
    {
        if (model.Fields.ContainsAll(type.Of(field)))
        {
            _properties[property] = value ?? "";
        }

        return this;
    }

    public HubSpotWrite ToWrite(params IEnumerable<HubSpotAssociationToMake> associations) => new() { Properties = _properties, Associations = [.. associations] };
}
