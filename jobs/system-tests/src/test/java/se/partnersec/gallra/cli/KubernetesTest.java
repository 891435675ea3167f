package se.partnersec.gallra.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import se.partnersec.gallra.support.exit.ExitCode;

/** The cron jobs of Kubernetes do what the timers of systemd do, try the same again, and may do no more; nor may what serves figures. */
class KubernetesTest {
    private static final Path FOLDER = Path.of("..", "..", "job-config", "schedule");
    private static final Path KUBERNETES = FOLDER.resolve("kubernetes");
    private static final Set<ExitCode> RETRIED = Set.of(ExitCode.DONE, ExitCode.ENVIRONMENT, ExitCode.FAILED);

    private static Node read(Path file) throws IOException {
        LoaderOptions strict = new LoaderOptions();
        strict.setAllowDuplicateKeys(false);
        return new Node(new Yaml(new SafeConstructor(strict)).<Object>load(Files.readString(file)));
    }

    /** A piece of a manifest. */
    record Node(Object value) {
        Node at(String path) {
            Object here = value;
            for (String name : path.split("/")) {
                here = here instanceof List<?> list ? list.get(Integer.parseInt(name)) : ((Map<?, ?>) here).get(name);
                Objects.requireNonNull(here, path);
            }
            return new Node(here);
        }

        List<Node> each() {
            return ((List<?>) value).stream().map(Node::new).toList();
        }

        String text() {
            return String.valueOf(value);
        }
    }

    private static Stream<Path> resources(String kind) throws IOException {
        List<Path> found = new ArrayList<>();
        for (Node name :
                read(KUBERNETES.resolve("kustomization.yaml")).at("resources").each()) {
            if (read(KUBERNETES.resolve(name.text())).at("kind").text().equals(kind)) {
                found.add(KUBERNETES.resolve(name.text()));
            }
        }
        return found.stream();
    }

    @Test
    void the_console_is_started_as_the_program_that_it_is_here_and_with_compose() throws Exception {
        List<String> command = pod(KUBERNETES.resolve("console.yaml")).at("containers/0/command").each().stream()
                .map(Node::text)
                .toList();
        assertThat(read(FOLDER.resolve("../compose/compose.yaml"))
                        .at("services/console/entrypoint")
                        .each())
                .extracting(Node::text)
                .isEqualTo(command);
        assertThat(Class.forName(command.get(command.size() - 1)).getMethod("main", String[].class))
                .isNotNull();
    }

    static Stream<Path> jobs() throws IOException {
        return resources("CronJob");
    }

    /** Everything that runs a container. */
    static Stream<Path> pods() throws IOException {
        return Stream.concat(jobs(), resources("Deployment"));
    }

    private static Node pod(Path file) throws IOException {
        Node resource = read(file);
        return resource.at(
                resource.at("kind").text().equals("CronJob")
                        ? "spec/jobTemplate/spec/template/spec"
                        : "spec/template/spec");
    }

    @Test
    void the_base_names_every_file_and_everything_in_it_is_known_here() throws IOException {
        List<String> named = Stream.of("CronJob", "Deployment", "Service", "NetworkPolicy", "ServiceAccount")
                .flatMap(kind -> {
                    try {
                        return resources(kind);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                })
                .map(file -> file.getFileName().toString())
                .toList();
        assertThat(named).contains("run.yaml", "metrics.yaml");
        try (Stream<Path> files = Files.list(KUBERNETES)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(Stream.concat(named.stream(), Stream.of("kustomization.yaml"))
                            .toList());
        }
    }

    @Test
    void figures_are_served_where_the_service_looks_for_them_and_probed_without_the_database() throws IOException {
        Node deployment = read(KUBERNETES.resolve("metrics.yaml")).at("spec");
        Node container = deployment.at("template/spec/containers/0");
        List<String> command =
                container.at("args").each().stream().map(Node::text).toList();
        assertThat(command).contains("metrics", "--serve", "--open");
        assertThat(Typed.command(
                                new ScriptedServices(),
                                Stream.concat(command.stream(), Stream.of("--help"))
                                        .toArray(String[]::new))
                        .exit())
                .isZero();

        String port = command.get(command.indexOf("--port") + 1);
        assertThat(container.at("ports/0/containerPort").text()).isEqualTo(port);
        String name = container.at("ports/0/name").text();
        for (String probe : List.of("startupProbe", "readinessProbe", "livenessProbe")) {
            assertThat(container.at(probe + "/httpGet/path").text()).isEqualTo("/alive");
            assertThat(container.at(probe + "/httpGet/port").text()).isEqualTo(name);
        }
        // An hour for the first look at every record.
        assertThat((Integer) container.at("startupProbe/periodSeconds").value()
                        * (Integer)
                                container.at("startupProbe/failureThreshold").value())
                .isEqualTo(3600);
        assertThat(deployment.at("replicas").value()).isEqualTo(1);

        Object labels = deployment.at("template/metadata/labels").value();
        assertThat(deployment.at("selector/matchLabels").value()).isEqualTo(labels);
        Node service = read(KUBERNETES.resolve("metrics-service.yaml")).at("spec");
        assertThat(service.at("selector").value()).isEqualTo(labels);
        assertThat(service.at("ports/0/port").text()).isEqualTo(port);
        assertThat(service.at("ports/0/targetPort").text()).isEqualTo(name);
        Node network = read(KUBERNETES.resolve("metrics-network.yaml")).at("spec");
        assertThat(network.at("podSelector/matchLabels").value()).isEqualTo(labels);
        assertThat(network.at("ingress/0/ports/0/port").text()).isEqualTo(name);
        assertThat(network.at("ingress/0/from/0/namespaceSelector/matchLabels").value())
                .isNotNull();
    }

    @Test
    void figures_need_no_login_that_can_change_anything() throws IOException {
        Node pod = pod(KUBERNETES.resolve("metrics.yaml"));
        assertThat(pod.text()).contains("gallra-reader-secrets").doesNotContain("gallra-secrets", "db-password", "s3-");
    }

    @ParameterizedTest
    @MethodSource("jobs")
    void only_what_may_go_better_by_itself_is_tried_again(Path file) throws IOException {
        Node job = read(file).at("spec/jobTemplate/spec");
        List<Node> rules = job.at("podFailurePolicy/rules").each();

        assertThat(rules).hasSize(2);
        assertThat(rules.get(0).at("action").text()).isEqualTo("Ignore");
        assertThat(rules.get(1).at("action").text()).isEqualTo("FailJob");
        assertThat(rules.get(1).at("onExitCodes/operator").text()).isEqualTo("In");
        assertThat(rules.get(1).at("onExitCodes/containerName").text())
                .isEqualTo(job.at("template/spec/containers/0/name").text());
        assertThat(rules.get(1).at("onExitCodes/values").each().stream().map(Node::text))
                .containsExactlyElementsOf(Arrays.stream(ExitCode.values())
                        .filter(code -> !RETRIED.contains(code))
                        .map(code -> String.valueOf(code.number()))
                        .toList());
        assertThat(job.at("backoffLimit").value()).isEqualTo(2);
        // A failure policy is only taken with this.
        assertThat(job.at("template/spec/restartPolicy").text()).isEqualTo("Never");
    }

    @ParameterizedTest
    @MethodSource("jobs")
    void starts_by_the_clock_in_sweden_one_at_a_time_and_has_time_to_end(Path file) throws IOException {
        Node spec = read(file).at("spec");
        assertThat(spec.at("timeZone").text()).isEqualTo("Europe/Stockholm");
        assertThat(spec.at("concurrencyPolicy").text()).isEqualTo("Forbid");
        assertThat((Integer) spec.at("startingDeadlineSeconds").value()).isGreaterThan(600);
        assertThat(spec.at("jobTemplate/spec/template/spec/terminationGracePeriodSeconds")
                        .value())
                .isEqualTo(120);
    }

    @ParameterizedTest
    @MethodSource("pods")
    void may_do_nothing_but_its_work(Path file) throws IOException {
        Node pod = pod(file);
        Node container = pod.at("containers/0");
        assertThat(pod.at("containers").each()).hasSize(1);
        assertThat(pod.at("automountServiceAccountToken").value()).isEqualTo(false);
        assertThat(pod.at("securityContext/runAsNonRoot").value()).isEqualTo(true);
        assertThat((Integer) pod.at("securityContext/runAsUser").value()).isGreaterThan(10_000);
        assertThat(pod.at("securityContext/fsGroup").value())
                .isEqualTo(pod.at("securityContext/runAsGroup").value());
        assertThat(pod.at("securityContext/seccompProfile/type").text()).isEqualTo("RuntimeDefault");
        assertThat(container.at("securityContext/allowPrivilegeEscalation").value())
                .isEqualTo(false);
        assertThat(container.at("securityContext/readOnlyRootFilesystem").value())
                .isEqualTo(true);
        assertThat(container.at("securityContext/capabilities/drop").text()).isEqualTo("[ALL]");
        Set<String> volumes = names(pod.at("volumes"));
        assertThat(names(container.at("volumeMounts"))).isEqualTo(volumes);
        for (Node volume : pod.at("volumes").each()) {
            if (volume.text().contains("secret=")) {
                // Octal, as YAML 1.1 has it: nobody but root, and the group that fsGroup adds.
                assertThat(volume.at("secret/defaultMode").value()).isEqualTo(0400);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("pods")
    void reads_every_secret_from_a_file_and_none_from_the_environment(Path file) throws IOException {
        Node container = pod(file).at("containers/0");
        for (Node variable : container.at("env").each()) {
            String name = variable.at("name").text();
            if (name.matches(".*(PASSWORD|KEY).*")) {
                assertThat(name).endsWith("_FILE");
                assertThat(variable.at("value").text()).startsWith("/run/secrets/gallra/");
            }
        }
        assertThat(container.at("envFrom").text()).doesNotContain("secretRef");
    }

    /** Command, variables that name secrets, and time of day. */
    @Test
    void does_what_systemd_does_at_the_same_time_with_the_same_secrets() throws IOException {
        Map<String, String> kubernetes = new TreeMap<>();
        for (Path file : pods().filter(each -> !each.endsWith("metrics.yaml")).toList()) {
            Node container = pod(file).at("containers/0");
            // The console has a command of its own.
            String command = file.endsWith("console.yaml")
                    ? "console"
                    : container.at("args").each().stream().map(Node::text).collect(Collectors.joining(" "));
            String secrets = container.at("env").each().stream()
                    .filter(variable -> variable.at("name").text().endsWith("_FILE"))
                    .map(variable -> variable.at("name").text() + "="
                            + last(variable.at("value").text()))
                    .sorted()
                    .collect(Collectors.joining(" "));
            kubernetes.put(command, secrets);
            Typed understood = Typed.command(new ScriptedServices(), (command + " --help").split(" "));
            assertThat(understood.exit()).as(command + ": " + understood.err()).isZero();
        }
        assertThat(kubernetes).isEqualTo(systemd());
        assertThat(read(KUBERNETES.resolve("run.yaml")).at("spec/schedule").text())
                .isEqualTo("30 3 * * *");
        assertThat(Files.readString(FOLDER.resolve("systemd/gallra.timer"))).contains("*-*-* 03:30:00");
    }

    private static Map<String, String> systemd() throws IOException {
        Map<String, String> units = new TreeMap<>();
        try (Stream<Path> files = Files.list(FOLDER.resolve("systemd"))) {
            for (Path file : files.filter(f -> f.toString().endsWith(".service"))
                    // A file for node_exporter is for a machine; in a cluster figures are scraped.
                    .filter(f -> !f.endsWith("gallra-metrics.service"))
                    .toList()) {
                List<String> commands = new ArrayList<>();
                Set<String> secrets = new TreeSet<>();
                for (String line : Files.readAllLines(file)) {
                    if (line.startsWith("ExecStart=/opt/gallra/scripts/gallra ")) {
                        commands.add(line.replaceFirst("ExecStart=\\S+ ", ""));
                    } else if (line.startsWith("Environment=")) {
                        Stream.of(line.substring("Environment=".length()).split(" "))
                                .filter(each -> each.contains("_FILE="))
                                .map(each -> each.substring(0, each.indexOf('=')) + "=" + last(each))
                                .forEach(secrets::add);
                    }
                }
                commands.forEach(command -> units.put(command, String.join(" ", secrets)));
            }
        }
        return units;
    }

    private static String last(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private static Set<String> names(Node list) {
        return list.each().stream().map(each -> each.at("name").text()).collect(Collectors.toCollection(TreeSet::new));
    }
}
