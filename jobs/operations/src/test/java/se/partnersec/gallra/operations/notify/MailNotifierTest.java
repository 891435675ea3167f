package se.partnersec.gallra.operations.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import se.partnersec.gallra.operations.notify.SmtpSettings.Security;
import se.partnersec.gallra.testing.network.Certificate;
import se.partnersec.gallra.testing.network.MailReceiver;

/** Mail is sent to a real server; beyond this machine over TLS to one that proves who it is, or not at all. */
class MailNotifierTest {
    private static final Instant NOW = Instant.parse("2026-11-24T02:31:07Z");
    private static final Map<String, String> PEOPLE =
            Map.of(MailNotifier.FROM, "gallra@example.se", MailNotifier.TO, "drift@example.se, dpo@example.se");
    private static final Map<String, String> LOGIN =
            with(PEOPLE, Map.of(MailNotifier.USER, MailReceiver.USER, MailNotifier.PASSWORD, MailReceiver.PASSWORD));

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private static Path folder;

    private static Map<String, String> with(Map<String, String> one, Map<String, String> other) {
        Map<String, String> both = new HashMap<>(one);
        both.putAll(other);
        return both;
    }

    private static @Nullable String send(
            Map<String, String> environment, MailReceiver receiver, Security security, @Nullable Certificate believed) {
        return new MailNotifier(
                        environment,
                        new SmtpSettings("127.0.0.1", receiver.port(), security),
                        () -> NOW,
                        believed == null ? null : believed.believed())
                .tell("Gallra: gallra run ended with 8: refused\nip-logs REFUSED erased=0");
    }

    @Test
    void a_mail_has_the_first_line_as_its_subject_and_goes_to_each_person_named() {
        try (MailReceiver receiver = MailReceiver.inTheClear()) {
            MailNotifier postbox = Objects.requireNonNull(MailNotifier.read(
                    with(PEOPLE, Map.of("GALLRA_MAIL_SERVER", "smtp://127.0.0.1:" + receiver.port())), () -> NOW));
            assertThat(postbox.tell("Gallra: it ended\nip-logs REFUSED erased=0"))
                    .isNull();

            assertThat(receiver.mails())
                    .singleElement()
                    .asString()
                    .startsWith("<gallra@example.se> <dpo@example.se>")
                    .contains(
                            "From: gallra@example.se",
                            "To: drift@example.se, dpo@example.se",
                            "Subject: Gallra: it ended",
                            " Nov 2026 ",
                            "Auto-Submitted: auto-generated",
                            "\r\n\r\nGallra: it ended\r\nip-logs REFUSED erased=0")
                    // Nor the user or host that sent it.
                    .doesNotContain(System.getProperty("user.name") + "@");
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Security.class,
            names = {"STARTTLS", "TLS"})
    void a_server_that_proves_itself_is_told_over_tls_after_a_login(Security security) {
        Certificate certificate = Certificate.of("ip:127.0.0.1", folder);
        try (MailReceiver receiver = receiver(security, certificate)) {
            assertThat(send(LOGIN, receiver, security, certificate)).isNull();
            assertThat(receiver.mails()).hasSize(1);

            Map<String, String> wrong = with(LOGIN, Map.of(MailNotifier.PASSWORD, "wrong-Kanarie"));
            assertThat(send(wrong, receiver, security, certificate)).isEqualTo("user or password refused");
            assertThat(receiver.mails()).hasSize(1);
        }
    }

    private static MailReceiver receiver(Security security, Certificate certificate) {
        return security == Security.TLS
                ? MailReceiver.tls(certificate.context())
                : MailReceiver.startTls(certificate.context());
    }

    @ParameterizedTest
    @EnumSource(
            value = Security.class,
            names = {"STARTTLS", "TLS"})
    void a_server_that_nobody_vouches_for_or_that_is_another_is_told_nothing(Security security) {
        Certificate own = Certificate.of("ip:127.0.0.1", folder);
        try (MailReceiver receiver = receiver(security, own)) {
            assertThat(send(LOGIN, receiver, security, null)).isEqualTo("SSLHandshakeException");
        }
        Certificate another = Certificate.of("dns:mail.example.se", folder);
        try (MailReceiver receiver = receiver(security, another)) {
            assertThat(send(LOGIN, receiver, security, another)).isEqualTo("SSLHandshakeException");
            assertThat(receiver.mails()).isEmpty();
        }
    }

    @Test
    void a_server_without_starttls_is_told_nothing_where_it_is_required() {
        try (MailReceiver receiver = MailReceiver.inTheClear()) {
            assertThat(send(PEOPLE, receiver, Security.STARTTLS, null)).isEqualTo("the server offers no STARTTLS");
            assertThat(receiver.mails()).isEmpty();
            // The same server takes it where it need not be encrypted: it was that which kept it back.
            assertThat(send(PEOPLE, receiver, Security.CLEAR, null)).isNull();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "smtps://mail.example.se, mail.example.se, 465, TLS",
        "smtps://mail.example.se:2465/, mail.example.se, 2465, TLS",
        "smtp://mail.example.se, mail.example.se, 587, STARTTLS",
        "smtp://192.0.2.25:25, 192.0.2.25, 25, STARTTLS",
        "smtp://127.0.0.1.example:25, 127.0.0.1.example, 25, STARTTLS",
        "smtp://localhost.example, localhost.example, 587, STARTTLS",
        "smtp://localhost:25, localhost, 25, CLEAR",
        "smtp://127.0.0.1:25, 127.0.0.1, 25, CLEAR",
        "smtp://[::1]:25, ::1, 25, CLEAR"
    })
    void only_on_this_machine_mail_goes_in_the_clear(String text, String host, int port, Security security) {
        assertThat(SmtpSettings.read(text)).isEqualTo(new SmtpSettings(host, port, security));
    }

    @ParameterizedTest
    @CsvSource({
        "GALLRA_MAIL_SERVER, https://mail.example.se, is no mail server",
        "GALLRA_MAIL_SERVER, mail.example.se, is no mail server",
        "GALLRA_MAIL_SERVER, '', is no mail server",
        "GALLRA_MAIL_SERVER, smtps://anna:Kanarie@mail.example.se, is no mail server",
        "GALLRA_MAIL_SERVER, smtps://mail.example.se/x, is no mail server",
        "GALLRA_MAIL_FROM, '', must be mail addresses",
        "GALLRA_MAIL_FROM, 'a@example.se,b@example.se', must be one address",
        "GALLRA_MAIL_TO, '', must be mail addresses",
        "GALLRA_MAIL_TO, Kanarie, must be mail addresses",
        "GALLRA_MAIL_USER, anna, belong together",
        "GALLRA_MAIL_PASSWORD, Kanarie, belong together",
        "GALLRA_MAIL_PASSWORD_FILE, /nowhere/Kanari, cannot be read"
    })
    void what_is_set_wrongly_is_refused_with_its_name_and_not_what_it_says(String name, String text, String why) {
        Map<String, String> right = with(PEOPLE, Map.of("GALLRA_MAIL_SERVER", "smtps://mail.example.se"));
        assertThat(MailNotifier.read(right, () -> NOW)).isNotNull();
        assertThatThrownBy(() -> MailNotifier.read(with(right, Map.of(name, text)), () -> NOW))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(name)
                .hasMessageContaining(why)
                .hasMessageNotContaining("Kanarie");
        assertThat(MailNotifier.read(Map.of(), () -> NOW)).isNull();
    }

    @Test
    void a_password_may_come_from_a_file_that_nobody_else_can_read() throws IOException {
        Certificate certificate = Certificate.of("ip:127.0.0.1", folder);
        Path file = Files.writeString(folder.resolve("mail-password"), MailReceiver.PASSWORD + "\n");
        Map<String, String> environment = with(PEOPLE, Map.of(MailNotifier.USER, MailReceiver.USER));
        environment.put("GALLRA_MAIL_PASSWORD_FILE", file.toString());
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        try (MailReceiver receiver = MailReceiver.tls(certificate.context())) {
            assertThat(send(environment, receiver, Security.TLS, certificate)).isNull();
        }
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        environment.put("GALLRA_MAIL_SERVER", "smtps://mail.example.se");
        assertThatThrownBy(() -> MailNotifier.read(environment, () -> NOW)).hasMessageContaining("chmod 600");
    }

    @Test
    void who_is_away_or_silent_is_said_and_nothing_waits_for_ever() throws IOException {
        int port;
        try (ServerSocket silent = new ServerSocket(0)) {
            port = silent.getLocalPort();
        }
        MailNotifier away =
                new MailNotifier(PEOPLE, new SmtpSettings("127.0.0.1", port, Security.CLEAR), () -> NOW, null);
        assertThat(away.tell("x")).isEqualTo("ConnectException");
        try (ServerSocket silent = new ServerSocket(0)) {
            SmtpSettings server = new SmtpSettings("127.0.0.1", silent.getLocalPort(), Security.CLEAR);
            long began = System.nanoTime();
            assertThat(new MailNotifier(PEOPLE, server, () -> NOW, null).tell("x"))
                    .isEqualTo("SocketTimeoutException");
            assertThat(System.nanoTime() - began).isLessThan(20_000_000_000L);
        }
    }
}
