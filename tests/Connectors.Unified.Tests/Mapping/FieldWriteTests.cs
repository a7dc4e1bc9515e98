using Connectors.Definitions;

namespace Connectors.Unified.Tests;

public sealed class FieldWriteTests
{
    [Fact]
    public void One_NoneOrOne_IsGiven()
    {
        Assert.Null(FieldWrite.One<EmailAddress>(null, "EmailAddresses"));
        Assert.Null(FieldWrite.One(Array.Empty<EmailAddress>(), "EmailAddresses"));
        Assert.Equal("a@b.c", FieldWrite.One([new EmailAddress("a@b.c")], "EmailAddresses")?.Address);
    }

    [Fact]
    public void One_Several_IsRefusedByNameAndWithoutTheValues()
    {
        var error = Assert.Throws<ConnectorException>(() => FieldWrite.One([new EmailAddress("a@b.c"), new EmailAddress("d@e.f")], "EmailAddresses"));

        Assert.Equal((ErrorKind.Validation, Advice.FixInput), (error.Kind, error.Advice));
        Assert.Equal([new FieldError("EmailAddresses", "the provider takes one value, and 2 are set")], error.Facts.FieldErrors);
        Assert.DoesNotContain("a@b.c", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void InParts_TextOrParts_KeepsAllOfIt()
    {
        Assert.Null(FieldWrite.InParts(null, "HomeAddress"));
        Assert.Equal(new PostalAddress { City = "Ghent" }, FieldWrite.InParts(new() { City = "Ghent" }, "HomeAddress"));
        Assert.Equal(new PostalAddress { Street1 = "9 High St, Ghent" }, FieldWrite.InParts(new() { Text = "9 High St, Ghent" }, "HomeAddress"));
    }

    [Fact]
    public void AsText_TextOrParts_KeepsAllOfIt()
    {
        Assert.Equal("9 High St, Ghent", FieldWrite.AsText(new() { Text = "9 High St, Ghent" }, "Addresses"));
        Assert.Equal("9 High St, Ghent, BE", FieldWrite.AsText(new() { Street1 = "9 High St", City = "Ghent", Country = "BE" }, "Addresses"));
    }

    [Fact]
    public void Address_TextBesideParts_IsRefused()
    {
        var both = new PostalAddress { Text = "9 High St, Ghent", City = "Ghent" };

        Assert.Throws<ConnectorException>(() => FieldWrite.InParts(both, "Addresses"));
        Assert.Throws<ConnectorException>(() => FieldWrite.AsText(both, "Addresses"));
    }
}
