namespace Connectors.Definitions;

/// <summary>States which fields of a model a source tells, for mappings of providers that hide some fields from some users.</summary>
public static class Presence
{
    /// <summary>Gives a model of which no other fields are set: what a source may not see is not known, which is not the same as null.</summary>
    /// <typeparam name="TModel">The common model.</typeparam>
    /// <param name="model">The model.</param>
    /// <param name="told">The fields that the source tells.</param>
    /// <returns>The model itself where it sets no other field, else a copy.</returns>
    public static TModel Only<TModel>(this TModel model, FieldSet told)
        where TModel : CommonModel
    {
        ArgumentNullException.ThrowIfNull(model);
        if (told.ContainsAll(model.Fields))
        {
            return model;
        }

        var copy = model with { };
        copy.Keep(told);
        return copy;
    }
}
