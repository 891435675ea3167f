package se.partnersec.gallra.config.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import se.partnersec.gallra.categories.Categories;
import se.partnersec.gallra.policy.limit.ThrottlePolicy;
import se.partnersec.gallra.support.exit.ExitCode;
import se.partnersec.gallra.support.exit.RefusedException;

/** A folder of configuration files as a whole. */
class ConfigurationFilesTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private ConfigurationFiles files() {
        return new ConfigurationFiles(folder, Categories.registry().requirements());
    }

    /** What they say would be ignored, and nobody would notice. */
    @Test
    void files_of_earlier_names_are_refused() throws IOException {
        assertThat(files().throttle()).as("the control").isEqualTo(ThrottlePolicy.NONE);
        assertThat(files().copyLocations()).as("the control").isEmpty();
        Files.writeString(folder.resolve("brakes.yml"), "patience: 60\n");
        Files.writeString(folder.resolve("horizon.yml"), "database: {backups: none}\n");
        assertThatThrownBy(() -> files().throttle())
                .isInstanceOfSatisfying(
                        RefusedException.class, e -> assertThat(e.exit()).isEqualTo(ExitCode.CONFIGURATION))
                .hasMessageContaining("brakes.yml: rename it to throttle.yml");
        assertThatThrownBy(() -> files().copyLocations()).hasMessageContaining("horizon.yml: rename it to copies.yml");
    }
}
