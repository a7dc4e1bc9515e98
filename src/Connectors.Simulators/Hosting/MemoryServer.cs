using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.TestHost;

namespace Connectors.Simulators.Hosting;

/// <summary>Serves the simulators in memory.</summary>
internal sealed class MemoryServer : IDisposable
{
    private readonly SimulatorApplication _application;
    private readonly TestServer _server;

    public MemoryServer(SimulatorApplication application)
    {
        _application = application;
        _server = new TestServer(application.Services);

        // Nothing is started: TestServer only keeps the application, so the task is finished when it is returned.
        _ = ((IServer)_server).StartAsync(application, CancellationToken.None);
    }

    public HttpMessageHandler CreateHandler() => new MemoryHandler(_application, _server.CreateHandler());

    public void Dispose() => _server.Dispose();
}
