using Connectors.Definitions;
using Connectors.Limits;

namespace Connectors.Proofs.Limits;

/// <summary>Offers more calls than are legal through a quota, from several connections and with both priorities, and carries out those that are let through.</summary>
internal sealed class GatedCallers(LimitRound round, IQuota quota, VirtualTime time, LimitVendor vendor, Random random)
{
    private static readonly Endpoint s_endpoint = Endpoint.Read<int, NoContent>("things.get", (_, _) => RequestSpec.Get("/things"), Body.None);
    private readonly Dictionary<(int, CallPriority), Queue<(Task<IQuotaLease> Task, Trip Call)>> _waiting = [];

    /// <summary>Gets how many calls were asked for.</summary>
    public int Asked { get; private set; }

    /// <summary>Asks for a call now.</summary>
    public void Ask()
    {
        var call = round.Draw(random);
        var tenant = random.Next(3);
        var priority = random.Next(4) == 0 ? CallPriority.Background : CallPriority.Interactive;
        var answer = quota.AcquireAsync(
            new()
            {
                Connection = new("vendor", $"t{tenant}"),
                CredentialId = $"t{tenant}",
                Endpoint = s_endpoint,
                Limits = round.Limits,
                Costs = call.Estimate == 1 ? null : [new("points", call.Estimate)],
                Priority = priority,
                MaxWait = Timeout.InfiniteTimeSpan,
            },
            CancellationToken.None);
        Asked++;
        if (!_waiting.TryGetValue((tenant, priority), out var line))
        {
            _waiting.Add((tenant, priority), line = new());
        }

        line.Enqueue((answer.AsTask(), call));
    }

    /// <summary>Sends the calls that were let through. Those of one connection and priority are let through in their order.</summary>
    public void SendGranted()
    {
        foreach (var line in _waiting.Values)
        {
            while (line.TryPeek(out var head) && head.Task.IsCompleted)
            {
                line.Dequeue();
                var lease = head.Task.GetAwaiter().GetResult();
                Send(quota is BrokenQuota broken ? broken.Break(lease) : lease, head.Call);
            }
        }
    }

    private void Send(IQuotaLease lease, Trip call) => time.At(time.Now + call.Out, () =>
    {
        var answer = vendor.Receive(call);
        var isRefused = !answer.IsSuccessStatusCode;
        time.At(time.Now + (isRefused ? 0 : call.Head) + call.Back, () =>
            lease.Observe(new(isRefused, RetryAfter.Parse(answer.Headers, time.GetUtcNow()), answer.Headers)));
        time.At(time.Now + (isRefused ? 0 : call.Work) + call.Back, () =>
        {
            lease.Dispose();
            answer.Dispose();
        });
    });
}
