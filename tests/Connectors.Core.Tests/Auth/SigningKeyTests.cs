using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Connectors.Auth;
using Connectors.Core.Tests.Testing;

namespace Connectors.Core.Tests.Auth;

/// <summary>RFC 7515, A.1 to A.3, and the refusal of keys that are weak or of another kind.</summary>
public sealed class SigningKeyTests
{
    private const string Payload = "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ";

    [Fact]
    public void Compact_Rfc7515A1_IsTheHs256Token()
    {
        // The RFC's key is 64 raw bytes and no text: its bytes are the key whichever way it was read.
        var key = Base64Url.DecodeFromChars("AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow");
        var input = Encoding.ASCII.GetBytes($"eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9.{Payload}");

        Assert.Equal("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk", Base64Url.EncodeToString(SigningKey.FromBytes(key, null).Sign(input)));
    }

    [Fact]
    public void Compact_Rfc7515A2_IsTheRs256Token()
    {
        var token = JsonWebSignature.Compact(SigningKey.FromPem(SigningKeys.RsaPem), Base64Url.DecodeFromChars("eyJhbGciOiJSUzI1NiJ9"), Base64Url.DecodeFromChars(Payload));

        Assert.Equal(
            $"eyJhbGciOiJSUzI1NiJ9.{Payload}.cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw",
            token);
    }

    [Fact]
    public void Compact_Rfc7515A3_IsAnEs256TokenThatTheRfcsKeyVerifies()
    {
        var rfc = $"eyJhbGciOiJFUzI1NiJ9.{Payload}.DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q";
        var own = JsonWebSignature.Compact(SigningKey.FromPem(SigningKeys.EcPem), Base64Url.DecodeFromChars("eyJhbGciOiJFUzI1NiJ9"), Base64Url.DecodeFromChars(Payload));

        Assert.Equal("joe", SigningKeys.Read(rfc).Claims.GetProperty("iss").GetString());
        Assert.Equal("joe", SigningKeys.Read(own).Claims.GetProperty("iss").GetString());
        Assert.Equal(64, Base64Url.DecodeFromChars(own.Split('.')[2]).Length);
    }

    [Fact]
    public void Sign_Ps256_IsVerifiedWithASaltAsLongAsTheHash()
    {
        var data = "data"u8.ToArray();

        var signature = SigningKey.FromPem(SigningKeys.RsaPem, SigningAlgorithm.PS256).Sign(data);

        Assert.True(SigningKeys.Rsa.VerifyData(data, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pss));
    }

    [Fact]
    public void FromPem_EveryPrivateForm_IsRead()
    {
        var sec1 = SigningKeys.Ec.ExportECPrivateKeyPem();
        string[] pems =
        [
            SigningKeys.RsaPem,
            SigningKeys.Rsa.ExportRSAPrivateKeyPem(),
            SigningKeys.EcPem,
            sec1,
            $"-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n{sec1}",
            $"  Bag Attributes\n{SigningKeys.RsaPem}\n",
            SigningKeys.RsaPem.Replace("\n", "\\n", StringComparison.Ordinal),
            SigningKeys.RsaPem.Replace("\n", "\r\n", StringComparison.Ordinal),
            $"{SigningKeys.Rsa.ExportSubjectPublicKeyInfoPem()}\n{SigningKeys.RsaPem}",
        ];

        Assert.All(pems, pem => Assert.NotEmpty(SigningKey.FromPem(pem, keyId: "k1").Sign("data"u8)));
        Assert.Equal(SigningAlgorithm.RS256, SigningKey.FromPem(pems[1]).Algorithm);
        Assert.Equal(SigningAlgorithm.ES256, SigningKey.FromPem(pems[3]).Algorithm);
    }

    [Fact]
    public void FromPem_KeyThatCannotSign_SaysWhyWithoutShowingIt()
    {
        using var weak = RSA.Create(1024);
        using var p384 = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        var encrypted = SigningKeys.Rsa.ExportEncryptedPkcs8PrivateKeyPem("pass", new(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000));
        (string Pem, SigningAlgorithm? Algorithm, string Says)[] cases =
        [
            ("", null, "no PEM text"),
            ("hunter2-canary", null, "no PEM text"),
            (weak.ExportPkcs8PrivateKeyPem(), null, "1024 bits"),
            (p384.ExportPkcs8PrivateKeyPem(), null, "P-256"),
            (encrypted, null, "encrypted"),
            ("-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00\n\nAAAA\n-----END RSA PRIVATE KEY-----", null, "encrypted"),
            (SigningKeys.Rsa.ExportSubjectPublicKeyInfoPem(), null, "public half"),
            ("-----BEGIN PRIVATE KEY-----\nY2FuYXJ5\n-----END PRIVATE KEY-----", null, "damaged"),
            (SigningKeys.RsaPem, SigningAlgorithm.ES256, "takes an EC key"),
            (SigningKeys.EcPem, SigningAlgorithm.RS256, "takes an RSA key"),
            (SigningKeys.EcPem, SigningAlgorithm.PS256, "takes an RSA key"),
            (SigningKeys.RsaPem, SigningAlgorithm.HS256, "shared secret"),
        ];

        Assert.All(cases, given =>
        {
            var error = Assert.Throws<ConnectorException>(() => SigningKey.FromPem(given.Pem, given.Algorithm));

            Assert.Equal(ErrorKind.Validation, error.Kind);
            Assert.Contains(given.Says, error.Message, StringComparison.Ordinal);
            Assert.DoesNotContain("canary", error.ToString(), StringComparison.Ordinal);
            Assert.DoesNotContain("Y2FuYXJ5", error.ToString(), StringComparison.Ordinal);
        });
    }

    [Theory]
    [InlineData("0123456789abcdef0123456789abcde", false)]
    [InlineData("0123456789abcdef0123456789abcdef", true)]
    [InlineData("ééééééééééééééée", false)]
    [InlineData("éééééééééééééééé", true)]
    public void FromSecret_Length_MustBe32BytesOfUtf8(string secret, bool isTaken)
    {
        if (isTaken)
        {
            Assert.Equal(32, SigningKey.FromSecret(secret).Sign("data"u8).Length);
        }
        else
        {
            var error = Assert.Throws<ConnectorException>(() => SigningKey.FromSecret(secret));
            Assert.Contains("32 bytes", error.Message, StringComparison.Ordinal);
            Assert.DoesNotContain(secret, error.ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void ToString_AnyKey_ShowsTheAlgorithmOnly()
    {
        Assert.Equal("RS256 key ***", SigningKey.FromPem(SigningKeys.RsaPem, keyId: "k").ToString());
        Assert.Equal("HS256 key ***", SigningKey.FromSecret(new string('s', 40)).ToString());
    }

    [Fact]
    public async Task Sign_ManyThreadsOneKey_EverySignatureHolds()
    {
        var key = SigningKey.FromPem(SigningKeys.EcPem);

        var signatures = await Task.WhenAll(Enumerable.Range(0, 64).Select(number => Task.Run(() => (Data: BitConverter.GetBytes(number), Signature: key.Sign(BitConverter.GetBytes(number))))));

        Assert.All(signatures, made => Assert.True(SigningKeys.Ec.VerifyData(made.Data, made.Signature, HashAlgorithmName.SHA256)));
    }
}
