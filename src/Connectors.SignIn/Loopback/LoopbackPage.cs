using System.Net;
using System.Text;

namespace Connectors.SignIn;

/// <summary>What the person sees in the browser at the end: a small page that loads nothing, is kept nowhere, and tells no other site where it was.</summary>
internal static class LoopbackPage
{
    private const int MaxWords = 300;

    public static byte[] Answered((string? Error, string? Description) error) => error.Error is { Length: > 0 } code
        ? Html(200, "Not signed in", $"The provider answered: {Cut(code)}{(error.Description is { Length: > 0 } words ? $" ({Cut(words)})" : "")}. You can close this window and go back to the app.")
        : Html(200, "Back to the app", "The app goes on from here. You can close this window.");

    public static byte[] Refused(int status) => status switch
    {
        400 => Html(400, "Not the answer to this sign-in", "Go back to the app and start the sign-in again."),
        405 => Html(405, "Method not allowed", "Only GET is answered here.", "Allow: GET\r\n"),
        409 => Html(409, "Answered already", "The app has the answer to this sign-in. You can close this window."),
        414 => Html(414, "URI too long", "The address is too long."),
        431 => Html(431, "Request header fields too large", "The request is too large."),
        _ => Html(404, "Not found", "There is nothing here."),
    };

    private static string Cut(string text) => text.Length > MaxWords ? text[..MaxWords] + "…" : text;

    private static byte[] Html(int status, string title, string text, string headers = "")
    {
        var (heading, words) = (WebUtility.HtmlEncode(title), WebUtility.HtmlEncode(text));
        var body = Encoding.UTF8.GetBytes($"""
            <!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark">
            <link rel="icon" href="data:,"><title>{heading}</title></head><body><h1>{heading}</h1><p>{words}</p></body></html>
            """);
        var head = Encoding.ASCII.GetBytes(
            $"HTTP/1.1 {status} {(status == 200 ? "OK" : "Refused")}\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {body.Length}\r\n{headers}" +
            "Cache-Control: no-store\r\nReferrer-Policy: no-referrer\r\nX-Content-Type-Options: nosniff\r\nX-Frame-Options: DENY\r\n" +
            "Content-Security-Policy: default-src 'none'; img-src data:; frame-ancestors 'none'\r\nConnection: close\r\n\r\n");
        return [.. head, .. body];
    }
}
