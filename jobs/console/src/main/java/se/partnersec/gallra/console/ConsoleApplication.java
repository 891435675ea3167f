package se.partnersec.gallra.console;

import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.MapPropertySource;
import se.partnersec.gallra.app.boot.GallraContext;
import se.partnersec.gallra.app.boot.RefusalTranslator;
import se.partnersec.gallra.config.settings.GallraSettings;
import se.partnersec.gallra.console.person.PersonSignIn;
import se.partnersec.gallra.console.settings.ConsoleSettings;
import se.partnersec.gallra.support.exit.RefusedException;

/** Main class of the web console. */
public final class ConsoleApplication {
    private ConsoleApplication() {}

    public static void main(String[] args) {
        System.setProperty("user.timezone", "UTC");
        Map<String, String> environment = System.getenv();
        Clock clock = Clock.systemUTC();
        try {
            ConsoleSettings console = ConsoleSettings.from(environment);
            start(console, GallraContext.settings(environment, clock), environment, clock);
            List<String> hosts = List.copyOf(console.hosts());
            System.out.println((console.site() == null ? "http://" + hosts.get(0) : console.site()));
        } catch (RuntimeException e) {
            RefusedException refused = RefusalTranslator.read(e).orElseThrow(() -> e);
            refused.problems().forEach(System.err::println);
            System.exit(refused.exit().number());
        }
    }

    /**
     * Starts the console. It listens when this returns.
     *
     * @param settings of the database and the configuration; the accounts in them are not used for what people read
     */
    public static ConfigurableApplicationContext start(
            ConsoleSettings console, GallraSettings settings, Map<String, String> environment, Clock clock) {
        SpringApplication application = new SpringApplication(ConsoleConfiguration.class);
        Map<String, Object> properties = new HashMap<>();
        properties.put("server.address", console.address());
        properties.put("server.port", console.port());
        properties.put("management.server.address", console.monitoring().address());
        properties.put("management.server.port", console.monitoring().port());
        // Browsers refuse the prefix __Host- without TLS.
        properties.put("server.servlet.session.cookie.name", console.secure() ? "__Host-gallra" : "gallra");
        properties.put("server.servlet.session.cookie.secure", console.secure());
        if (console.secure()) {
            // The addresses of people are those that the proxy says.
            properties.put("server.forward-headers-strategy", "native");
        }
        application.addInitializers(context -> {
            // First, so that no variable or file moves the console to another address.
            context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("console", properties));
            GenericApplicationContext beans = (GenericApplicationContext) context;
            beans.registerBean(Clock.class, () -> clock);
            beans.registerBean(ConsoleSettings.class, () -> console);
            beans.registerBean(GallraSettings.class, () -> settings);
            beans.registerBean(PersonSignIn.class, () -> new PersonSignIn(settings, clock, environment));
        });
        return application.run();
    }
}
