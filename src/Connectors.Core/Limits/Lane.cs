using Connectors.Definitions;

namespace Connectors.Limits;

/// <summary>The calls that wait on one route with one priority, first come first served; it waits as one, at one gate without room.</summary>
internal sealed class Lane(Route route, CallPriority priority)
{
    /// <summary>Gets the order in which lanes go: interactive before background, connections in turn, the longest waiting call first.</summary>
    internal static IComparer<Lane> InOrder { get; } = Comparer<Lane>.Create(Compare);

    internal Route Route => route;

    internal CallPriority Priority => priority;

    internal LinkedList<Waiter> Waiters { get; } = new();

    /// <summary>Gets or sets how many of them take what the limits say, having no cost of their own.</summary>
    internal int Plain { get; set; }

    /// <summary>Gets or sets the gate at which the lane waits.</summary>
    internal Gate? At { get; set; }

    internal bool IsEmpty => Waiters.Count == 0;

    internal Waiter Head => Waiters.First!.Value;

    private static int Compare(Lane one, Lane other)
    {
        var order = one.Priority.CompareTo(other.Priority);
        order = order != 0 ? order : one.Route.Caller.Turn(one.Priority).CompareTo(other.Route.Caller.Turn(other.Priority));
        return order != 0 ? order : one.Head.Order.CompareTo(other.Head.Order);
    }
}

/// <summary>One call that waits.</summary>
internal sealed class Waiter : TaskCompletionSource<IQuotaLease>
{
    internal Waiter(Lane lane, QuotaRequest request, long order, long now, long deadline)
        : base(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        (Lane, Request, Stated, Order, Since, Deadline) = (lane, request, request.Stated, order, now, deadline);
        Node = new(this);
    }

    /// <summary>Gets the order in which waits end.</summary>
    internal static IComparer<Waiter> ByDeadline { get; } = Comparer<Waiter>.Create(
        (one, other) => one.Deadline.CompareTo(other.Deadline) is not 0 and var order ? order : one.Order.CompareTo(other.Order));

    internal Lane Lane { get; }

    internal QuotaRequest Request { get; }

    /// <summary>Gets what the call says that it takes.</summary>
    internal IReadOnlyList<UnitCost>? Stated { get; }

    internal LinkedListNode<Waiter> Node { get; }

    internal long Order { get; }

    internal long Since { get; }

    /// <summary>Gets until when the call waits; <see cref="long.MaxValue"/> without bound.</summary>
    internal long Deadline { get; }

    /// <summary>Gets until when the call waits for quota alone, before the time that the store of shared quota may take to answer.</summary>
    internal long Willing { get; init; } = long.MaxValue;

    /// <summary>Gets or sets the cancellation that would end the wait.</summary>
    internal CancellationTokenRegistration Registration { get; set; }
}
