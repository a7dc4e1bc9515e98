namespace Connectors.Unified.Tests;

public sealed class ValueObjectTests
{
    [Fact]
    public void EmailAddressList_EmptyOnesAndRepeats_AreLeftOut()
    {
        var list = EmailAddress.List(("a@x.io", null), ("", EmailKind.Work), (null, null), ("A@x.io", EmailKind.Work), ("b@x.io", EmailKind.Personal));

        Assert.Equal([new("a@x.io"), new("b@x.io", EmailKind.Personal)], list);
        Assert.Equal("a@x.io", list.FirstEmail());
        Assert.Equal("b@x.io", list.FirstEmail(EmailKind.Personal));
        Assert.Null(list.FirstEmail(EmailKind.Work));
    }

    [Fact]
    public void PhoneNumberList_EmptyOnes_AreLeftOutAndRepeatsKept()
    {
        var list = PhoneNumber.List(("1", PhoneKind.Work), ("1", PhoneKind.Mobile), (" ", PhoneKind.Home));

        Assert.Equal([new("1", PhoneKind.Work), new("1", PhoneKind.Mobile)], list);
        Assert.Equal("1", list.FirstPhone(PhoneKind.Mobile));
        Assert.Null(list.FirstPhone(PhoneKind.Home));
    }

    [Fact]
    public void WebLinkList_EmptyOnes_AreLeftOut()
    {
        var list = WebLink.List((null, LinkKind.Company), ("https://x.io", LinkKind.Portfolio));

        Assert.Equal([new("https://x.io", LinkKind.Portfolio)], list);
        Assert.Equal("https://x.io", list.FirstUrl());
    }

    [Fact]
    public void List_NothingToHold_IsEmptyAndNotNull()
    {
        Assert.Empty(EmailAddress.List());
        Assert.Empty(PhoneNumber.List((null, null)));
        Assert.Empty(WebLink.List());
        Assert.Empty(PostalAddress.List(null, PostalAddress.From(" ")));
        Assert.Null(((IReadOnlyList<PhoneNumber>?)null).FirstPhone());
    }

    [Fact]
    public void PostalAddressFrom_EmptyParts_BecomeNull()
    {
        var address = PostalAddress.From("1 Main St", "", "Oslo", country: " ", kind: AddressKind.Home);

        Assert.Equal(new PostalAddress { Street1 = "1 Main St", City = "Oslo", Kind = AddressKind.Home }, address);
        Assert.Equal(address, PostalAddress.List(address, null).FirstAddress(AddressKind.Home));
    }

    [Fact]
    public void PostalAddressFrom_NoPartButAKind_IsNull() => Assert.Null(PostalAddress.From("", city: null, kind: AddressKind.Home));

    [Fact]
    public void MoneyFrom_AmountAndCurrency_NeedsTheAmountOnly()
    {
        Assert.Equal(new Money(12.5m, null), Money.From(12.5m, ""));
        Assert.Equal(new Money(12.5m, "USD"), Money.From(12.50m, "USD"));
        Assert.Null(Money.From(null, "USD"));
    }

    [Fact]
    public void RemoteRefList_EmptyIdsAndRepeats_AreLeftOut()
    {
        Assert.Equal([new("9"), new("7")], RemoteRef<Account>.List(["9", null, "9", "", "7"]));
        Assert.Equal([new("9"), new("7")], RemoteRef<Account>.List([9L, 7L, 9L]));
        Assert.Empty(RemoteRef<Account>.List((IEnumerable<long>?)null));
    }

    [Fact]
    public void ToString_PersonalData_IsNotPrinted()
    {
        Assert.Equal("EmailAddress WORK", new EmailAddress("a@x.io", EmailKind.Work).ToString());
        Assert.Equal("PhoneNumber MOBILE", new PhoneNumber("123", PhoneKind.Mobile).ToString());
        Assert.Equal("WebLink PERSONAL", new WebLink("https://x.io", LinkKind.Personal).ToString());
        Assert.Equal("PostalAddress HOME", PostalAddress.From("1 Main St", kind: AddressKind.Home)!.ToString());
        Assert.Equal("ScreeningAnswer", new ScreeningAnswer("Why?", "Because").ToString());
    }
}
