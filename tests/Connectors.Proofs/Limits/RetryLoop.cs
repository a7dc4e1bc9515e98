namespace Connectors.Proofs.Limits;

/// <summary>What many write in the place of a gate: workers that call, and on a 429 wait as the answer asks and call again.</summary>
internal sealed class RetryLoop(LimitRound round, VirtualTime time, LimitVendor vendor, Random random)
{
    private const int Workers = 32;
    private int _left;

    /// <summary>Starts, with so many calls to make.</summary>
    public void Start(int calls)
    {
        _left = calls;
        for (var worker = 0; worker < Workers; worker++)
        {
            Next();
        }
    }

    private void Next()
    {
        if (_left-- > 0)
        {
            Send(round.Draw(random));
        }
    }

    private void Send(Trip call) => time.At(time.Now + call.Out, () =>
    {
        using var answer = vendor.Receive(call);
        if (answer.IsSuccessStatusCode)
        {
            time.At(time.Now + call.Work + call.Back, Next);
        }
        else
        {
            var wait = answer.Headers.RetryAfter?.Delta ?? TimeSpan.FromSeconds(1);
            time.At(time.Now + call.Back + wait.Ticks, () => Send(call));
        }
    });
}
