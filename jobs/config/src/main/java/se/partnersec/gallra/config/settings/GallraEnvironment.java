package se.partnersec.gallra.config.settings;

import java.nio.file.Path;
import java.util.Map;

/** The variables of the environment. */
public record GallraEnvironment(Map<String, String> variables) {
    public GallraEnvironment {
        variables = Map.copyOf(variables);
    }

    /** Whether no database is set, so that the embedded servers are meant. */
    public boolean embedded() {
        return GallraSettings.wantsEmbedded(variables);
    }

    /** The folder with the files of the suite's own, such as logs. */
    public Path home() {
        return Path.of(variables.getOrDefault("GALLRA_HOME", ""), ".gallra");
    }
}
