namespace Connectors;

/// <summary>A candidate's answer to a question of a job posting. Prints neither: they are personal data.</summary>
/// <param name="Question">The question.</param>
/// <param name="Answer">The answer as text, or <see langword="null"/> where there is none.</param>
public sealed record ScreeningAnswer(string Question, string? Answer)
{
    /// <inheritdoc/>
    public override string ToString() => nameof(ScreeningAnswer);
}
