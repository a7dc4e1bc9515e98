namespace Connectors.PostgreSql;

/// <summary>What a failure means for who wants to try again.</summary>
internal enum Failure
{
    /// <summary>It will fail again: somebody must do something.</summary>
    Final,

    /// <summary>Nothing was done, and it may go well the next time.</summary>
    NothingDone,

    /// <summary>It was sent, and nobody knows whether it was done.</summary>
    AnswerLost,
}
