using Xunit.Abstractions;
using Xunit.Sdk;

[assembly: TestFramework("Connectors.PostgreSql.Tests.ServerTestFramework", "Connectors.PostgreSql.Tests")]

namespace Connectors.PostgreSql.Tests;

/// <summary>xunit as it is, but tests of a class that needs the server are skipped when there is none: inherited ones of the contracts as well.</summary>
public sealed class ServerTestFramework(IMessageSink sink) : XunitTestFramework(sink)
{
    protected override ITestFrameworkDiscoverer CreateDiscoverer(IAssemblyInfo assemblyInfo) =>
        new Discoverer(assemblyInfo, SourceInformationProvider, DiagnosticMessageSink);

    private sealed class Discoverer(IAssemblyInfo assembly, ISourceInformationProvider source, IMessageSink sink) : XunitTestFrameworkDiscoverer(assembly, source, sink)
    {
        protected override bool FindTestsForMethod(ITestMethod testMethod, bool includeSourceInformation, IMessageBus messageBus, ITestFrameworkDiscoveryOptions discoveryOptions)
        {
            var isTest = testMethod.Method.GetCustomAttributes(typeof(FactAttribute)).Any();
            return Server.WhyNot is null || !isTest || !testMethod.TestClass.Class.GetCustomAttributes(typeof(NeedsServerAttribute)).Any()
                ? base.FindTestsForMethod(testMethod, includeSourceInformation, messageBus, discoveryOptions)
                : ReportDiscoveredTestCase(new SkippedTestCase(DiagnosticMessageSink, testMethod), includeSourceInformation, messageBus);
        }
    }
}

/// <summary>A test that says why it was not run.</summary>
public sealed class SkippedTestCase : XunitTestCase
{
    [Obsolete("Called by the de-serializer.")]
    public SkippedTestCase()
    {
    }

    public SkippedTestCase(IMessageSink sink, ITestMethod method)
        : base(sink, TestMethodDisplay.ClassAndMethod, TestMethodDisplayOptions.None, method)
    {
    }

    protected override string? GetSkipReason(IAttributeInfo factAttribute) => Server.WhyNot;
}
