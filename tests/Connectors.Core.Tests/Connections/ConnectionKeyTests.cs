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
}
