using Connectors.Auth;

namespace Connectors.Definitions;

/// <summary>A token that does not expire, as <c>Authorization: Bearer</c>. Takes a <see cref="BearerCredential"/>.</summary>
/// <param name="name">The scheme's name in the definition.</param>
public sealed class BearerScheme(string name = "bearer") : AuthScheme(name)
{
    internal override string CredentialName => nameof(BearerCredential);

    /// <inheritdoc/>
    public override bool Accepts(Credential credential) => credential is BearerCredential;

    /// <inheritdoc/>
    public override ValueTask ApplyAsync(AuthContext context, CancellationToken cancellationToken)
    {
        PreparedHeader.Authorize(context, this, static (context, _) =>
            PreparedHeader.Bearer(context, ((BearerCredential)context.Credential).Token));
        return ValueTask.CompletedTask;
    }
}
