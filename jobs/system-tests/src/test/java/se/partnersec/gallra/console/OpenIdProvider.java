package se.partnersec.gallra.console;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import se.partnersec.gallra.config.settings.DatabaseAccount;
import se.partnersec.gallra.console.settings.SingleSignOn;
import se.partnersec.gallra.support.crypto.Sha256;
import se.partnersec.gallra.support.json.JsonText;

/** OpenID provider in the process of the tests. It asks for no password: whoever comes is who the test says; and it can be made to lie. */
final class OpenIdProvider implements AutoCloseable {
    static final String CLIENT = "gallra-console";
    static final String SECRET = "a secret of this test, of 32 characters or more";

    /** What is wrong with the ID tokens that it gives. */
    enum Fault {
        NONE,
        OTHER_NONCE,
        NO_NONCE,
        OTHER_AUDIENCE,
        OTHER_ISSUER,
        EXPIRED,
        NOT_ITS_KEY,
        UNSIGNED,
        SIGNED_WITH_THE_SECRET,
        CHANGED_AFTERWARDS,
        NO_SUBJECT,
        NO_TOKEN,
        EMPTY_TOKEN
    }

    private final HttpServer server;
    private final RSAKey key;
    private final RSAKey stranger;
    private final Map<String, Map<String, String>> codes = new ConcurrentHashMap<>();
    private volatile String subject = "";
    private volatile Fault fault = Fault.NONE;
    private volatile boolean proofAsked;
    private volatile CountDownLatch answers = new CountDownLatch(0);

    private OpenIdProvider(HttpServer server, RSAKey key, RSAKey stranger) {
        this.server = server;
        this.key = key;
        this.stranger = stranger;
    }

    static OpenIdProvider start() {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            OpenIdProvider provider = new OpenIdProvider(
                    server,
                    new RSAKeyGenerator(2048).keyID("1").generate(),
                    new RSAKeyGenerator(2048).keyID("1").generate());
            server.createContext("/.well-known/openid-configuration", provider::addresses);
            server.createContext("/keys", call -> answer(call, new JWKSet(provider.key.toPublicJWK()).toString()));
            server.createContext("/authorize", provider::authorize);
            server.createContext("/token", provider::token);
            server.start();
            return provider;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    String issuer() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    /** Settings of a console that people sign in to here. @param account with the role sso */
    SingleSignOn settings(DatabaseAccount account) {
        return new SingleSignOn(issuer(), CLIENT, SECRET, account);
    }

    /** Whoever comes next. */
    void identify(String next) {
        subject = next;
    }

    void lie(Fault next) {
        fault = next;
    }

    /** Gives no tokens until the latch is open. */
    void holdUntil(CountDownLatch latch) {
        answers = latch;
    }

    /** True if a token was asked for with the secret that only the browser's session has (RFC 7636). */
    boolean proofAsked() {
        return proofAsked;
    }

    private void addresses(HttpExchange call) throws IOException {
        answer(
                call,
                JsonText.line(Map.of(
                        "issuer", issuer(),
                        "authorization_endpoint", issuer() + "/authorize",
                        "token_endpoint", issuer() + "/token",
                        "jwks_uri", issuer() + "/keys",
                        "response_types_supported", List.of("code"),
                        "subject_types_supported", List.of("public"),
                        "id_token_signing_alg_values_supported", List.of("RS256"))));
    }

    private void authorize(HttpExchange call) throws IOException {
        Map<String, String> asked = fields(call.getRequestURI().getRawQuery());
        String code = UUID.randomUUID().toString();
        codes.put(code, asked);
        call.getResponseHeaders()
                .add(
                        "Location",
                        asked.get("redirect_uri") + "?code=" + code + "&state="
                                + URLEncoder.encode(asked.getOrDefault("state", ""), StandardCharsets.UTF_8));
        call.sendResponseHeaders(302, -1);
        call.close();
    }

    private void token(HttpExchange call) throws IOException {
        try {
            answers.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Map<String, String> sent = fields(new String(call.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        Map<String, String> asked = codes.remove(sent.getOrDefault("code", ""));
        String known = "Basic "
                + Base64.getEncoder()
                        .encodeToString((CLIENT + ":" + URLEncoder.encode(SECRET, StandardCharsets.UTF_8))
                                .getBytes(StandardCharsets.UTF_8));
        proofAsked = asked != null
                && "S256".equals(asked.get("code_challenge_method"))
                && Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(
                                Sha256.of(sent.getOrDefault("code_verifier", "").getBytes(StandardCharsets.US_ASCII)))
                        .equals(asked.get("code_challenge"));
        if (!proofAsked
                || asked == null
                || !known.equals(call.getRequestHeaders().getFirst("Authorization"))
                || !asked.getOrDefault("redirect_uri", "").equals(sent.get("redirect_uri"))) {
            call.sendResponseHeaders(400, -1);
            call.close();
            return;
        }
        Map<String, Object> tokens =
                new HashMap<>(Map.of("access_token", "of no use", "token_type", "Bearer", "expires_in", 60L));
        if (fault != Fault.NO_TOKEN) {
            tokens.put("id_token", fault == Fault.EMPTY_TOKEN ? "" : token(asked.getOrDefault("nonce", "")));
        }
        answer(call, JsonText.line(tokens));
    }

    private String token(String nonce) {
        long now = System.currentTimeMillis();
        JWTClaimsSet.Builder claims = new JWTClaimsSet.Builder()
                .issuer(fault == Fault.OTHER_ISSUER ? "https://login.example.com" : issuer())
                .audience(fault == Fault.OTHER_AUDIENCE ? "another-client" : CLIENT)
                .issueTime(new Date(now - (fault == Fault.EXPIRED ? 7_200_000 : 0)))
                .expirationTime(new Date(now + (fault == Fault.EXPIRED ? -3_600_000 : 300_000)));
        if (fault != Fault.NO_SUBJECT) {
            claims.subject(subject);
        }
        if (fault != Fault.NO_NONCE) {
            claims.claim("nonce", fault == Fault.OTHER_NONCE ? "another" : nonce);
        }
        try {
            return switch (fault) {
                case UNSIGNED -> new PlainJWT(claims.build()).serialize();
                case SIGNED_WITH_THE_SECRET -> {
                    SignedJWT token = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims.build());
                    token.sign(new MACSigner(SECRET));
                    yield token.serialize();
                }
                case CHANGED_AFTERWARDS -> {
                    String[] parts = signed(claims.build(), key).split("\\.");
                    yield parts[0] + "."
                            + claims.subject(subject + "-of-somebody-else")
                                    .build()
                                    .toPayload()
                                    .toBase64URL()
                            + "." + parts[2];
                }
                default -> signed(claims.build(), fault == Fault.NOT_ITS_KEY ? stranger : key);
            };
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String signed(JWTClaimsSet claims, RSAKey by) throws JOSEException {
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(by.getKeyID()).build(), claims);
        token.sign(new RSASSASigner(by));
        return token.serialize();
    }

    private static Map<String, String> fields(String form) {
        Map<String, String> fields = new HashMap<>();
        for (String field : form.split("&")) {
            String[] pair = field.split("=", 2);
            fields.put(pair[0], pair.length < 2 ? "" : URLDecoder.decode(pair[1], StandardCharsets.UTF_8));
        }
        return fields;
    }

    private static void answer(HttpExchange call, String json) throws IOException {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        call.getResponseHeaders().add("Content-Type", "application/json");
        call.sendResponseHeaders(200, body.length);
        call.getResponseBody().write(body);
        call.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
