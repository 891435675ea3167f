package se.partnersec.gallra.console;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import se.partnersec.gallra.config.settings.DatabaseAccount;

/** A browser without JavaScript: cookies, links, and forms with the token that their page has. Redirects are not followed. */
final class Browser {
    private static final Pattern TOKEN = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");

    private final URI site;
    private final String language;
    private final HttpClient http;

    Browser(int port, String language) {
        this.site = URI.create("http://localhost:" + port);
        this.language = language;
        this.http = HttpClient.newBuilder()
                .cookieHandler(new CookieManager(null, CookiePolicy.ACCEPT_ALL))
                .build();
    }

    HttpResponse<String> get(String path) {
        return send(HttpRequest.newBuilder(site.resolve(path)));
    }

    /** Sends a form with the token of a page. */
    HttpResponse<String> post(String page, String to, Map<String, String> fields) {
        return submit(to, token(page), fields);
    }

    HttpResponse<String> submit(String to, String token, Map<String, String> fields) {
        String body = fields.entrySet().stream()
                .map(each -> each.getKey() + "=" + URLEncoder.encode(each.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return send(HttpRequest.newBuilder(site.resolve(to))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(
                        body + (token.isEmpty() ? "" : "&_csrf=" + URLEncoder.encode(token, StandardCharsets.UTF_8)))));
    }

    /** Sends a file in a form with the token of a page. @param name of the input, and of the file with its end */
    HttpResponse<String> upload(String page, String to, String name, byte[] file, Map<String, String> fields) {
        String part = "--gallra\r\nContent-Disposition: form-data; name=";
        StringBuilder head = new StringBuilder(part + "\"_csrf\"\r\n\r\n" + token(page) + "\r\n");
        fields.forEach((field, value) -> head.append(part + "\"" + field + "\"\r\n\r\n" + value + "\r\n"));
        head.append(part + "\"" + name.replaceFirst("\\..*", "") + "\"; filename=\"" + name
                + "\"\r\nContent-Type: application/octet-stream\r\n\r\n");
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(head.toString().getBytes(StandardCharsets.UTF_8));
        body.writeBytes(file);
        body.writeBytes("\r\n--gallra--\r\n".getBytes(StandardCharsets.UTF_8));
        return send(HttpRequest.newBuilder(site.resolve(to))
                .header("Content-Type", "multipart/form-data; boundary=gallra")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body.toByteArray())));
    }

    HttpResponse<String> signIn(DatabaseAccount account) {
        return signIn(account.user(), account.password());
    }

    HttpResponse<String> signIn(String login, String password) {
        return post("/sign-in", "/sign-in", Map.of("username", login, "password", password));
    }

    String token(String page) {
        Matcher token = TOKEN.matcher(get(page).body());
        return token.find() ? token.group(1) : "";
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.header("Accept-Language", language).build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
