package se.partnersec.gallra.cli.shell;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import se.partnersec.gallra.cli.ScriptedServices;
import se.partnersec.gallra.cli.Typed;
import se.partnersec.gallra.ledger.entry.Outcome;
import se.partnersec.gallra.operations.notify.MailNotifier;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.runs.control.RunOrder;
import se.partnersec.gallra.runs.launch.PlanOutcome;
import se.partnersec.gallra.runs.launch.RunResult;
import se.partnersec.gallra.runs.preflight.Check;
import se.partnersec.gallra.support.exit.ExitCode;
import se.partnersec.gallra.support.exit.RefusedException;
import se.partnersec.gallra.testing.CategoryIds;
import se.partnersec.gallra.testing.network.MailReceiver;

/** Those who are not here are told that runs began and how they ended, in counts, over real HTTP and real SMTP. */
class RunNotificationsTest {
    private static final String RUN = "--plain run ip-logs chat-logs";

    private final List<String> heard = new CopyOnWriteArrayList<>();
    private final ScriptedServices services = new ScriptedServices();
    private int status = 200;

    @SuppressWarnings("NullAway.Init")
    private HttpServer receiver;

    @BeforeEach
    void listen() throws IOException {
        receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 4);
        receiver.createContext("/", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            heard.add((exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + body).strip());
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        receiver.start();
        services.on(
                "run",
                args -> List.of(result((DataCategory) java.util.Objects.requireNonNull(args[0]), ExitCode.DONE)));
    }

    @AfterEach
    void stop() {
        receiver.stop(0);
    }

    private static RunResult result(DataCategory category, ExitCode exit) {
        return new RunResult(
                category,
                7,
                ScriptedServices.TODAY,
                exit,
                new Outcome.Counts().add(Outcome.ERASED, 5).add(Outcome.HELD, 2),
                false,
                exit == ExitCode.DONE ? null : "Kanarie said no");
    }

    private String address(String path) {
        return "http://127.0.0.1:" + receiver.getAddress().getPort() + path;
    }

    private Typed type(Map<String, String> environment, String line) {
        return Typed.command(services, environment, Typed::refusal, line.split(" "));
    }

    @Test
    void a_dead_mans_switch_hears_of_the_start_and_the_end_with_the_counts() {
        Typed answer = type(Map.of(), RUN + " --ping " + address("/0f1e"));

        assertThat(answer.exit()).as(answer.err()).isZero();
        assertThat(heard)
                .containsExactly(
                        "POST /0f1e/start",
                        "POST /0f1e/0 gallra run ended with 0: done, or nothing to do\n"
                                + "ip-logs DONE run=7 erased=5 reduced=0 held=2 review=0 all=7\n"
                                + "chat-logs DONE run=7 erased=5 reduced=0 held=2 review=0 all=7");
    }

    @Test
    void the_environment_names_it_too_and_without_a_name_nobody_hears() {
        assertThat(type(Map.of("GALLRA_PING_URL", address("/e")), RUN).exit()).isZero();
        assertThat(heard).hasSize(2).first().isEqualTo("POST /e/start");
        heard.clear();
        assertThat(type(Map.of(), RUN).exit()).isZero();
        assertThat(type(Map.of("GALLRA_PING_URL", address("/e")), "--plain policy --help")
                        .exit())
                .isZero();
        assertThat(heard).isEmpty();
    }

    @Test
    void whatever_way_a_run_ends_its_exit_code_is_told_and_never_why() {
        services.on("run", args -> List.of(result(CategoryIds.IP_LOGS, ExitCode.REFUSED)));
        Map<String, String> both = Map.of("GALLRA_PING_URL", address("/p"), "GALLRA_WEBHOOK_URL", address("/room"));
        assertThat(type(both, "--plain run ip-logs").exit()).isEqualTo(8);
        services.on(
                "preflight",
                args -> ScriptedServices.report(new Check(
                        "limits", Check.State.REFUSED, "Kanarie stands in the way", "wait", ExitCode.CONFIGURATION)));
        assertThat(type(both, "--plain run ip-logs").exit()).isEqualTo(3);
        services.on("preflight", args -> {
            throw new IllegalStateException("Kanarie");
        });
        assertThat(type(both, "--plain run ip-logs").exit()).isEqualTo(1);

        assertThat(heard.stream().map(line -> line.split(" ")[1]))
                .containsExactly("/p/start", "/p/8", "/room", "/p/start", "/p/3", "/room", "/p/start", "/p/1", "/room");
        assertThat(heard.get(2))
                .isEqualTo(
                        "POST /room {\"text\":\"Gallra: gallra run ended with 8: refused by a guard, or stopped by a limit;"
                                + " a person decides\\nip-logs REFUSED run=7 erased=5 reduced=0 held=2 review=0"
                                + " all=7\\ngallra runs list\"}");
        assertThat(String.join("\n", heard)).doesNotContain("Kanarie");
    }

    @Test
    void nobody_is_woken_for_a_run_that_went_well() {
        assertThat(type(Map.of("GALLRA_WEBHOOK_URL", address("/room")), RUN).exit())
                .isZero();
        assertThat(heard).isEmpty();
    }

    @Test
    void a_receiver_that_is_away_or_ill_changes_nothing_but_is_told() {
        status = 500;
        Typed ill = type(Map.of(), RUN + " --ping " + address("/0f1e"));
        assertThat(ill.exit()).isZero();
        assertThat(ill.err()).contains("The ping could not be sent (HTTP 500); the run is not affected.");
        String gone = address("/0f1e");
        receiver.stop(0);
        Typed away = type(Map.of(), RUN + " --ping " + gone);
        assertThat(away.exit()).isZero();
        assertThat(away.err())
                .contains("The ping could not be sent (ConnectException)")
                .doesNotContain("0f1e");
        assertThat(away.out()).isEqualTo(ill.out());
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://hc-ping.com/x", "ftp://hc-ping.com/x", "https://anna@hc-ping.com/x", "x"})
    void an_address_that_will_not_do_is_refused_before_anything_is_asked(String address) {
        Typed answer = type(Map.of(), RUN + " --ping " + address);
        assertThat(answer.exit()).isEqualTo(2);
        assertThat(type(Map.of("GALLRA_PING_URL", address), RUN).exit())
                .as("a setting")
                .isEqualTo(3);
        assertThat(type(Map.of("GALLRA_WEBHOOK_URL", address), RUN).exit())
                .as("a setting")
                .isEqualTo(3);
        assertThat(answer.err()).contains("--ping");
        assertThat(services.asked()).isEmpty();
    }

    private static Map<String, String> mail(MailReceiver receiver) {
        return Map.of(
                "GALLRA_MAIL_SERVER", "smtp://127.0.0.1:" + receiver.port(),
                "GALLRA_MAIL_FROM", "gallra@example.se",
                "GALLRA_MAIL_TO", "drift@example.se");
    }

    /** What people typed, and what systems said: names, addresses, keys, reasons. None of it is for a mail. */
    private static RunResult talkative() {
        return new RunResult(
                CategoryIds.IP_LOGS,
                7,
                ScriptedServices.TODAY,
                ExitCode.FAILED,
                new Outcome.Counts().add(Outcome.ERASED, 5),
                true,
                "Duplicate entry 'Kanarie anna@exempel.se' for key ip_log.KANARIE",
                new RunResult.Stopped(List.of(), 9, "p-Kanarie", null),
                new PlanOutcome("p-Kanarie", 9, 9, new Outcome.Counts()),
                new RunOrder(
                        3,
                        7,
                        RunOrder.Action.STOP,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        false,
                        "Kanarie 070-174 06 01 åäö",
                        Instant.EPOCH,
                        "kanarie@10.0.0.7"));
    }

    /** As a person sees them, whatever letters they travelled in. */
    private static List<String> read(MailReceiver receiver) throws Exception {
        List<String> read = new ArrayList<>();
        for (String mail : receiver.mails()) {
            MimeMessage message = new MimeMessage(
                    null, new ByteArrayInputStream(mail.replaceFirst(".*\n", "").getBytes(StandardCharsets.UTF_8)));
            read.add(mail + "\n" + message.getSubject() + "\n" + message.getContent());
        }
        return read;
    }

    @Test
    void no_name_no_address_no_key_and_no_reason_comes_into_a_mail() throws Exception {
        String[] secrets = {"anarie", "KANARIE", "anna@exempel.se", "070-174", "åäö", "10.0.0.7"};
        try (MailReceiver receiver = MailReceiver.inTheClear()) {
            Map<String, String> environment = new HashMap<>(mail(receiver));
            environment.put("GALLRA_PING_URL", address("/p"));
            environment.put("GALLRA_WEBHOOK_URL", address("/room"));
            services.on("run", args -> List.of(talkative()));
            assertThat(type(environment, "--plain run ip-logs").exit()).isEqualTo(5);
            services.on(
                    "preflight",
                    args -> ScriptedServices.report(new Check(
                            "Kanarie", Check.State.REFUSED, "Kanarie", "anna@exempel.se", ExitCode.CONFIGURATION)));
            assertThat(type(environment, "--plain run ip-logs").exit()).isEqualTo(3);
            services.on("preflight", args -> {
                throw new IllegalStateException("Kanarie anna@exempel.se");
            });
            assertThat(type(environment, "--plain run ip-logs").exit()).isEqualTo(1);

            assertThat(receiver.mails()).hasSize(3);
            assertThat(read(receiver)).allSatisfy(each -> assertThat(each).doesNotContain(secrets));
            assertThat(String.join("\n", heard)).doesNotContain(secrets);

            // The search finds what it looks for, also where letters are encoded on their way.
            assertThat(Objects.requireNonNull(MailNotifier.read(environment, () -> Instant.EPOCH))
                            .tell("Kanarie\nKanarie åäö"))
                    .isNull();
            assertThat(receiver.mails().get(3)).doesNotContain("åäö");
            assertThat(read(receiver).get(3)).contains("Kanarie", "åäö");
        }
    }

    @Test
    void a_mail_that_cannot_be_sent_changes_no_exit_code_and_its_password_is_nowhere() {
        Map<String, String> environment = new HashMap<>(Map.of(
                "GALLRA_MAIL_SERVER",
                        "smtp://127.0.0.1:" + receiver.getAddress().getPort(),
                "GALLRA_MAIL_FROM", "gallra@example.se",
                "GALLRA_MAIL_TO", "drift@example.se",
                "GALLRA_MAIL_USER", "gallra",
                "GALLRA_MAIL_PASSWORD", "hemligt-lösen"));
        services.on("run", args -> List.of(result(CategoryIds.IP_LOGS, ExitCode.REFUSED)));
        receiver.stop(0);
        Typed away = type(environment, "--debug --plain run ip-logs");
        assertThat(away.exit()).isEqualTo(8);
        assertThat(away.err()).contains("The mail could not be sent (ConnectException); the run is not affected.");
        try (MailReceiver real = MailReceiver.inTheClear()) {
            // It asks for no login, so that this one fails.
            environment.put("GALLRA_MAIL_SERVER", "smtp://127.0.0.1:" + real.port());
            Typed refused = type(environment, "--debug --plain run ip-logs");
            assertThat(refused.exit()).isEqualTo(8);
            assertThat(away.err() + away.out() + refused.err() + refused.out())
                    .doesNotContain("hemligt")
                    .doesNotContain("drift@example.se");
        }
    }

    @Test
    void a_mail_that_will_not_do_is_refused_before_anything_is_asked() {
        Typed answer = type(Map.of("GALLRA_MAIL_TO", "drift@example.se"), "--plain run ip-logs");
        assertThat(answer.exit()).as("a setting").isEqualTo(3);
        assertThat(answer.err()).contains("GALLRA_MAIL_SERVER is no mail server");
        assertThat(services.asked()).isEmpty();
    }

    @Test
    void a_restart_tells_what_a_run_tells() {
        services.on("history", args -> {
            throw RefusedException.environment("Kanarie");
        });
        Typed answer = type(Map.of("GALLRA_PING_URL", address("/p")), "--plain runs restart 7");
        assertThat(answer.exit()).isEqualTo(4);
        assertThat(heard)
                .containsExactly(
                        "POST /p/start",
                        "POST /p/4 gallra runs restart ended with 4: database or object store not reachable; retry");
        heard.clear();
        assertThat(type(Map.of(), "--plain runs restart 7 --ping http://hc-ping.com/x")
                        .exit())
                .isEqualTo(2);
        assertThat(heard).isEmpty();
    }

    @Test
    void people_get_a_mail_of_counts_for_what_they_have_to_hear_and_none_for_a_run_that_went_well() {
        try (MailReceiver receiver = MailReceiver.inTheClear()) {
            assertThat(type(mail(receiver), RUN).exit()).isZero();
            assertThat(receiver.mails()).isEmpty();

            services.on("run", args -> List.of(result(CategoryIds.IP_LOGS, ExitCode.REFUSED)));
            assertThat(type(mail(receiver), "--plain run ip-logs").exit()).isEqualTo(8);
            assertThat(receiver.mails())
                    .singleElement()
                    .asString()
                    .contains(
                            "Subject: Gallra: gallra run ended with 8: refused by a guard",
                            "ip-logs REFUSED run=7 erased=5 reduced=0 held=2 review=0 all=7\r\ngallra runs list");
        }
    }
}
