package se.partnersec.gallra.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Objects;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import se.partnersec.gallra.config.settings.DatabaseAccount;
import se.partnersec.gallra.config.settings.GallraSettings;
import se.partnersec.gallra.console.settings.ConsoleSettings;

/** Console in the process of the tests, on ports that were free. */
record RunningConsole(ConfigurableApplicationContext context) implements AutoCloseable {

    static RunningConsole start(GallraSettings settings, Path home) {
        return start(settings, Map.of("GALLRA_HOME", home.toString()));
    }

    static RunningConsole start(GallraSettings settings, Map<String, String> environment) {
        return start(
                new ConsoleSettings("127.0.0.1", 0, null, new ConsoleSettings.Monitoring("127.0.0.1", 0), null),
                settings,
                environment);
    }

    static RunningConsole start(ConsoleSettings console, GallraSettings settings, Map<String, String> environment) {
        return start(console, settings, environment, Clock.systemUTC());
    }

    static RunningConsole start(
            ConsoleSettings console, GallraSettings settings, Map<String, String> environment, Clock clock) {
        // Boot would change the log of all tests in this process.
        System.setProperty("org.springframework.boot.logging.LoggingSystem", "none");
        return new RunningConsole(ConsoleApplication.start(console, settings, environment, clock));
    }

    /** Port of the pages. */
    int port() {
        return Objects.requireNonNull(((WebServerApplicationContext) context).getWebServer())
                .getPort();
    }

    /** Port of health and metrics. */
    int monitoring() {
        return context.getEnvironment().getRequiredProperty("local.management.port", Integer.class);
    }

    /** Browser in which somebody has signed in. */
    Browser as(DatabaseAccount person, String language) {
        Browser browser = new Browser(port(), language);
        assertThat(browser.signIn(person).headers().firstValue("Location").orElse(""))
                .isEqualTo("/");
        return browser;
    }

    @Override
    public void close() {
        context.close();
    }
}
