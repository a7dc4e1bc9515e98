using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Connectors.Simulators;

/// <summary>Plays a fault on one request.</summary>
internal static class FaultPlayer
{
    public static async Task PlayAsync(Simulator simulator, HttpContext context, FaultEffects effects, RequestDelegate answer)
    {
        if (effects.Delay > TimeSpan.Zero)
        {
            await Task.Delay(effects.Delay, simulator.State.Clock, context.RequestAborted).ConfigureAwait(false);
        }

        AddHeaders(context, effects);
        switch (effects.Kind)
        {
            case FaultKind.None:
                await answer(context).ConfigureAwait(false);
                break;
            case FaultKind.Status:
                await simulator.WriteErrorAsync(context, effects.StatusCode).ConfigureAwait(false);
                break;
            case FaultKind.Reset:
                context.Abort();
                break;
            case FaultKind.Html:
                await Answer.TextAsync(context, effects.StatusCode, "<!DOCTYPE html><html><head><title>Gateway</title></head><body><h1>Something is in the way</h1></body></html>", "text/html;charset=utf-8").ConfigureAwait(false);
                break;
            case FaultKind.Empty:
                await Answer.EmptyAsync(context, StatusCodes.Status200OK).ConfigureAwait(false);
                break;
            case FaultKind.HugeError:
                await HugeErrorAsync(context, effects).ConfigureAwait(false);
                break;
            case FaultKind.CommitThenDrop:
            case FaultKind.Truncate:
            case FaultKind.Stall:
            case FaultKind.MalformedJson:
            case FaultKind.RepeatCursor:
                await SpoilAsync(simulator, context, effects, await RunAsync(context, answer).ConfigureAwait(false)).ConfigureAwait(false);
                break;
            default:
                throw new InvalidOperationException($"No fault {effects.Kind}.");
        }
    }

    private static void AddHeaders(HttpContext context, FaultEffects effects) => context.Response.OnStarting(() =>
    {
        foreach (var (name, value) in effects.Headers)
        {
            context.Response.Headers[name] = value;
        }

        return Task.CompletedTask;
    });

    // Lets the simulator answer into memory, so that the fault can decide what of it leaves.
    private static async Task<byte[]> RunAsync(HttpContext context, RequestDelegate answer)
    {
        var wire = context.Response.Body;
        using var body = new MemoryStream();
        context.Response.Body = body;
        try
        {
            await answer(context).ConfigureAwait(false);
        }
        finally
        {
            context.Response.Body = wire;
        }

        return body.ToArray();
    }

    private static async Task SpoilAsync(Simulator simulator, HttpContext context, FaultEffects effects, byte[] body)
    {
        var response = context.Response;
        var half = body.AsMemory(0, body.Length / 2);
        switch (effects.Kind)
        {
            case FaultKind.CommitThenDrop:
                context.Abort();
                break;
            case FaultKind.MalformedJson:
                response.ContentLength = half.Length;
                await response.Body.WriteAsync(half, context.RequestAborted).ConfigureAwait(false);
                break;
            case FaultKind.RepeatCursor:
                var repeated = JsonSerializer.SerializeToUtf8Bytes(simulator.RepeatCursor(context, JsonNode.Parse(body)), SimulatorState.Json);
                response.ContentLength = repeated.Length;
                await response.Body.WriteAsync(repeated, context.RequestAborted).ConfigureAwait(false);
                break;
            default:
                response.ContentLength = body.Length;
                await response.Body.WriteAsync(half, context.RequestAborted).ConfigureAwait(false);
                await response.Body.FlushAsync(context.RequestAborted).ConfigureAwait(false);
                if (effects.Kind == FaultKind.Stall)
                {
                    await UntilAbortedAsync(context.RequestAborted).ConfigureAwait(false);
                }

                // Both servers close a connection whose answer ends short; an abort would also take back what was sent.
                break;
        }
    }

    private static async Task HugeErrorAsync(HttpContext context, FaultEffects effects)
    {
        context.Response.StatusCode = effects.StatusCode;
        context.Response.ContentType = "application/json;charset=utf-8";
        context.Response.ContentLength = effects.Length;
        var chunk = Encoding.ASCII.GetBytes(new string('x', 64 * 1024));
        for (var left = effects.Length; left > 0; left -= chunk.Length)
        {
            await context.Response.Body.WriteAsync(chunk.AsMemory(0, Math.Min(left, chunk.Length)), context.RequestAborted).ConfigureAwait(false);
        }
    }

    private static async Task UntilAbortedAsync(CancellationToken aborted)
    {
        var gone = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using (aborted.Register(gone.SetResult))
        {
            await gone.Task.ConfigureAwait(false);
        }
    }
}
