package se.partnersec.gallra.cli.main;

import java.util.List;
import java.util.ServiceLoader;

/** Further commands, and the Spring configurations of the beans they ask for: brought by an optional jar, found as a service. */
public interface CommandExtension {
    /** In the order of the help, where they come before all others. */
    List<Class<?>> commands();

    List<Class<?>> configurations();

    /** Those of the jars that are installed. */
    static List<CommandExtension> installed() {
        return ServiceLoader.load(CommandExtension.class).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
    }
}
