namespace Connectors.Core.Tests.Connections;

public sealed class ConnectionKeyTests
{
    [Theory]
    [InlineData("hubspot/acme", "hubspot/acme/default")]
    [InlineData("hubspot/acme/sand box", "hubspot/acme/sand box")]
    public void Parse_Key_GivesItsParts(string text, string key) => Assert.Equal(key, ConnectionKey.Parse(text).ToString());

    [Theory]
    [InlineData("")]
    [InlineData("hubspot")]
    [InlineData("HubSpot/acme")]
    [InlineData("/acme")]
    [InlineData("hubspot/")]
    [InlineData("hubspot/acme/")]
    [InlineData("hubspot/ac\tme")]
    [InlineData("hubspot/acme/x/y")]
    public void Parse_WhatIsNoKey_IsAFormatException(string text) => Assert.Throws<FormatException>(() => ConnectionKey.Parse(text));

    [Fact]
    public void Key_HalfOfASurrogatePair_IsRefused_AWholePairIsTaken()
    {
        foreach (var half in new[] { "a\ud83d", "\ude00", "\ud83d\ud83d\ude00" })
        {
            Assert.Throws<ArgumentException>(() => new ConnectionKey("hubspot", half));
        }

        Assert.Equal("hubspot/a\ud83d\ude00b/default", new ConnectionKey("hubspot", "a\ud83d\ude00b").ToString());
    }
}
