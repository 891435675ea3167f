package se.partnersec.gallra.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import se.partnersec.gallra.config.settings.DatabaseAccount;
import se.partnersec.gallra.console.settings.ConsoleSettings;
import se.partnersec.gallra.database.schema.PersonRole;
import se.partnersec.gallra.testing.GallraTest;
import se.partnersec.gallra.testing.PersonAccounts;
import se.partnersec.gallra.testing.Workplace;

/** The console behind a proxy that ends TLS: requests as the proxy passes them on. */
@GallraTest
@Tag("once")
@Tag("full")
class ConsoleProxyIT {
    private static final String SITE = "gallra.example.com";
    private static final Pattern TOKEN = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");

    private final Workplace work;
    private final Path home;
    private final Map<String, String> cookies = new LinkedHashMap<>();
    private PersonAccounts persons;
    private RunningConsole console;

    ConsoleProxyIT(Workplace work, @TempDir Path home) {
        this.work = work;
        this.home = home;
    }

    @BeforeEach
    void start() {
        persons = PersonAccounts.create(work.accounts());
        console = RunningConsole.start(
                new ConsoleSettings(
                        "127.0.0.1",
                        0,
                        URI.create("https://" + SITE),
                        new ConsoleSettings.Monitoring("127.0.0.1", 0),
                        null),
                work.settings(),
                Map.of("GALLRA_HOME", home.toString()));
    }

    @AfterEach
    void stop() {
        console.close();
        persons.close();
    }

    private String send(String host, String method, String path, String body) throws IOException {
        String jar = cookies.entrySet().stream()
                .map(each -> each.getKey() + "=" + each.getValue())
                .collect(Collectors.joining("; "));
        String answer;
        try (Socket line = new Socket("127.0.0.1", console.port())) {
            line.getOutputStream()
                    .write((method + " " + path + " HTTP/1.1\r\nHost: " + host
                                    + "\r\nX-Forwarded-Proto: https\r\nX-Forwarded-Host: evil.example\r\nAccept-Language: en"
                                    + "\r\nConnection: close\r\n"
                                    + (jar.isEmpty() ? "" : "Cookie: " + jar + "\r\n")
                                    + (body.isEmpty()
                                            ? ""
                                            : "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: "
                                                    + body.length() + "\r\n")
                                    + "\r\n" + body)
                            .getBytes(StandardCharsets.US_ASCII));
            answer = new String(line.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
        headers(answer, "Set-Cookie").forEach(cookie -> {
            String[] pair = cookie.split(";")[0].split("=", 2);
            cookies.put(pair[0], pair[1]);
        });
        return answer;
    }

    private static List<String> headers(String answer, String name) {
        return answer.lines()
                .takeWhile(line -> !line.isEmpty())
                .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
                .map(line -> line.substring(name.length() + 1).strip())
                .toList();
    }

    private static String form(String page, DatabaseAccount person) {
        Matcher token = TOKEN.matcher(page);
        assertThat(token.find()).isTrue();
        return Map.of("_csrf", token.group(1), "username", person.user(), "password", person.password())
                .entrySet()
                .stream()
                .map(each -> each.getKey() + "=" + URLEncoder.encode(each.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    @Test
    void somebody_signs_in_through_the_proxy_with_cookies_for_tls_alone() throws IOException {
        String page = send(SITE, "GET", "/sign-in", "");
        assertThat(page).startsWith("HTTP/1.1 200");
        String signedIn = send(SITE, "POST", "/sign-in", form(page, persons.account(PersonRole.OPERATIONS)));
        assertThat(headers(signedIn, "Location")).isSubsetOf("/", "https://" + SITE + "/");
        assertThat(cookies.keySet()).contains("__Host-gallra", "__Host-gallra-form");
        assertThat(headers(page + signedIn, "Set-Cookie"))
                .isNotEmpty()
                .allMatch(
                        cookie -> cookie.contains("Secure") && cookie.contains("Path=/") && !cookie.contains("Domain"));
        assertThat(headers(signedIn, "Strict-Transport-Security")).isNotEmpty();
        assertThat(send(SITE, "GET", "/", ""))
                .startsWith("HTTP/1.1 200")
                .contains(persons.account(PersonRole.OPERATIONS).user())
                .doesNotContain("evil.example");
    }

    @Test
    void another_name_than_that_of_the_site_is_refused() throws IOException {
        for (String host :
                List.of("evil.example", "localhost:" + console.port(), SITE + ".evil.example", SITE + ":81")) {
            assertThat(send(host, "GET", "/sign-in", "")).as(host).startsWith("HTTP/1.1 421");
        }
    }
}
